import cvi.papers.models
import cvi.vault.ids
import django.db.models.deletion
import django.utils.timezone
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
            name='Job',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('messenger', 'Credible messenger'), ('supervisor', 'Supervisor'), ('hospital_specialist', 'Hospital violence specialist'), ('clinician', 'Clinician'), ('navigator', 'Service navigator'), ('gvi_coordinator', 'GVI coordinator'), ('reentry_coordinator', 'Reentry coordinator'), ('manager', 'OVP manager'), ('provider', 'Service provider'), ('directory_steward', 'Directory steward'), ('privacy_officer', 'Privacy officer'), ('auditor', 'Auditor'), ('administrator', 'System administrator')], max_length=24, verbose_name='in which role')),
                ('kind', models.CharField(choices=cvi.papers.models.kinds, max_length=20)),
                ('params', models.JSONField(default=dict, verbose_name='codes, ids and dates of what was asked for')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Being made'), ('done', 'Ready'), ('failed', 'Not made')], default='waiting', max_length=8)),
                ('message', models.CharField(choices=[('waiting', 'Waiting for its turn'), ('started', 'Started'), ('counting', 'Counting'), ('writing', 'Writing the rows'), ('drawing', 'Drawing the pages'), ('ready', 'Ready'), ('not_allowed', 'You may not see this report any more.'), ('interrupted', 'The server stopped three times while making this.'), ('broken', 'We could not make this. Nothing was lost. Please ask for it again.')], default='waiting', max_length=12)),
                ('percent', models.PositiveSmallIntegerField(default=0)),
                ('attempt', models.PositiveSmallIntegerField(default=0, verbose_name='how often it was begun')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('heartbeat_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last sign of work on it')),
                ('expires_at', models.DateTimeField(null=True)),
                ('downloaded_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency', verbose_name='for which agency')),
                ('key', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.datakey')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'running'])), fields=['heartbeat_at'], name='jobs_unfinished')],
                'constraints': [models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='job_percent_up_to_100'), models.CheckConstraint(condition=models.Q(models.Q(('expires_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('downloaded_at', None), ('expires_at', None), ('key', None)), _connector='OR'), name='job_done_runs_out')],
            },
        ),
    ]
