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
            name='HistoricalContact',
            fields=[
                ('id', models.UUIDField(db_index=True, default=cvi.vault.ids.uuid7, editable=False)),
                ('occurred_at', models.DateTimeField(verbose_name='when')),
                ('logged_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('mode', models.CharField(choices=[('in_person', 'In person'), ('call', 'Call'), ('text', 'Text'), ('other', 'Other')], max_length=10, verbose_name='how')),
                ('outcome', models.CharField(choices=[('reached', 'Reached'), ('no_answer', 'No answer'), ('not_home', 'Not there'), ('left_message', 'Left a message'), ('not_now', 'Did not want it now'), ('wrong_number', 'Number does not work'), ('unsafe', 'Not safe to go up')], max_length=14)),
                ('purposes', models.JSONField(blank=True, default=list, verbose_name='what for')),
                ('duration', models.CharField(blank=True, choices=[('under_5', '<5'), ('5_15', '5–15'), ('16_30', '16–30'), ('31_60', '31–60'), ('over_60', '60+')], max_length=8, verbose_name='how long')),
                ('note', cvi.vault.fields.SealedTextField(blank=True, label='contact.note', max_length=500, verbose_name='note')),
                ('history_change_reason', models.CharField(max_length=40, null=True)),
                ('history_id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vault.datakey')),
                ('worker', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical contact',
                'verbose_name_plural': 'historical contacts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('occurred_at', models.DateTimeField(verbose_name='when')),
                ('logged_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('mode', models.CharField(choices=[('in_person', 'In person'), ('call', 'Call'), ('text', 'Text'), ('other', 'Other')], max_length=10, verbose_name='how')),
                ('outcome', models.CharField(choices=[('reached', 'Reached'), ('no_answer', 'No answer'), ('not_home', 'Not there'), ('left_message', 'Left a message'), ('not_now', 'Did not want it now'), ('wrong_number', 'Number does not work'), ('unsafe', 'Not safe to go up')], max_length=14)),
                ('purposes', models.JSONField(blank=True, default=list, verbose_name='what for')),
                ('duration', models.CharField(blank=True, choices=[('under_5', '<5'), ('5_15', '5–15'), ('16_30', '16–30'), ('31_60', '31–60'), ('over_60', '60+')], max_length=8, verbose_name='how long')),
                ('note', cvi.vault.fields.SealedTextField(blank=True, label='contact.note', max_length=500, verbose_name='note')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('key', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.datakey')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-occurred_at'], name='contacts_by_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('occurred_at__lte', models.F('logged_at'))), name='contact_logged_after_it_happened'), models.CheckConstraint(condition=models.Q(('outcome', 'reached'), ('duration', ''), _connector='OR'), name='only_a_contact_that_reached_lasts')],
            },
        ),
    ]
