"""Doors to people."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404, HttpRequest

from accounts.models import User


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
    """A person's public page; 404 for nobody. A closed account has one too: what was written under
    this name stays, and leads here."""
    person = User.objects.filter(handle=handle.lower()).select_related("region").first()
    if person is None:
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


def fresh(person: User) -> User:
    """The same person read anew: a form may write into it without touching the request's own."""
    return User.objects.select_related("region").get(pk=person.pk)
