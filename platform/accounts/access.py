"""Doors to people."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404, HttpRequest

from accounts.former import present_handle
from accounts.invitations.grants import grant_of
from accounts.models import Invitation, User
from kernel.refusals import Moved

SHOWN = 100
"""Invitations in a list."""


def person_of(request: HttpRequest) -> User:
    """The person who is logged in; behind `login_required`."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def viewer_of(request: HttpRequest) -> User | AnonymousUser:
    """Who looks, without touching the session of somebody who has none."""
    from django.conf import settings

    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return AnonymousUser()
    return request.user if isinstance(request.user, User) else AnonymousUser()


def person_by_handle(handle: str) -> User:
    """A person's public page; 404 for nobody, Moved for a handle that they had before. A closed account
    has one too: what was written under this name stays, and leads here."""
    person = User.objects.filter(handle=handle.lower()).select_related("region").first()
    if person is None:
        if now := present_handle(handle):
            raise Moved(handle, now)
        raise Http404
    return person


def person_by_id(pk: int) -> User:
    """For what was signed for them; 404 for nobody, and for a closed account."""
    person = User.objects.filter(pk=pk, is_active=True).first()
    if person is None:
        raise Http404
    return person


def owner_of_address(address: str) -> User | None:
    """Whose confirmed e-mail address this is; None for a stranger and for a closed account."""
    owns = Q(email=address) | Q(
        pk__in=EmailAddress.objects.filter(email=address, verified=True).values("user")
    )
    return User.objects.filter(owns, is_active=True, verified=True).first() if address else None


def invitation_for(viewer: User, pk: int) -> Invitation:
    """One that this person may send again or take back; 404 for all others."""
    found = Invitation.objects.select_related("by").filter(pk=pk).first()
    if found is None or not may_invite(viewer, found.grant_kind, found.grant_id):
        raise Http404
    return found


def may_invite(viewer: User, grant_kind: str = "", grant_id: int | None = None) -> bool:
    """To the site: moderators. Into something: whoever looks after it."""
    if not grant_kind:
        return viewer.is_moderator
    grant = grant_of(grant_kind)
    return grant is not None and grant_id is not None and grant.may(viewer, grant_id)


def invitations_for(
    viewer: User, grant_kind: str = "", grant_id: int | None = None
) -> list[Invitation]:
    """The latest first: to the site, or into this one thing. Raises Http404 for whom it is no business."""
    if not may_invite(viewer, grant_kind, grant_id):
        raise Http404
    rows = Invitation.objects.filter(grant_kind=grant_kind, grant_id=grant_id, revoked_at=None)
    return list(rows.select_related("by", "accepted_by").order_by("-pk")[:SHOWN])


def fresh(person: User) -> User:
    """The same person read anew: a form may write into it without touching the request's own."""
    return User.objects.select_related("region").get(pk=person.pk)
