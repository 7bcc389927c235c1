"""The doors of the directory: an object for a viewer, or 404. What is hidden answers like what is missing;
what has another address now raises Moved."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NoReturn

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, check_writer, is_moderator
from directory.hours.stored import hours_of
from directory.hours.timetable import Hours
from directory.matching.gather import lean
from directory.models import (
    AccessFact,
    Card,
    Contact,
    ImportJob,
    Membership,
    NetworkPlace,
    OldAddress,
    Organisation,
    Photo,
    Site,
    Standing,
)
from directory.page.gallery import NO_GALLERY, PHOTO_COLUMNS, Gallery, gallery_of
from directory.policies import may_close_card, may_edit, may_post_card, may_read_card
from directory.vocabulary.standings import Stood, given_of, stood
from kernel.compiled import Compiled
from kernel.gathered import gathered
from kernel.refusals import Invalid, Moved, Refused


@dataclass(frozen=True)
class Glance:
    """As much of an organisation as its kept page is known by."""

    pk: int
    slug: str
    name: str
    summary: str
    version: int
    gallery: Gallery = NO_GALLERY


_glance = Compiled(
    lambda slug: Organisation.objects.filter(slug=slug).values_list(
        "pk",
        "slug",
        "name",
        "summary",
        "version",
        "hidden",
        "merged_into",
        gathered(Photo.objects.all(), "organisation", *PHOTO_COLUMNS),
    ),
    parameters=1,
    text=frozenset({0}),
)


def glance_for(viewer: Viewer, slug: str) -> Glance:
    """One statement: may the viewer see it, and which version is it."""
    rows = _glance(slug)
    if not rows or (rows[0][5] and not is_moderator(viewer)) or rows[0][6] is not None:
        gone_or_moved(viewer, slug)
    *about, _hidden, _merged, photos = rows[0]
    glance = Glance(*about)
    return replace(glance, gallery=gallery_of(photos)) if photos else glance


def gone_or_moved(viewer: Viewer, slug: str | None) -> NoReturn:
    """Raises Moved for an address that an organisation had, Http404 for any other."""
    seen = Organisation.objects.visible_to(viewer)
    new = (
        OldAddress.objects.filter(slug=slug, organisation__in=seen)
        .values_list("organisation__slug", flat=True)
        .first()
    )
    if slug is None or new is None or new == slug:
        raise Http404
    raise Moved(slug, new)


def organisation_for(
    viewer: Viewer, slug: str | None = None, *, pk: int | None = None
) -> Organisation:
    """The organisation with this slug, or with this id."""
    wanted = {"slug": slug} if slug is not None else {"pk": pk}
    organisation = Organisation.objects.visible_to(viewer).filter(**wanted).first()
    if organisation is None:
        gone_or_moved(viewer, slug)
    return organisation


def organisation_named(viewer: Viewer, slug: str) -> Organisation:
    """The same for a slug that somebody typed or chose in a form: Invalid instead of 404."""
    found = Organisation.objects.visible_to(viewer).filter(slug=slug, hidden=False).first()
    if found is None:
        raise Invalid({"partner": [_("There is no such organisation.")]})
    return found


def editable_organisation(viewer: Viewer, slug: str) -> Organisation:
    """The same for somebody who may change its page. Raises Refused for everybody else who sees it."""
    organisation = organisation_for(viewer, slug)
    check_writer(viewer)
    if not may_edit(viewer, organisation):
        raise Refused(_("Only the editors of this organisation can change its page."))
    return organisation


def organisation_to_speak_for(viewer: Viewer, slug: str) -> tuple[User, Organisation]:
    """The organisation for somebody who may say what it seeks and has. Raises Refused."""
    organisation = organisation_for(viewer, slug)
    person = check_writer(viewer)
    if not may_post_card(viewer, organisation):
        raise Refused(_("Only people of this organisation can speak for it."))
    return person, organisation


def card_for(viewer: Viewer, slug: str, pk: int) -> Card:
    """A need or an offer of this organisation, with the organisation."""
    cards = Card.objects.visible_to(viewer).select_related("organisation")
    card: Card | None = cards.filter(pk=pk, organisation__slug=slug).first()
    if card is None:
        gone_or_moved(viewer, slug)
    return card


def card_at(viewer: Viewer, pk: int) -> Card:
    """The same by its own address, with the gmina. What is no longer true is missing for outsiders."""
    cards = Card.objects.visible_to(viewer).select_related("organisation", "gmina")
    card: Card | None = cards.defer("gmina__outline", "gmina__mesh").filter(pk=pk).first()
    if card is None or not may_read_card(viewer, card):
        raise Http404
    return card


def own_card(viewer: Viewer, slug: str, pk: int) -> tuple[User, Card]:
    """A card of this organisation for somebody who may change it. Raises Refused."""
    card = card_for(viewer, slug, pk)
    person = check_writer(viewer)
    if not may_close_card(viewer, card):
        raise Refused(_("Only people of this organisation can speak for it."))
    return person, card


def houses_of(viewer: Viewer) -> dict[int, str]:
    """The organisations that the viewer belongs to now: id to slug."""
    if not isinstance(viewer, User):
        return {}
    belongs = Membership.objects.filter(person=viewer, left_at=None, organisation__hidden=False)
    return dict(belongs.values_list("organisation_id", "organisation__slug"))


def homes_of(person: User) -> list[Organisation]:
    """The same as organisations, by name."""
    own = Organisation.objects.filter(
        memberships__person=person, memberships__left_at=None, hidden=False
    )
    return list(own.only("slug", "name", "picture", "kind").order_by("sort_name", "pk"))


def open_cards_of(organisation_id: int) -> list[Card]:
    """What it seeks and has now, the newest first, as matching wants them."""
    cards = Card.objects.shown().current().filter(organisation=organisation_id)
    return list(lean(cards).order_by("-created_at", "-pk")[:20])


def past_cards_of(organisation_id: int) -> list[Card]:
    """Its cards that have run out or were closed, the latest first: what may be put up again."""
    cards = Card.objects.shown().past().filter(organisation=organisation_id)
    return list(cards.order_by("-until", "-pk")[:10])


def main_site_of(organisation: Organisation) -> Site | None:
    """Its first place, with the gmina."""
    sites = Site.objects.filter(organisation=organisation, position=0).select_related("gmina")
    return sites.defer("gmina__outline", "gmina__mesh").first()


def places_of(organisation: Organisation) -> list[Site]:
    """All its places, the first one first, with their gminas."""
    places = Site.objects.filter(organisation=organisation).select_related("gmina")
    return list(places.defer("gmina__outline", "gmina__mesh"))


def place_in(organisation: Organisation, pk: int) -> Site:
    """A place of this organisation, with its gmina; 404 for those of others."""
    for site in places_of(organisation):
        if site.pk == pk:
            return site
    raise Http404


def hours_at(sites: Iterable[Site]) -> dict[int, Hours]:
    """When these places are open, by id."""
    return hours_of(sites)


def facts_of(site: Site | None) -> dict[str, AccessFact]:
    """What is known of a place, by attribute."""
    facts = AccessFact.objects.filter(site=site) if site else AccessFact.objects.none()
    return {fact.attribute: fact for fact in facts}


def people_of(organisation: Organisation) -> list[Membership]:
    """Those who belong to it now, editors first."""
    people = Membership.objects.filter(organisation=organisation, left_at=None)
    return list(people.select_related("person").order_by("role", "since", "pk"))


def pictures_of(organisation: Organisation) -> list[Photo]:
    """Its logo, then its photographs in their order."""
    photos = Photo.objects.filter(organisation=organisation)
    return list(photos.order_by("kind", "position", "pk"))


def picture_for(viewer: Viewer, slug: str, pk: int) -> Photo:
    """A picture, with the organisation, for somebody who may change its page. Raises Refused."""
    organisation = editable_organisation(viewer, slug)
    photo = Photo.objects.filter(organisation=organisation, pk=pk).first()
    if photo is None:
        raise Http404
    photo.organisation = organisation
    return photo


def contacts_of(organisation: Organisation) -> list[Contact]:
    """Whom one can ask there, in order, whole: for those who may edit its page."""
    return list(Contact.objects.filter(organisation=organisation))


def contact_for(organisation: Organisation, pk: int) -> Contact:
    """One of them, with the organisation; 404 for what is another's."""
    contact = Contact.objects.filter(organisation=organisation, pk=pk).first()
    if contact is None:
        raise Http404
    contact.organisation = organisation
    return contact


