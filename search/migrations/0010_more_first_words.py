"""More groups of words that mean one thing, where a site has none with these words yet."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ALIKE = (
    ("MGOK", "miejsko-gminny ośrodek kultury"),
    ("MGBP", "miejsko-gminna biblioteka publiczna"),
    ("niesłyszący", "głusi"),
)


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alike = apps.get_model("search", "Alike")
    known = {str(phrase).lower() for row in alike.objects.all() for phrase in row.phrases}
    for phrases in ALIKE:
        if known.isdisjoint(phrase.lower() for phrase in phrases):
            alike.objects.create(phrases=list(phrases))


class Migration(migrations.Migration):
    dependencies = [("search", "0009_common_terms")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
