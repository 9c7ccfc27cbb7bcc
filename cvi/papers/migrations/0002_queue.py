from django.db import migrations
from huey import PostgresHuey


def make_queue(_apps, schema_editor):
    """On PostgreSQL the queue stands in the same database; on SQLite it has a file of its own."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in PostgresHuey("jobs", create_tables=False).storage.ddl:
            schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ("papers", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(make_queue, migrations.RunPython.noop, elidable=False),
    ]
