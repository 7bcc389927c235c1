"""The rows of the list, dressed: everything a row shows, read for the whole page at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.finding.nearby import Near, far_of
from directory.models import AccessFact, Card, Organisation, OrganisationKind, Site
from directory.page.gallery import small_logo
from directory.vocabulary.accessibility import ATTRIBUTES, answer, need_of

FACTS_LIMIT = 3
"""So many accessibility facts a row shows."""
_FIRST = (
    "wejscie_bez_stopni", "toaleta", "petla_indukcyjna", "pjm", "ciche_godziny", "podjazd", "winda",
    "pies_asystujacy", "lokal_dostosowany",
)  # fmt: skip
"""What a row speaks of first, when nobody has asked for anything."""


@dataclass(frozen=True)
class Fact:
    """A word with a state: "yes", "partly", "no", "unknown"."""

    state: str
    words: str


@dataclass(frozen=True)
class Row:
    """`number` is that of the pin; `lon` and `lat` are None where no point may be shown."""

    number: int
    name: str
    slug: str
    url: str
    kind: str
    place: str
    picture: str
    logo: str
    """The address of its logo, which then stands in the place of the drawn house."""
    example: bool
    hidden: bool
    updated_at: datetime
    confirmed_at: datetime | None
    facts: Sequence[Fact]
    facts_at: str
    """The further place of which the facts speak; "" for the first."""
    cards: Sequence[tuple[str, str]]
    """(kind, title) of what it seeks and has now."""
    lon: float | None
    lat: float | None
    source: str
    far: str = ""
    """How far from the place that was asked for, in words."""
    fits: Sequence[str] = ()
    """What was chosen and it has of it, and whether it is open now."""


def place_of(site: Site | None) -> str:
    """Where it is, in a few words: "Brzozówka, gmina Skawina"."""
    if site is None:
        return ""
    gmina = site.gmina
    if site.precision == Site.Precision.HIDDEN:
        return gmina.title if gmina else ""
    if gmina is None:
        return site.locality
    if not site.locality or site.locality == gmina.name:
        return gmina.name if site.locality else gmina.title
    return f"{site.locality}, {gmina.title}"


def fact_words(name: str, state: str) -> str:
    """An accessibility fact as a phrase."""
    if state == "yes":
        return name
    if state == "partly":
        return _("%(name)s: partly") % {"name": name}
    if state == "no":
        return _("%(name)s: no") % {"name": name}
    return _("%(name)s: not known") % {"name": name}


def main_sites(pks: Sequence[int]) -> dict[int, Site]:
    """The first place of each organisation, with its gmina, by the organisation's id."""
    sites = Site.objects.filter(organisation__in=pks, position=0).select_related("gmina")
    return {site.organisation_id: site for site in sites.defer("gmina__outline", "gmina__mesh")}


_Places = dict[tuple[int, str], dict[str, str]]
"""(position, name of a further place) to what is known there."""


@dataclass
class Said:
    """What other tables say of an organisation: attribute to value at the place that answers best what is
    asked, the name of that place where it is a further one, the newest of what it seeks and has as (kind,
    title), codes of its practice areas."""

    access: dict[str, str] = field(default_factory=dict)
    access_at: str = ""
    cards: list[tuple[str, str]] = field(default_factory=list)
    practices: set[str] = field(default_factory=set)


def said_of(viewer: Viewer, pks: Sequence[int], asked: Sequence[str] = ()) -> dict[int, Said]:
    """By the organisation's id, in one statement."""
    found = {pk: Said() for pk in pks}
    places: dict[int, _Places] = defaultdict(dict)
    for sort, _row, pk, name, words, position, at in _rows_of(viewer, pks, asked) if pks else ():
        said = found[pk]
        if sort == "access":
            places[pk].setdefault((position, at if position else ""), {})[name] = words
        elif sort == "practice":
            said.practices.add(name)
        elif len(said.cards) < 2:
            said.cards.append((name, words))
    for pk, known in places.items():
        found[pk].access_at, found[pk].access = _best_place(known, asked)
    return found


def _rows_of(viewer: Viewer, pks: Sequence[int], asked: Sequence[str]) -> list[Any]:
    """(sort, row, organisation, name, words, position, place), the newest first."""
    facts = AccessFact.objects.filter(site__organisation__in=pks)
    if asked:
        facts = facts.exclude(site__precision=Site.Precision.HIDDEN)
    else:
        facts = facts.filter(site__position=0)
    cards = Card.objects.visible_to(viewer).current().filter(organisation__in=pks)
    practices = Organisation.practices.through.objects.filter(organisation__in=pks)
    at = Case(When(site__name="", then=F("site__locality")), default=F("site__name"))
    parts = [
        _part(facts, "access", "site__organisation", "attribute", "value", F("site__position"), at),
        _part(cards, "card", "organisation", "kind", "title"),
        _part(practices, "practice", "organisation", "practicearea__code", "practicearea__code"),
    ]
    return sorted(parts[0].union(*parts[1:], all=True), key=lambda row: -row[1])


