"""The directory as open data: JSON objects, CSV and GeoJSON of any filtered set, streamed in lots.

All three show what everybody may see of an organisation; a single object shows what its reader may
see (`sights`). CSV and GeoJSON name nobody whom one may ask: they go from hand to hand. A hidden place
has no point and no street anywhere.
"""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import IntegerField, Value
from django.utils import timezone

from accounts.viewer import Viewer
from directory.finding.filters import Filters
from directory.finding.results import matching
from directory.hours.open_data import IN_FILES, as_open_data
from directory.hours.stored import hours_of
from directory.hours.timetable import Hours
from directory.importing.maps import OWN_COLUMNS
from directory.models import AccessFact, Contact, Organisation, Site, Standing
from directory.page.gallery import as_data, photos_of
from directory.page.partnerships import WHOLE, open_data_of
from directory.sight import EVERYBODY, asked_of, seen
from directory.vocabulary import identity, networks
from directory.vocabulary.registers import NUMBERS
from directory.vocabulary.standings import as_data as standing_data
from directory.vocabulary.standings import given_of, is_now
from directory.vocabulary.standings import written as standings_written

LOT = 500
ATTRIBUTION = (
    "Rynek, open data. Some records: Państwowa Komisja Wyborcza; coordinates GeoNames (CC BY 4.0); "
    "© OpenStreetMap contributors (ODbL 1.0). Each record names its source."
)
COLUMNS = (*OWN_COLUMNS, "part_of", "powiat", "updated_at", "url")
_DANGEROUS = re.compile(r"^[=+\-@\t\r]")
_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


def records(viewer: Viewer, filters: Filters) -> Iterator[dict[str, Any]]:
    """The organisations of these filters as JSON-ready objects, by id."""
    found = matching(viewer, filters).order_by("pk").iterator(chunk_size=LOT)
    while lot := list(islice(found, LOT)):
        yield from as_dicts(lot)


def as_dicts(
    organisations: Sequence[Organisation], sights: Mapping[int, str] | None = None
) -> list[dict[str, Any]]:
    """JSON-ready objects in the order given; as many statements as there are tables, however many
    objects. `sights`: by id, what the reader may see (directory.sight) where it is more than everybody."""
    sights = sights or {}
    pks = [organisation.pk for organisation in organisations]
    sites = sites_of(pks)
    practices, audiences, formats = _codes(pks)
    photos = photos_of(pks)
    places, contacts = networks.belongings(pks), _contacts(pks, sights)
    standings = _standings(pks)
    hours = hours_of(site for places in sites.values() for site in places)
    facts: dict[int, list[AccessFact]] = defaultdict(list)
    partners = open_data_of(pks)
    for fact in AccessFact.objects.filter(site__organisation__in=pks).order_by("pk"):
        facts[fact.site_id].append(fact)
    return [
        {
            "id": o.pk,
            "url": f"{settings.BASE_URL}{o.get_absolute_url()}",
            "slug": o.slug,
            "name": o.name,
            "short_name": o.short_name,
            "former_names": identity.split(o.former_names),
            "kind": o.kind,
            "legal_form": o.legal_form,
            "organiser": o.organiser,
            "founded": o.founded,
            "reach": o.reach,
            "projects": o.projects,
            "summary": o.summary,
            "description": o.description,
            "html": o.html,
            "lang": o.lang,
            "summary_en": o.summary_en,
            "description_en": o.description_en,
            "html_en": o.html_en,
            "easy": o.easy,
            "easy_html": o.easy_html,
            "phone": seen(o, "phone", sights.get(o.pk, EVERYBODY)),
            "email": seen(o, "email", sights.get(o.pk, EVERYBODY)),
            "website": o.website,
            "bip": o.bip,
            "e_delivery": o.e_delivery,
            "preferred": o.preferred,
            "declaration": o.declaration,
            "declared_on": o.declared_on.isoformat() if o.declared_on else None,
            **{name: getattr(o, name) for name in NUMBERS},
            "languages": o.languages,
            "practices": practices[o.pk],
            "audiences": audiences[o.pk],
            "formats": formats[o.pk],
            **as_data(photos[o.pk]),
            "networks": [_network(place) for place in places[o.pk]],
            "standings": standings[o.pk],
            "contacts": contacts[o.pk],
            "partners": [
                {**partner, "url": f"{settings.BASE_URL}/directory/{partner['slug']}/"}
                for partner in partners[o.pk]
            ],
            "sites": [_site(site, facts[site.pk], hours[site.pk]) for site in sites[o.pk]],
            "example": o.is_example,
            "source": o.source,
            "version": o.version,
            "created_at": o.created_at.isoformat(),
            "updated_at": o.updated_at.isoformat(),
            "confirmed_at": o.confirmed_at.isoformat() if o.confirmed_at else None,
        }
        for o in organisations
    ]


