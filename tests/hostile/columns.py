"""Run beside a house: which text columns of the product hold something hostile. Prints JSON.

{"written": ["forums.Topic.title", …], "columns": [every text column of ours, …]}
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

OTHERS = ("django", "allauth", "taggit", "django_tasks_db", "django_tasks")


def columns() -> list[tuple[Any, Any]]:
    """(model, field) of every column of ours that could hold what people write."""
    from django.apps import apps
    from django.db import models

    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField)
    return [
        (model, field)
        for model in apps.get_models()
        if model.__module__.split(".")[0] not in OTHERS
        for field in model._meta.local_concrete_fields
        if isinstance(field, kinds) and not field.choices
    ]


def main() -> None:
    import django

    django.setup()
    from django.db.models import CharField
    from django.db.models.functions import Cast

    every, written = [], []
    for model, field in columns():
        name = f"{model._meta.label}.{field.name}"
        every.append(name)
        text = Cast(field.name, CharField(max_length=None))
        rows = model._base_manager.annotate(hostile_text=text).filter(hostile_text__icontains="xss")
        written += [name] if rows.exists() else []
    print(json.dumps({"columns": every, "written": written}))


if __name__ == "__main__":
    main()