def _part(
    rows: QuerySet[Any],
    sort: str,
    of: str,
    name: str,
    words: str,
    position: Combinable | None = None,
    at: Combinable | None = None,
) -> Any:
    """One table's share: every column is cast, since a union on PostgreSQL wants them alike."""
    text = CharField(max_length=300)
    return (
        rows.order_by()
        .annotate(
            sort=Cast(Value(sort), text), row=F("pk"), of=F(of), named=Cast(F(name), text),
            words=Cast(F(words), text), place=Cast(position or Value(0), IntegerField()),
            at=Cast(at or Value(""), text),
        )
        .values_list("sort", "row", "of", "named", "words", "place", "at")
    )  # fmt: skip


def _best_place(known: _Places, asked: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The place that answers best what is asked; the first one where none is better."""
    needs = [need for need in map(need_of, asked) if need is not None]

    def worth(entry: tuple[tuple[int, str], dict[str, str]]) -> tuple[int, int, int]:
        answers = [answer(need, entry[1]) for need in needs]
        return answers.count("yes"), -answers.count("no"), -entry[0][0]

    (_position, name), values = max(known.items(), key=worth)
    return name, values


def _facts_of(values: Mapping[str, str], asked: Sequence[str]) -> list[Fact]:
    """What was asked for, answered one by one; else the best known facts."""
    facts: list[Fact] = []
    said: set[str] = set()
    for code in asked:
        need = need_of(code)
        for attribute in need.attributes if need else ():
            state = values.get(attribute, "unknown")
            alone = need is not None and len(need.attributes) == 1
            if attribute not in said and (alone or state != "unknown"):
                said.add(attribute)
                facts.append(_fact(attribute, state))
        if need and not said.intersection(need.attributes):
            facts.append(Fact("unknown", fact_words(str(need.name), "unknown")))
    for attribute in _FIRST:
        state = values.get(attribute, "unknown")
        if attribute not in said and state != "unknown" and len(facts) < FACTS_LIMIT:
            said.add(attribute)
            facts.append(_fact(attribute, state))
    return facts


def _fact(attribute: str, state: str) -> Fact:
    return Fact(state, fact_words(str(ATTRIBUTES[attribute].name), state))


def dress(
    viewer: Viewer,
    organisations: Sequence[Organisation],
    *,
    asked: Sequence[str] = (),
    near: Near | None = None,
    sites: Mapping[int, Site] | None = None,
    said: Mapping[int, Said] | None = None,
    fits: Mapping[int, Sequence[str]] | None = None,
) -> list[Row]:
    """Two statements, however many rows. `asked`: the access needs of the filter; `near`: its town;
    `sites`, `said`: what has been read already; `fits`: of directory.finding.why."""
    pks = [organisation.pk for organisation in organisations]
    sites = main_sites(pks) if sites is None else sites
    said = said_of(viewer, pks, asked) if said is None else said
    return [
        replace(
            _row(number, organisation, sites.get(organisation.pk), said[organisation.pk], asked, near),
            fits=(fits or {}).get(organisation.pk, ()),
        )
        for number, organisation in enumerate(organisations, start=1)
    ]  # fmt: skip


def _row(
    number: int,
    organisation: Organisation,
    site: Site | None,
    said: Said,
    asked: Sequence[str],
    near: Near | None,
) -> Row:
    shown = site is not None and site.precision != Site.Precision.HIDDEN
    return Row(
        number=number,
        name=organisation.name,
        slug=organisation.slug,
        url=organisation.get_absolute_url(),
        kind=str(OrganisationKind(organisation.kind).label)
        if organisation.kind in OrganisationKind
        else "",
        place=place_of(site),
        picture=organisation.picture,
        logo=small_logo(organisation),
        example=organisation.is_example,
        hidden=organisation.hidden,
        updated_at=organisation.updated_at,
        confirmed_at=organisation.confirmed_at,
        facts=_facts_of(said.access, asked),
        facts_at=said.access_at,
        cards=said.cards,
        lon=site.lon if shown and site else None,
        lat=site.lat if shown and site else None,
        source=organisation.source,
        far=far_of(near.place, site) if near and near.place else "",
    )
