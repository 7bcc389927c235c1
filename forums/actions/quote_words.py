"""Others' words, quoted from elsewhere, stand in a topic: posts of whoever brought them, which nobody
rewrites by hand. The room that knows where the words come from gives them, and gives them anew."""

from collections.abc import Mapping, Sequence

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from composing.text import composed_again
from forums.actions.locking import locked_topic
from forums.counters import not_before, shift_forum, stamp_tags_of
from forums.facts import PostChanged, ReplyPosted, TopicChanged
from forums.models import Post, PostRevision, Topic
from forums.policies import check_reply
from forums.review.models import Waiting
from forums.seats import read_up_to
from kernel.facts import publish
from kernel.markdown import excerpt, plain, render


def quote_words(*, by: User, topic: Topic, bodies: Sequence[str]) -> list[Post]:
    """Posts at the end of a topic, one for each of the texts (Markdown that is safe already: it was made
    of stored words, names in it call nobody). In the caller's transaction. Raises Refused."""
    held = locked_topic(topic.pk)
    check_reply(by, held)
    now = max(timezone.now(), held.last_post_at)
    posts = []
    for number, body in enumerate(bodies, start=held.last_number + 1):
        posts.append(
            Post.objects.create(
                topic=held, number=number, author=by, lang=held.lang, body=body, html=render(body),
                created_at=now, gathered=True,
            )
        )  # fmt: skip
    held.last_number += len(posts)
    held.reply_count += len(posts)
    held.last_post_at, held.last_poster, held.last_organisation = now, by, None
    held.save(
        update_fields=["last_number", "reply_count", "last_post_at", "last_poster", "last_organisation"]
    )  # fmt: skip
    stamp_tags_of(held)
    read_up_to(person_id=by.pk, topic_id=held.pk, number=held.last_number)
    for post in posts:
        publish(ReplyPosted(topic_id=held.pk, post_id=post.pk, number=post.number))
    shift_forum(held.forum_id, posts=len(posts), last_post_at=not_before(now))
    return posts


def give_words(bodies: Mapping[int, str]) -> None:
    """Posts (by their ids) get these words: something that a text shows of others has changed, and nobody
    has edited anything, so no history tells of it. In the caller's transaction."""
    posts = Post.objects.filter(pk__in=list(bodies), moved_to=None).order_by("topic", "pk")
    topics = Topic.objects.filter(pk__in=posts.order_by().values("topic")).order_by("pk")
    list(topics.select_for_update(no_key=True))
    for post in posts:
        body = bodies[post.pk]
        html = render(body) if post.gathered else composed_again(body, post.html)
        Post.objects.filter(pk=post.pk).update(body=body, html=html, version=F("version") + 1)
        words = {"excerpt": excerpt(plain(html))} if post.number == 1 else {}
        Topic.objects.filter(pk=post.topic_id).update(version=F("version") + 1, **words)
        publish(PostChanged(topic_id=post.topic_id, post_id=post.pk))
        if post.number == 1:
            publish(TopicChanged(topic_id=post.topic_id))


def give_earlier_words(bodies: Mapping[int, str]) -> None:
    """The same for what posts said before (PostRevision by its id)."""
    for pk, body in bodies.items():
        PostRevision.objects.filter(pk=pk).update(body=body)


def give_waiting_words(bodies: Mapping[int, str]) -> None:
    """The same for what waits for a moderator."""
    for row in Waiting.objects.filter(pk__in=list(bodies)):
        body = bodies[row.pk]
        Waiting.objects.filter(pk=row.pk).update(
            body=body, html=composed_again(body, row.html), version=F("version") + 1
        )


def topics_show_anew(topics: Sequence[int]) -> None:
    """What stands beside the posts of these topics has changed: of what they were made, what was made of
    them (forums.ports.lineage), whether they have a room (forums.ports.talk)."""
    Topic.objects.filter(pk__in=topics).update(grown=True, version=F("version") + 1)
