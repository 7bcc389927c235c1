from django.db import migrations


def say_so(apps, schema_editor):
    """Topics that were made of something, or of which something was made, before they said it themselves."""
    made = apps.get_model("curation", "Gathering").objects
    topics = apps.get_model("forums", "Topic").objects
    for column in ("topic", "source"):
        rows = made.filter(**{f"{column}__isnull": False})
        topics.filter(pk__in=rows.values(column)).update(grown=True)


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0002_words_taken_up"),
        ("forums", "0013_topics_that_have_grown"),
    ]

    operations = [migrations.RunPython(say_so, migrations.RunPython.noop, elidable=True)]
