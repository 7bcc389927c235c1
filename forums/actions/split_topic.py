"""A moderator takes posts out of a topic: into a new one, or to the end of another."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.locking import locked_topics
from forums.actions.start_topic import read_kind
from forums.actions.transplanting import MOST, count_forums, transplant
from forums.happenings import note
from forums.models import Post, Topic, TopicEvent
from forums.policies import check_moderate, check_rearrange
from forums.texts import slug_of
from kernel.fields import gathered, read_title
from kernel.once import once
from kernel.refusals import Invalid


def split_topic(
    *,
    by: User,
    topic: Topic,
    numbers: Collection[int],
    title: str = "",
    kind: str = Topic.Kind.DISCUSSION,
    into: Topic | None = None,
    key: str | None = None,
) -> Topic:
    """The topic in which the posts with these numbers are now: a new one with this title, or `into`.
    The same key with the same posts answers with the topic they went to before.

    Raises Refused, Invalid (numbers, title, kind, into) or KeyReused."""
    check_moderate(by)
    fields = gathered(
        title=lambda: "" if into else read_title(title),
        kind=lambda: read_kind(kind),
        numbers=lambda: _read_numbers(numbers),
        into=lambda: _other(topic, into),
    )
    wanted: list[int] = fields["numbers"]

    def make() -> int:
        held = locked_topics({topic.pk, *([into.pk] if into else [])})
        source = held[topic.pk]
        for one in held.values():
            check_rearrange(by, one)
        posts = _chosen(source, wanted)
        if into is not None:
            return _append(by, source, held[into.pk], posts)
        return _begin(by, source, posts, fields["title"], fields["kind"])

    with transaction.atomic():
        payload = ["split", topic.pk, wanted, fields["title"], fields["kind"], into and into.pk]
        pk, _made = once(person_id=by.pk, key=key, payload=payload, make=make)
    return Topic.objects.select_related("forum").get(pk=pk)


def _read_numbers(numbers: Collection[int]) -> list[int]:
    if not numbers:
        raise Invalid({"numbers": [_("Choose at least one post.")]})
    if 1 in numbers:
        raise Invalid(
            {"numbers": [_("The first post stays. To move all of them, merge the conversation.")]}
        )
    if len(numbers) > MOST:
        raise Invalid({"numbers": [_("That is too many at once: at most %d.") % MOST]})
    return sorted(set(numbers))


def _other(topic: Topic, into: Topic | None) -> None:
    if into is not None and into.pk == topic.pk:
        raise Invalid({"into": [_("That is this very conversation. Choose another.")]})


def _chosen(source: Topic, numbers: list[int]) -> list[Post]:
    posts = list(
        Post.objects.filter(topic=source.pk, number__in=numbers, moved_to=None).order_by("number")
    )
    gone = sorted(set(numbers) - {post.number for post in posts})
    if gone:
        listed = ", ".join(f"#{number}" for number in gone[:10])
        raise Invalid({"numbers": [_("No longer here: %s.") % listed]})
    return posts


def _append(by: User, source: Topic, target: Topic, posts: list[Post]) -> int:
    base, before = target.last_number, (source.reply_count, target.reply_count)
    transplant(source, target, posts)
    note(source, TopicEvent.Kind.SPLIT_OFF, by=by, other=target, count=len(posts))
    note(target, TopicEvent.Kind.TAKEN_IN, by=by, after=base, other=source, count=len(posts))
    count_forums(
        [
            (one.forum_id, 0, 0 if one.hidden else one.reply_count - was)
            for one, was in zip((source, target), before, strict=True)
        ]
    )
    return target.pk


def _begin(by: User, source: Topic, posts: list[Post], title: str, kind: str) -> int:
    first, before = posts[0], source.reply_count
    target = Topic.objects.create(
        forum=source.forum,
        title=title,
        slug=slug_of(title),
        kind=kind,
        lang=first.lang,
        author_id=first.author_id,
        organisation_id=first.organisation_id,
        last_poster_id=first.author_id,
        region_id=source.region_id,
        hidden=source.hidden,
        created_at=first.created_at,
    )
    target.tags.set([tag.name for tag in source.tags.all()])
    transplant(source, target, posts)
    note(source, TopicEvent.Kind.SPLIT_OFF, by=by, other=target, count=len(posts))
    note(target, TopicEvent.Kind.SPLIT_FROM, by=by, after=1, other=source)
    shown = 0 if source.hidden else 1
    count_forums(
        [
            (source.forum_id, 0, shown * (source.reply_count - before)),
            (target.forum_id, shown, shown * (target.reply_count + 1)),
        ]
    )
    return target.pk
