"""PostgreSQL's statistics know more of the common terms, whose frequencies are taken from there."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from search.engines.local import postgresql


def know_more(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(postgresql.COUNTED)


class Migration(migrations.Migration):
    dependencies = [("search", "0008_misses_by_the_week")]
    operations = [migrations.RunPython(know_more, migrations.RunPython.noop)]
