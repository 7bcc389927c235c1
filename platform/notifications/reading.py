"""A person's notifications, as they may be shown now."""

from django.db import transaction

from accounts.models import User
from kernel.paging import Slice, keyset
from notifications.actions.tell import mark_seen
from notifications.bell import lines_of
from notifications.kinds import line_sentence
from notifications.models import Notification
from notifications.targets import still_visible

SHOWN = 30


def notifications_of(
    person: User, *, cursor: str | None
) -> tuple[Slice[Notification], list[tuple[Notification, str]]]:
    """A page of them, newest first, and those of it that may be shown, each with its sentence."""
    page = keyset(
        lines_of(person.pk).select_related("actor", "organisation"),
        order=("-pk",), cursor=cursor, limit=SHOWN,
    )  # fmt: skip
    visible = still_visible(person, page.rows)
    _forget(person, [row for row in page.rows if row.pk not in visible and row.seen_at is None])
    return page, [(row, line_sentence(row)) for row in page.rows if row.pk in visible]


def _forget(person: User, gone: list[Notification]) -> None:
    """What may no longer be seen is no longer new: the bell counts what the list shows."""
    if gone:
        with transaction.atomic():
            mark_seen(person_id=person.pk, ids=[row.pk for row in gone])


def address_of(person: User, pk: int) -> str:
    """Where this notification of the person leads; empty for none of theirs, and for one whose target
    they may no longer see: the address alone would tell its title."""
    row = Notification.objects.filter(person=person, pk=pk).first()
    return leads_to(row) if row and row.pk in still_visible(person, [row]) else ""


def leads_to(row: Notification) -> str:
    """A line of several leads to the first of them."""
    return (row.first_url if row.count > 1 else "") or row.url
