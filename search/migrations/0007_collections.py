"""Collections can be found: those that are there wait to be looked at."""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

first_words = import_module("search.migrations.0004_first_words")


def look_at(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    there = apps.get_model("notes", "Collection").objects.order_by("pk")
    first_words.enqueue(apps, "collection", there.values_list("pk", flat=True))


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0006_exact_words"), ("notes", "0007_taken_away"), ("kernel", "0001_initial"),
    ]  # fmt: skip
    operations = [migrations.RunPython(look_at, migrations.RunPython.noop)]
