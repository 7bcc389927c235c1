"""What a note is made of, as plain values: of the note that everybody reads, or of one of its revisions.
Changing, comparing, holding back and approving all speak of these."""

from collections.abc import Mapping
from typing import Any

from notes.models import PracticeNote, Revision

State = dict[str, Any]
WORDS = ("title", "summary", "body", "facts", "sections")
"""Columns of a revision."""
MORE = (
    "template", "easy", "sign_url", "captions", "licence", "lang", "source", "based_on",
    "based_on_url", "translation_of", "practices", "audiences", "tags",
)  # fmt: skip
"""What Revision.more holds. Notes by their ids, words of lists by their codes, in a steady order."""
LISTS = ("practices", "audiences", "tags")
RELATED = ("based_on", "translation_of")
COLUMNS = tuple(
    f"{name}_id" if name in RELATED else name for name in (*WORDS, *MORE) if name not in LISTS
)
"""The columns of a note that a state fills."""


def state_of(note: PracticeNote) -> State:
    """Wants practices, audiences and tags loaded where many are asked."""
    state = {
        name: getattr(note, name) for name in (*WORDS, *MORE) if name not in (*LISTS, *RELATED)
    }
    return {
        **state,
        **{name: getattr(note, f"{name}_id") for name in RELATED},
        "practices": sorted(word.code for word in note.practices.all()),
        "audiences": sorted(word.code for word in note.audiences.all()),
        "tags": sorted(tag.name for tag in note.tags.all()),
    }


def state_of_revision(revision: Revision, note: PracticeNote) -> State:
    """What an old revision does not know is as it is now."""
    return {**state_of(note), **kept_in(revision)}


def kept_in(revision: Revision) -> State:
    """What a revision itself says, and nothing beside it."""
    known = {name: value for name, value in revision.more.items() if name in MORE}
    return {**{name: getattr(revision, name) for name in WORDS}, **known}


def columns_of(state: Mapping[str, Any]) -> dict[str, Any]:
    """For the note's row."""
    return {
        f"{name}_id" if name in RELATED else name: state[name]
        for name in (*WORDS, *MORE)
        if name not in LISTS
    }


def more_of(state: Mapping[str, Any]) -> dict[str, Any]:
    return {name: state[name] for name in MORE}
