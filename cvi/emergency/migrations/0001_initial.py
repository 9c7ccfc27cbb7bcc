import cvi.vault.fields
import cvi.vault.ids
import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '0001_initial'),
        ('cases', '0001_initial'),
        ('vault', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalBreakGlass',
            fields=[
                ('id', models.UUIDField(db_index=True, default=cvi.vault.ids.uuid7, editable=False)),
                ('role', models.CharField(choices=[('messenger', 'Credible messenger'), ('supervisor', 'Supervisor'), ('hospital_specialist', 'Hospital violence specialist'), ('clinician', 'Clinician'), ('navigator', 'Service navigator'), ('gvi_coordinator', 'GVI coordinator'), ('reentry_coordinator', 'Reentry coordinator'), ('manager', 'OVP manager'), ('provider', 'Service provider'), ('directory_steward', 'Directory steward'), ('privacy_officer', 'Privacy officer'), ('auditor', 'Auditor'), ('administrator', 'System administrator')], max_length=24, verbose_name='role')),
                ('category', models.CharField(choices=[('danger', 'Someone may be hurt or killed'), ('retaliation', 'Retaliation may come soon'), ('medical', 'The person is in a hospital and must be known'), ('missing', 'The person is missing'), ('legal', 'A duty by law that cannot wait'), ('complaint', 'A complaint about how the file was handled')], max_length=12, verbose_name='what happened')),
                ('why', cvi.vault.fields.SealedTextField(label='break_glass.why', max_length=500, verbose_name='why')),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True, verbose_name='when it was ended by hand')),
                ('verdict', models.CharField(choices=[('waiting', 'Waits for review'), ('justified', 'Justified'), ('not_justified', 'Not justified'), ('training', 'Needs training')], default='waiting', max_length=13)),
                ('note', cvi.vault.fields.SealedTextField(blank=True, label='break_glass.note', max_length=500, verbose_name='note')),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('history_change_reason', models.CharField(max_length=40, null=True)),
                ('history_id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agency', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.agency')),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vault.datakey')),
                ('participant', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.participant')),
                ('reviewed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical break glass',
                'verbose_name_plural': 'historical break glasss',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRightReturn',
            fields=[
                ('id', models.UUIDField(db_index=True, default=cvi.vault.ids.uuid7, editable=False)),
                ('why', cvi.vault.fields.SealedTextField(label='right_return.why', max_length=500, verbose_name='why')),
                ('returned_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('history_change_reason', models.CharField(max_length=40, null=True)),
                ('history_id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vault.datakey')),
                ('returned_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical right return',
                'verbose_name_plural': 'historical right returns',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='BreakGlass',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('messenger', 'Credible messenger'), ('supervisor', 'Supervisor'), ('hospital_specialist', 'Hospital violence specialist'), ('clinician', 'Clinician'), ('navigator', 'Service navigator'), ('gvi_coordinator', 'GVI coordinator'), ('reentry_coordinator', 'Reentry coordinator'), ('manager', 'OVP manager'), ('provider', 'Service provider'), ('directory_steward', 'Directory steward'), ('privacy_officer', 'Privacy officer'), ('auditor', 'Auditor'), ('administrator', 'System administrator')], max_length=24, verbose_name='role')),
                ('category', models.CharField(choices=[('danger', 'Someone may be hurt or killed'), ('retaliation', 'Retaliation may come soon'), ('medical', 'The person is in a hospital and must be known'), ('missing', 'The person is missing'), ('legal', 'A duty by law that cannot wait'), ('complaint', 'A complaint about how the file was handled')], max_length=12, verbose_name='what happened')),
                ('why', cvi.vault.fields.SealedTextField(label='break_glass.why', max_length=500, verbose_name='why')),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True, verbose_name='when it was ended by hand')),
                ('verdict', models.CharField(choices=[('waiting', 'Waits for review'), ('justified', 'Justified'), ('not_justified', 'Not justified'), ('training', 'Needs training')], default='waiting', max_length=13)),
                ('note', cvi.vault.fields.SealedTextField(blank=True, label='break_glass.note', max_length=500, verbose_name='note')),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('key', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.datakey')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.participant')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['verdict', 'began_at'], name='break_glass_to_review')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('began_at'), '+', models.Value(datetime.timedelta(seconds=3600))))), name='break_glass_lasts_an_hour_at_most'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at', None), ('reviewed_by', None), ('verdict', 'waiting')), models.Q(models.Q(('verdict', 'waiting'), _negated=True), ('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='break_glass_reviewed_by_someone'), models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('user')), _negated=True), _connector='OR'), name='break_glass_reviewed_by_another')],
            },
        ),
        migrations.CreateModel(
            name='RightReturn',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('why', cvi.vault.fields.SealedTextField(label='right_return.why', max_length=500, verbose_name='why')),
                ('returned_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('key', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.datakey')),
                ('returned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('returned_by', models.F('user')), _negated=True), name='right_returned_by_another')],
            },
        ),
    ]
