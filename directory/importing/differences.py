"""What a line would change of an organisation that is here: asked before anything is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directory.hours import osm
from directory.hours.judging import FIELDS, given
from directory.hours.stored import hours_of
from directory.hours.timetable import Hours
from directory.importing.book import Changes
from directory.importing.records import Record
from directory.models import AccessFact, Membership, Organisation, Site, Standing
from directory.vocabulary.fields import ORGANISATION_FIELDS, SITE_FIELDS, WORD_FIELDS
from directory.vocabulary.networks import belongings, written
from directory.vocabulary.standings import as_data, given_of
from directory.vocabulary.standings import written as written_standing
from taxonomy.models import Audience, Format, PracticeArea, Region, Word

WORDS: Mapping[str, tuple[type[Word], str]] = {
    "practices": (PracticeArea, "practicearea"),
    "audiences": (Audience, "audience"),
    "formats": (Format, "format"),
}
"""The shared words by field: the list, and its column in the table between."""


@dataclass
class Here:
    """An organisation as it is here, with what an import compares."""

    organisation: Organisation
    site: Site
    facts: dict[str, AccessFact] = field(default_factory=dict)
    words: dict[str, set[str]] = field(
        default_factory=lambda: {name: set() for name in WORD_FIELDS}
    )
    networks: list[str] = field(default_factory=list)
    """As the export writes each of them."""
    standings: list[str] = field(default_factory=list)
    """The same of its certificates, awards, grants and standards."""
    hours: Hours = field(default_factory=Hours)
    looked_after: bool = False
    """Whether people of it are here: then its page is theirs."""


def here(organisations: Sequence[Organisation]) -> dict[int, Here]:
    """By id; as many statements as there are tables, however many organisations."""
    pks = [organisation.pk for organisation in organisations]
    sites = {
        site.organisation_id: site
        for site in Site.objects.filter(organisation__in=pks, position=0)
        .select_related("gmina")
        .defer("gmina__outline", "gmina__mesh")
    }
    facts: dict[int, dict[str, AccessFact]] = defaultdict(dict)
    for fact in AccessFact.objects.filter(site__in=[site.pk for site in sites.values()]):
        facts[fact.site_id][fact.attribute] = fact
    hours = hours_of(sites.values())
    ours = set(
        Membership.objects.filter(organisation__in=pks, left_at=None).values_list(
            "organisation_id", flat=True
        )
    )
    found = {
        organisation.pk: Here(
            organisation,
            site=(site := sites.get(organisation.pk) or Site(organisation=organisation)),
            facts=facts[site.pk or 0],
            hours=hours.get(site.pk or 0, Hours()),
            looked_after=organisation.pk in ours,
        )
        for organisation in organisations
    }
    _add_words(found, pks)
    for pk, places in belongings(pks).items():
        found[pk].networks = _places(
            (place.code, place.role, place.since, place.until) for place in places
        )
    for row in Standing.objects.filter(organisation__in=pks):
        found[row.organisation_id].standings.append(written_standing([as_data(given_of(row))]))
    return found


def _add_words(found: Mapping[int, Here], pks: Sequence[int]) -> None:
    for name, (_model, column) in WORDS.items():
        rows = getattr(Organisation, name).through.objects.filter(organisation__in=pks)
        for pk, code in rows.values_list("organisation_id", f"{column}__code"):
            found[pk].words[name].add(code)


def _places(rows: Iterable[tuple[str, str, int | None, int | None]]) -> list[str]:
    return sorted(
        written([{"code": code, "role": role, "since": since, "until": until}])
        for code, role, since, until in rows
    )


def differences(record: Record, clean: Mapping[str, Any], known: Here) -> Changes:
    """Everything that the line would make another; empty for one that says what is here."""
    changes: dict[str, list[Any]] = {}

    def compare(name: str, before: Any, after: Any) -> None:
        if before != after:
            changes[name] = [_plain(before), _plain(after)]

    for name in ORGANISATION_FIELDS:
        if name in clean:
            compare(name, getattr(known.organisation, name), clean[name])
    compare("source", known.organisation.source, record.source[:300])
    for name in SITE_FIELDS:
        if name in clean:
            compare(name, getattr(known.site, name.removeprefix("site_")), clean[name])
    for name in WORD_FIELDS:
        if name in clean:
            compare(name, sorted(known.words[name]), sorted(set(clean[name])))
    hours = given(known.hours, clean)
    for name, kind in FIELDS.items():
        compare(name, osm.write(known.hours, kind), osm.write(hours, kind))
    if "networks" in clean:
        given_places = (
            (place.network, place.role, place.since, place.until) for place in clean["networks"]
        )
        compare("networks", known.networks, _places(given_places))
    if "standings" in clean:
        compare(
            "standings",
            sorted(known.standings),
            sorted(written_standing([as_data(one)]) for one in clean["standings"]),
        )
    for attribute, fact in record.access.items():
        before = known.facts.get(attribute)
        value = before.value if before else AccessFact.Value.UNKNOWN.value
        note = before.note if before else ""
        compare(f"access.{attribute}", value, fact.value)
        if before and fact.note:
            compare(f"access.{attribute}.note", note, fact.note[:300])
    return changes


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.code if isinstance(value, Region) else value
