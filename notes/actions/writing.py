"""What the actions on notes share: the lock, what a state puts into a note, how a change ends."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from composing.actions.attach import attach
from composing.models import Attachment
from composing.text import Composed
from kernel.facts import publish
from notes import texts
from notes.facts import NoteChanged, NotePublished
from notes.models import PracticeNote, Revision
from notes.states import State, columns_of, more_of, state_of
from notes.truth.dates import next_date
from taxonomy.editions import raise_edition
from taxonomy.former import current_practices
from taxonomy.models import Audience, PracticeArea

PENDING = (Revision.State.WAITING, Revision.State.RETURNED)
"""States that nobody but the note's authors and the reviewers reads."""


def locked_note(pk: int, *, also: Iterable[int | None] = ()) -> PracticeNote:
    """The note as it is now, held until the transaction ends, with those whose pages show its title: in
    the order of their ids, so that two writers never wait for one another. On SQLite the transaction is
    the lock."""
    near = Q(pk=pk) | _near(pk) | Q(pk__in=[one for one in also if one])
    held = PracticeNote.objects.select_for_update(of=("self",), no_key=True)
    return {note.pk: note for note in held.filter(near).order_by("pk")}[pk]


def _near(pk: int) -> Q:
    """Notes that come from this one or that it comes from, its translations and its original."""
    return Q(based_on=pk) | Q(adaptations=pk) | Q(translation_of=pk) | Q(translations=pk)


def set_words(note: PracticeNote, state: Mapping[str, Any]) -> None:
    """Practice areas and audiences by their codes, and tags."""
    note.practices.set(PracticeArea.objects.filter(code__in=current_practices(state["practices"])))
    note.audiences.set(Audience.objects.filter(code__in=state["audiences"]))
    note.tags.set(state["tags"])


def add_revision(
    note: PracticeNote,
    *,
    author_id: int,
    comment: str = "",
    weight: str = Revision.Weight.CHANGE,
    answers: bool = False,
    state: State | None = None,
    shown: bool = True,
) -> Revision:
    """The state of a held note, or one that is not shown yet, under the next number. What waited until
    then gives way to it."""
    kept = state_of(note) if state is None else state
    note.revisions.filter(state__in=PENDING).update(state=Revision.State.REPLACED)
    last = note.revisions.order_by("-number").values_list("number", flat=True).first()
    return Revision.objects.create(
        note=note,
        number=(last or 0) + 1,
        author_id=author_id,
        organisation_id=note.speaker_id,
        title=kept["title"],
        summary=kept["summary"],
        body=kept["body"],
        facts=kept["facts"],
        sections=kept["sections"],
        more=more_of(kept),
        comment=comment,
        weight=weight,
        answers=answers,
        state=Revision.State.SHOWN if shown else Revision.State.WAITING,
    )


def put(note: PracticeNote, state: State, text: Composed, easy: Composed) -> None:
    """A state becomes the held note, but for its row, which `finish` writes."""
    attach(files={*text.files, *easy.files}, kind=texts.NOTE, holder_id=note.pk)
    for name, value in columns_of(state).items():
        setattr(note, name, value)
    note.html, note.easy_html = text.html, easy.html
    set_words(note, state)


def move_files(old: Collection[tuple[str, int]], new: tuple[str, int]) -> None:
    """The files of states that were not shown go where their words have gone."""
    for kind, pk in old:
        Attachment.objects.filter(holder_kind=kind, holder_id=pk).update(
            holder_kind=new[0], holder_id=new[1]
        )


def finish(note: PracticeNote, *fields: str) -> None:
    """Writes these fields of a held note with a new version, and says what has happened."""
    note.updated_at = timezone.now()
    first = note.status == PracticeNote.Status.PUBLISHED and note.published_at is None
    if first:
        note.published_at = note.updated_at
        note.review_by = note.review_by or next_date()
    values = {name: getattr(note, name) for name in (*fields, *ALWAYS)}
    PracticeNote.objects.filter(pk=note.pk).update(version=F("version") + 1, **values)
    note.version += 1
    if first:
        _forget_drafts(note)
    touch_near(note.pk)
    publish(NotePublished(note_id=note.pk) if first else NoteChanged(note_id=note.pk))
    notes_changed()


ALWAYS = ("updated_at", "published_at", "review_by")


def finish_quietly(note: PracticeNote, *fields: str) -> None:
    """Writes these fields with a new version: nothing was done to the note, its page has changed."""
    values = {name: getattr(note, name) for name in fields}
    PracticeNote.objects.filter(pk=note.pk).update(version=F("version") + 1, **values)


def _forget_drafts(note: PracticeNote) -> None:
    """What was never public leaves no trace: the history begins with what is published."""
    newest = note.revisions.order_by("-number").first()
    if newest is not None:
        note.revisions.exclude(pk=newest.pk).delete()
        note.revisions.update(number=1)


def touch_near(pk: int) -> None:
    """The kept pages that show this note beside another are old."""
    PracticeNote.objects.filter(pk__in=PracticeNote.objects.filter(_near(pk)).values("pk")).update(
        version=F("version") + 1
    )


def touch(pk: int) -> None:
    """Something beside the words has changed that the note's own page shows."""
    PracticeNote.objects.filter(pk=pk).update(version=F("version") + 1)


def notes_changed() -> None:
    """The kept list of notes is old. Last in an action: others who write notes wait for this row."""
    raise_edition("notes")
