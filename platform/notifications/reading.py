"""A person's notifications, as they may be shown now."""

from accounts.models import User
from kernel.paging import Slice, keyset
from notifications.kinds import sentence
from notifications.models import Notification
from notifications.targets import still_visible

SHOWN = 30


def notifications_of(
    person: User, *, cursor: str | None
) -> tuple[Slice[Notification], list[tuple[Notification, str]]]:
    """A page of them, newest first, and those of it that may be shown, each with its sentence."""
    page = keyset(
        Notification.objects.filter(person=person).select_related("actor", "organisation"),
        order=("-pk",), cursor=cursor, limit=SHOWN,
    )  # fmt: skip
    visible = still_visible(person, page.rows)
    return page, [(row, sentence(row)) for row in page.rows if row.pk in visible]


def address_of(person: User, pk: int) -> str:
    """Where this notification of the person leads; empty for none of theirs, and for one whose target
    they may no longer see: the address alone would tell its title."""
    row = Notification.objects.filter(person=person, pk=pk).first()
    return row.url if row and row.pk in still_visible(person, [row]) else ""
