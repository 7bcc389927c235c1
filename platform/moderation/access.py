"""Doors of the moderation room."""

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from kernel.refusals import Invalid
from moderation.registry import Moderated, kinds


def moderator_of(viewer: Viewer) -> User:
    """The viewer as a moderator; for everybody else the page does not exist."""
    if not isinstance(viewer, User) or not is_moderator(viewer):
        raise Http404
    return viewer


def thing_for(viewer: Viewer, kind: str, object_id: int) -> tuple[Moderated, object]:
    """What may be reported, and how. An unknown kind is Invalid, hidden and missing are 404 alike."""
    moderated = kinds.get(kind)
    if moderated is None:
        raise Invalid({"kind": [_("This cannot be reported here.")]})
    thing = moderated.get(viewer, object_id)
    if thing is None:
        raise Http404
    return moderated, thing
