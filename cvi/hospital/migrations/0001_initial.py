import cvi.vault.fields
import cvi.vault.ids
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('cases', '0001_initial'),
        ('vault', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalEncounter',
            fields=[
                ('id', models.UUIDField(db_index=True, default=cvi.vault.ids.uuid7, editable=False)),
                ('form_id', models.UUIDField(verbose_name='the form it came from: two taps are one visit')),
                ('step', models.PositiveSmallIntegerField(default=1, verbose_name='the step to go on with')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(null=True)),
                ('outcome', cvi.vault.fields.SealedTextField(label='encounter.outcome', verbose_name='how it went')),
                ('present', cvi.vault.fields.SealedJSONField(blank=True, default=list, label='encounter.present', verbose_name='who else was there')),
                ('safe_place', cvi.vault.fields.SealedTextField(blank=True, label='encounter.safe_place', verbose_name='safe place')),
                ('worried', cvi.vault.fields.SealedTextField(blank=True, label='encounter.worried', verbose_name='worried')),
                ('safe_way', cvi.vault.fields.SealedTextField(blank=True, label='encounter.safe_way', verbose_name='safe to reach')),
                ('mechanism', cvi.vault.fields.SealedTextField(blank=True, label='encounter.mechanism', verbose_name='what hurt them')),
                ('injured_on', cvi.vault.fields.SealedDateField(blank=True, label='encounter.injured_on', null=True, verbose_name='when')),
                ('body_regions', cvi.vault.fields.SealedJSONField(blank=True, default=list, label='encounter.body_regions', verbose_name='where')),
                ('history_change_reason', models.CharField(max_length=40, null=True)),
                ('history_id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vault.datakey')),
                ('specialist', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical encounter',
                'verbose_name_plural': 'historical encounters',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Encounter',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('form_id', models.UUIDField(verbose_name='the form it came from: two taps are one visit')),
                ('step', models.PositiveSmallIntegerField(default=1, verbose_name='the step to go on with')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(null=True)),
                ('outcome', cvi.vault.fields.SealedTextField(label='encounter.outcome', verbose_name='how it went')),
                ('present', cvi.vault.fields.SealedJSONField(blank=True, default=list, label='encounter.present', verbose_name='who else was there')),
                ('safe_place', cvi.vault.fields.SealedTextField(blank=True, label='encounter.safe_place', verbose_name='safe place')),
                ('worried', cvi.vault.fields.SealedTextField(blank=True, label='encounter.worried', verbose_name='worried')),
                ('safe_way', cvi.vault.fields.SealedTextField(blank=True, label='encounter.safe_way', verbose_name='safe to reach')),
                ('mechanism', cvi.vault.fields.SealedTextField(blank=True, label='encounter.mechanism', verbose_name='what hurt them')),
                ('injured_on', cvi.vault.fields.SealedDateField(blank=True, label='encounter.injured_on', null=True, verbose_name='when')),
                ('body_regions', cvi.vault.fields.SealedJSONField(blank=True, default=list, label='encounter.body_regions', verbose_name='where')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('key', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.datakey')),
                ('specialist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('finished_at', None)), fields=['case'], name='visits_unfinished')],
                'constraints': [models.UniqueConstraint(fields=('specialist', 'form_id'), name='one_visit_a_form'), models.CheckConstraint(condition=models.Q(('step__gte', 1), ('step__lte', 6)), name='step_is_one_of_the_intake'), models.CheckConstraint(condition=models.Q(('finished_at', None), ('finished_at__gte', models.F('started_at')), _connector='OR'), name='visit_finishes_after_it_starts')],
            },
        ),
    ]
