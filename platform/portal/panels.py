"""What the home page shows. Each panel is asked for twice: cheaply, for the ids and versions that make
the key of the kept page, and in full only when that key is new."""

from collections.abc import Hashable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from directory.models import Card, Organisation
from forums.models import Topic
from kernel.compiled import Compiled
from notes.models import PracticeNote
from realtime.chat.models import Room

NOBODY = AnonymousUser()
"""The home page shows everybody what a visitor may see."""

QUESTIONS, NOTES, ROOMS, CARDS = 4, 4, 4, 4


def _questions() -> Any:
    return (
        Topic.objects.visible_to(NOBODY)
        .filter(kind="question", accepted=None, closed=False)
        .order_by("-last_post_at", "-id")
    )


def _notes() -> Any:
    return PracticeNote.objects.published().order_by("-published_at", "-id")


def _rooms() -> Any:
    return (
        Room.objects.visible_to(NOBODY).filter(message_count__gt=0).order_by("-last_message_at", "-id")
    )


def _cards() -> Any:
    return Card.objects.visible_to(NOBODY).order_by("-created_at", "-id")


_versions = [
    Compiled(lambda: _questions().values_list("pk", "version", "last_number")[:QUESTIONS], parameters=0),
    Compiled(lambda: _notes().values_list("pk", "version")[:NOTES], parameters=0),
    Compiled(lambda: _rooms().values_list("pk", "message_count")[:ROOMS], parameters=0),
]


def key_of_home(day: Hashable) -> tuple[Hashable, ...]:
    """What the home page depends on. `day`: needs and offers end with a day."""
    from directory.versions import directory_version

    return ("home", day, directory_version(), *(tuple(map(tuple, rows())) for rows in _versions))


def everything() -> dict[str, Any]:
    """The rows of all panels, in full."""
    return {
        "questions": list(_questions().select_related("author", "forum", "last_poster")[:QUESTIONS]),
        "question_count": _questions().count(),
        "notes": list(_notes().select_related("author", "organisation")[:NOTES]),
        "note_count": PracticeNote.objects.published().count(),
        "rooms": list(_rooms()[:ROOMS]),
        "cards": list(_cards().current().select_related("organisation")[:CARDS]),
        "organisation_count": Organisation.objects.visible_to(NOBODY).count(),
    }
