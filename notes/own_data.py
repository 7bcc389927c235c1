"""What is kept of a person here, and what others wrote that names them."""

from collections.abc import Sequence

from accounts.own_data.holdings import FREED, STAYS, hold
from accounts.own_data.texts import Text, nothing_to_tell, texts
from kernel.facts import publish
from notes.collections.models import Item
from notes.facts import CollectionChanged, NoteChanged
from notes.models import PracticeNote
from notes.runs.models import Run

hold("notes.coauthor", "person", STAYS)
hold("notes.collection", "curator", STAYS)
hold("notes.doubt", "person", STAYS)
hold("notes.doubt", "answered_by", STAYS)
hold("notes.practicenote", "author", STAYS)
hold("notes.practicenote", "steward", FREED)
hold("notes.practicenote", "reviewed_by", STAYS)
hold("notes.revision", "author", STAYS)
hold("notes.run", "author", STAYS)
hold("notes.verdict", "reviewer", STAYS)
hold("notes.voice", "person", STAYS)


def _notes(rows: Sequence[PracticeNote]) -> None:
    for note in rows:
        publish(NoteChanged(note_id=note.pk))


def _runs(rows: Sequence[Run]) -> None:
    for pk in {run.note_id for run in rows}:
        publish(NoteChanged(note_id=pk))


def _collections(rows: Sequence[object]) -> None:
    for row in rows:
        publish(CollectionChanged(row.pk))  # type: ignore[attr-defined]


def _items(rows: Sequence[Item]) -> None:
    for pk in {row.collection_id for row in rows}:
        publish(CollectionChanged(pk))


NOTE = ("title", "summary", "body", "html", "sections", "facts", "easy", "easy_html")
texts.append(Text("notes.practicenote", NOTE, _notes))
texts.append(
    Text(
        "notes.revision",
        ("title", "summary", "body", "sections", "facts", "more", "comment"),
        nothing_to_tell,
    )
)
texts.append(Text("notes.run", ("body", "html", "changed"), _runs))
texts.append(Text("notes.collection", ("intro", "html"), _collections))
texts.append(Text("notes.doubt", ("reason", "answer"), nothing_to_tell))
texts.append(Text("notes.verdict", ("reason",), nothing_to_tell))
texts.append(Text("notes.voice", ("reason",), nothing_to_tell))
texts.append(Text("notes.item", ("remark",), _items))
