"""Forums, topics, posts."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from accounts.limits import spend_as
from api import listing, shapes
from api.doors import after_of, answer, key_of, number, reader, writer
from api.schemas import (
    PROBLEMS,
    READ_PROBLEMS,
    LineageOut,
    Listed,
    PostIn,
    PostOut,
    TopicIn,
    TopicOut,
    WaitingOut,
)
from directory.speaking import voice_named
from forums.access import forum_for, reachable_topic_for, topic_for
from forums.actions.submit import submit_reply, submit_topic
from forums.review.models import Waiting
from kernel.paging import limit_of
from realtime.live.events import events_after

router = Router(tags=["forums"])


@router.get("/forums", response={200: Listed, **READ_PROBLEMS})
def forums(request: HttpRequest, cursor: str = "", limit: str = "") -> Any:
    """The forums that the asker may read."""
    page = listing.forums(reader(request), cursor=cursor or None, limit=limit_of(limit))
    return answer(shapes.listed([shapes.forum(row) for row in page.rows], page))


@router.get("/forums/{slug}/topics", response={200: Listed, **READ_PROBLEMS})
def topics(request: HttpRequest, slug: str, cursor: str = "", limit: str = "") -> Any:
    """The topics of a forum, the latest post first."""
    viewer = reader(request)
    forum = forum_for(viewer, slug)
    page = listing.topics(viewer, forum, cursor=cursor or None, limit=limit_of(limit))
    return answer(shapes.listed([shapes.topic(row) for row in page.rows], page))


@router.post("/forums/{slug}/topics", response={201: TopicOut, 202: WaitingOut, **PROBLEMS})
def start(request: HttpRequest, slug: str, data: TopicIn) -> Any:
    """Starts a topic; its body becomes post number 1. What somebody new here writes may have to wait for a
    moderator: then the answer is 202 with `"waiting": true`, and nobody else sees it yet."""
    person = writer(request)
    forum = forum_for(person, slug)
    spend_as(person, "topic")
    topic = submit_topic(
        by=person, forum=forum, title=data.title, body=data.body, kind=data.kind or "discussion",
        tags=data.tags, lang=data.lang or "pl", key=key_of(request),
        organisation=voice_named(person, data.organisation),
    )  # fmt: skip
    if isinstance(topic, Waiting):
        return answer(shapes.waiting(topic), 202)
    return answer(shapes.topic(topic), 201)


@router.get("/topics/{topic_id}", response={200: TopicOut, **READ_PROBLEMS})
def topic(request: HttpRequest, topic_id: str) -> Any:
    return answer(shapes.topic(topic_for(reader(request), number(topic_id))))


@router.get("/topics/{topic_id}/lineage", response={200: LineageOut, **READ_PROBLEMS})
def lineage(request: HttpRequest, topic_id: str) -> Any:
    """What the topic was made of (rooms, for one made of messages), and the notes that were made of it."""
    return answer(shapes.lineage_of(topic_for(reader(request), number(topic_id)).pk))


@router.get("/topics/{topic_id}/posts", response={200: Listed, **READ_PROBLEMS})
def posts(
    request: HttpRequest, topic_id: str, after: str = "", cursor: str = "", limit: str = ""
) -> Any:
    """The posts after a number, in order. `next` is the `after` (or `cursor`) of the next page. A topic
    that was merged into another still has its numbers, each with the `moved_to` of its post."""
    found = reachable_topic_for(reader(request), number(topic_id))
    rows, following = listing.posts(found, after=after_of(cursor or after), limit=limit_of(limit))
    return answer({"results": [shapes.post(row) for row in rows], "next": following})


@router.post("/topics/{topic_id}/posts", response={201: PostOut, 202: WaitingOut, **PROBLEMS})
def reply(request: HttpRequest, topic_id: str, data: PostIn) -> Any:
    """Replies. 202 with `"waiting": true`: it waits for a moderator, has no number yet, and is in no list."""
    person = writer(request)
    found = topic_for(person, number(topic_id))
    spend_as(person, "post")
    post = submit_reply(
        by=person, topic=found, body=data.body, parent=listing.parent_of(found, data.parent),
        key=key_of(request), organisation=voice_named(person, data.organisation),
    )  # fmt: skip
    if isinstance(post, Waiting):
        return answer(shapes.waiting(post), 202)
    return answer(shapes.post(post), 201)


@router.get("/topics/{topic_id}/events", response={200: Listed, **READ_PROBLEMS})
def events(request: HttpRequest, topic_id: str, after: str = "", limit: str = "") -> Any:
    """The socket's frames after a seq, for those who poll."""
    most = limit_of(limit, default=100)
    pk = number(topic_id)
    viewer = reader(request)
    frames = events_after(viewer, "topic", pk, after=after_of(after), limit=most)
    return answer(shapes.events(frames, most))
