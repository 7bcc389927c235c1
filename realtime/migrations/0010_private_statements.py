"""Statements about messages of conversations know that their words are private: in lists they are not shown."""

from django.db import migrations

LOT = 500


def mark(apps, schema_editor):
    """Can be run again: what is marked is no more among those that are looked for."""
    statements = apps.get_model("moderation", "Statement").objects.filter(kind="message")
    messages = apps.get_model("realtime", "Message").objects.filter(room__audience="people")
    after = 0
    while True:
        lot = statements.filter(private=False, pk__gt=after).order_by("pk")
        rows = list(lot.values_list("pk", "object_id")[:LOT])
        if not rows:
            return
        after = rows[-1][0]
        ids = {object_id for _pk, object_id in rows}
        private = set(messages.filter(pk__in=ids).values_list("pk", flat=True))
        found = [pk for pk, object_id in rows if object_id in private]
        statements.filter(pk__in=found).update(private=True)


class Migration(migrations.Migration):
    dependencies = [
        ("realtime", "0009_words_of_long_rooms"),
        ("moderation", "0006_words_as_reported"),
    ]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop, elidable=True)]