def sites_of(pks: Sequence[int]) -> dict[int, list[Site]]:
    """The places of these organisations with gmina and powiat, by the organisation's id."""
    sites = Site.objects.filter(organisation__in=pks).select_related("gmina__parent")
    drawn = ("outline", "mesh")
    sites = sites.defer(*(f"gmina__{n}" for n in drawn), *(f"gmina__parent__{n}" for n in drawn))
    found: dict[int, list[Site]] = defaultdict(list)
    for site in sites:
        found[site.organisation_id].append(site)
    return found


def _codes(pks: Sequence[int]) -> list[dict[int, list[str]]]:
    """Codes of practice areas, audiences and formats, by organisation: one statement for the three."""
    found: list[dict[int, list[str]]] = [defaultdict(list) for _list in range(3)]
    sources: tuple[tuple[Any, str], ...] = (
        (Organisation.practices.through, "practicearea__code"),
        (Organisation.audiences.through, "audience__code"),
        (Organisation.formats.through, "format__code"),
    )
    parts = [
        through.objects.filter(organisation__in=pks)
        .order_by()
        .values_list(Value(number, output_field=IntegerField()), "organisation_id", column)
        for number, (through, column) in enumerate(sources)
    ]
    for number, pk, code in sorted(parts[0].union(*parts[1:], all=True)):
        found[number][pk].append(code)
    return found


def _contacts(pks: Sequence[int], sights: Mapping[int, str]) -> dict[int, list[dict[str, Any]]]:
    rows: dict[int, list[Contact]] = defaultdict(list)
    for contact in Contact.objects.filter(organisation__in=pks):
        rows[contact.organisation_id].append(contact)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for pk, theirs in rows.items():
        for one in asked_of(theirs, sights.get(pk, EVERYBODY)):
            ways = {"name": one.name, "phone": one.phone, "email": one.email}
            shown = {name: way.value if way else "" for name, way in ways.items()}
            found[pk].append({"role": one.role, **shown, "for_access": one.for_access})
    return found


