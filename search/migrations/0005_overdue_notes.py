"""What others have done with a note, and whether it is overdue, counts in its entry."""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def look_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    notes = apps.get_model("search", "Entry").objects.filter(kind="note").order_by("pk")
    enqueue = import_module("search.migrations.0004_first_words").enqueue
    enqueue(apps, "note", notes.values_list("object_id", flat=True))


class Migration(migrations.Migration):
    dependencies = [("search", "0004_first_words")]
    operations = [
        migrations.AddField(
            model_name="entry", name="stale", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(look_again, migrations.RunPython.noop),
    ]
