import cvi.audit.models
import cvi.audit.reasons
import cvi.vault.ids
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor_id', models.UUIDField(db_index=True, null=True, verbose_name='who')),
                ('role', models.CharField(blank=True, max_length=24, verbose_name='in which role')),
                ('action', models.CharField(choices=cvi.audit.models.actions, max_length=12, verbose_name='did what')),
                ('resource', models.CharField(max_length=60, verbose_name='to what kind of record')),
                ('object_id', models.UUIDField(db_index=True, null=True, verbose_name='to which record')),
                ('subject_id', models.UUIDField(db_index=True, null=True, verbose_name='about which participant')),
                ('outcome', models.CharField(choices=[('ok', 'Ok'), ('unseen', 'Unseen'), ('not_allowed', 'Not Allowed')], default='ok', max_length=12)),
                ('reason', models.CharField(blank=True, choices=cvi.audit.reasons.reasons, max_length=40)),
                ('detail', models.JSONField(default=dict, verbose_name='codes, counts and ids')),
                ('row_mac', models.BinaryField(max_length=32, verbose_name='seal of the row')),
            ],
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('mac', models.BinaryField(default=b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00', max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='AuditLink',
            fields=[
                ('seq', models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name='place in the chain')),
                ('event_id', models.UUIDField(unique=True)),
                ('mac', models.BinaryField(max_length=32, verbose_name='seal of the link')),
            ],
        ),
        migrations.CreateModel(
            name='AuditPending',
            fields=[
                ('event_id', models.UUIDField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.UUIDField(default=cvi.vault.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('subject_id', models.UUIDField(db_index=True, verbose_name='about which participant')),
                ('by_id', models.UUIDField(verbose_name='who let it out')),
                ('recipient_id', models.UUIDField(verbose_name='which agency received it')),
                ('purpose', models.CharField(max_length=40)),
                ('fields', models.JSONField(default=list, verbose_name='codes of the fields that left')),
                ('authority', models.CharField(choices=[('consent', 'Consent'), ('court_order', 'Court Order'), ('mandated_report', 'Mandated Report'), ('imminent_threat', 'Imminent Threat')], max_length=20)),
                ('authority_id', models.UUIDField(null=True, verbose_name='which consent or paper')),
            ],
        ),
        migrations.CreateModel(
            name='Maintenance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=cvi.audit.reasons.reasons, max_length=40)),
            ],
        ),
    ]