def network_place_for(organisation: Organisation, code: str) -> NetworkPlace:
    """What is said of the organisation in the network of this code; 404 where nothing is."""
    places = NetworkPlace.objects.filter(organisation=organisation, network__code=code)
    place = places.select_related("network").first()
    if place is None:
        raise Http404
    return place


def standings_of(organisation: Organisation) -> list[tuple[int, Stood]]:
    """Its certificates, awards, grants and standards with their ids, those that hold first."""
    rows = Standing.objects.filter(organisation=organisation)
    found = [(row.pk, stood(given_of(row))) for row in rows]
    return sorted(found, key=lambda pair: not pair[1].now)


def standing_for(organisation: Organisation, pk: int) -> Standing:
    """One of them, with the organisation; 404 for what is another's."""
    row = Standing.objects.filter(organisation=organisation, pk=pk).first()
    if row is None:
        raise Http404
    row.organisation = organisation
    return row


def import_jobs(viewer: Viewer, *, limit: int = 30) -> list[ImportJob]:
    """The files that moderators have sent, the newest first. For others there is no such page."""
    if not is_moderator(viewer):
        raise Http404
    return list(ImportJob.objects.select_related("by").order_by("-pk")[:limit])


def import_job_for(viewer: Viewer, pk: int) -> ImportJob:
    """One of them, for any moderator."""
    if not is_moderator(viewer):
        raise Http404
    job = ImportJob.objects.select_related("by").filter(pk=pk).first()
    if job is None:
        raise Http404
    return job
