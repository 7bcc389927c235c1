"""The door of the desk: moderators, and those whom they have named curators."""

from django.http import Http404

from accounts.models import User
from accounts.viewer import Viewer, check_writer


def curator_of(viewer: Viewer) -> User:
    """For everybody else the page does not exist."""
    if not isinstance(viewer, User) or not viewer.verified or not viewer.is_curator:
        raise Http404
    return viewer


def check_curator(viewer: Viewer) -> User:
    """A curator who may write now. Raises Refused, or Http404."""
    return check_writer(curator_of(viewer))
