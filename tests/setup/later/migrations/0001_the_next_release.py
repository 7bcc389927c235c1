from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import F, Q


def on(app: str, operation: Operation) -> Operation:
    """The operation, for a model of another app than the migration's."""

    class Elsewhere(type(operation)):  # type: ignore[misc]
        def state_forwards(self, app_label: str, state: Any) -> None:
            super().state_forwards(app, state)

        def database_forwards(self, app_label: str, *rest: Any) -> None:
            super().database_forwards(app, *rest)

        def database_backwards(self, app_label: str, *rest: Any) -> None:
            super().database_backwards(app, *rest)

    operation.__class__ = Elsewhere
    return operation


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0015_moderators_of_forums"), ("notes", "0007_taken_away"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]  # fmt: skip
    operations = [
        on("forums", migrations.AddField(
            "Post", "mood", models.CharField(max_length=20, default="", db_default=""))),
        on("forums", migrations.AddField(
            "Post", "checked_by", models.ForeignKey(
                settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"))),
        on("forums", migrations.AddIndex(
            "Post", models.Index(fields=["lang", "created_at"], name="later_post_lang"))),
        on("forums", migrations.AddConstraint(
            "Post", models.CheckConstraint(condition=Q(number__gte=1), name="later_post_numbered"))),
        on("forums", migrations.AddConstraint(
            "Post", models.UniqueConstraint(F("id"), F("lang"), name="later_post_once"))),
        on("notes", migrations.AddField(
            "PracticeNote", "weight", models.IntegerField(default=1, db_default=1))),
        on("forums", migrations.AlterField(
            "Post", "lang", models.CharField(max_length=40, default="pl"))),
    ]  # fmt: skip
