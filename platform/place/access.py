"""Doors of the place."""

from django.http import Http404

from accounts.models import User
from accounts.viewer import Viewer
from place.models import Logo


def logo_with(mark: str) -> bytes:
    """The picture beside the name, for everybody; 404 for one that is there no more."""
    found = Logo.objects.filter(mark=mark).values_list("image", flat=True).first()
    if found is None:
        raise Http404
    return bytes(found)


def administrator_of(viewer: Viewer) -> User:
    """The viewer as an administrator; for everybody else the page does not exist."""
    if not isinstance(viewer, User) or not viewer.is_active or not viewer.is_superuser:
        raise Http404
    return viewer
