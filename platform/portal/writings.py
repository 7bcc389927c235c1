"""What a person has written that the viewer may read."""

from typing import Any

from accounts.models import User
from accounts.viewer import Viewer
from directory.models import Membership, Organisation
from forums.models import Post, Topic
from notes.models import PracticeNote

SHOWN = 10


def writings_of(person: User, viewer: Viewer) -> dict[str, Any]:
    """Newest topics, replies and notes, and the organisations the person belongs to."""
    topics = Topic.objects.visible_to(viewer).filter(author=person).select_related("forum")
    posts = (
        Post.objects.visible_to(viewer)
        .filter(author=person, number__gt=1)
        .select_related("topic", "topic__forum")
    )
    notes = PracticeNote.objects.visible_to(viewer).filter(author=person, status="published")
    accepted = Topic.objects.visible_to(viewer).filter(accepted__author=person)
    memberships = Membership.objects.filter(
        person=person, left_at=None, organisation__in=Organisation.objects.visible_to(viewer)
    )
    return {
        "topics": list(topics.order_by("-created_at", "-id")[:SHOWN]),
        "posts": list(posts.order_by("-created_at", "-id")[:SHOWN]),
        "notes": list(notes.order_by("-created_at", "-id")[:SHOWN]),
        "solved_count": accepted.count(),
        "memberships": list(
            memberships.select_related("organisation").order_by("since", "pk")[:SHOWN]
        ),
    }
