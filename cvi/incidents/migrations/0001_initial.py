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
        ('accounts', '0001_initial'),
        ('vault', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DropBox',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('office', models.CharField(choices=[('police', 'Police'), ('prosecutor', 'Prosecutor'), ('probation', 'Probation or parole'), ('corrections', 'Jail or prison'), ('court', 'Court'), ('other', 'Another office')], max_length=12, verbose_name='kind of office')),
                ('label', models.CharField(max_length=60, verbose_name='what the team calls it')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('opened_on', models.DateField(default=django.utils.timezone.localdate)),
                ('expires_on', models.DateField(verbose_name='works until')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='when it was closed by hand')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
            ],
            options={
                'verbose_name_plural': 'drop boxes',
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_on__gt', models.F('opened_on'))), name='drop_box_ends_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='DropBoxMessage',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('request', 'Request'), ('alert', 'Incident alert')], max_length=8)),
                ('said', cvi.vault.fields.SealedJSONField(label='drop_box_message.said', verbose_name='what was filled in, by field')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('handled_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('notification', 'A custom notification is planned'), ('checked', 'Someone checks on them'), ('passed_on', 'Passed on to a team, in person'), ('known', 'Known already'), ('nothing', 'Nothing to do'), ('not_ours', 'Not for us, or should not be here')], max_length=12, verbose_name='what was done')),
                ('box', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.dropbox')),
                ('handled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.datakey')),
            ],
            options={
                'indexes': [models.Index(fields=['box', 'handled_at'], name='drop_box_messages_waiting'), models.Index(fields=['received_at'], name='drop_box_messages_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('handled_at', None), ('handled_by', None), ('outcome', '')), models.Q(('handled_at__isnull', False), ('handled_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='drop_box_message_handled_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalDropBox',
            fields=[
                ('id', models.UUIDField(db_index=True, default=cvi.vault.ids.uuid7, editable=False)),
                ('office', models.CharField(choices=[('police', 'Police'), ('prosecutor', 'Prosecutor'), ('probation', 'Probation or parole'), ('corrections', 'Jail or prison'), ('court', 'Court'), ('other', 'Another office')], max_length=12, verbose_name='kind of office')),
                ('label', models.CharField(max_length=60, verbose_name='what the team calls it')),
                ('token_hash', models.CharField(db_index=True, max_length=64)),
                ('opened_on', models.DateField(default=django.utils.timezone.localdate)),
                ('expires_on', models.DateField(verbose_name='works until')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='when it was closed by hand')),
                ('history_change_reason', models.CharField(max_length=40, null=True)),
                ('history_id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.team')),
            ],
            options={
                'verbose_name': 'historical drop box',
                'verbose_name_plural': 'historical drop boxes',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalDropBoxMessage',
            fields=[
                ('id', models.UUIDField(db_index=True, default=cvi.vault.ids.uuid7, editable=False)),
                ('kind', models.CharField(choices=[('request', 'Request'), ('alert', 'Incident alert')], max_length=8)),
                ('said', cvi.vault.fields.SealedJSONField(label='drop_box_message.said', verbose_name='what was filled in, by field')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('handled_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('notification', 'A custom notification is planned'), ('checked', 'Someone checks on them'), ('passed_on', 'Passed on to a team, in person'), ('known', 'Known already'), ('nothing', 'Nothing to do'), ('not_ours', 'Not for us, or should not be here')], max_length=12, verbose_name='what was done')),
                ('history_change_reason', models.CharField(max_length=40, null=True)),
                ('history_id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('box', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='incidents.dropbox')),
                ('handled_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vault.datakey')),
            ],
            options={
                'verbose_name': 'historical drop box message',
                'verbose_name_plural': 'historical drop box messages',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
