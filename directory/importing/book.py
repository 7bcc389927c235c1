"""What an import remembers from lot to lot, and how it tells what comes of each line."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from directory.record.likeness import Placed
from taxonomy.spelling import polish

Changes = Mapping[str, Sequence[Any]]
"""Field to (what it is, what it would be), JSON-ready."""


@dataclass(frozen=True)
class Told:
    """What comes of a line. `outcome` is what was found; `done` what came of it, which is another only
    where a person has decided about a doubtful one."""

    line: int
    outcome: str
    name: str = ""
    reason: str = ""
    changes: Changes = field(default_factory=dict)
    twin: int | None = None
    """The id of the organisation that it is, or could be."""
    twin_line: int | None = None
    """The line of this file that it could be."""
    done: str = ""

    @property
    def ended(self) -> str:
        return self.done or self.outcome

    def __str__(self) -> str:
        words = ": ".join(filter(None, (self.name, self.reason)))
        fields = ", ".join(self.changes) if self.ended == "changed" else ""
        return f"{words} ({fields})" if fields else words


Hearer = Callable[[Told], None]


class Book:
    """`writes`: whether anything is kept, or only told. `choices`: what a person says of doubtful lines,
    by number: "same" or "other"; `name`: that of the import, for the histories of what it changes."""

    def __init__(
        self, *, writes: bool, choices: Mapping[int, str] | None = None, name: str = ""
    ) -> None:
        self.writes, self.choices, self.name = writes, choices or {}, name
        self.keys: dict[str, int] = {}
        """Each key with the line it stands in first."""
        self.made: set[int] = set()
        """Ids of what this import has added: they are known here by their lines."""
        self._fresh: dict[object, list[tuple[int, Placed]]] = defaultdict(list)

    def note(self, line: int, placed: Placed) -> None:
        """Remembers a line that is not here yet, for those after it."""
        for mark in _marks(placed):
            self._fresh[mark].append((line, placed))

    def fresh_like(self, placed: Placed) -> list[tuple[int, Placed]]:
        """Earlier lines that this one could be: the same questions as `likeness.neighbours` asks."""
        return [entry for mark in _marks(placed) for entry in self._fresh.get(mark, ())]


def _marks(placed: Placed) -> list[object]:
    marks: list[object] = [("number", number) for number in sorted(placed.numbers)]
    if placed.gmina is not None:
        marks.append(("gmina", placed.gmina))
    marks.append(("name", polish(placed.name)))
    if placed.postcode:
        marks.append(("postcode", placed.postcode))
    return marks
