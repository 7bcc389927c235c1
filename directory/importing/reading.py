"""The lines of a file, one at a time: CSV, or the features of a GeoJSON.

A line that cannot be read comes as the BadLine that says why, and the next one is read all the same;
BadFile is for what is no such file at all.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from directory.importing.encodings import encoding_of, is_binary
from directory.importing.records import BadLine, FileMap, Row

CELL_LIMIT = 64_000
"""Characters of one cell: more than a description may have."""
LINE_LIMIT = 256_000
"""Characters between two line ends."""
_SURROGATES = re.compile("[\udc80-\udcff]")

Read = tuple[int, Row | BadLine]


class BadFile(ValueError):
    """The file cannot be read as what it is said to be; nothing was imported."""


def lines_of(path: Path, file_map: FileMap) -> Iterator[Read]:
    """(line number, cells by column or why not). A GeoJSON's features count from 1. Raises BadFile."""
    if not path.is_file():
        raise BadFile(_("%(path)s is not a file.") % {"path": path})
    if is_geojson(path):
        return _features(path, file_map)
    return _csv(path, file_map)


def is_geojson(path: Path) -> bool:
    return path.suffix.lower() in (".geojson", ".json")


def columns_of(path: Path) -> list[str]:
    """What stands in the head of the file. Raises BadFile."""
    if is_geojson(path):
        features = _features_of(path)
        return list(_properties(features[0])) if features else []
    with _opened(path) as text:
        return _head(text, path)[0]


def _check_columns(names: Sequence[str], file_map: FileMap, path: Path) -> None:
    missing = [name for name in file_map.columns if name not in names]
    if missing:
        raise BadFile(
            _("%(file)s has no column %(names)s, which the mapping “%(mapping)s” needs.")
            % {"file": path.name, "names": ", ".join(missing), "mapping": file_map.name}
        )


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────


def _opened(path: Path) -> io.TextIOWrapper:
    with path.open("rb") as file:
        if is_binary(file.read(4_096)):
            raise BadFile(
                _("%(file)s is no text file. From a spreadsheet, save it as CSV in UTF-8.")
                % {"file": path.name}
            )
    encoding = encoding_of(path)
    # Odd bytes come through as marks, so that one line is wrong and not the file.
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    return path.open(encoding=encoding, errors=errors, newline="")


class _Lines:
    """The file's lines for the CSV reader, which goes on after a line that this refuses."""

    def __init__(self, text: io.TextIOWrapper, number: int) -> None:
        self._text, self.number = text, number

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LINE_LIMIT)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == LINE_LIMIT:
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(LINE_LIMIT)
            raise BadLine(_("the line is longer than %(limit)d characters") % {"limit": LINE_LIMIT})
        if "\0" in line:
            raise BadLine(_("the line has a NUL byte in it"))
        if _SURROGATES.search(line):
            raise BadLine(_("the line is not written in UTF-8"))
        return line


def _head(text: io.TextIOWrapper, path: Path) -> tuple[list[str], str, int]:
    """The names of the columns, what stands between cells, and the head's line. Raises BadFile."""
    csv.field_size_limit(CELL_LIMIT)
    lines = _Lines(text, 0)
    try:
        first = next(lines, "")
        told = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)  # a spreadsheet's own first line
        if told:
            first = next(lines, "")
        mark = told[1] if told else _between(first)
        names = [
            name.strip() for name in next(csv.reader([first], delimiter=mark, strict=True), [])
        ]
    except (BadLine, csv.Error) as error:
        raise BadFile(
            _("The head of %(file)s cannot be read: %(why)s.") % {"file": path.name, "why": error}
        ) from error
    except (OSError, UnicodeError) as error:
        raise BadFile(f"{path.name}: {error}") from error
    twice = [name for name, times in Counter(filter(None, names)).items() if times > 1]
    if twice:
        raise BadFile(
            _("%(file)s has the column %(name)s twice.") % {"file": path.name, "name": twice[0]}
        )
    return names, mark, lines.number


def _between(head: str) -> str:
    bare = re.sub(r'"[^"]*"', "", head)
    return max(",;\t", key=bare.count)


def _csv(path: Path, file_map: FileMap) -> Iterator[Read]:
    with _opened(path) as text:
        names, mark, last = _head(text, path)
        _check_columns(names, file_map, path)
        lines = _Lines(text, last)
        reader = csv.reader(lines, delimiter=mark, strict=True)
        while True:
            number = lines.number + 1
            try:
                cells = next(reader)
                if any(cell.strip() for cell in cells):
                    yield number, _row(names, cells)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, BadLine(_said(error))
            except BadLine as error:
                yield number, error
            except (OSError, UnicodeError) as error:
                raise BadFile(f"{path.name}: {error}") from error


def _said(error: csv.Error) -> str:
    if "field larger" in str(error):
        return _("a cell is longer than %(limit)d characters") % {"limit": CELL_LIMIT}
    return _("its quotation marks do not fit together")


def _row(names: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
        raise BadLine(
            _("the line has %(cells)d cells, the head %(columns)d")
            % {"cells": len(cells), "columns": len(names)}
        )
    return {name: cell for name, cell in zip(names, cells, strict=False) if name}


# ── GeoJSON ─────────────────────────────────────────────────────────────────────────────────────


def _features_of(path: Path) -> list[Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        features = document["features"]
        if document.get("type") != "FeatureCollection" or not isinstance(features, list):
            raise ValueError(_("it is no FeatureCollection"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadFile(
            _("%(file)s cannot be read as GeoJSON: %(why)s.") % {"file": path.name, "why": error}
        ) from error
    return features


def _features(path: Path, file_map: FileMap) -> Iterator[Read]:
    for number, feature in enumerate(_features_of(path), start=1):
        row = _properties(feature)
        if number == 1:
            _check_columns(list(row), file_map, path)
        if any("\0" in cell for cell in row.values()):
            yield number, BadLine(_("the line has a NUL byte in it"))
        elif max(map(len, row.values()), default=0) > CELL_LIMIT:
            yield (
                number,
                BadLine(_("a cell is longer than %(limit)d characters") % {"limit": CELL_LIMIT}),
            )
        else:
            yield number, row


def _properties(feature: Any) -> dict[str, str]:
    feature = feature if isinstance(feature, dict) else {}
    given = feature.get("properties")
    row = {
        str(k): str(v)
        for k, v in (given if isinstance(given, dict) else {}).items()
        if v is not None
    }
    geometry = feature.get("geometry")
    geometry = geometry if isinstance(geometry, dict) else {}
    point = geometry.get("coordinates") if geometry.get("type") == "Point" else None
    if isinstance(point, list) and len(point) >= 2:
        row["lon"], row["lat"] = str(point[0]), str(point[1])
    return row
