"""The doors of the saved searches: each is its person's alone."""

from collections.abc import Sequence

from django.http import Http404

from accounts.models import User
from notifications.models import SavedSearch
from notifications.saved.working import search_of_token


def searches_of(person: User) -> Sequence[SavedSearch]:
    return list(SavedSearch.objects.filter(person=person).order_by("-active", "name", "pk"))


def search_for(person: User, pk: int) -> SavedSearch:
    """404 for those of others."""
    search = SavedSearch.objects.filter(person=person, pk=pk).first()
    if search is None:
        raise Http404
    return search


def search_by_token(token: str) -> SavedSearch | None:
    """For whoever has the letter; None for one that was deleted since. 404 for a token not of ours."""
    pk = search_of_token(token)
    if pk is None:
        raise Http404
    return SavedSearch.objects.filter(pk=pk).first()
