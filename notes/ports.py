"""What the notes ask of the rooms above, each with an honest answer for as long as nobody fills it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kernel.ports import Port
from notes.models import PracticeNote


@dataclass(frozen=True)
class Link:
    """Something that everybody may read: `kind` is a motif (discussion, note …)."""

    title: str
    url: str
    kind: str = "discussion"


@dataclass(frozen=True)
class Around:
    """What others have made of a note."""

    discussion: Link | None = None
    """The conversation about it."""
    links: list[Link] = field(default_factory=list)
    """What else leads to it."""
    sources: list[Link] = field(default_factory=list)
    """The topics and talks that it has grown out of."""
    choose_path: str = ""
    """Where those who are quoted choose how they appear; empty where nobody is."""


@dataclass(frozen=True)
class Original:
    """Words that a note quotes and that are not the same any more where they were said."""

    who: str
    """Whom everybody sees as the one who said it."""
    url: str
    """Where they stand; empty where that must not be told, or they stand nowhere."""
    gone: bool


@dataclass(frozen=True)
class Shown:
    """Something that curators show for a while; `kind` is a motif."""

    title: str
    url: str
    text: str
    lang: str
    kind: str


def _nothing_shown(place: str, edition: int) -> Sequence[Shown]:
    return ()


featured: Port[[str, int], Sequence[Shown]] = Port(_nothing_shown)
"""What curators show in a place ("notes"), by the number of the edition "featured" that the page has read. Who fills it raises the edition "featured" with every change."""


def _as_they_were(texts: Sequence[str], lang: str) -> list[Original]:
    return []


originals: Port[[Sequence[str], str], list[Original]] = Port(_as_they_were)
"""For the texts of a note and its language: what has changed since it was quoted. For its authors alone."""


def _nothing(note: PracticeNote) -> Around:
    return Around()


around: Port[[PracticeNote], Around] = Port(_nothing)
"""For everybody alike: it stands on the note's kept page. Who fills it raises the note's version
(`notes.actions.writing.touch`) when the answer changes. A note can be discussed at /notes/<slug>/discuss/."""
