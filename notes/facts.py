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


@dataclass(frozen=True)
class NoteMentioned(Fact):
    """A note that everybody can read names these people and organisations, and did not before."""

    note_id: int
    person_ids: tuple[int, ...]
    organisation_ids: tuple[int, ...]


@dataclass(frozen=True)
class RevisionWaits(Fact):
    """A change of a reviewed note waits for a reviewer."""

    revision_id: int


@dataclass(frozen=True)
class RevisionJudged(Fact):
    """A reviewer has answered."""

    verdict_id: int


@dataclass(frozen=True)
class CoAuthorInvited(Fact):
    """Somebody is asked to write a note with its author."""

    coauthor_id: int


@dataclass(frozen=True)
class CoAuthorAnswered(Fact):
    coauthor_id: int


@dataclass(frozen=True)
class RunWritten(Fact):
    """Somebody has done what a note says, and told how it went."""

    run_id: int


@dataclass(frozen=True)
class NoteDoubted(Fact):
    """A reader asks whether it is still true."""

    doubt_id: int


@dataclass(frozen=True)
class DoubtAnswered(Fact):
    doubt_id: int


@dataclass(frozen=True)
class CollectionChanged(Fact):
    """A collection was made, its title or introduction changed, it was hidden, shown again or removed."""

    collection_id: int


@dataclass(frozen=True)
class NoteDue(Fact):
    """A note wants to be looked at by its day (`overdue`: its day has passed)."""

    note_id: int
    overdue: bool
