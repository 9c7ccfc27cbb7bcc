import cvi.vault.fields
import cvi.vault.ids
import django.db.models.deletion
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
            name='HistoricalCustodyEpisode',
            fields=[
                ('id', models.UUIDField(db_index=True, default=cvi.vault.ids.uuid7, editable=False)),
                ('facility_kind', models.CharField(choices=[('jail', 'Jail'), ('prison', 'Prison'), ('juvenile', 'Juvenile facility'), ('halfway', 'Halfway house')], max_length=10, verbose_name='kind of place')),
                ('facility', cvi.vault.fields.SealedTextField(blank=True, label='custody_episode.facility', max_length=120, verbose_name='name of the place')),
                ('admitted_on', models.DateField(null=True, verbose_name='went in on')),
                ('projected_release_on', models.DateField(null=True, verbose_name='expected home on')),
                ('released_on', models.DateField(null=True, verbose_name='came home on')),
                ('basis', models.CharField(choices=[('sentence_served', 'Sentence served'), ('parole', 'Parole'), ('probation', 'Probation'), ('bail', 'Bail or bond'), ('charges_dropped', 'Charges dropped'), ('unknown', 'Not known yet')], default='unknown', max_length=16, verbose_name='on what ground')),
                ('history_change_reason', models.CharField(max_length=40, null=True)),
                ('history_id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vault.datakey')),
            ],
            options={
                'verbose_name': 'historical custody episode',
                'verbose_name_plural': 'historical custody episodes',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='CustodyEpisode',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('facility_kind', models.CharField(choices=[('jail', 'Jail'), ('prison', 'Prison'), ('juvenile', 'Juvenile facility'), ('halfway', 'Halfway house')], max_length=10, verbose_name='kind of place')),
                ('facility', cvi.vault.fields.SealedTextField(blank=True, label='custody_episode.facility', max_length=120, verbose_name='name of the place')),
                ('admitted_on', models.DateField(null=True, verbose_name='went in on')),
                ('projected_release_on', models.DateField(null=True, verbose_name='expected home on')),
                ('released_on', models.DateField(null=True, verbose_name='came home on')),
                ('basis', models.CharField(choices=[('sentence_served', 'Sentence served'), ('parole', 'Parole'), ('probation', 'Probation'), ('bail', 'Bail or bond'), ('charges_dropped', 'Charges dropped'), ('unknown', 'Not known yet')], default='unknown', max_length=16, verbose_name='on what ground')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('key', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.datakey')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('admitted_on', None), ('released_on', None), ('released_on__gte', models.F('admitted_on')), _connector='OR'), name='released_after_admitted'), models.CheckConstraint(condition=models.Q(('admitted_on', None), ('projected_release_on', None), ('projected_release_on__gte', models.F('admitted_on')), _connector='OR'), name='expected_home_after_admitted')],
            },
        ),
    ]
