"""The rows of the list, dressed: everything a row shows, read for the whole page at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.accessibility import ATTRIBUTES, answer, need_of
from directory.gallery import small_logo
from directory.models import AccessFact, Card, Organisation, OrganisationKind, Site
from directory.nearby import Near, far_of

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


def access_values(
    pks: Sequence[int], asked: Sequence[str] = ()
) -> dict[int, tuple[str, dict[str, str]]]:
    """By the organisation's id: attribute to value at the place that answers best what is asked (the
    first place where none is better), and the name of that place where it is a further one."""
    facts = AccessFact.objects.filter(site__organisation__in=pks)
    if asked:
        facts = facts.exclude(site__precision=Site.Precision.HIDDEN)
    else:
        facts = facts.filter(site__position=0)
    places: dict[int, dict[tuple[int, str], dict[str, str]]] = defaultdict(dict)
    for pk, position, name, locality, attribute, value in facts.order_by("site__position").values_list(
        "site__organisation_id", "site__position", "site__name", "site__locality", "attribute", "value"
    ):  # fmt: skip
        place = (position, name or locality if position else "")
        places[pk].setdefault(place, {})[attribute] = value
    needs = [need for need in map(need_of, asked) if need is not None]

    def worth(entry: tuple[tuple[int, str], dict[str, str]]) -> tuple[int, int, int]:
        answers = [answer(need, entry[1]) for need in needs]
        return answers.count("yes"), -answers.count("no"), -entry[0][0]

    found: dict[int, tuple[str, dict[str, str]]] = {}
    for pk, known in places.items():
        (_position, name), values = max(known.items(), key=worth)
        found[pk] = name, values
    return found


def _current_cards(viewer: Viewer, pks: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    cards = Card.objects.visible_to(viewer).current().filter(organisation__in=pks)
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, kind, title in cards.order_by("-created_at", "-pk").values_list(
        "organisation_id", "kind", "title"
    ):
        if len(found[pk]) < 2:
            found[pk].append((kind, title))
    return found


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


def _answers(known: tuple[str, Mapping[str, str]], asked: Sequence[str]) -> tuple[list[Fact], str]:
    name, values = known
    return _facts_of(values, asked), name


def dress(
    viewer: Viewer,
    organisations: Sequence[Organisation],
    *,
    asked: Sequence[str] = (),
    near: Near | None = None,
    sites: Mapping[int, Site] | None = None,
) -> list[Row]:
    """Three statements, however many rows. `asked`: the access needs of the filter; `near`: its town;
    `sites`: the first places, where they have been read already."""
    pks = [organisation.pk for organisation in organisations]
    sites = main_sites(pks) if sites is None else sites
    values = access_values(pks, asked)
    cards = _current_cards(viewer, pks)
    return [
        _row(number, organisation, sites.get(organisation.pk), cards.get(organisation.pk, ()),
             *_answers(values.get(organisation.pk, ("", {})), asked), near)
        for number, organisation in enumerate(organisations, start=1)
    ]  # fmt: skip


def _row(
    number: int,
    organisation: Organisation,
    site: Site | None,
    cards: Sequence[tuple[str, str]],
    facts: Sequence[Fact],
    facts_at: str,
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
        facts=facts,
        facts_at=facts_at,
        cards=cards,
        lon=site.lon if shown and site else None,
        lat=site.lat if shown and site else None,
        source=organisation.source,
        far=far_of(near.place, site) if near and near.place else "",
    )
