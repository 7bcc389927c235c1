"""A file of any columns: a person says which of them holds what."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.importing.records import BadLine, FileMap, Record, Row, cell, key_of_words
from directory.models import LegalForm, OrganisationKind, Reach, Site
from directory.vocabulary.registers import NUMBERS
from taxonomy.models import Audience, Format, PracticeArea, Region
from taxonomy.spelling import fold

FURTHER = (
    "short_name", "former_names", "organiser", "founded", "projects", "bip", "e_delivery", "declaration",
    "declared_on", "summary_en", "description_en",
)  # fmt: skip
"""What registers of culture tell besides; judged as in the form, so a day may be written as 31.05.2026."""
TEXTS = (
    "summary", "description", "street", "number", "postcode", "locality", "phone", "email", "website",
    *NUMBERS, "lon", "lat", *FURTHER,
)  # fmt: skip
CHOSEN: Mapping[str, type[TextChoices]] = {"legal_form": LegalForm, "reach": Reach}
"""One word of a list of ours, by its code or its name in either language."""
LISTS: Mapping[str, type[PracticeArea] | type[Audience] | type[Format]] = {
    "practices": PracticeArea, "audiences": Audience, "formats": Format,
}  # fmt: skip
"""Several of them, with commas or semicolons between."""
FIELDS = ("name", "kind", "powiat", "gmina", *TEXTS, *CHOSEN, *LISTS, "languages", "key")
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
    "formats": ("formats", "formy", "formy pracy", "formy dzialania"),
    "languages": ("languages", "jezyki"),
    "short_name": ("short name", "skrot", "nazwa skrocona", "skrot nazwy"),
    "former_names": ("former names", "dawne nazwy", "poprzednie nazwy", "dawna nazwa"),
    "legal_form": ("legal form", "forma prawna", "status prawny"),
    "organiser": ("organiser", "organizator", "podmiot prowadzacy", "organ prowadzacy"),
    "founded": ("founded", "rok zalozenia", "data zalozenia", "rok utworzenia"),
    "reach": ("reach", "zasieg", "zasieg dzialania"),
    "projects": ("projects", "projekty"),
    "bip": ("bip", "strona bip", "adres bip"),
    "e_delivery": ("e delivery", "e doreczenia", "adres do e doreczen", "ade"),
    "declaration": ("declaration", "deklaracja dostepnosci"),
    "declared_on": ("declared on", "data deklaracji", "data deklaracji dostepnosci"),
    "summary_en": ("summary en", "opis krotki angielski"),
    "description_en": ("description en", "opis angielski"),
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
            _words(_named(OrganisationKind)), _gminas(),
            {name: _words(_named(choices)) for name, choices in CHOSEN.items()},
            {name: _words(_codes(model)) for name, model in LISTS.items()},
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
    chosen: Mapping[str, Mapping[str, str]],
    lists: Mapping[str, Mapping[str, str]],
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
    for name, words in chosen.items():
        if cells.get(name):
            fields[name] = _known(columns[name], words, cells[name])
    for name, words in lists.items():
        if cells.get(name):
            fields[name] = [_known(columns[name], words, part) for part in _parts(cells[name])]
    if cells.get("languages"):
        fields["languages"] = [part.lower() for part in _parts(cells["languages"])]
    key = cells.get("key", "")
    place = fields.get("gmina", ""), cells.get("locality", "")
    return Record(
        key=f"{mark}:{key}" if key else key_of_words(mark, fields["name"], *place),
        fields=fields,
        source=source,
        named=not key,
    )


def _parts(text: str) -> list[str]:
    return [part for part in map(str.strip, re.split(r"[;,|]", text)) if part]


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


def _named(choices: type[TextChoices]) -> list[tuple[str, str]]:
    """Codes and names in both languages."""
    found = [(str(code), str(code)) for code in choices.values]
    for language in ("pl", "en"):
        with override(language):
            found += [(str(code), str(name)) for code, name in choices.choices]
    return found


def _codes(model: type[PracticeArea] | type[Audience] | type[Format]) -> list[tuple[str, str]]:
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
