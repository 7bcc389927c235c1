"""An import from the first line to the last, in one transaction: all of it or nothing.

Every line ends as one of: new, changed, same, ours (people here look after that page: it is left
alone), doubtful (it could be one that we have), wrong. Lines are taken in lots, so that a file of any
length fits into memory. A dry run asks the same questions and writes nothing, so it locks nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from directory.importing.book import Book, Hearer, Told
from directory.importing.lot import Incoming, Lot
from directory.importing.reading import Read, lines_of
from directory.importing.records import BadLine, FileMap, Record
from directory.record.words import label_of
from directory.versions import directory_changed
from directory.vocabulary.fields import clean_fields
from kernel.refusals import Invalid
from taxonomy.models import Region

LOT = 400
_IMPORTS = 0x696D706F727473
"""The number of the lock that imports share on PostgreSQL."""


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
    choices: Mapping[int, str] | None = None,
    name: str = "",
    tell: Hearer = lambda told: None,
) -> Report:
    """Imports the file. `dry_run`: everything is judged and nothing is written; `strict`: nothing is kept
    either if a line is wrong or doubtful; `choices`: what a person says of doubtful lines, by number
    ("same", "other"); `name`: what histories call the import, the file's own unless given; `tell` hears of each line in the order of the file. Raises BadFile."""
    report, book = Report(), Book(writes=not dry_run, choices=choices, name=name or path.name)
    gminas = {region.code: region for region in _gminas()}
    try:
        with nullcontext() if dry_run else transaction.atomic():
            if not dry_run:
                _wait_for_others()
            lines = lines_of(path, file_map)
            while lot := list(islice(lines, LOT)):
                told: list[Told] = []
                Lot(list(_read(lot, file_map, gminas, book, told.append)), book, told.append).take()
                for one in sorted(told, key=lambda one: one.line):
                    report.counts[one.ended] += 1
                    tell(one)
            if not dry_run and (report.counts["new"] or report.counts["changed"]):
                directory_changed()
            if strict and (report.counts["wrong"] or report.counts["doubtful"]):
                raise Undone
    except Undone:
        pass
    return report


def _wait_for_others() -> None:
    """One import writes at a time, until its transaction ends: two of the same file would both find
    that nothing of it is here. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORTS])


def _gminas() -> Iterator[Region]:
    gminas = Region.objects.filter(level=Region.Level.GMINA).defer("outline", "mesh")
    return gminas.iterator()


def _twice(record: Record, first: int) -> str:
    if record.named:
        return _("the same name at the same place stands in line %(line)d already") % {
            "line": first
        }
    return _("the key %(key)s stands in line %(line)d already") % {
        "key": record.key,
        "line": first,
    }


def _read(
    lot: list[Read], file_map: FileMap, gminas: dict[str, Region], book: Book, heard: Hearer
) -> Iterator[Incoming]:
    for line, row in lot:
        name = ""
        try:
            if isinstance(row, BadLine):
                raise row
            name = file_map.title_of(row)
            record = file_map.record(row)
            fields: dict[str, Any] = {**record.fields}
            name = str(fields.setdefault("name", ""))[:200] or name
            if fields.get("gmina"):
                if fields["gmina"] not in gminas:
                    raise BadLine(
                        _("gmina: there is none with the code %(code)s")
                        % {"code": str(fields["gmina"])[:60]}
                    )
                fields["gmina"] = gminas[fields["gmina"]]
            clean = clean_fields(fields)
            first = book.keys.setdefault(record.key, line)
            if first != line:
                raise BadLine(_twice(record, first))
        except BadLine as error:
            heard(Told(line, "wrong", name, str(error)))
        except Invalid as error:
            reasons = "; ".join(
                f"{label_of(field)}: {' '.join(words)}" for field, words in error.fields.items()
            )
            heard(Told(line, "wrong", name, reasons))
        else:
            yield Incoming(line, record, clean)
