"""Posts go from one topic to the end of another: what split and merge have in common.

Each moved post is a new row there. The old one stays under its number without its text and points to the
new one, so that an address, an event or an id that somebody holds still leads to the words.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from django.db.models import F

from forums.actions.accept_answer import clear_accepted
from forums.counters import latest_of_forum, newest_here, shift_forum, stamp_tags
from forums.facts import PostsMoved
from forums.models import Post, PostRevision, Seat, Topic
from kernel.facts import publish
from kernel.markdown import excerpt, plain
from moderation.actions.follow import follow

MOST = 1_000
"""Posts that one request moves at most."""
BATCH = 200

_KEPT = (
    "author_id", "organisation_id", "lang", "body", "html", "created_at", "edited_at", "corrected",
    "removed_at", "removed_by_id", "hidden", "gathered",
)  # fmt: skip


def transplant(source: Topic, target: Topic, posts: Sequence[Post]) -> None:
    """Moves posts, in the order of their numbers, between two held topics. What follows from it for the
    figures of the two topics is done here; for those of their forums, `count_forums` does it."""
    base = target.last_number
    lost = sum(map(_counts, posts))
    accepted = (source.accepted_id, source.accepted_at, source.accepted_by_id)
    if source.accepted_id in {post.pk for post in posts}:
        clear_accepted(source)
    moved = _write(target, posts, base)
    _answers(target, posts, moved)
    _leave_numbers(source, posts, moved)
    _seats(source, target, [post.number for post in posts], base)
    if accepted[0] in moved:
        _carry_accepted(target, moved[accepted[0]], accepted)
    _settle(source, replies=-lost, last_number=source.last_number)
    _settle(target, replies=sum(map(_counts, moved.values())), last_number=base + len(posts))
    pairs = tuple((old, new.pk) for old, new in moved.items())
    follow(kind="post", moves=dict(pairs))
    publish(PostsMoved(from_id=source.pk, to_id=target.pk, moves=pairs))


def _counts(post: Post) -> bool:
    return post.number > 1 and not post.gone


def _write(target: Topic, posts: Sequence[Post], base: int) -> dict[int, Post]:
    """The new rows by the old ids."""
    rows = [
        Post(topic=target, number=base + at, **{name: getattr(post, name) for name in _KEPT})
        for at, post in enumerate(posts, start=1)
    ]
    Post.objects.bulk_create(rows, batch_size=BATCH)
    moved = {post.pk: row for post, row in zip(posts, rows, strict=True)}
    revisions = list(PostRevision.objects.filter(post__in=list(moved)).defer("body"))
    for revision in revisions:
        revision.post = moved[revision.post_id]
    PostRevision.objects.bulk_update(revisions, ["post"], batch_size=BATCH)
    return moved


def _answers(target: Topic, posts: Sequence[Post], moved: Mapping[int, Post]) -> None:
    """What a moved post answers: where that has moved too, now or earlier, its new place."""
    earlier = dict(
        Post.objects.filter(
            pk__in={post.parent_id for post in posts if post.parent_id}, moved_to__topic=target.pk
        ).values_list("pk", "moved_to")
    )
    answers = []
    for post in posts:
        if post.parent_id is None:
            continue
        here = moved[post.parent_id].pk if post.parent_id in moved else earlier.get(post.parent_id)
        if here is not None:
            moved[post.pk].parent_id = here
            answers.append(moved[post.pk])
    Post.objects.bulk_update(answers, ["parent"], batch_size=BATCH)


def _leave_numbers(source: Topic, posts: Sequence[Post], moved: Mapping[int, Post]) -> None:
    for post in posts:
        post.moved_to = moved[post.pk]
    Post.objects.bulk_update(posts, ["moved_to"], batch_size=BATCH)
    ids = list(moved)
    Post.objects.filter(pk__in=ids).update(
        body="", html="", removed_at=None, removed_by=None, hidden=False, version=F("version") + 1
    )
    # Those that stay and answer them say so by the number alone from now on.
    Post.objects.filter(topic=source.pk, parent__in=ids).update(version=F("version") + 1)


def _seats(source: Topic, target: Topic, numbers: Sequence[int], base: int) -> None:
    """Who has read of both topics all that there was has read what comes together now. In a topic that
    is new, everybody has read as much as they had of the old one."""
    read = dict(Seat.objects.filter(topic=source.pk).values_list("person_id", "read_number"))
    known = {person: bisect_right(numbers, upto) for person, upto in read.items()}
    if base == 0:
        Seat.objects.bulk_create(
            [
                Seat(topic=target, person_id=person, read_number=count)
                for person, count in known.items()
                if count
            ],
            batch_size=500,
            ignore_conflicts=True,
        )
        return
    seats = [
        seat
        for seat in Seat.objects.filter(topic=target.pk, read_number__gte=base)
        if known.get(seat.person_id)
    ]
    for seat in seats:
        seat.read_number = base + known[seat.person_id]
    Seat.objects.bulk_update(seats, ["read_number"], batch_size=500)


def _carry_accepted(target: Topic, post: Post, accepted: tuple[object, ...]) -> None:
    """An accepted answer stays one where it can be: under a question that has none."""
    if target.kind != Topic.Kind.QUESTION or target.accepted_id is not None or post.number == 1:
        return
    _pk, at, by = accepted
    target.accepted = post
    Topic.objects.filter(pk=target.pk).update(accepted=post.pk, accepted_at=at, accepted_by_id=by)


def _settle(topic: Topic, *, replies: int, last_number: int) -> None:
    """The figures of a topic whose posts have come or gone."""
    when, whom, voice = newest_here(topic.pk) or (
        topic.created_at, topic.author_id, topic.organisation_id,
    )  # fmt: skip
    topic.last_number = last_number
    topic.reply_count += replies
    first = Post.objects.filter(topic=topic.pk, number=1).order_by("number").first()
    topic.excerpt = excerpt(plain(first.html)) if first and not first.gone else ""
    Topic.objects.filter(pk=topic.pk).update(
        last_number=last_number,
        reply_count=topic.reply_count,
        last_post_at=when,
        last_poster_id=whom,
        last_organisation_id=voice,
        excerpt=topic.excerpt,
        version=F("version") + 1,
    )
    stamp_tags([topic.pk])


def count_forums(changes: Sequence[tuple[int, int, int]]) -> None:
    """Moves the figures of forums: (forum's id, topics, posts) each. In the order of their ids, since
    others wait at these rows."""
    sums: dict[int, list[int]] = {}
    for forum_id, topics, posts in changes:
        one = sums.setdefault(forum_id, [0, 0])
        one[0] += topics
        one[1] += posts
    for forum_id, (topics, posts) in sorted(sums.items()):
        shift_forum(forum_id, topics=topics, posts=posts, last_post_at=latest_of_forum(forum_id))
