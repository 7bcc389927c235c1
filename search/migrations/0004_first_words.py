"""The abbreviations that every site starts with, and work for the drain: shelves and entries hold more than
before, and three kinds of things are found that were not."""

import time

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ALIKE = (
    ("GOK", "gminny ośrodek kultury"),
    ("MOK", "miejski ośrodek kultury"),
    ("DK", "dom kultury"),
    ("MDK", "miejski dom kultury", "młodzieżowy dom kultury"),
    ("GCK", "gminne centrum kultury"),
    ("GBP", "gminna biblioteka publiczna"),
    ("MBP", "miejska biblioteka publiczna"),
    ("KGW", "koło gospodyń wiejskich"),
    ("OSP", "ochotnicza straż pożarna"),
    ("UTW", "uniwersytet trzeciego wieku"),
    ("PJM", "polski język migowy", "język migowy"),
    ("ETR", "tekst łatwy do czytania i zrozumienia", "easy to read"),
    ("NGO", "organizacja pozarządowa"),
    ("WTZ", "warsztaty terapii zajęciowej"),
    ("LGD", "lokalna grupa działania"),
    ("seniorzy", "osoby starsze", "starsi ludzie"),
    ("zdjęcie", "fotografia"),
)
AT_ONCE = 1_000


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alike = apps.get_model("search", "Alike")
    alike.objects.bulk_create(alike(phrases=list(phrases)) for phrases in ALIKE)
    entries = apps.get_model("search", "Entry").objects.order_by().values_list("kind", "object_id")
    for kind in ("topic", "note", "organisation"):
        enqueue(apps, kind, entries.filter(kind=kind).values_list("object_id", flat=True).distinct())
    for kind, (app, model) in {
        "card": ("directory", "Card"),
        "person": ("accounts", "User"),
        "message": ("realtime", "Message"),
    }.items():
        rows = apps.get_model(app, model).objects.order_by("pk")
        if kind == "person":
            rows = rows.filter(open=True)
        enqueue(apps, kind, rows.values_list("pk", flat=True))


def enqueue(apps: Apps, kind: str, ids: object) -> None:
    outbox = apps.get_model("kernel", "Outbox")
    version = time.time_ns() // 1000
    some: list[object] = []
    for object_id in list(ids):  # type: ignore[call-overload]
        some.append(outbox(queue="search", kind=kind, object_id=object_id, version=version))
        if len(some) == AT_ONCE:
            outbox.objects.bulk_create(some, ignore_conflicts=True)
            some = []
    outbox.objects.bulk_create(some, ignore_conflicts=True)


def forget(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("search", "Alike").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0003_wider_search"),
        ("accounts", "0005_reading_order"),
        ("directory", "0010_found_with_whom"),
        ("kernel", "0001_initial"),
        ("realtime", "0003_messages_in_a_name"),
    ]
    operations = [migrations.RunPython(fill, forget)]
