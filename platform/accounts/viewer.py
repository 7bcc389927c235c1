"""Who looks: a User or Django's AnonymousUser, asked the same questions."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from kernel.refusals import Refused

Viewer: TypeAlias = User | AnonymousUser
P = ParamSpec("P")


class Audience(models.TextChoices):
    """Who may see a forum or a room. What nobody may see (removed, hidden) has no audience."""

    PUBLIC = "public"
    MEMBERS = "members"
    MODERATORS = "moderators"


def is_moderator(viewer: Viewer) -> bool:
    return isinstance(viewer, User) and viewer.is_active and viewer.is_moderator


def in_office(*roles: str) -> Q:
    """The same as a condition on rows of people: who moderates, or has one of the roles, and may do so now."""
    rests = Q(suspended_until__gt=timezone.now())
    return Q(role__in=roles or (Role.MODERATOR, Role.ADMIN), is_active=True) & ~rests


def audiences_of(viewer: Viewer) -> tuple[str, ...]:
    """The audiences that the viewer belongs to."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return (Audience.PUBLIC,)
    if viewer.is_moderator:
        return (Audience.PUBLIC, Audience.MEMBERS, Audience.MODERATORS)
    return (Audience.PUBLIC, Audience.MEMBERS)


def check_writer(viewer: Viewer) -> User:
    """The person, if they may write at all. Raises Refused with a sentence."""
    if not isinstance(viewer, User) or not viewer.is_active:
        raise Refused(_("Log in first."))
    if viewer.suspended:
        raise Refused(_("Your account is paused. You can read, but not write."))
    if not viewer.verified:
        raise Refused(_("Confirm your e-mail address first: we have sent you a link."))
    return viewer


def asked(check: Callable[Concatenate[Viewer, P], User]) -> Callable[Concatenate[Viewer, P], bool]:
    """A rule that raises Refused, as one that answers True or False."""

    def may(viewer: Viewer, /, *args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(viewer, *args, **kwargs)
        except Refused:
            return False
        return True

    return may
