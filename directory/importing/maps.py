"""The files that we can read, each with its columns. A new kind of file is a new entry here."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from directory.hours.open_data import IN_FILES
from directory.hours.osm import read as read_hours
from directory.hours.times import BadHours
from directory.importing.records import (
    BadLine,
    FileMap,
    ImportedFact,
    Record,
    Row,
    key_of_words,
)
from directory.importing.records import cell as _cell
from directory.vocabulary import identity, networks, reaching, standings
from directory.vocabulary.fields import TEXT_FIELDS, WORD_FIELDS
from directory.vocabulary.registers import NUMBERS

PKW = "Państwowa Komisja Wyborcza; coordinates GeoNames (CC BY 4.0)"
OSM = "© OpenStreetMap contributors (ODbL 1.0)"
OGL = "Contains public sector information licensed under the Open Government Licence"


def _known(row: Row, name: str, words: Mapping[str, str]) -> str:
    value = _cell(row, name)
    if value not in words:
        raise BadLine(
            _("%(column)s: we do not know “%(value)s”") % {"column": name, "value": value[:60]}
        )
    return words[value]


# ── own export ──────────────────────────────────────────────────────────────────────────────────

HOURS_COLUMNS = tuple(IN_FILES)
OWN_COLUMNS = (
    "key", "slug", "name", "kind", "summary", "description", "lang", "street", "number", "postcode",
    "locality", "gmina", "lon", "lat", "precision", "phone", "email", "website",
    *TEXT_FIELDS, *reaching.FIELDS, *identity.FIELDS, *NUMBERS, "languages", *WORD_FIELDS, "networks", "standings", "access", "source", "example",
    *HOURS_COLUMNS,
)  # fmt: skip
_FORMULA = re.compile(r"^'(?=[=+\-@\t\r])")
_OWN_TEXTS = (
    "name", "kind", "summary", "description", "lang", "street", "number", "postcode", "locality", "gmina",
    "lon", "lat", "precision", "phone", "email", "website", *TEXT_FIELDS, *reaching.FIELDS,
    *identity.FIELDS, *NUMBERS, *HOURS_COLUMNS,
)  # fmt: skip


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[;,\s]+", text) if word]


def _facts(text: str) -> dict[str, ImportedFact]:
    facts: dict[str, ImportedFact] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        code, equals, value = part.partition("=")
        if not equals:
            raise BadLine(
                _("access: write attribute=value instead of “%(part)s”") % {"part": part[:60]}
            )
        facts[code.strip()] = ImportedFact(value.strip())
    return facts


def _networks(text: str) -> list[networks.GivenPlace]:
    try:
        return networks.read(text)
    except ValueError as error:
        raise BadLine(
            _("networks: write “code 2004-2015 role” instead of “%(part)s”") % {"part": error}
        ) from None


def _standings(text: str) -> list[standings.GivenStanding]:
    try:
        return standings.read(text)
    except ValueError as error:
        raise BadLine(
            _("standings: write “award 2024-05-01/ title | from whom” instead of “%(part)s”")
            % {"part": error}
        ) from None


def _own_key(cells: Mapping[str, str]) -> str:
    if cells["slug"]:
        return f"rynek:{cells['slug']}"
    return key_of_words(cells["name"], cells["gmina"], cells["locality"])


def rynek(row: Row) -> Record:
    """Our own export; what the export made safe for spreadsheets is undone."""
    cells = {name: _FORMULA.sub("", _cell(row, name)) for name in OWN_COLUMNS}
    fields: dict[str, object] = {name: cells[name] for name in _OWN_TEXTS if cells[name]}
    fields |= {name: _words(cells[name]) for name in ("languages", *WORD_FIELDS) if cells[name]}
    if cells["networks"]:
        fields["networks"] = _networks(cells["networks"])
    if cells["standings"]:
        fields["standings"] = _standings(cells["standings"])
    return Record(
        key=cells["key"] or _own_key(cells), fields=fields, access=_facts(cells["access"]),
        source=cells["source"], slug=cells["slug"], example=cells["example"] == "yes",
        named=not cells["key"] and not cells["slug"],
    )  # fmt: skip


# ── polling places that are places of culture ───────────────────────────────────────────────────

_VENUE_KINDS = {
    "dom kultury": "dom_kultury",
    "świetlica": "swietlica",
    "dom ludowy": "dom_ludowy",
    "biblioteka": "biblioteka",
    "szkoła artystyczna": "szkola_artystyczna",
    "muzeum lub galeria": "muzeum",
    "teatr lub kino": "teatr",
    "klub lub dworek": "klub",
}


def _venue_kind(row: Row) -> str:
    """The two kinds that the list joins are told apart by the name."""
    kind, name = _known(row, "kind", _VENUE_KINDS), _cell(row, "name").lower()
    if kind == "muzeum" and "galeria" in name:
        return "galeria"
    return "kino" if kind == "teatr" and "kino" in name else kind


def _venue_access(row: Row) -> dict[str, ImportedFact]:
    declared = _known(row, "accessible", {"yes": "yes", "no": "no", "": ""})
    if not declared:
        return {}
    year = _cell(row, "list_year")
    return {"lokal_dostosowany": ImportedFact(declared, note=f"PKW {year}" if year else "")}


def venues(row: Row) -> Record:
    """The electoral commission's polling places that are cultural venues."""
    place = {
        name: _cell(row, name)
        for name in ("street", "number", "postcode", "locality", "lon", "lat")
    }
    return Record(
        key=f"pkw:{_cell(row, 'id')}" if _cell(row, "id") else "",
        fields={
            **place,
            "name": _cell(row, "display_name") or _cell(row, "name"),
            "kind": _venue_kind(row),
            "gmina": _cell(row, "teryt"),
            "precision": _known(row, "precision", {"locality": "locality", "gmina": "gmina"}),
        },
        access=_venue_access(row),
        source=PKW,
    )


