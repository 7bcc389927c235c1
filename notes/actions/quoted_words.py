"""A note and its states get other words where they quote somebody, because something that a text shows of
others has changed. Nobody has edited anything, so no revision tells of it."""

from collections.abc import Callable
from typing import Any

from django.db.models import F

from composing.text import parts_again
from kernel.facts import publish
from notes import texts
from notes.actions.writing import notes_changed
from notes.facts import NoteChanged
from notes.models import PracticeNote, Revision
from notes.structure.parts import parts_of

Change = Callable[[str], str]


def reword_note(note_id: int, change: Change) -> bool:
    """Whether anything was changed, in the note or in one of its states. In the caller's transaction."""
    note = PracticeNote.objects.select_for_update(no_key=True).get(pk=note_id)
    states = [_reword_state(one, change) for one in Revision.objects.filter(note=note_id)]
    words = {
        "body": note.body,
        "sections": note.sections,
        "easy": note.easy,
        "summary": note.summary,
    }
    new = _changed(words, change)
    if new != words:
        html = parts_again(parts_of(new["body"], new["sections"], note.lang), note.html)
        easy = parts_again(texts.easy_part(new["easy"]), note.easy_html)
        PracticeNote.objects.filter(pk=note_id).update(
            **new, html=html, easy_html=easy, version=F("version") + 1
        )
        publish(NoteChanged(note_id=note_id))
        notes_changed()
    return new != words or any(states)


def _reword_state(row: Revision, change: Change) -> bool:
    words = {"body": row.body, "sections": row.sections, "summary": row.summary, "more": row.more}
    new = _changed({name: words[name] for name in ("body", "sections", "summary")}, change)
    new["more"] = {**row.more, **_changed({"easy": row.more.get("easy", "")}, change)} if row.more else row.more  # fmt: skip
    if new == words:
        return False
    Revision.objects.filter(pk=row.pk).update(**new)
    return True


def _changed(words: dict[str, Any], change: Change) -> dict[str, Any]:
    return {
        name: {key: change(text) for key, text in value.items()} if isinstance(value, dict) else change(value)
        for name, value in words.items()
    }  # fmt: skip
