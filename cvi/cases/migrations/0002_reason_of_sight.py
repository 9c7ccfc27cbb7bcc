from django.db import migrations, models

from cvi.audit.reasons import reasons


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="casegrant",
            name="reason",
            field=models.CharField(choices=reasons, default="case_assigned", max_length=40),
            preserve_default=False,
        ),
    ]
