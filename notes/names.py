"""In whose name somebody may write a note: the choices of its form."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from accounts.models import User
from directory.models import Organisation
from directory.speaking import voices_of
from notes.access import organisations_of
from notes.models import PracticeNote


@dataclass(frozen=True)
class Name:
    """In whose name a note may be written."""

    words: Any
    organisation: Organisation | None = None
    alone: bool = False
    """Whether the organisation alone is shown as the author."""


def name_value(note: PracticeNote) -> str:
    """What the form calls the name of a note."""
    if note.organisation is None:
        return ""
    return f"{ALONE}{note.organisation.slug}" if note.in_its_name else note.organisation.slug


ALONE = "as:"
"""Before a slug: in its name, and not beside one's own."""


def names_for(person: User, note: PracticeNote | None) -> dict[str, Name]:
    """What one may choose, by the value in the form. What everybody has read in an organisation's name
    stays in it."""
    now = _name_of(note) if note is not None and note.organisation is not None else {}
    if note is not None and note.in_its_name and note.published_at is not None:
        return now
    names = {"": Name(gettext("In my own name"))}
    for house in organisations_of(person):
        words = gettext("In my own name, with %(name)s") % {"name": house.name}
        names[house.slug] = Name(words, house)
    for house in voices_of(person):
        words = gettext("In the name of %(name)s") % {"name": house.name}
        names[f"{ALONE}{house.slug}"] = Name(words, house, alone=True)
    kept = {} if note is not None and note.in_its_name else now
    return {**names, **kept}


def _name_of(note: PracticeNote) -> dict[str, Name]:
    house = note.organisation
    assert house is not None
    words = (
        gettext("In the name of %(name)s")
        if note.in_its_name
        else gettext("In my own name, with %(name)s")
    )
    return {name_value(note): Name(words % {"name": house.name}, house, alone=note.in_its_name)}
