import django.db.models.deletion
from django.db import migrations, models

from cvi.accounts.roles import Role


class Migration(migrations.Migration):
    """A job knows the role it was asked for in. Those asked for before are gone in minutes."""

    dependencies = [("accounts", "0002_role_of_a_session"), ("papers", "0001_initial")]

    operations = [
        migrations.RunSQL("DELETE FROM papers_job", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="job",
            name="role",
            field=models.CharField(
                choices=Role.choices, default="", max_length=24, verbose_name="in which role"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="job",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agency",
                verbose_name="for which agency",
            ),
        ),
    ]
