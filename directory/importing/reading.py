"""The lines of a file, one at a time: CSV, or the features of a GeoJSON."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from directory.importing.records import FileMap, Row

CELL_LIMIT = 64_000
"""Characters of one cell: more than a description may have."""


class BadFile(ValueError):
    """The file cannot be read as what it is said to be; nothing was imported."""


def lines_of(path: Path, file_map: FileMap) -> Iterator[tuple[int, Row]]:
    """(line number, cells by column). A GeoJSON's features count from 1. Raises BadFile."""
    if not path.is_file():
        raise BadFile(f"{path} is not a file.")
    if path.suffix.lower() in (".geojson", ".json"):
        return _features(path, file_map)
    return _csv(path, file_map)


def _check_columns(names: Any, file_map: FileMap, path: Path) -> None:
    missing = [name for name in file_map.columns if name not in (names or ())]
    if missing:
        raise BadFile(
            f'{path.name} has no column {", ".join(missing)}, which the mapping "{file_map.name}" needs.'
        )


def _csv(path: Path, file_map: FileMap) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(CELL_LIMIT)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="", restval="")
            _check_columns(reader.fieldnames, file_map, path)
            for row in reader:
                yield reader.line_num, {k: v for k, v in row.items() if isinstance(v, str)}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{path.name} cannot be read as CSV in UTF-8: {error}.") from error


def _features(path: Path, file_map: FileMap) -> Iterator[tuple[int, Row]]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        features = document["features"]
        if document.get("type") != "FeatureCollection" or not isinstance(features, list):
            raise ValueError("it is no FeatureCollection")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadFile(f"{path.name} cannot be read as GeoJSON: {error}.") from error
    for number, feature in enumerate(features, start=1):
        row = _properties(feature)
        if number == 1:
            _check_columns(row, file_map, path)
        yield number, row


def _properties(feature: Any) -> dict[str, str]:
    feature = feature if isinstance(feature, dict) else {}
    row = {str(k): str(v) for k, v in (feature.get("properties") or {}).items() if v is not None}
    geometry = feature.get("geometry") or {}
    point = geometry.get("coordinates") if geometry.get("type") == "Point" else None
    if isinstance(point, list) and len(point) >= 2:
        row["lon"], row["lat"] = str(point[0]), str(point[1])
    return row
