"""What a note's page reads to know whether it is kept: one statement, compiled once, which also
decides whether the viewer may see it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Role, User
from accounts.viewer import Viewer, is_moderator
from kernel.compiled import Compiled
from notes.models import PracticeNote


class NoteRow(NamedTuple):
    """Enough of a note to ask `notes.policies.holds_note`."""

    pk: int
    slug: str
    title: str
    summary: str
    status: str
    hidden: bool
    version: int
    author_id: int
    published_at: datetime | None
    organisation_id: int | None
    in_its_name: bool
    reviewed_at: datetime | None
    stale: bool

    @property
    def speaker_id(self) -> int | None:
        return self.organisation_id if self.in_its_name else None


def _note_of(role: str) -> Callable[..., QuerySet[Any, Any]]:
    def build(slug: Any, person: Any = None) -> QuerySet[Any, Any]:
        # The filter itself, asked for somebody whose id is filled in later.
        viewer: Viewer = AnonymousUser() if person is None else User(pk=person, role=role)
        notes = PracticeNote.objects.visible_to(viewer).filter(slug=slug)
        return notes.values_list(*NoteRow._fields)

    return build


_visitor = Compiled(_note_of(""), parameters=1, text=frozenset({0}))
_people = {
    role: Compiled(_note_of(role), parameters=2, text=frozenset({0}))
    for role in (Role.MEMBER, Role.MODERATOR)
}


def note_row(viewer: Viewer, slug: str) -> NoteRow:
    """The note as the viewer sees it, or 404."""
    if not isinstance(viewer, User) or not viewer.is_active:
        rows = _visitor(slug)
    else:
        rows = _people[Role.MODERATOR if is_moderator(viewer) else Role.MEMBER](slug, viewer.pk)
    if not rows:
        raise Http404
    return NoteRow(*rows[0])
