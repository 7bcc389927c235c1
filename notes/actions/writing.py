"""What the actions on notes share: the lock, the words of closed lists, how a change ends."""

from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from kernel.facts import publish
from notes.facts import NoteChanged, NotePublished
from notes.models import PracticeNote, Revision
from taxonomy.editions import raise_edition
from taxonomy.models import Audience, PracticeArea


def locked_note(pk: int) -> PracticeNote:
    """The note as it is now, held until the transaction ends. On SQLite the transaction is the lock."""
    return PracticeNote.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def set_words(
    note: PracticeNote, *, practices: Sequence[str] | None, audiences: Sequence[str] | None
) -> None:
    """Practice areas and audiences by their codes; None leaves them."""
    if practices is not None:
        note.practices.set(PracticeArea.objects.filter(code__in=practices))
    if audiences is not None:
        note.audiences.set(Audience.objects.filter(code__in=audiences))


def add_revision(note: PracticeNote, *, author_id: int, comment: str = "") -> Revision:
    """The state of a held note, under the next number."""
    last = note.revisions.order_by("-number").values_list("number", flat=True).first()
    return Revision.objects.create(
        note=note,
        number=(last or 0) + 1,
        author_id=author_id,
        organisation_id=note.speaker_id,
        title=note.title,
        summary=note.summary,
        body=note.body,
        comment=comment,
    )


def finish(note: PracticeNote, *fields: str) -> None:
    """Writes these fields of a held note with a new version, and says what has happened."""
    note.updated_at = timezone.now()
    first = note.status == PracticeNote.Status.PUBLISHED and note.published_at is None
    if first:
        note.published_at = note.updated_at
    values = {name: getattr(note, name) for name in (*fields, "updated_at", "published_at")}
    PracticeNote.objects.filter(pk=note.pk).update(version=F("version") + 1, **values)
    note.version += 1
    publish(NotePublished(note_id=note.pk) if first else NoteChanged(note_id=note.pk))
    notes_changed()


def notes_changed() -> None:
    """The kept list of notes is old. Last in an action: others who write notes wait for this row."""
    raise_edition("notes")
