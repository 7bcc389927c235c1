"""What the notes tell the room of composing: who may have the files of a note, and what the places are
called at which somebody writes one."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer
from composing import holders, places
from composing.places import Named, numbers_of
from notes.models import PracticeNote, Revision
from notes.paths import list_path, note_path
from notes.policies import may_edit
from notes.structure.kinds import SECTIONS
from notes.texts import NOTE, REVISION

NEW = "note-new"
BOXES = (*SECTIONS, "easy")
"""Boxes with drafts of their own, beside the first one."""


def place_of(note: PracticeNote | None, box: str = "") -> str:
    place = f"note-{note.pk}" if note else NEW
    return f"{place}-{box}" if box else place


def places_of(note: PracticeNote | None) -> dict[str, str]:
    """The places of all boxes: "" is the first."""
    return {box: place_of(note, box) for box in ("", *BOXES)}


def _is_new(place: str) -> bool:
    return place == NEW or place.startswith(f"{NEW}-")


def may_read_note(viewer: Viewer, pk: int) -> bool:
    return PracticeNote.objects.visible_to(viewer).filter(pk=pk).exists()


def holder_at(person: User, place: str) -> tuple[str, int] | None:
    """The note that is being changed at a place such as "note-12"."""
    if not places.is_place(place) or _is_new(place) or places.kind_of(place) != "note":
        return None
    note = PracticeNote.objects.visible_to(person).filter(pk=numbers_of(place)[0]).first()
    return (NOTE, note.pk) if note is not None and may_edit(person, note) else None


def writings(person: User, wanted: Sequence[str]) -> Mapping[str, Named]:
    """ "note-new", or "note-12" for one that is being changed, or one of their boxes."""
    ids = {numbers_of(place)[0] for place in wanted if not _is_new(place)}
    notes = PracticeNote.objects.visible_to(person).only("slug", "title").in_bulk(ids)
    named = {}
    for place in wanted:
        if _is_new(place):
            named[place] = Named(_("A new note"), f"{list_path()}write/")
        elif note := notes.get(numbers_of(place)[0]):
            words = _("A change in “%(title)s”") % {"title": note.title}
            named[place] = Named(words, note_path(note.slug, "edit"))
    return named


def may_read_unapproved(viewer: Viewer, pk: int) -> bool:
    """The files of a state that nobody has approved yet."""
    return Revision.objects.visible_to(viewer).filter(pk=pk).exists()


def register_all() -> None:
    holders.register(NOTE, may_read_note)
    holders.register(REVISION, may_read_unapproved)
    places.register("note", rf"note-(new|[0-9]+)(-({'|'.join(BOXES)}))?", writings)
