"""Polls whose time is up end by themselves, worked off in the background."""

from django.utils import timezone

from forums.actions.close_poll import end_poll
from forums.polls.models import Poll

AT_ONCE = 20


def work_off() -> bool:
    """One round, the oldest first; True when more may wait."""
    now = timezone.now()
    due = Poll.objects.filter(closed_at=None, ends_at__isnull=False, ends_at__lte=now)
    pks = list(due.order_by("ends_at").values_list("pk", flat=True)[:AT_ONCE])
    for pk in pks:
        end_poll(pk, now=now)
    return len(pks) == AT_ONCE
