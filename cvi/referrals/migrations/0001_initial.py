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
        ('cases', '0001_initial'),
        ('vault', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalReferral',
            fields=[
                ('id', models.UUIDField(db_index=True, default=cvi.vault.ids.uuid7, editable=False)),
                ('need', models.CharField(blank=True, choices=[('safety', 'Safety'), ('medical', 'Health care'), ('mental_health', 'Talk to someone'), ('substance_use', 'Alcohol or drugs'), ('housing', 'A place to stay'), ('basic_needs', 'Food and clothes'), ('money', 'Money and benefits'), ('documents', 'ID and papers'), ('transport', 'A ride'), ('phone', 'A phone'), ('education', 'School'), ('work', 'Work'), ('legal', 'Court and legal help'), ('compensation', 'Victim compensation'), ('family', 'Family'), ('grief', 'Grief'), ('relocation', 'Moving to safety'), ('insurance', 'Health insurance'), ('civil', 'Rent, custody and other civil law'), ('record', 'Clearing a record'), ('child_care', 'Child care'), ('mentoring', 'A mentor'), ('disability', 'Disability or brain injury'), ('immigration', 'Immigration help')], max_length=16, verbose_name='what for')),
                ('urgency', models.CharField(choices=[('today', 'Today'), ('this_week', 'This week'), ('no_hurry', 'No hurry')], max_length=10, verbose_name='how soon')),
                ('status', models.CharField(choices=[('sent', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='sent', max_length=8)),
                ('shared_fields', models.JSONField(default=list, verbose_name='codes of the fields that left')),
                ('snapshot', cvi.vault.fields.SealedJSONField(label='referral.snapshot', verbose_name='values of these fields')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered_at', models.DateTimeField(null=True)),
                ('decline_reason', models.CharField(blank=True, choices=[('no_room', 'No room now'), ('not_our_area', 'Not our area'), ('not_our_service', 'Not what we do'), ('not_safe', 'Not safe with us'), ('not_reached', 'Could not be reached'), ('ended', 'Sharing ended')], max_length=16)),
                ('history_change_reason', models.CharField(max_length=40, null=True)),
                ('history_id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                ('consent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.consent')),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vault.datakey')),
                ('receiving_case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name="receiver's case")),
                ('sent_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.team')),
            ],
            options={
                'verbose_name': 'historical referral',
                'verbose_name_plural': 'historical referrals',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('need', models.CharField(blank=True, choices=[('safety', 'Safety'), ('medical', 'Health care'), ('mental_health', 'Talk to someone'), ('substance_use', 'Alcohol or drugs'), ('housing', 'A place to stay'), ('basic_needs', 'Food and clothes'), ('money', 'Money and benefits'), ('documents', 'ID and papers'), ('transport', 'A ride'), ('phone', 'A phone'), ('education', 'School'), ('work', 'Work'), ('legal', 'Court and legal help'), ('compensation', 'Victim compensation'), ('family', 'Family'), ('grief', 'Grief'), ('relocation', 'Moving to safety'), ('insurance', 'Health insurance'), ('civil', 'Rent, custody and other civil law'), ('record', 'Clearing a record'), ('child_care', 'Child care'), ('mentoring', 'A mentor'), ('disability', 'Disability or brain injury'), ('immigration', 'Immigration help')], max_length=16, verbose_name='what for')),
                ('urgency', models.CharField(choices=[('today', 'Today'), ('this_week', 'This week'), ('no_hurry', 'No hurry')], max_length=10, verbose_name='how soon')),
                ('status', models.CharField(choices=[('sent', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='sent', max_length=8)),
                ('shared_fields', models.JSONField(default=list, verbose_name='codes of the fields that left')),
                ('snapshot', cvi.vault.fields.SealedJSONField(label='referral.snapshot', verbose_name='values of these fields')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered_at', models.DateTimeField(null=True)),
                ('decline_reason', models.CharField(blank=True, choices=[('no_room', 'No room now'), ('not_our_area', 'Not our area'), ('not_our_service', 'Not what we do'), ('not_safe', 'Not safe with us'), ('not_reached', 'Could not be reached'), ('ended', 'Sharing ended')], max_length=16)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.consent')),
                ('key', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.datakey')),
                ('receiving_case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case', verbose_name="receiver's case")),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
            ],
            options={
                'indexes': [models.Index(fields=['to_team', 'status'], name='referrals_by_receiver'), models.Index(fields=['receiving_case'], name='referrals_by_their_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'sent')), fields=('case', 'to_team'), name='one_waiting_referral_a_team'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('status', 'sent')), models.Q(models.Q(('status', 'sent'), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='referral_answered_by_someone'), models.CheckConstraint(condition=models.Q(models.Q(('receiving_case__isnull', False), ('status', 'accepted')), models.Q(models.Q(('status', 'accepted'), _negated=True), ('receiving_case', None)), _connector='OR'), name='only_an_accepted_referral_opens_a_case'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'declined'), models.Q(('decline_reason', ''), _negated=True)), models.Q(models.Q(('status', 'declined'), _negated=True), ('decline_reason', '')), _connector='OR'), name='a_declined_referral_says_why')],
            },
        ),
    ]
