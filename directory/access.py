"""The doors of the directory: an object for a viewer, or 404. What is hidden answers like what is missing."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, check_writer, is_moderator
from directory.models import AccessFact, Card, ImportJob, Membership, Organisation, Site
from directory.policies import may_edit, may_post_card
from kernel.compiled import Compiled
from kernel.refusals import Refused


@dataclass(frozen=True)
class Glance:
    """As much of an organisation as its kept page is known by."""

    pk: int
    slug: str
    name: str
    summary: str
    version: int


_glance = Compiled(
    lambda slug: Organisation.objects.filter(slug=slug).values_list(
        "pk", "slug", "name", "summary", "version", "hidden"
    ),
    parameters=1,
    text=frozenset({0}),
)


def glance_for(viewer: Viewer, slug: str) -> Glance:
    """One statement: may the viewer see it, and which version is it."""
    rows = _glance(slug)
    if not rows or (rows[0][5] and not is_moderator(viewer)):
        raise Http404
    return Glance(*rows[0][:5])


def organisation_for(
    viewer: Viewer, slug: str | None = None, *, pk: int | None = None
) -> Organisation:
    """The organisation with this slug, or with this id."""
    wanted = {"slug": slug} if slug is not None else {"pk": pk}
    organisation = Organisation.objects.visible_to(viewer).filter(**wanted).first()
    if organisation is None:
        raise Http404
    return organisation


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
        raise Http404
    return card


def main_site_of(organisation: Organisation) -> Site | None:
    """Its first place, with the gmina."""
    sites = Site.objects.filter(organisation=organisation, position=0).select_related("gmina")
    return sites.defer("gmina__outline", "gmina__mesh").first()


def facts_of(site: Site | None) -> dict[str, AccessFact]:
    """What is known of a place, by attribute."""
    facts = AccessFact.objects.filter(site=site) if site else AccessFact.objects.none()
    return {fact.attribute: fact for fact in facts}


def people_of(organisation: Organisation) -> list[Membership]:
    """Those who belong to it now, editors first."""
    people = Membership.objects.filter(organisation=organisation, left_at=None)
    return list(people.select_related("person").order_by("role", "since", "pk"))


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
