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
            name='HistoricalCustomNotification',
            fields=[
                ('id', models.UUIDField(db_index=True, default=cvi.vault.ids.uuid7, editable=False)),
                ('why', cvi.vault.fields.SealedTextField(label='custom_notification.why', verbose_name='why')),
                ('note', cvi.vault.fields.SealedTextField(blank=True, label='custom_notification.note', max_length=500, verbose_name='note')),
                ('planned_on', models.DateField(verbose_name='planned for')),
                ('result', models.CharField(choices=[('planned', 'Planned'), ('attempted', 'Tried, nobody there'), ('delivered', 'Delivered'), ('called_off', 'Called off')], default='planned', max_length=10)),
                ('tried_on', models.DateField(null=True, verbose_name='day of the visit')),
                ('delivered_to', models.CharField(blank=True, choices=[('person', 'The person'), ('family', 'Their family')], max_length=8)),
                ('response', models.CharField(blank=True, choices=[('accepted', 'Wants help'), ('later', 'Maybe later'), ('not_now', 'Did not want it now')], max_length=10)),
                ('history_change_reason', models.CharField(max_length=40, null=True)),
                ('history_id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vault.datakey')),
            ],
            options={
                'verbose_name': 'historical custom notification',
                'verbose_name_plural': 'historical custom notifications',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='CustomNotification',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('why', cvi.vault.fields.SealedTextField(label='custom_notification.why', verbose_name='why')),
                ('note', cvi.vault.fields.SealedTextField(blank=True, label='custom_notification.note', max_length=500, verbose_name='note')),
                ('planned_on', models.DateField(verbose_name='planned for')),
                ('result', models.CharField(choices=[('planned', 'Planned'), ('attempted', 'Tried, nobody there'), ('delivered', 'Delivered'), ('called_off', 'Called off')], default='planned', max_length=10)),
                ('tried_on', models.DateField(null=True, verbose_name='day of the visit')),
                ('delivered_to', models.CharField(blank=True, choices=[('person', 'The person'), ('family', 'Their family')], max_length=8)),
                ('response', models.CharField(blank=True, choices=[('accepted', 'Wants help'), ('later', 'Maybe later'), ('not_now', 'Did not want it now')], max_length=10)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('key', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.datakey')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('result', 'delivered'), ('tried_on__isnull', False), models.Q(('delivered_to', ''), _negated=True)), models.Q(models.Q(('result', 'delivered'), _negated=True), ('delivered_to', ''), ('response', '')), _connector='OR'), name='delivered_to_someone_on_a_day')],
            },
        ),
    ]
