from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="is_approved",
            field=models.BooleanField(
                default=True, verbose_name="approved by a second person, where one is due"
            ),
        )
        for name in ("membership", "historicalmembership")
    ]
