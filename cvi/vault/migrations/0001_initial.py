import cvi.vault.ids
import cvi.vault.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='KekRecord',
            fields=[
                ('id', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('check_value', models.BinaryField(max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kek', models.PositiveIntegerField(db_index=True, verbose_name='master key')),
                ('wrapped', models.BinaryField(max_length=40, null=True)),
                ('domain', models.CharField(choices=cvi.vault.models.domains, max_length=12)),
                ('realm', models.UUIDField(verbose_name='agency')),
                ('subject', models.UUIDField(verbose_name='whose key it is')),
                ('state', models.CharField(choices=[('live', 'Live'), ('sealed', 'Sealed'), ('destroyed', 'Destroyed')], default='live', max_length=10)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject', 'domain'), name='one_key_a_domain'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'live'), ('wrapped__isnull', False)), models.Q(models.Q(('state', 'live'), _negated=True), ('wrapped__isnull', True)), _connector='OR'), name='only_a_live_key_is_wrapped')],
            },
        ),
    ]
