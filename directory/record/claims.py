"""Doors to claims: one's own, those that editors answer, those that moderators do."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from accounts.models import User
from directory.models import Claim, Membership, Organisation
from kernel.paging import Slice, keyset

SHOWN = 20


def own_claim(person: User, organisation: Organisation) -> Claim | None:
    """The person's latest claim to this organisation, open or answered."""
    found = Claim.objects.filter(person=person, organisation=organisation)
    return found.select_related("organisation").order_by("-pk").first()


def claims_to_answer(organisation: Organisation) -> list[Claim]:
    """Open ones, for the page where its editors say who belongs to it."""
    found = _open().filter(organisation=organisation)
    return list(found.order_by("pk")[:SHOWN])


def _open() -> QuerySet[Claim]:
    return Claim.objects.filter(status=Claim.Status.OPEN).select_related("person", "organisation")


def _for_moderators() -> QuerySet[Claim]:
    """With something written to them, on records without an editor: others wait for a link to be opened,
    or for the editors."""
    editors = Membership.objects.filter(
        organisation=OuterRef("organisation"), role=Membership.Role.EDITOR, left_at=None,
        person__is_active=True,
    )  # fmt: skip
    return _open().filter(~Exists(editors), organisation__merged_into=None).exclude(evidence="")


def claims_page(*, cursor: str | None) -> Slice[Claim]:
    """The oldest first. For moderators."""
    return keyset(_for_moderators(), order=("id",), cursor=cursor, limit=SHOWN)


def number_of_claims() -> int:
    return _for_moderators().count()


def claim_to_decide(pk: int) -> Claim:
    """Any claim with something written, decided or not. For moderators."""
    found = Claim.objects.select_related("person", "organisation", "decided_by").filter(pk=pk)
    claim = found.exclude(evidence="").first()
    if claim is None:
        raise Http404
    return claim


def claim_of(organisation: Organisation, pk: int) -> Claim:
    """An open or answered claim to this organisation; for its editors."""
    claim = Claim.objects.filter(organisation=organisation, pk=pk).first()
    if claim is None:
        raise Http404
    return claim
