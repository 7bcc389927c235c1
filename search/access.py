"""The doors to what moderators keep of the search; nobody else comes so far."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from moderation.access import moderator_of
from search.models import Alike


def groups_for(by: User) -> QuerySet[Alike]:
    """The groups of words that mean the same, the newest first."""
    moderator_of(by)
    return Alike.objects.order_by("-pk")


def group_for(by: User, pk: int) -> Alike:
    """One of them, or 404."""
    found = groups_for(by).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
