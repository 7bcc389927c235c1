"""What a person has written that the viewer may read, and where they belong."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.viewer import Viewer
from directory.models import Membership, Organisation
from forums.models import Post, Topic
from forums.paths import post_path, topic_path
from forums.voices import own_words
from kernel.markdown import excerpt, plain
from notes.models import PracticeNote

SHOWN = 10


@dataclass(frozen=True)
class TopicLine:
    topic: Topic
    path: str


@dataclass(frozen=True)
class ReplyLine:
    post: Post
    path: str
    excerpt: str


def writings_of(person: User, viewer: Viewer) -> dict[str, Any]:
    """Newest topics, replies and notes, and how many of the replies were accepted. What the person wrote
    in the name of an organisation is the organisation's."""
    topics = Topic.objects.visible_to(viewer).filter(own_words(person)).select_related("forum")
    posts = (
        Post.objects.visible_to(viewer)
        .filter(own_words(person), number__gt=1)
        .select_related("topic", "topic__forum")
    )
    notes = PracticeNote.objects.visible_to(viewer).naming(person.handle).filter(status="published")
    accepted = Topic.objects.visible_to(viewer).filter(
        accepted__author=person, accepted__organisation=None
    )
    return {
        "topics": [
            TopicLine(topic, topic_path(topic.pk, topic.slug))
            for topic in topics.order_by("-created_at", "-id")[:SHOWN]
        ],
        "replies": [
            ReplyLine(
                post,
                post_path(post.topic_id, post.topic.slug, post.number),
                excerpt(plain(post.html)),
            )
            for post in posts.order_by("-created_at", "-id")[:SHOWN]
        ],
        "notes": list(notes.order_by("-created_at", "-id")[:SHOWN]),
        "solved_count": accepted.count(),
    }


def places_of(person: User, viewer: Viewer) -> list[Membership]:
    """The organisations that the person belongs to now."""
    memberships = Membership.objects.filter(
        person=person, left_at=None, organisation__in=Organisation.objects.visible_to(viewer)
    )
    return list(memberships.select_related("organisation").order_by("since", "pk")[:SHOWN])
