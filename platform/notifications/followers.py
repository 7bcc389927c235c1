"""Telling those who follow a topic, a tag or a forum of what is new there.

A few are told with the writing itself. Where many follow, each of them is a row that others' writing would have to
wait for (a thousand cost a writer a sixth of a second), so the background work tells them a moment later, of
what is still there then, and only those who have not read it meanwhile.
"""

import logging
from collections.abc import Callable, Mapping

from django.db import transaction

from accounts.models import User
from accounts.viewer import Audience, in_office
from forums.models import Post, Seat, Topic
from forums.whole import whole_post
from kernel import outbox
from kernel.breakdowns import is_away
from kernel.compiled import Compiled
from kernel.many import at_once, these_to_come
from kernel.outbox import Item
from notifications.actions.tell import STRENGTH, tell
from notifications.levels import Said, listeners
from notifications.models import Level, Notification

log = logging.getLogger(__name__)
QUEUE = "followers"
MANY = 20
"""More than so many are told in the background."""
AT_ONCE = 50
"""Posts in one round of it."""


def who_may_see(people: set[int], topic: Topic) -> set[int]:
    """Those of the people who may see the topic, in one query or none."""
    open_to_all = topic.forum.audience in (Audience.PUBLIC, Audience.MEMBERS)
    if not people or (open_to_all and not topic.hidden):
        return people
    moderators = User.objects.filter(in_office(), pk__in=people)
    return set(moderators.values_list("pk", flat=True))


def post_url(topic: Topic, number: int) -> str:
    return f"/forums/t/{topic.pk}/{topic.slug}/{number}/#p{number}"


def tell_of_reply(post: Post, said: Mapping[int, Said], *, besides: set[int]) -> None:
    """All who follow what the reply stands in, but for those who have been told as those answered."""
    people = _following(said) - besides - {post.author_id}
    if len(people) > MANY:
        outbox.enqueue(QUEUE, [Item("reply", post.pk, 0, 1)])
    else:
        _tell_of_reply(post, people, said)


def tell_of_topic(topic: Topic, said: Mapping[int, Said]) -> None:
    people = _following(said) - {topic.author_id}
    if len(people) > MANY:
        outbox.enqueue(QUEUE, [Item("new_topic", topic.pk, 0, 1)])
    else:
        _tell_of_topic(topic, people, said)


def _following(said: Mapping[int, Said]) -> set[int]:
    return {who for who, what in said.items() if what.level == Level.WATCHING}


def _tell_of_reply(post: Post, people: set[int], said: Mapping[int, Said]) -> None:
    topic = post.topic
    tell(
        who_may_see(people, topic), kind="reply", actor_id=post.author_id,
        organisation_id=post.organisation_id, subject=topic.title, url=post_url(topic, post.number),
        target=("post", post.pk), heard=(topic, said),
    )  # fmt: skip


def _tell_of_topic(topic: Topic, people: set[int], said: Mapping[int, Said]) -> None:
    tell(
        who_may_see(people, topic), kind="new_topic", actor_id=topic.author_id,
        organisation_id=topic.organisation_id, subject=topic.title, url=post_url(topic, 1),
        target=("topic", topic.pk), heard=(topic, said),
    )  # fmt: skip


def work_off() -> bool:
    """Tells the followers of what waits, the oldest first; True when more may wait."""
    claimed = outbox.claim(QUEUE, AT_ONCE)
    for row in claimed:
        try:
            with transaction.atomic():  # so that they are told once, whenever the process ends
                if outbox.hold(row):
                    _LATER[row.kind](row.object_id)
                    outbox.confirm([row])
        except Exception as error:
            if is_away(error):
                raise
            log.exception("the followers of %s %s cannot be told", row.kind, row.object_id)
            outbox.postpone([row], repr(error))
    return len(claimed) == AT_ONCE


def _reply_later(post_id: int) -> None:
    post = _where_it_stands(post_id)
    if post is not None and post.removed_at is None and not post.hidden:
        said = listeners(post.topic)
        people = _following(said) - {post.author_id}
        people -= _have_read(post.topic, post.number, people)
        people -= {who for (who,) in _told_of(post.pk, at_once(people))}
        _tell_of_reply(post, people, said)


def _topic_later(topic_id: int) -> None:
    topic = Topic.objects.select_related("forum").filter(pk=topic_id, merged_into=None).first()
    if topic is not None:
        said = listeners(topic)
        people = _following(said) - {topic.author_id}
        _tell_of_topic(topic, people - _have_read(topic, 1, people), said)


def _where_it_stands(post_id: int) -> Post | None:
    """The post, in the topic to which it may have been moved meanwhile."""
    try:
        post = whole_post(post_id)
    except Post.DoesNotExist:
        return None
    return post if post.moved_to_id is None else _where_it_stands(post.moved_to_id)


def _have_read(topic: Topic, number: int, people: set[int]) -> set[int]:
    return {who for (who,) in _readers(topic.pk, number, at_once(people))}


_readers = Compiled(
    lambda topic, number, people: Seat.objects.filter(
        topic=topic, read_number__gte=number, person__in=these_to_come(people)
    ).values_list("person_id"),
    parameters=3,
)
_told_of = Compiled(
    lambda post, people: Notification.objects.filter(
        person__in=these_to_come(people),
        target_kind="post",
        target_id=post,
        kind__in=tuple(STRENGTH),
    ).values_list("person_id"),
    parameters=2,
)
"""Who has been told of the post in another way: named in it, say."""
_LATER: dict[str, Callable[[int], None]] = {"reply": _reply_later, "new_topic": _topic_later}
