"""Appeals in the moderators' queue."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from moderation.appeals import about_words, open_appeals
from moderation.registry import Item, Queue, register_queue

APPEALS = "appeals"
SHOWN = 50


def _items(request: HttpRequest) -> Sequence[Item]:
    return [
        Item(
            kind=APPEALS, object_id=appeal.pk, title=about_words(appeal), url=appeal.path,
            since=appeal.created_at, why=_("an appeal against a decision"), person=appeal.by,
        )
        for appeal in open_appeals()[:SHOWN]
    ]  # fmt: skip


def register_appeals() -> None:
    register_queue(
        APPEALS,
        Queue(
            title=lambda: _("Appeals"), url="/moderation/?kind=appeals",
            waiting=lambda: open_appeals().count(), items=_items,
        ),
    )  # fmt: skip
