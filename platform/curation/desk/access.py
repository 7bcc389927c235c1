"""The door of the desk: moderators, and those whom they have named curators."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.viewer import Viewer, check_writer
from curation.models import Canned, Duplicate
from forums.models import Topic


def curator_of(viewer: Viewer) -> User:
    """For everybody else the page does not exist."""
    if not isinstance(viewer, User) or not viewer.verified or not viewer.is_curator:
        raise Http404
    return viewer


def link_of(topic: Topic) -> Duplicate | None:
    """Where the topic leads, if it leads anywhere."""
    return Duplicate.objects.filter(topic=topic.pk).select_related("of").first()


def canned_with(pk: int) -> Canned:
    return get_object_or_404(Canned, pk=pk)


def check_curator(viewer: Viewer) -> User:
    """A curator who may write now. Raises Refused, or Http404."""
    return check_writer(curator_of(viewer))
