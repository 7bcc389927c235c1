"""What the notes tell the room of composing: who may have the files of a note, and what the places are
called at which somebody writes one."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer
from composing import holders, places
from composing.places import Named, numbers_of
from notes.models import PracticeNote
from notes.paths import list_path, note_path
from notes.policies import may_edit
from notes.texts import NOTE

NEW = "note-new"


def place_of(note: PracticeNote | None) -> str:
    return f"note-{note.pk}" if note else NEW


def may_read_note(viewer: Viewer, pk: int) -> bool:
    return PracticeNote.objects.visible_to(viewer).filter(pk=pk).exists()


def holder_at(person: User, place: str) -> tuple[str, int] | None:
    """The note that is being changed at a place such as "note-12"."""
    if not places.is_place(place) or place == NEW or places.kind_of(place) != "note":
        return None
    note = PracticeNote.objects.visible_to(person).filter(pk=numbers_of(place)[0]).first()
    return (NOTE, note.pk) if note is not None and may_edit(person, note) else None


def writings(person: User, wanted: Sequence[str]) -> Mapping[str, Named]:
    """ "note-new", or "note-12" for one that is being changed."""
    ids = {numbers_of(place)[0] for place in wanted if place != NEW}
    notes = PracticeNote.objects.visible_to(person).only("slug", "title").in_bulk(ids)
    named = {
        f"note-{pk}": Named(
            _("A change in “%(title)s”") % {"title": note.title}, f"{note_path(note.slug)}edit/"
        )
        for pk, note in notes.items()
    }
    if NEW in wanted:
        named[NEW] = Named(_("A new note"), f"{list_path()}write/")
    return named


def register_all() -> None:
    holders.register(NOTE, may_read_note)
    places.register("note", r"note-(new|[0-9]+)", writings)
