"""A moderator has read something that is not for everybody: once a day for each thing it is in the log."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from moderation.audit import record
from moderation.models import Entry

LOOK = "look"


def looked_at(by: User, kind: str, ids: Iterable[int]) -> None:
    """Of one kind: the quotes of a reported conversation, words that wait, who sent a notice."""
    wanted = set(ids)
    if not wanted:
        return
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Entry.objects.filter(
        deed=LOOK, actor_id=by.pk, kind=kind, object_id__in=wanted, at__gte=today
    )
    fresh = wanted - set(rows.values_list("object_id", flat=True))
    if not fresh:
        return
    with transaction.atomic():
        for pk in sorted(fresh):
            record(LOOK, by=by, kind=kind, object_id=pk)
