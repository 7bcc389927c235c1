"""Who looks after a note: the one who was named for it, as long as they may change it; else its author,
or in an organisation's name its editors."""

from collections.abc import Sequence

from accounts.models import User
from directory.speaking import editors_of
from notes.authors.models import CoAuthor
from notes.models import PracticeNote


def hands_of(note: PracticeNote) -> set[int]:
    """The ids of those who may change it now."""
    if note.in_its_name and note.organisation_id:
        return editors_of(note.organisation_id)
    together = note.coauthors.filter(state=CoAuthor.State.ACCEPTED)
    return {note.author_id, *together.values_list("person_id", flat=True)}


def stewards_of(note: PracticeNote) -> set[int]:
    """The ids of those who are told."""
    hands = hands_of(note)
    if note.steward_id in hands:
        return {note.steward_id}
    return hands if note.in_its_name else {note.author_id}


def steward_shown(note: PracticeNote) -> User | None:
    """Whom the page names; nobody for a note in an organisation's name, since who holds its pen is not
    for everybody. Wants steward and author loaded."""
    if note.in_its_name:
        return None
    named = note.steward
    return named if named is not None and named.pk in hands_of(note) else note.author


def who_may_be(note: PracticeNote) -> Sequence[User]:
    """Those who could be named, by name."""
    return list(User.objects.filter(pk__in=hands_of(note), is_active=True).order_by("name", "pk"))
