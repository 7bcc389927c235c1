"""The door to copies of one's own data."""

from collections.abc import Callable
from typing import TypeVar

from allauth.account import decorators
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.own_data import copying
from accounts.own_data.models import DataCopy

View = TypeVar("View", bound=Callable[..., object])


def typed_again(view: View) -> View:
    """Only who has just shown once more that they are the person: by the password, say."""
    wrapped: View = decorators.reauthentication_required(view)
    return wrapped


def copy_of(person: User) -> DataCopy | None:
    """The newest, ready or not."""
    return DataCopy.objects.filter(person=person).order_by("-pk").first()


def ready_copy_of(person: User) -> DataCopy:
    """The newest that can be fetched; 404 where there is none, or no longer."""
    ready = DataCopy.objects.filter(person=person, ready_at__gt=timezone.now() - copying.KEPT)
    copy = ready.order_by("-pk").first()
    if copy is None or not copying.path_of(copy).is_file():
        raise Http404
    return copy