# ── museums of OpenStreetMap (GeoJSON) ──────────────────────────────────────────────────────────


def _osm_hours(text: str) -> dict[str, str]:
    """The tag where all of it is understood. Half of it would send people to a closed door."""
    try:
        return {"hours": text} if text and read_hours(text) else {}
    except BadHours:
        return {}


def osm(row: Row) -> Record:
    """Features with the point of the building itself; `lon` and `lat` are those of the geometry."""
    return Record(
        key=f"osm:{_cell(row, 'osm_id')}" if _cell(row, "osm_id") else "",
        fields={
            "name": _cell(row, "name"), "kind": "muzeum", "gmina": _cell(row, "teryt"),
            "lon": _cell(row, "lon"), "lat": _cell(row, "lat"), "precision": "exact",
            **_osm_hours(_cell(row, "opening_hours")),
        },
        source=OSM,
    )  # fmt: skip


# ── the British culture grid, for load ──────────────────────────────────────────────────────────

_GRID_KINDS = {
    "museum": "muzeum",
    "library": "biblioteka",
    "archive": "instytut",
    "arts centre": "dom_kultury",
    "other": "inne",
}


def _before_postcode(address: str) -> str:
    """The town of "59 High Street, Ayr,KA7 1LU": what stands before the postcode."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    return parts[-2][:80] if len(parts) >= 2 else ""


def culture_grid(row: Row) -> Record:
    """Libraries Hacked's copy of the Culture Grid: English, without gminas."""
    text = _cell(row, "description")
    return Record(
        key=f"grid:{_cell(row, 'id')}" if _cell(row, "id") else "",
        fields={
            "name": _cell(row, "name"),
            "kind": _known(row, "type", _GRID_KINDS),
            "summary": text if len(text) <= 300 else text[:297].rsplit(" ", 1)[0] + "…",
            "description": text if len(text) > 300 else "",
            "lang": "en",
            "street": _cell(row, "address")[:120],
            "locality": _before_postcode(_cell(row, "address")),
            "postcode": _cell(row, "postcode")[:10],
            "lon": _cell(row, "lon"),
            "lat": _cell(row, "lat"),
            "precision": "exact",
            "website": _cell(row, "website"),
        },
        source=OGL,
    )


MAPS: Mapping[str, FileMap] = {
    entry.name: entry
    for entry in (
        FileMap("rynek", "our own export", ("name",), rynek),
        FileMap(
            "venues", "the electoral commission's venues",
            ("id", "name", "kind", "teryt", "accessible", "lon", "lat", "precision"), venues,
        ),
        FileMap("osm", "museums of OpenStreetMap (GeoJSON)", ("osm_id", "name", "teryt"), osm),
        FileMap("culture_grid", "the British Culture Grid", ("id", "name", "type"), culture_grid),
    )
}  # fmt: skip
