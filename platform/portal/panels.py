"""What the home page shows. Each panel is asked for twice: cheaply, for the ids and versions that make
the key of the kept page, and in full only when that key is new."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.utils.http import urlencode

from curation.desk.showing import featured
from directory.models import Card, Organisation
from directory.versions import directory_version
from forums.models import Topic
from forums.pieces import topic_rows
from kernel.compiled import Compiled
from notes.models import PracticeNote
from realtime.chat.models import Room
from taxonomy.models import Tag

NOBODY = AnonymousUser()
"""The home page shows everybody what a visitor may see."""

QUESTIONS, NOTES, ROOMS, CARDS, SUBJECTS, NEWCOMERS = 4, 4, 4, 4, 4, 4
LATELY = 300
"""The newest topics whose tags count as what people talk about now, and the newest notes among which those
that most have run are looked for: a bound, so that the page costs the same with a million of them."""


@dataclass(frozen=True)
class RoomLine:
    """A room where somebody has spoken."""

    slug: str
    name: str
    message_count: int
    last_message_at: datetime


def _questions() -> Any:
    return (
        Topic.objects.visible_to(NOBODY)
        .filter(kind="question", accepted=None, closed=False)
        .order_by("-last_post_at", "-id")
    )


def _notes() -> Any:
    """Of the newest notes those that most have run, then the newer ones."""
    newest = PracticeNote.objects.published().order_by("-published_at", "-id").values("pk")[:LATELY]
    return PracticeNote.objects.filter(pk__in=newest).order_by("-run_count", "-published_at", "-id")


def _rooms() -> Any:
    return (
        Room.objects.visible_to(NOBODY)
        .filter(message_count__gt=0)
        .order_by("-last_message_at", "-id")
    )


def _cards() -> Any:
    return Card.objects.visible_to(NOBODY).current().order_by("-created_at", "-id")


_question_versions = Compiled(
    lambda: _questions().values_list("pk", "version", "last_number")[:QUESTIONS], parameters=0
)
_note_versions = Compiled(lambda: _notes().values_list("pk", "version")[:NOTES], parameters=0)
_room_lines = Compiled(
    lambda: _rooms().values_list("slug", "name", "message_count", "last_message_at")[:ROOMS],
    parameters=0,
)


def lines_of_rooms() -> tuple[RoomLine, ...]:
    """The rooms of the last messages: so few columns that they are their own version."""
    return tuple(RoomLine(*row) for row in _room_lines())


def key_of_home(
    day: Hashable, rooms: tuple[RoomLine, ...], shared: tuple[int, ...]
) -> tuple[Hashable, ...]:
    """What the home page depends on. `day`: needs and offers end with a day. `shared`: `shared_versions`."""
    versions = (tuple(map(tuple, rows())) for rows in (_question_versions, _note_versions))
    return ("home", day, shared, rooms, *versions)


def _subjects() -> list[tuple[str, str]]:
    """The tags that occur most on the newest topics: (name, address of the search)."""
    newest = Topic.objects.visible_to(NOBODY).order_by("-last_post_at", "-id").values("pk")[:LATELY]
    tags = (
        Tag.objects.filter(forums_taggedtopic_items__content_object__in=newest)
        .annotate(times=Count("forums_taggedtopic_items"))
        .order_by("-times", "name")[:SUBJECTS]
    )
    return [(tag.name, f"/search/?{urlencode({'q': tag.name})}") for tag in tags]


def shared_versions() -> tuple[int, ...]:
    """Of the directory, and last of what curators show. One statement."""
    return directory_version("featured")


def everything(edition: int) -> dict[str, Any]:
    """The panels in full, but for the rooms. `edition`: of what curators show."""
    questions = _questions().for_rows()
    return {
        "featured": featured("home", edition),
        "questions": topic_rows(list(questions[:QUESTIONS]), with_forum=True),
        "notes": list(_notes().select_related("author", "organisation")[:NOTES]),
        "cards": list(_cards().select_related("organisation")[:CARDS]),
        "subjects": _subjects(),
        "newcomers": list(
            Organisation.objects.visible_to(NOBODY)
            .only("slug", "name", "kind", "picture", "lang")
            .order_by("-created_at", "-id")[:NEWCOMERS]
        ),
    }
