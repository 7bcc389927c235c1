"""A file of any columns: a person says which of them holds what."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.importing.records import BadLine, FileMap, Record, Row, cell, key_of_words
from directory.models import OrganisationKind, Site
from directory.vocabulary.registers import NUMBERS
from taxonomy.models import Audience, PracticeArea, Region
from taxonomy.spelling import fold

TEXTS = (
    "summary", "description", "street", "number", "postcode", "locality", "phone", "email", "website",
    *NUMBERS, "lon", "lat",
)  # fmt: skip
FIELDS = ("name", "kind", "powiat", "gmina", *TEXTS, "practices", "audiences", "key")
"""What a column may hold; `name` must have one. `powiat` only tells gminas of one name apart."""

_USUAL: Mapping[str, Sequence[str]] = {
    "name": ("name", "nazwa", "nazwa instytucji", "nazwa organizacji", "instytucja", "organizacja"),
    "kind": ("kind", "type", "rodzaj", "typ"),
    "powiat": ("powiat", "county"),
    "gmina": ("gmina", "teryt", "kod teryt", "municipality"),
    "summary": ("summary", "opis krotki", "krotki opis"),
    "description": ("description", "opis"),
    "street": ("street", "ulica", "adres"),
    "number": ("number", "numer", "nr", "nr domu", "numer domu"),
    "postcode": ("postcode", "kod", "kod pocztowy"),
    "locality": ("locality", "miejscowosc", "miasto", "town", "city"),
    "phone": ("phone", "telefon", "tel", "nr telefonu"),
    "email": ("email", "e mail", "mail", "adres e mail"),
    "website": ("website", "www", "strona", "strona www", "strona internetowa", "url"),
    "lon": ("lon", "lng", "longitude", "dlugosc", "dlugosc geograficzna"),
    "lat": ("lat", "latitude", "szerokosc", "szerokosc geograficzna"),
    "practices": ("practices", "dziedziny"),
    "audiences": ("audiences", "odbiorcy"),
    "key": ("key", "id", "lp", "klucz", "identyfikator"),
    **{name: (name,) for name in NUMBERS},
}
"""How such columns are usually called, folded."""


def guess(columns: Sequence[str]) -> dict[str, str]:
    """Field to column, for a form that a person looks through. A running number is no key: it is only
    taken where it is called an identifier."""
    by_name = {fold(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for field, usual in _USUAL.items():
        column = next((by_name[name] for name in usual if name in by_name), None)
        if column is not None and not (field == "key" and fold(column) == "lp"):
            found[field] = column
    return found


def hand_map(
    columns: Mapping[str, str], *, kind: str, source: str, mark: str, exact: bool = False
) -> FileMap:
    """The mapping that a person has chosen. `columns`: field to column; `kind`: for lines without one;
    `source`: what pages say of where it is from; `mark`: begins the keys, so that the identifiers of
    two lists are never taken for one another; `exact`: the points are those of the buildings."""
    return FileMap(
        "hand", "columns chosen by hand", tuple(columns.values()),
        partial(
            _record, columns, kind, source, mark, Site.Precision.EXACT if exact else "",
            _words(_kinds()), _gminas(), _words(_codes(PracticeArea)), _words(_codes(Audience)),
        ),
        title=columns["name"],
    )  # fmt: skip


def _record(
    columns: Mapping[str, str],
    kind: str,
    source: str,
    mark: str,
    precision: str,
    kinds: Mapping[str, str],
    gmina_of: Callable[[str, str], str],
    practices: Mapping[str, str],
    audiences: Mapping[str, str],
    row: Row,
) -> Record:
    cells = {field: cell(row, column) for field, column in columns.items()}
    fields: dict[str, Any] = {name: cells[name] for name in TEXTS if cells.get(name)}
    fields["name"] = cells["name"]
    fields["kind"] = _known(columns.get("kind", ""), kinds, cells.get("kind", "")) or kind
    if cells.get("gmina"):
        fields["gmina"] = gmina_of(cells["gmina"], cells.get("powiat", ""))
    if precision and cells.get("lon"):
        fields["precision"] = precision
    for name, words in (("practices", practices), ("audiences", audiences)):
        if cells.get(name):
            parts = filter(None, map(str.strip, re.split(r"[;,|]", cells[name])))
            fields[name] = [_known(columns[name], words, part) for part in parts]
    key = cells.get("key", "")
    place = fields.get("gmina", ""), cells.get("locality", "")
    return Record(
        key=f"{mark}:{key}" if key else key_of_words(mark, fields["name"], *place),
        fields=fields,
        source=source,
        named=not key,
    )


def _known(column: str, words: Mapping[str, str], text: str) -> str:
    if not text:
        return ""
    if fold(text) not in words:
        raise BadLine(
            _("%(column)s: we do not know “%(value)s”") % {"column": column, "value": text[:60]}
        )
    return words[fold(text)]


def _words(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Folded word to code."""
    return {fold(word): code for code, word in pairs}


def _kinds() -> list[tuple[str, str]]:
    """Codes and names in both languages."""
    found = [(str(code), str(code)) for code in OrganisationKind.values]
    for language in ("pl", "en"):
        with override(language):
            found += [(str(code), str(name)) for code, name in OrganisationKind.choices]
    return found


def _codes(model: type[PracticeArea] | type[Audience]) -> list[tuple[str, str]]:
    rows = list(model.objects.values_list("code", "name_pl", "name_en"))
    return [(row[0], word) for row in rows for word in row]


def _gminas() -> Callable[[str, str], str]:
    """Tells a gmina by its code (6 or 7 figures) or its name; the powiat decides between two."""
    rows = list(
        Region.objects.filter(level=Region.Level.GMINA).values_list("code", "name", "parent__name")
    )
    codes = {code for code, _name, _powiat in rows}

    def find(text: str, powiat: str) -> str:
        if text.isdigit():
            return text[:6] if text[:6] in codes else text
        name = fold(text).removeprefix("gmina ").removeprefix("miasto ")
        above = fold(powiat).removeprefix("powiat ")
        same = [(code, fold(parent or "")) for code, other, parent in rows if fold(other) == name]
        if above:
            same = [pair for pair in same if pair[1] == above] or same
        if not same:
            raise BadLine(_("gmina: there is none with the name %(name)s") % {"name": text[:60]})
        if len(same) > 1:
            raise BadLine(
                _("gmina: several are called %(name)s (%(codes)s); give the code")
                % {"name": text[:60], "codes": ", ".join(code for code, _powiat in same)}
            )
        return same[0][0]

    return find
