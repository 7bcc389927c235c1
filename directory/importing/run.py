"""An import from the first line to the last, in one transaction: all of it or nothing.

Every line ends as one of: new, changed, same, ours (people here look after that page: it is left
alone), doubtful (it could be one that we have), wrong. Lines are taken in lots, so that a file of any
length fits into memory.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from directory.fields import clean_fields
from directory.importing.lot import Incoming, Lot
from directory.importing.reading import lines_of
from directory.importing.records import BadLine, FileMap, Row
from directory.versions import directory_changed
from kernel.refusals import Invalid
from taxonomy.models import Region

LOT = 400

Told = Callable[[int, str, str], None]
"""Hears of each line: its number, how it ended, and the name with the reason."""


@dataclass
class Report:
    """How many lines ended how."""

    counts: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        words = ("new", "changed", "same", "ours", "doubtful", "wrong")
        return ", ".join(f"{self.counts[word]} {word}" for word in words)


class Undone(Exception):
    """Ends a transaction that must leave nothing."""


def import_file(
    path: Path,
    file_map: FileMap,
    *,
    dry_run: bool = False,
    strict: bool = False,
    tell: Told = lambda line, outcome, words: None,
) -> Report:
    """Imports the file. `dry_run`: everything is tried and nothing is kept; `strict`: nothing is kept
    either if a line is wrong or doubtful. Raises BadFile."""
    report = Report()

    def heard(line: int, outcome: str, words: str) -> None:
        report.counts[outcome] += 1
        tell(line, outcome, words)

    gminas = {region.code: region for region in _gminas()}
    try:
        with transaction.atomic():
            lines = lines_of(path, file_map)
            seen: set[str] = set()
            while lot := list(islice(lines, LOT)):
                incoming = list(_read(lot, file_map, gminas, seen, heard))
                Lot(incoming, heard, name=path.name).write()
            if report.counts["new"] or report.counts["changed"]:
                directory_changed()
            if dry_run or (strict and (report.counts["wrong"] or report.counts["doubtful"])):
                raise Undone
    except Undone:
        pass
    return report


def _gminas() -> Iterator[Region]:
    gminas = Region.objects.filter(level=Region.Level.GMINA).defer("outline", "mesh")
    return gminas.iterator()


def _read(
    lot: list[tuple[int, Row]],
    file_map: FileMap,
    gminas: dict[str, Region],
    seen: set[str],
    heard: Told,
) -> Iterator[Incoming]:
    for line, row in lot:
        try:
            record = file_map.record(row)
            fields: dict[str, Any] = {**record.fields}
            if fields.get("gmina"):
                if fields["gmina"] not in gminas:
                    raise BadLine(f"gmina: there is none with the code {fields['gmina']}")
                fields["gmina"] = gminas[fields["gmina"]]
            fields.setdefault("name", "")
            clean = clean_fields(fields)
            if record.key in seen:
                raise BadLine(f"the key {record.key} stands in this file twice")
            seen.add(record.key)
        except BadLine as error:
            heard(line, "wrong", str(error))
        except Invalid as error:
            reasons = "; ".join(
                f"{name}: {' '.join(words)}" for name, words in error.fields.items()
            )
            heard(line, "wrong", reasons)
        else:
            yield Incoming(line, record, clean)
