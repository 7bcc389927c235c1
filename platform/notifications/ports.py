"""What the saved searches ask of the search, with an honest answer for as long as nobody fills it."""

from collections.abc import Sequence

from accounts.viewer import Viewer
from forums.models import Topic
from kernel.ports import Port

FOUND_LIMIT = 1_000


def _by_title(viewer: Viewer, q: str) -> Sequence[int]:
    topics = Topic.objects.visible_to(viewer)
    for word in q.split():
        topics = topics.filter(title__icontains=word)
    return list(topics.order_by("-created_at", "-pk").values_list("pk", flat=True)[:FOUND_LIMIT])


topic_search: Port[[Viewer, str], Sequence[int]] = Port(_by_title)
"""Ids of topics for a question, at most FOUND_LIMIT. What comes back is filtered by `visible_to`."""
