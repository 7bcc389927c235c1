"""The doors of the notes: a note for a viewer, or 404. A draft answers others like what is missing."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.viewer import Viewer
from directory.models import Organisation
from notes.authors.models import CoAuthor
from notes.models import PracticeNote, Revision
from notes.policies import check_edit
from notes.querysets import NoteQuerySet, held_by, may_judge

ADAPTATIONS = 20
"""Shown at most."""


def full(notes: NoteQuerySet) -> NoteQuerySet:
    """With what a page or the API shows of a note."""
    accepted = CoAuthor.objects.filter(state=CoAuthor.State.ACCEPTED).select_related("person")
    related = notes.select_related(
        "author", "organisation", "reviewed_by", "steward", "based_on__author",
        "based_on__organisation", "translation_of__author", "translation_of__organisation",
    )  # fmt: skip
    return related.prefetch_related(  # type: ignore[misc, no-redef]  # taggit; the model names `together`
        "practices",
        "audiences",
        "tags",
        Prefetch("coauthors", accepted.order_by("answered_at", "pk"), to_attr="together"),
    )


def note_for(viewer: Viewer, slug: str | None = None, *, pk: int | None = None) -> PracticeNote:
    """The note with this slug, or with this id."""
    wanted = {"slug": slug} if slug is not None else {"pk": pk}
    # first() would ask for an order of that one row, which takes a quarter of the time.
    found = full(PracticeNote.objects.visible_to(viewer)).filter(**wanted)[:1]
    for note in found:
        return note
    raise Http404


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
    """The states of a note that the viewer may read, the newest first: with the note, everybody sees its
    history, but for what a reviewer has not approved."""
    seen = Revision.objects.visible_to(viewer).filter(note=note)
    return list(seen.select_related("author", "organisation").order_by("-number"))


def revision_for(viewer: Viewer, note: PracticeNote, number: int) -> Revision:
    """One of them, or 404."""
    seen = Revision.objects.visible_to(viewer).filter(note=note, number=number)
    revision = seen.select_related("author", "organisation").first()
    if revision is None:
        raise Http404
    return revision


def newest_for(viewer: Viewer, note_id: int) -> Revision | None:
    """The newest state that the viewer may read."""
    return Revision.objects.visible_to(viewer).filter(note=note_id).order_by("-number").first()


def is_public(note: PracticeNote | None) -> bool:
    """Whether everybody may read it: kept pages show nothing else of other notes."""
    return note is not None and note.status == PracticeNote.Status.PUBLISHED and not note.hidden


def adaptations_of(note: PracticeNote) -> list[PracticeNote]:
    """What others have made of it, the newest first, as everybody sees it."""
    made = PracticeNote.objects.published().filter(based_on=note)
    return list(
        made.select_related("author", "organisation").order_by("-published_at", "-pk")[:ADAPTATIONS]
    )


def revision_seen(note: PracticeNote, pk: int | None) -> Revision | None:
    """For its authors: the state with this id, if it is still kept."""
    return note.revisions.filter(pk=pk).first() if pk else None


def linked_note(pk: int | None) -> PracticeNote | None:
    """For the authors of a note that names it: the note's address, whatever became of it since."""
    return PracticeNote.objects.filter(pk=pk).only("slug").first() if pk else None


def published_note(slug: str) -> PracticeNote | None:
    """A note that everybody may read."""
    fits = 0 < len(slug) <= 100 and slug.isascii() and slug.isprintable()
    return PracticeNote.objects.published().filter(slug=slug).first() if fits else None


def waiting_to_judge(viewer: Viewer) -> QuerySet[Revision]:
    """What a reviewer could answer now, the oldest first: changes of reviewed notes."""
    if not may_judge(viewer):
        return Revision.objects.none()
    waiting = Revision.objects.visible_to(viewer).filter(state=Revision.State.WAITING)
    return waiting.select_related("note", "author", "organisation").order_by("created_at", "pk")


def never_judged(viewer: Viewer) -> QuerySet[PracticeNote]:
    """Public notes that nobody has reviewed, the newest first."""
    if not may_judge(viewer):
        return PracticeNote.objects.none()
    notes = PracticeNote.objects.published().filter(reviewed_at=None)
    return notes.select_related("author", "organisation").order_by("-published_at", "-pk")


def coauthor_for(viewer: Viewer, note_slug: str, handle: str) -> CoAuthor:
    """Somebody who writes a note or is asked to: for its author and for themselves, else 404."""
    row = (
        CoAuthor.objects.filter(note__slug=note_slug, person__handle=handle)
        .exclude(state=CoAuthor.State.DECLINED)
        .select_related("note__author", "note__organisation", "person")
        .first()
    )
    if row is None or viewer.pk is None or viewer.pk not in (row.person_id, row.note.author_id):
        raise Http404
    return row


def coauthors_of(note: PracticeNote) -> list[CoAuthor]:
    """For its author: those who write with them and those who were asked."""
    rows = note.coauthors.exclude(state=CoAuthor.State.DECLINED).select_related("person")
    return list(rows.order_by("invited_at", "pk"))


def invitations_known_to(person: User, ids: Iterable[int]) -> set[int]:
    """Which of these invitations the person may still know of: who was asked, and who asks."""
    rows = CoAuthor.objects.filter(Q(person=person) | Q(note__author=person), pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def invitations_of(person: User) -> list[CoAuthor]:
    """The notes that the person is asked to write with somebody."""
    mine = CoAuthor.objects.filter(person=person, state=CoAuthor.State.INVITED)
    return list(mine.select_related("note__author").order_by("-invited_at"))


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
