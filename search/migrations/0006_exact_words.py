"""Entries get a term for each word that the dictionary does not know: all are looked at again."""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

first_words = import_module("search.migrations.0004_first_words")


def look_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    entries = apps.get_model("search", "Entry").objects.order_by()
    for kind in entries.values_list("kind", flat=True).distinct():
        ids = entries.filter(kind=kind).values_list("object_id", flat=True).distinct()
        first_words.enqueue(apps, kind, ids)


class Migration(migrations.Migration):
    dependencies = [("search", "0005_overdue_notes"), ("kernel", "0001_initial")]
    operations = [migrations.RunPython(look_again, migrations.RunPython.noop)]
