"""Doors of the place."""

from django.http import Http404

from accounts.models import User
from accounts.viewer import Viewer


def administrator_of(viewer: Viewer) -> User:
    """The viewer as an administrator; for everybody else the page does not exist."""
    if not isinstance(viewer, User) or not viewer.is_active or not viewer.is_superuser:
        raise Http404
    return viewer
