"""Which verdicts a thing offers just now, and which statements about it hold."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from accounts.models import User
from moderation.models import Decision, Statement, Verdict
from moderation.registry import Moderated

ABOUT_AUTHORS = (Verdict.WARN, Verdict.SUSPEND, Verdict.BAN)
"""Whatever somebody has written, these can be decided about them."""


def is_hidden(kind: str, object_id: int) -> bool:
    """By the last decision that hid or showed it."""
    about = Decision.objects.filter(
        kind=kind, object_id=object_id, verdict__in=(Verdict.HIDE, Verdict.RESTORE)
    )
    last = about.order_by("-pk").values_list("verdict", flat=True).first()
    return last == Verdict.HIDE


def offered(moderated: Moderated, thing: Any | None, author_id: int | None = None) -> list[str]:
    """In the order in which they are shown: from the mildest. `author_id`: whose it was when it was reported,
    for what is no longer there."""
    if thing is None:
        return [Verdict.KEEP, *(ABOUT_AUTHORS if author_id is not None else ())]
    hidden = is_hidden(moderated.kind, moderated_id(thing))
    found: set[str] = {Verdict.KEEP}
    found |= {verdict for verdict, measure in moderated.measures.items() if measure.fits(thing)}
    if moderated.hide is not None:
        found |= {Verdict.HIDE, Verdict.RESTORE}
        found.discard(Verdict.HIDE if hidden else Verdict.RESTORE)
        # Also when a sweep or an older way has hidden it, it can be shown again, and the other way round:
        # the action itself does nothing where nothing is to be done.
    if moderated.author_id(thing) is not None:
        found |= set(ABOUT_AUTHORS)
    return [verdict for verdict in Verdict if verdict in found]


def moderated_id(thing: Any) -> int:
    """Of a thing, or of what was sent with the reports of one."""
    return int(getattr(thing, "pk", None) or thing.message.pk)


def taken_back(kind: str, object_id: int, *, by: User) -> Sequence[Statement]:
    """Marks the statements that hid this as undone."""
    rows = list(
        Statement.objects.select_for_update().filter(
            kind=kind, object_id=object_id, verdict=Verdict.HIDE, undone_at=None
        )
    )
    Statement.objects.filter(pk__in=[row.pk for row in rows]).update(
        undone_at=timezone.now(), undone_by=by
    )
    return rows
