"""What a page still lacks, for those who look after it: kindly, and never shown to anybody else.

It judges only what makes a page useful to a visitor, and nothing by how well it is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import (
    AccessFact,
    Card,
    Contact,
    OpeningPeriod,
    Organisation,
    Photo,
    Site,
)

ACCESS_ENOUGH = 5
"""So many accessibility facts that somebody has checked make the part useful."""
FRESH = timedelta(days=365)
"""After so long a page should be looked over again."""
SUMMARY_LEAST, DESCRIPTION_LEAST = 20, 120
"""Characters below which there is hardly anything to read."""


@dataclass(frozen=True)
class Known:
    """As much of an organisation's record as is judged."""

    slug: str
    summary: int = 0
    """Characters; so too the description."""
    description: int = 0
    place: bool = False
    """Whether it says in which gmina and village it is, or that this is not shown."""
    reachable: bool = False
    """A telephone, an e-mail, or a person to ask."""
    hours: bool = False
    access: int = 0
    """Facts of the first place that somebody has answered."""
    practices: bool = False
    audiences: bool = False
    languages: bool = False
    contact: bool = False
    picture: bool = False
    card: bool = False
    """A need or an offer that stands now."""
    confirmed_at: datetime | None = None


@dataclass(frozen=True)
class Missing:
    """One thing that would help: in words, why, and where to fill it in."""

    code: str
    words: str
    why: str
    url: str


@dataclass(frozen=True)
class Completeness:
    """`percent` is whole; `missing` has what helps most first."""

    percent: int
    missing: Sequence[Missing]

    @property
    def whole(self) -> bool:
        return not self.missing


def completeness(known: Known, *, now: datetime) -> Completeness:
    """Pure: the same record gives the same answer. Each part counts by how much a visitor needs it."""
    missing: list[Missing] = []
    full = reached = 0
    for code, weight, done, words, why, url in _parts(known, now):
        full += weight
        if done:
            reached += weight
        else:
            missing.append(Missing(code, words, why, url))
    return Completeness(reached * 100 // full, missing)


Part = tuple[str, int, bool, str, str, str]
"""Code, weight, whether it is there, what to do, why, where."""


def _parts(known: Known, now: datetime) -> Sequence[Part]:
    """What weighs most stands first."""
    edit = _door("edit", known.slug)
    fresh = known.confirmed_at is not None and known.confirmed_at > now - FRESH
    return (
        ("place", 3, known.place, _("Say where you are"),
         _("Only then do you stand on the map and in the lists of your gmina."), f"{edit}#id_gmina"),
        ("access", 3, known.access >= ACCESS_ENOUGH, _("Say how people with disabilities get in"),
         _("A “no” helps as well: then nobody comes for nothing."), f"{edit}#access-head"),
        ("reachable", 3, known.reachable, _("Say how to reach you"),
         _("A telephone or an address is enough."), f"{edit}#id_phone"),
        ("summary", 2, known.summary >= SUMMARY_LEAST, _("Say in one sentence what you do"),
         _("It stands in every list and in the search."), f"{edit}#id_summary"),
        ("hours", 2, known.hours, _("Say when you are open"),
         _("People look for it first."), _door("places", known.slug)),
        ("practices", 2, known.practices, _("Choose what you do"),
         _("By this you are found, and by this we find partners for you."), f"{edit}#choose-practices"),
        ("audiences", 1, known.audiences, _("Choose for whom"),
         _("Parents, seniors and schools look this way."), f"{edit}#choose-audiences"),
        ("description", 1, known.description >= DESCRIPTION_LEAST, _("Tell a little of yourselves"),
         _("A few sentences about the place and its people."), f"{edit}#id_description"),
        ("contact", 1, known.contact, _("Name somebody whom one can ask"),
         _("A name makes writing easier."), _door("contacts", known.slug)),
        ("picture", 1, known.picture, _("Show a picture"),
         _("A door or a hall is easier to find when one has seen it."), _door("pictures", known.slug)),
        ("languages", 1, known.languages, _("Say which languages you speak"),
         _("Guests from elsewhere will dare to ask."), f"{edit}#choose-languages"),
        ("card", 1, known.card, _("Say what you seek or have"),
         _("A need that nobody knows of cannot be met."), _door("new_card", known.slug)),
        ("fresh", 2, fresh, _("Look the page over once a year"),
         _("If all is right, press “It is all still right”."), f"/directory/{known.slug}/"),
    )  # fmt: skip


def _door(name: str, slug: str) -> str:
    """The page where a part is filled in; the general form for what has no page of its own."""
    try:
        return reverse(f"directory:{name}", args=[slug])
    except NoReverseMatch:
        return reverse("directory:edit", args=[slug])


def known_of(organisation: Organisation, site: Site | None) -> Known:
    """What is judged, read in one statement beside the organisation and its first place."""
    own = OuterRef("pk")
    places = {"site__organisation": own}
    facts = AccessFact.objects.filter(site=site).exclude(value=AccessFact.Value.UNKNOWN)
    counted = facts.order_by().values("site").annotate(n=Count("pk")).values("n")
    row = (
        Organisation.objects.filter(pk=organisation.pk)
        .values_list(
            Exists(OpeningPeriod.objects.filter(**places)),
            Exists(Organisation.practices.through.objects.filter(organisation=own)),
            Exists(Organisation.audiences.through.objects.filter(organisation=own)),
            Exists(Contact.objects.filter(organisation=own)),
            Exists(Photo.objects.filter(organisation=own)),
            Exists(Card.objects.current().filter(organisation=own, hidden=False)),
            Subquery(counted[:1]),
        )
        .get()
    )
    hours, practices, audiences, contact, picture, card, access = row
    return Known(
        slug=organisation.slug, summary=len(organisation.summary),
        description=len(organisation.description), place=_placed(site),
        reachable=bool(organisation.phone or organisation.email or contact),
        hours=hours or bool(site and site.hours_note), access=int(access or 0),
        practices=practices, audiences=audiences, languages=bool(organisation.languages),
        contact=contact, picture=picture, card=card, confirmed_at=organisation.confirmed_at,
    )  # fmt: skip


def _placed(site: Site | None) -> bool:
    if site is None or site.gmina_id is None:
        return False
    return site.precision == Site.Precision.HIDDEN or bool(site.locality)


def completeness_of(organisation: Organisation, site: Site | None) -> Completeness:
    """For the page, now."""
    return completeness(known_of(organisation, site), now=timezone.now())
