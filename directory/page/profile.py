"""An organisation's page, dressed: all that it shows, in as few statements as it has tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.access import Glance, organisation_for
from directory.finding.atlas import Atlas
from directory.maps.drawing import SMALL_WIDTH, Drawing, Pin, draw
from directory.maps.pins import ABOVE, Stand
from directory.matching.partners import partners
from directory.matching.words import reasons
from directory.models import AccessFact, Card, Membership, Organisation, OrganisationKind, Site
from directory.page.completeness import completeness_of
from directory.page.found_rows import found_asked_in, found_in, found_part
from directory.page.known import known_of
from directory.page.partner_rows import asked_in, partner_part, partners_in
from directory.page.partnerships import PART, PARTNER, WHOLE
from directory.page.places import ZONE, address_of, dressed
from directory.page.portrait import PartRow, parts, portrait
from directory.page.structured import json_ld
from directory.record.asking import STALE
from directory.vocabulary.accessibility import ATTRIBUTES, GROUPS
from directory.vocabulary.languages import LANGUAGES
from taxonomy.models import Audience, Format, PracticeArea
from taxonomy.words import name_column


@dataclass(frozen=True)
class AccessLine:
    """A line of the access table."""

    name: str
    value: str
    measure: str
    note: str
    checked_on: date | None
    who: str


@dataclass(frozen=True)
class AccessPart:
    """The facts of one place: what is known, and the names of what nobody has checked."""

    site: Site
    address: str
    lines: Sequence[AccessLine]
    unknown: Sequence[str]


def everything(viewer: Viewer, glance: Glance, sight: str, *, role: str = "") -> dict[str, Any]:
    """The context of the page, without what belongs to one person. `sight`: see directory.sight; `role`:
    see views.organisation."""
    sites = _sites(glance.pk)
    organisation = sites[0].organisation if sites else organisation_for(viewer, pk=glance.pk)
    main = sites[0] if sites else None
    known = known_of(glance.pk)
    places = [dressed(site, known[site.pk]) for site in sites]
    said = _words(viewer, organisation)
    people = _people(glance.pk)
    codes = [[code for code, _name in words] for words in (said.practices, said.audiences)]
    suggested = partners(viewer, organisation, main, *codes)
    names = {**dict(said.practices), **dict(said.audiences)}
    kinds = dict(OrganisationKind.choices)
    who = portrait(organisation, sight, said.rest)
    related = partners_in(said.rest, glance.pk)
    return {
        **who,
        "organisation": organisation,
        "kind": kinds.get(organisation.kind, ""),
        "site": main,
        "address": address_of(main) if main else "",
        "sites": sites,
        "places": places,
        "zone": ZONE.key,
        "access": [_part(site, known[site.pk].facts) for site in sites],
        "practices": said.practices,
        "audiences": said.audiences,
        "formats": said.formats,
        "cards": _cards(viewer, organisation),
        "works_with": [one for one in related if one.relation == PARTNER],
        "wholes": [one for one in related if one.relation == WHOLE],
        "branches": [one for one in related if one.relation == PART],
        "confirmer": _confirmer(organisation),
        "asked": asked_in(said.rest),
        "found_here": found_in(said.rest, glance.pk),
        "found_asked": found_asked_in(said.rest),
        "people": people,
        "unclaimed": not any(one.role == Membership.Role.EDITOR for one in people),
        "stale": _stale(organisation),
        "partners": [
            (partner, kinds.get(partner.kind, ""), reasons(partner.score, names))
            for partner in suggested
        ],
        "completeness": completeness_of(organisation, main) if role == "editor" else None,
        "languages": [str(LANGUAGES.get(code, code)) for code in organisation.languages],
        "map": small_map(organisation, main),
        "gallery": glance.gallery,
        "json_ld": json_ld(
            organisation,
            places,
            networks=who["networks"],
            contacts=who["contact_rows"],
            gallery=glance.gallery,
            standings=who["standings"],
            related=related,
        ),
    }


def _confirmer(organisation: Organisation) -> str:
    """Who last said that the page is right, while they have an account."""
    person = organisation.confirmed_by
    return person.name if person and person.is_active and organisation.confirmed_at else ""


def _stale(organisation: Organisation) -> bool:
    """Whether its people have not confirmed the page for very long."""
    confirmed = organisation.confirmed_at
    return confirmed is not None and confirmed <= timezone.now() - STALE


def _sites(pk: int) -> list[Site]:
    sites = Site.objects.filter(organisation=pk).select_related(
        "organisation__confirmed_by", "gmina__parent"
    )
    return list(
        sites.defer(
            "gmina__outline", "gmina__mesh", "gmina__parent__outline", "gmina__parent__mesh"
        )
    )


@dataclass(frozen=True)
class Said:
    """Of which of the shared words it makes use, as (code, name); `rest`: the rows of its portrait and of
    its partners."""

    practices: Sequence[tuple[str, str]]
    audiences: Sequence[tuple[str, str]]
    formats: Sequence[tuple[str, str]]
    rest: Sequence[PartRow]


def _words(viewer: Viewer, organisation: Organisation) -> Said:
    """In one statement."""
    column = name_column()

    def rows(words: Any, sort: str, place: Any) -> Any:
        kind = Cast(Value(sort), CharField(max_length=10))
        return (
            words.order_by()
            .annotate(sort=kind, place=place)
            .values_list("sort", "place", "code", column)
        )

    areas = PracticeArea.objects.filter(organisations=organisation)
    # Each heading before what stands under it.
    place = Coalesce(F("parent__position") * 1_000 + F("position"), F("position") * 1_000)
    union = rows(areas, "practice", Cast(place, IntegerField())).union(
        rows(Audience.objects.filter(organisations=organisation), "audience", F("position")),
        rows(Format.objects.filter(organisations=organisation), "format", F("position")),
        *parts(organisation.pk),
        partner_part(viewer, organisation),
        found_part(organisation),
        all=True,
    )
    found = sorted(union)
    named = {
        wanted: [(code, name) for sort, _place, code, name in found if sort == wanted]
        for wanted in ("practice", "audience", "format")
    }
    return Said(named["practice"], named["audience"], named["format"], found)


def _cards(viewer: Viewer, organisation: Organisation) -> list[Card]:
    cards = Card.objects.visible_to(viewer).current().filter(organisation=organisation)
    found = list(cards.order_by("-created_at", "-pk")[:20])
    for card in found:  # known already: no statement for each
        card.organisation = organisation
    return found


def _people(pk: int) -> list[Membership]:
    people = Membership.objects.filter(organisation=pk, left_at=None, person__is_active=True)
    return list(people.select_related("person").order_by("role", "since", "pk")[:50])


def _part(site: Site, facts: Sequence[AccessFact]) -> AccessPart:
    lines: list[AccessLine] = []
    known: set[str] = set()
    for fact in facts:
        if fact.attribute not in ATTRIBUTES:
            continue
        if fact.value == AccessFact.Value.UNKNOWN and not fact.note:
            continue
        known.add(fact.attribute)
        who = fact.checked_by.name if fact.checked_by else fact.source
        lines.append(
            AccessLine(
                str(ATTRIBUTES[fact.attribute].name), fact.value, fact.measure, fact.note,
                fact.checked_on, who,
            )
        )  # fmt: skip
    unknown = [str(a.name) for code, a in ATTRIBUTES.items() if code not in known]
    return AccessPart(site, address_of(site), lines, unknown)


def small_map(organisation: Organisation, site: Site | None) -> Drawing | None:
    """Its powiat with one pin; None where no point may be shown."""
    if site is None or site.lon is None or site.precision == Site.Precision.HIDDEN:
        return None
    powiat = site.gmina.parent.code if site.gmina and site.gmina.parent else ""
    atlas = Atlas([powiat] if powiat else [])

    def pin(frame: Any) -> list[Pin]:
        spot = frame.place(site.lon, site.lat)
        if spot is None:
            return []
        stand = Stand(0.0, ABOVE)
        return [
            Pin(round(spot[0], 1), round(spot[1], 1), "", "", organisation.name, 1, stand=stand)
        ]

    label = _("Map: where %(name)s is") % {"name": organisation.name}
    drawing = draw(atlas, {}, width=SMALL_WIDTH, label=label, href=None, pins=pin)
    return drawing if drawing and drawing.pins else None


def groups_of_attributes() -> Mapping[str, list[str]]:
    """Codes of the attributes by group, in order: for the form."""
    found: dict[str, list[str]] = {group: [] for group in GROUPS}
    for code, attribute in ATTRIBUTES.items():
        found[attribute.group].append(code)
    return found
