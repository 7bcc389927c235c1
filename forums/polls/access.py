"""The door of the polls."""

from django.http import Http404

from accounts.viewer import Viewer
from forums.polls.models import Poll


def poll_for(viewer: Viewer, pk: int) -> Poll:
    """The poll with its topic and forum, or 404."""
    polls = Poll.objects.visible_to(viewer).select_related("topic__forum", "author", "organisation")
    poll = polls.filter(pk=pk).first()
    if poll is None:
        raise Http404
    return poll
