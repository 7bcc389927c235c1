"""What becomes of the notes of the demo region: who writes and reviews them, who has run them, what readers
say, and collections. All of note-life.toml, of notes that were just loaded."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from directory.models import Organisation
from kernel.markdown import render
from notes.actions.writing import add_revision
from notes.authors.models import CoAuthor
from notes.collections.models import Collection, Item
from notes.helpful.counting import recount as recount_voices
from notes.helpful.models import Voice
from notes.models import PracticeNote, Revision
from notes.review.models import Verdict
from notes.runs.counting import recount as recount_runs
from notes.runs.models import Run
from notes.states import state_of
from notes.structure.parts import parts_of
from notes.texts import rendered
from notes.truth.due import TOLD_AFTER
from notes.truth.models import Doubt
from portal.demo.people import People
from portal.demo.reading import Clock, Row, rows

FILE = "note-life"
By = Mapping[str, PracticeNote]


def live(pairs: Sequence[tuple[PracticeNote, Row]], people: People, clock: Clock) -> None:
    notes = {note.slug: note for note, _row in pairs}
    for table, load in (
        ("coauthors", _coauthor), ("changes", _change), ("reviews", _review), ("runs", _run),
        ("doubts", _doubt), ("overdue", _overdue), ("helped", _helped),
    ):  # fmt: skip
        for row in rows(table, FILE):
            if row["note"] in notes:
                load(notes[row["note"]], row, people, clock)
    for row in rows("collections", FILE):
        _collect(row, notes, people, clock)
    for note in notes.values():
        recount_runs(note.pk)
        recount_voices(note.pk)


def _coauthor(note: PracticeNote, row: Row, people: People, clock: Clock) -> None:
    CoAuthor.objects.create(
        note=note, person=people[row["person"]], state=CoAuthor.State.ACCEPTED,
        invited_at=note.created_at, answered_at=note.created_at,
    )  # fmt: skip


def _change(note: PracticeNote, row: Row, people: People, clock: Clock) -> None:
    """Something is added to a section: shown, or waiting for a reviewer."""
    state = state_of(note)
    text = f"{state['sections'].get(row['section'], '')}\n\n{row['added']}".strip("\n")
    state["sections"] = {**state["sections"], row["section"]: text}
    made = clock.at(row["at"])
    if not row["waiting"]:
        note.sections, note.updated_at = state["sections"], made
        note.html = rendered(parts_of(note.body, note.sections, note.lang))
        note.save(update_fields=["sections", "html", "updated_at"])
    revision = add_revision(
        note, author_id=people[row["author"]].pk, state=state, shown=not row["waiting"],
        comment=row["comment"], weight=row["weight"],
    )  # fmt: skip
    Revision.objects.filter(pk=revision.pk).update(created_at=made)


def _review(note: PracticeNote, row: Row, people: People, clock: Clock) -> None:
    reviewer, made = people[row["reviewer"]], clock.at(row["at"])
    shown = note.revisions.filter(state=Revision.State.SHOWN).order_by("-number").first()
    assert shown is not None
    Verdict.objects.create(
        revision=shown, reviewer=reviewer, answer=Verdict.Answer.APPROVE, reason=row["reason"],
        created_at=made,
    )  # fmt: skip
    PracticeNote.objects.filter(pk=note.pk).update(
        reviewed_at=made, reviewed_by=reviewer, checked_at=made
    )


def _run(note: PracticeNote, row: Row, people: People, clock: Clock) -> None:
    made = clock.ago(days=row["day"])
    Run.objects.create(
        note=note, author=people[row["author"]], group=row["group"], changed=row["changed"],
        organisation=Organisation.objects.filter(slug=row["organisation"]).first(),
        ran_on=clock.today - timedelta(days=row["day"]), body=row["body"], html=render(row["body"]),
        created_at=made, updated_at=made,
    )  # fmt: skip


def _doubt(note: PracticeNote, row: Row, people: People, clock: Clock) -> None:
    made = clock.at(row["at"])
    answered = "answer" in row
    Doubt.objects.create(
        note=note, person=people[row["person"]], reason=row["reason"], created_at=made,
        state=row.get("state", Doubt.State.OPEN), answer=row.get("answer", ""),
        answered_by=people[row["by"]] if answered else None,
        answered_at=clock.after(made, days=2) if answered else None,
    )  # fmt: skip


def _overdue(note: PracticeNote, row: Row, people: People, clock: Clock) -> None:
    PracticeNote.objects.filter(pk=note.pk).update(
        review_by=clock.today - timedelta(days=row["days"]), stale=True, told_due=TOLD_AFTER
    )


def _helped(note: PracticeNote, row: Row, people: People, clock: Clock) -> None:
    Voice.objects.bulk_create(
        [
            *(Voice(note=note, person=people[handle], helped=True) for handle in row["people"]),
            *(
                Voice(note=note, person=people[handle], helped=False, reason=reason)
                for handle, reason in row["missing"].items()
            ),
        ]
    )


def _collect(row: Row, notes: By, people: People, clock: Clock) -> None:
    here = [line for line in row["notes"] if line["note"] in notes]
    if not here or Collection.objects.filter(slug=row["slug"]).exists():
        return
    made = clock.at(row["at"])
    collection = Collection.objects.create(
        slug=row["slug"], title=row["title"], intro=row["intro"], html=render(row["intro"]),
        lang=row["lang"], curator=people[row["curator"]], created_at=made, updated_at=made,
    )  # fmt: skip
    Item.objects.bulk_create(
        Item(collection=collection, note=notes[line["note"]], position=at, remark=line["remark"])
        for at, line in enumerate(here, start=1)
    )
