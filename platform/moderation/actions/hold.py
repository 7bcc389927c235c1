"""A moderator says that they are looking at something; others see it, and leave it to them."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from moderation.access import moderator_of
from moderation.models import Hold

LAPSES = timedelta(minutes=30)


def hold(*, by: User, kind: str, object_id: int) -> Hold:
    """The hold there is: one's own (from now on for LAPSES), or another moderator's that has not lapsed."""
    moderator_of(by)
    now = timezone.now()
    with transaction.atomic():
        row, made = Hold.objects.select_for_update().get_or_create(
            kind=kind[:20], object_id=object_id, defaults={"by": by, "until": now + LAPSES}
        )
        if not made and (row.by_id == by.pk or row.until <= now):
            row.by, row.until = by, now + LAPSES
            row.save(update_fields=["by", "until"])
    return row


def let_go(*, by: User, kind: str, object_id: int) -> None:
    """One's own hold ends; a second time changes nothing."""
    Hold.objects.filter(kind=kind[:20], object_id=object_id, by=by).delete()
