"""What the directory asks of the rooms above, each with an honest answer for as long as nobody fills it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from accounts.models import User
from accounts.viewer import Viewer
from directory.models import Card, Organisation
from kernel.ports import Port
from taxonomy.spelling import fold


@dataclass(frozen=True)
class PanelRow:
    """A line of a panel: `kind` is a motif (note, question, solved, discussion, chat …)."""

    title: str
    url: str
    kind: str = "note"
    note: str = ""


@dataclass(frozen=True)
class Panel:
    """A part of an organisation's page that another room fills: its notes, its topics.

    Everything shown stands here as words, alike for everybody: the page is kept by them.
    """

    title: str
    rows: tuple[PanelRow, ...] = ()
    url: str = ""
    """Where all of them are."""
    place: int = 0
    """Panels stand in the order of this number, then of their filling."""


PanelSource = Callable[[Viewer, Organisation], Sequence[Panel]]


@dataclass
class Panels:
    """A port that several rooms fill, each with panels of its own. The sources read the database on
    every view of the page: two statements at most each."""

    sources: list[PanelSource] = field(default_factory=list)

    def fill(self, source: PanelSource) -> None:
        if source not in self.sources:
            self.sources.append(source)

    def __call__(self, viewer: Viewer, organisation: Organisation) -> tuple[Panel, ...]:
        found = [panel for source in self.sources for panel in source(viewer, organisation)]
        return tuple(
            sorted((panel for panel in found if panel.rows), key=lambda panel: panel.place)
        )


panels = Panels()
"""Filled by the rooms above. The organisation given has `pk`, `slug`, `name` and `version` alone."""

FOUND_LIMIT = 1_000
"""So many organisations a search brings at most."""


def _by_letters(viewer: Viewer, q: str) -> Sequence[int]:
    """Those whose names, locality, gmina or summary hold every word, marks or not; names that begin
    with the words first."""
    words = fold(q).split()
    if not words:
        return ()
    found: list[tuple[int, int]] = []
    rows = (
        Organisation.objects.visible_to(viewer)
        .order_by("sort_name", "pk")
        .values_list(
            "pk",
            "name",
            "summary",
            "sites__locality",
            "sites__gmina__name",
            "sites__precision",
            "short_name",
            "former_names",
        )
    )
    seen: set[int] = set()
    for pk, name, summary, locality, gmina, precision, short, former in rows.iterator(
        chunk_size=2_000
    ):
        folded = fold(name)
        locality = "" if precision == "hidden" else locality
        others = (short, former, locality or "", gmina or "", summary)
        text = " ".join((folded, *map(fold, others)))
        if pk not in seen and all(word in text for word in words):
            seen.add(pk)
            begins = folded.startswith(words[0])
            inside = all(word in folded for word in words)
            found.append((0 if begins and inside else 1 if inside else 2, pk))
    found.sort(key=lambda pair: pair[0])
    return [pk for _rank, pk in found[:FOUND_LIMIT]]


organisation_search: Port[[Viewer, str], Sequence[int]] = Port(_by_letters)
"""Ids of organisations for a query, the best first, at most FOUND_LIMIT. What comes back is filtered
by `visible_to` once more, so an index may be behind."""


def _chat_room(person: User, organisation: Organisation, subject: str) -> str:
    return f"/chat/{organisation.slug}/"


conversation: Port[[User, Organisation, str], str] = Port(_chat_room)
"""Opens (or finds) a conversation of this person with the people of the organisation about the
subject; returns the address of its page. Nobody fills it: their open room."""


def _no_talk(card_id: int) -> str:
    return ""


def _nowhere(viewer: Viewer, card: Card) -> str:
    return ""


talk: Port[[int], str] = Port(_no_talk)
"""The address of the room in which people talk live about a card; empty where there is none. In the kept page
of the card: who fills it calls `directory_changed` when a room is opened."""
talk_opening: Port[[Viewer, Card], str] = Port(_nowhere)
"""Where the viewer opens such a room; empty for who may not, and where there is one."""
