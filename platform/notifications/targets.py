"""Whether a person may still see what a notification is about."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from accounts.models import User
from directory.board.found import found_known_to
from directory.models import Organisation
from directory.page.partnerships import known_to
from forums.models import Post, Topic
from forums.review.models import Waiting
from forums.review.seeing import visible_to
from forums.thanks.models import Thanks
from notes.access import invitations_known_to
from notes.models import PracticeNote
from notifications.models import Notification

VISIBLE: Mapping[str, Any] = {
    "topic": Topic, "post": Post, "note": PracticeNote, "organisation": Organisation, "thanks": Thanks,
}  # fmt: skip
"""Kinds of target whose rows say themselves who sees them."""
OF_POST = ("reacted",)
"""Kinds of which several about one post make one line (notifications.actions.tell)."""
judges: dict[str, Callable[[User, set[int]], set[int]]] = {}
"""Kinds of target that lie in rooms above: each says, in `AppConfig.ready()`, which of these ids the
person may see. A kind that nobody knows is not shown."""


class Pointing(Protocol):
    """A row that names what it is about: a notification, a thing kept for later."""

    pk: int
    target_kind: str
    target_id: int


def still_visible(
    person: User, notifications: Sequence[Pointing], *, lines: bool = True
) -> set[int]:
    """The ids of those whose target the person may see now; one query a kind of target. A line of
    several is judged by their topic, unless each is asked for by itself (`lines=False`)."""
    targets = {row.pk: _target_of(row, lines) for row in notifications}
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, pk in targets.values():
        wanted[kind].add(pk)
    seen: dict[str, set[int]] = {}
    for kind in VISIBLE.keys() & wanted.keys():
        rows = VISIBLE[kind].objects.visible_to(person).filter(pk__in=wanted[kind])
        seen[kind] = set(rows.values_list("pk", flat=True))
    if "waiting" in wanted:
        seen["waiting"] = set(
            Waiting.objects.filter(visible_to(person), pk__in=wanted["waiting"]).values_list(
                "pk", flat=True
            )
        )
    if "coauthor" in wanted:
        seen["coauthor"] = invitations_known_to(person, wanted["coauthor"])
    for kind, judge in judges.items():
        if kind in wanted:
            seen[kind] = judge(person, wanted[kind])
    if "partnership" in wanted:
        seen["partnership"] = known_to(person, wanted["partnership"])
    if "found" in wanted:
        seen["found"] = found_known_to(person, wanted["found"])
    return {
        row
        for row, (kind, pk) in targets.items()
        # Decisions of moderators have no target: their author must learn of them in any case.
        if not kind or pk in seen.get(kind, set())
    }


def _target_of(row: Pointing, lines: bool) -> tuple[str, int]:
    if lines and isinstance(row, Notification) and row.count > 1 and row.kind not in OF_POST:
        return ("topic", row.topic_id) if row.topic_id else (row.target_kind, row.target_id)
    return row.target_kind, row.target_id
