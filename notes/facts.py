from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class NotePublished(Fact):
    """A note can be read by everybody for the first time."""

    note_id: int


@dataclass(frozen=True)
class NoteChanged(Fact):
    """Something that shows has changed: text, tags, state, hiding. Also said of drafts."""

    note_id: int
