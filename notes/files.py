"""The documents of a note, and how often they were taken."""

import re
from dataclasses import dataclass

from composing.files.kinds import KINDS, PICTURE
from composing.files.shown import address, weight
from composing.models import Attachment
from notes.actions.writing import touch
from notes.models import PracticeNote
from notes.texts import NOTE

_FILE = re.compile(r'<a class="file" href="/files/([0-9]+)/')


@dataclass(frozen=True)
class NoteFile:
    name: str
    url: str
    facts: str
    """Kind and size."""
    taken: int


def files_of(note: PracticeNote) -> list[NoteFile]:
    """Those that the note shows now. One statement, or none."""
    ids = [int(pk) for pk in dict.fromkeys(_FILE.findall(note.html))]
    if not ids:
        return []
    held = Attachment.objects.filter(holder_kind=NOTE, holder_id=note.pk).exclude(kind=PICTURE)
    rows = held.in_bulk(ids)
    return [
        NoteFile(row.name, address(row), f"{KINDS[row.kind].word}, {weight(row.size)}", row.taken)
        for row in (rows[pk] for pk in ids if pk in rows)
    ]


def taken(note_id: int) -> None:
    """A document was taken: the page says how often."""
    touch(note_id)