def _standings(pks: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in Standing.objects.filter(organisation__in=pks):
        given = given_of(row)
        found[row.organisation_id].append({**standing_data(given), "now": is_now(given.until)})
    return found


def _network(place: networks.Belonging) -> dict[str, Any]:
    return {
        "code": place.code, "name": place.name, "role": place.role, "since": place.since,
        "until": place.until,
    }  # fmt: skip


def _site(site: Site, facts: Iterable[AccessFact], hours: Hours) -> dict[str, Any]:
    shown = site.precision != Site.Precision.HIDDEN
    gmina = site.gmina
    return {
        "name": site.name,
        "street": site.street if shown else "",
        "number": site.number if shown else "",
        "postcode": site.postcode if shown else "",
        "locality": site.locality if shown else "",
        "gmina": gmina.code if gmina else None,
        "gmina_name": gmina.name if gmina else None,
        "powiat": gmina.parent.code if gmina and gmina.parent else None,
        "lon": site.lon if shown else None,
        "lat": site.lat if shown else None,
        "precision": site.precision,
        "phone": site.phone,
        "transport": site.transport if shown else "",
        "building": site.building if shown else "",
        "area": site.area,
        **as_open_data(hours, timezone.localdate()),
        "access": [
            {
                "attribute": fact.attribute,
                "value": fact.value,
                "measure": fact.measure,
                "note": fact.note,
                "checked_on": fact.checked_on.isoformat() if fact.checked_on else None,
                "source": fact.source,
            }
            for fact in facts
        ],
    }


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before =, +, -, @, tabs.
    Plain numbers stay numbers."""
    text = "" if value is None else str(value)
    return f"'{text}" if _DANGEROUS.match(text) and not _NUMBER.match(text) else text


def csv_row(record: Mapping[str, Any], key: str) -> list[str]:
    """The cells of OWN_COLUMNS and the rest, safe. The first place is the one that is exported."""
    site: Mapping[str, Any] = record["sites"][0] if record["sites"] else {}
    access = "; ".join(f"{f['attribute']}={f['value']}" for f in site.get("access", ()))
    cells = {
        **{name: record.get(name) for name in COLUMNS},
        **{name: site.get(name) for name in _OF_SITE},
        "key": key,
        "former_names": "; ".join(record["former_names"]),
        "networks": networks.written(record["networks"]),
        "part_of": " ".join(p["slug"] for p in record["partners"] if p["relation"] == WHOLE),
        "standings": standings_written(record["standings"]),
        "languages": " ".join(record["languages"]),
        "practices": " ".join(record["practices"]),
        "audiences": " ".join(record["audiences"]),
        "formats": " ".join(record["formats"]),
        "access": access,
        **{name: site.get(other, "") for name, other in IN_FILES.items()},
        "example": "yes" if record["example"] else "",
    }
    return [safe_cell(cells[name]) for name in COLUMNS]


_OF_SITE = (
    "street", "number", "postcode", "locality", "gmina", "powiat", "lon", "lat", "precision",
)  # fmt: skip


def csv_lines(viewer: Viewer, filters: Filters) -> Iterator[str]:
    """The CSV in pieces of text, its head first. UTF-8; the byte order mark is left to the door."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    found = matching(viewer, filters).order_by("pk").iterator(chunk_size=LOT)
    while lot := list(islice(found, LOT)):
        for organisation, record in zip(lot, as_dicts(lot), strict=True):
            writer.writerow(csv_row(record, f"rynek:{organisation.slug}"))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if rest := buffer.getvalue():
        yield rest


# ── GeoJSON ─────────────────────────────────────────────────────────────────────────────────────


def feature(record: Mapping[str, Any]) -> dict[str, Any]:
    """A GeoJSON feature; its geometry is null where no point may be shown or none is known."""
    site: Mapping[str, Any] = record["sites"][0] if record["sites"] else {}
    lon, lat = site.get("lon"), site.get("lat")
    point = None if lon is None or lat is None else {"type": "Point", "coordinates": [lon, lat]}
    properties = {name: record[name] for name in _IN_FEATURES}
    properties["networks"] = [place["code"] for place in record["networks"]]
    properties |= {name: site.get(name) for name in ("locality", "gmina", "powiat", "precision")}
    properties["access"] = {f["attribute"]: f["value"] for f in site.get("access", ())}
    return {"type": "Feature", "id": record["id"], "geometry": point, "properties": properties}


_IN_FEATURES = (
    "slug", "name", "short_name", "kind", "summary", "url", "website", "practices", "audiences", "formats",
    "example", "source",
    "updated_at",
)  # fmt: skip


def geojson_pieces(viewer: Viewer, filters: Filters) -> Iterator[str]:
    """A FeatureCollection in pieces of text."""
    yield f'{{"type":"FeatureCollection","attribution":{_json(ATTRIBUTION)},"features":['
    first = True
    for record in records(viewer, filters):
        yield ("" if first else ",") + _json(feature(record))
        first = False
    yield "]}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
