"""The doors of the notes: a note for a viewer, or 404. A draft answers others like what is missing."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from accounts.viewer import Viewer
from directory.models import Organisation
from notes.models import PracticeNote, Revision
from notes.policies import check_edit
from notes.querysets import NoteQuerySet, held_by


def full(notes: NoteQuerySet) -> NoteQuerySet:
    """With what a page or the API shows of a note."""
    related = notes.select_related("author", "organisation")
    return related.prefetch_related("practices", "audiences", "tags")  # type: ignore[misc]  # taggit


def note_for(viewer: Viewer, slug: str | None = None, *, pk: int | None = None) -> PracticeNote:
    """The note with this slug, or with this id."""
    wanted = {"slug": slug} if slug is not None else {"pk": pk}
    note = full(PracticeNote.objects.visible_to(viewer)).filter(**wanted).first()
    if note is None:
        raise Http404
    return note


def own_note(viewer: Viewer, slug: str) -> PracticeNote:
    """A note for those who may change it. Raises Refused for everybody else who sees it."""
    note = note_for(viewer, slug)
    check_edit(viewer, note)
    return note


def own_notes(person: User) -> list[PracticeNote]:
    """What a person has written, and what the organisations that they edit have: drafts first, then the newest."""
    own = PracticeNote.objects.filter(held_by(person)).select_related("author", "organisation")
    return list(own.order_by("status", "-updated_at", "-id"))


def revisions_for(viewer: Viewer, note: PracticeNote) -> list[Revision]:
    """The states of a note, the newest first: with the note, everybody sees its history."""
    return list(note.revisions.select_related("author", "organisation").order_by("-number"))


def organisations_of(person: User) -> list[Organisation]:
    """Those the person belongs to now, and so may write for."""
    current = Organisation.objects.filter(memberships__person=person, memberships__left_at=None)
    return list(current.order_by("name"))


def name_of_organisation(slug: str) -> str:
    """What a filter by an organisation is called; "" for one that not everybody may see."""
    seen = Organisation.objects.visible_to(AnonymousUser()).filter(slug=slug)
    return seen.values_list("name", flat=True).first() or ""


def name_of_person(handle: str) -> str:
    """What a filter by an author is called; "" for nobody and for a closed account."""
    open_ones = User.objects.filter(handle=handle, is_active=True)
    return open_ones.values_list("name", flat=True).first() or ""
