"""Somebody answers in a topic."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.models import Organisation
from directory.speaking import check_speaks_as
from forums.actions.locking import locked_topic
from forums.actions.referring import referred
from forums.counters import not_before, shift_forum, stamp_tags_of
from forums.facts import ReplyPosted
from forums.models import Post, Topic
from forums.policies import check_reply
from forums.seats import read_up_to
from forums.texts import Written, read_body
from forums.whole import at_hand, whole_post
from kernel.facts import publish
from kernel.fields import gathered, read_lang
from kernel.once import once
from kernel.refusals import Invalid


def post_reply(
    *,
    by: User,
    topic: Topic,
    body: str,
    parent: Post | None = None,
    lang: str | None = None,
    organisation: Organisation | None = None,
    key: str | None = None,
) -> Post:
    """The post; the same key with the same words answers with the post they made before.

    `lang` is the topic's unless given. With `organisation` it is shown as that one's. Raises Refused, Invalid (body, parent, lang) or KeyReused.
    """
    check_writer(by)
    fields = gathered(
        body=lambda: read_body(body, by=by), lang=lambda: read_lang(lang or topic.lang)
    )
    with transaction.atomic():
        held = locked_topic(topic.pk)
        if held.merged_into_id is None:
            return _reply(by, held, fields["body"], parent, fields["lang"], organisation, key)
    # It has just been merged: the words go after it, now that nothing is held.
    return post_reply(
        by=by,
        topic=Topic.objects.get(pk=held.merged_into_id),
        body=body,
        parent=Post.objects.filter(pk__in=_moved(parent)).first() if parent else None,
        lang=fields["lang"],
        organisation=organisation,
        key=key,
    )


def _reply(
    by: User,
    topic: Topic,
    written: Written,
    parent: Post | None,
    lang: str,
    organisation: Organisation | None,
    key: str | None,
) -> Post:
    check_reply(by, topic)
    if organisation is not None:
        check_speaks_as(by, organisation)
    if parent is not None and not _stands(parent, topic):
        raise Invalid({"parent": [_("What you are answering is no longer here.")]})
    payload = ["reply", topic.pk, written.body, parent.number if parent else None]
    payload += [organisation.pk] if organisation else []
    written_now: list[Post] = []

    def make() -> int:
        written_now.append(_write(by, topic, written, parent, lang, organisation))
        return written_now[0].pk

    pk, _made = once(person_id=by.pk, key=key, payload=payload, make=make)
    return written_now[0] if written_now else whole_post(pk)


def _moved(post: Post) -> QuerySet[Post, int | None]:
    """The id of the place to which a post has been moved."""
    return Post.objects.filter(pk=post.pk).values_list("moved_to", flat=True)


def _stands(parent: Post, topic: Topic) -> bool:
    """Whether the post belongs to this topic and is still there to be answered."""
    here = Post.objects.filter(
        pk=parent.pk, topic_id=topic.pk, removed_at=None, moved_to=None, hidden=False
    )
    return here.exists()


def _write(
    by: User,
    topic: Topic,
    written: Written,
    parent: Post | None,
    lang: str,
    organisation: Organisation | None,
) -> Post:
    number = topic.last_number + 1
    # Never before the post it follows, even if the clock was set back: the lists go by it.
    now = max(timezone.now(), topic.last_post_at)
    post = Post.objects.create(
        topic=topic,
        number=number,
        parent=parent,
        author=by,
        organisation=organisation,
        lang=lang,
        body=written.body,
        html=written.html,
        created_at=now,
    )
    _count(topic, post)
    read_up_to(person_id=by.pk, topic_id=topic.pk, number=number)
    with at_hand(post):
        publish(ReplyPosted(topic_id=topic.pk, post_id=post.pk, number=number))
        post = whole_post(post.pk)  # one of those who were told may have changed it
    referred(post, written)
    if topic.hidden:
        return post  # a moderator's word in a hidden topic: the forum does not count it
    shift_forum(topic.forum_id, posts=1, last_post_at=not_before(now))
    return post


def _count(topic: Topic, post: Post) -> None:
    """The post is the topic's last one. Nobody else changes the topic meanwhile: it is held."""
    topic.last_number, topic.reply_count = post.number, topic.reply_count + 1
    topic.last_post_at, topic.last_poster = post.created_at, post.author
    topic.last_organisation = post.organisation
    topic.save(update_fields=_COUNTED)
    stamp_tags_of(topic)


_COUNTED = ["last_number", "reply_count", "last_post_at", "last_poster", "last_organisation"]
