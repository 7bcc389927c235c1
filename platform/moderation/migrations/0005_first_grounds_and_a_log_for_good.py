"""The grounds every site begins with; and the database itself lets nobody change or delete a line of the log."""

from django.db import migrations

from moderation.grounds import FIRST

SQLITE = [
    """CREATE TRIGGER moderation_log_unchanged BEFORE UPDATE ON moderation_entry
       BEGIN SELECT RAISE(ABORT, 'the log of moderation is never changed'); END""",
    """CREATE TRIGGER moderation_log_undeleted BEFORE DELETE ON moderation_entry
       BEGIN SELECT RAISE(ABORT, 'the log of moderation is never deleted'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION moderation_log_refuses() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the log of moderation is never changed or deleted'; END $$""",
    """CREATE TRIGGER moderation_log_for_good BEFORE UPDATE OR DELETE ON moderation_entry
       FOR EACH ROW EXECUTE FUNCTION moderation_log_refuses()""",
]
SQLITE_BACK = ["DROP TRIGGER moderation_log_unchanged", "DROP TRIGGER moderation_log_undeleted"]
POSTGRESQL_BACK = [
    "DROP TRIGGER moderation_log_for_good ON moderation_entry", "DROP FUNCTION moderation_log_refuses()",
]  # fmt: skip


def first_grounds(apps, schema_editor):
    ground = apps.get_model("moderation", "Ground")
    for position, row in enumerate(FIRST):
        ground.objects.get_or_create(slug=row["slug"], defaults={**row, "position": position})


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL_BACK if vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0004_statements_appeals_log")]
    operations = [
        migrations.RunPython(first_grounds, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
