"""Bench topics: many of a few posts, a few of many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forums.counters import stamp_tags
from forums.models import Forum, Post, Seat, TaggedTopic, Topic
from forums.texts import slug_of
from kernel.markdown import excerpt, plain
from notifications.models import Watch
from portal.bulk.plan import Plan, Progress, Tell
from portal.bulk.rows import Rows, reserve
from portal.bulk.tagging import Tags
from portal.bulk.texts import Text, Writer
from realtime.live.events import POST_CHANGED, POST_CREATED, TOPIC
from realtime.live.models import Stream, StreamEvent
from search import index

POSTS_AT_ONCE, TOPICS_AT_ONCE = 5_000, 2_000
SPAN = timedelta(days=500)
FORUMS = 20
MOMENT = timedelta(microseconds=1)


@dataclass
class Draft:
    """A topic before it is written, its posts side by side."""

    pk: int
    forum_id: int
    title: str
    kind: str
    lang: str
    times: Sequence[datetime]
    authors: Sequence[int]
    texts: Sequence[Text]
    parents: Sequence[int | None]
    """The places of the posts that are answered."""
    accepted: int | None = None
    """The place of the accepted answer."""

    @property
    def solved_at(self) -> datetime:
        return self.times[-1] + MOMENT


class Talkers:
    """What all conversations need: who speaks, where, and the words."""

    def __init__(self, writer: Writer, authors: list[int], tags: Tags) -> None:
        self.writer, self.authors, self.tags = writer, authors, tags
        self.forums = [forum.pk for forum in _forums()]
        # The first forum has a quarter of all topics, the last some hundredth.
        self.weights = list(accumulate(1 / (place + 1) for place in range(len(self.forums))))


def _forums() -> list[Forum]:
    """The bench forums; as many are made as are missing."""
    known = set(Forum.objects.filter(slug__startswith="bench-").values_list("slug", flat=True))
    last = Forum.objects.order_by("-position").values_list("position", flat=True).first() or 0
    Forum.objects.bulk_create(
        Forum(slug=f"bench-{n:02}", name=f"Ławka {n:02}", position=min(32_767, last + n))
        for n in range(1, FORUMS + 1)
        if f"bench-{n:02}" not in known
    )
    return list(Forum.objects.filter(slug__startswith="bench-", audience="public").order_by("slug"))


def add_topics(plan: Plan, talkers: Talkers, tell: Tell) -> None:
    """`plan.topic_count` topics with `plan.post_count` posts together, the oldest first."""
    progress = Progress("posts", plan.post_count, tell)
    lengths = _lengths(plan, talkers)
    now = timezone.now()
    step = SPAN / len(lengths)
    for lot in _lots(lengths):
        with transaction.atomic():
            ids = reserve(Topic, len(lot))
            drafts = [
                draft_of(pk, lengths[place], now - SPAN + step * place, now, talkers)
                for pk, place in zip(ids, lot, strict=True)
            ]
            write_topics(drafts, talkers)
        progress.add(sum(lengths[place] for place in lot))


def _lengths(plan: Plan, talkers: Talkers) -> list[int]:
    """Posts of each topic: one, and a share of the rest that is small for most and large for a few."""
    random = talkers.writer.random
    lengths = [1] * plan.topic_count
    weights = list(accumulate(min(random.paretovariate(1.3), 60.0) for _ in lengths))
    rest = plan.post_count - plan.topic_count
    for place in random.choices(range(len(lengths)), cum_weights=weights, k=rest):
        lengths[place] += 1
    return lengths


def _lots(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of topics that are written together."""
    lot: list[int] = []
    posts = 0
    for place, length in enumerate(lengths):
        lot.append(place)
        posts += length
        if posts >= POSTS_AT_ONCE or len(lot) >= TOPICS_AT_ONCE:
            yield lot
            lot, posts = [], 0
    if lot:
        yield lot


def draft_of(pk: int, length: int, start: datetime, now: datetime, talkers: Talkers) -> Draft:
    writer, random = talkers.writer, talkers.writer.random
    lang = writer.lang()
    lasts = min(timedelta(hours=random.expovariate(1 / 60)), now - start - 2 * MOMENT)
    step = max(lasts / length, MOMENT)
    question = random.random() < 0.45
    return Draft(
        pk=pk,
        forum_id=random.choices(talkers.forums, cum_weights=talkers.weights)[0],
        title=writer.title(lang),
        kind=Topic.Kind.QUESTION if question else Topic.Kind.DISCUSSION,
        lang=lang,
        times=[start + step * place for place in range(length)],
        authors=random.choices(talkers.authors, k=length),
        texts=[writer.post(lang) for _ in range(length)],
        parents=[parent_of(place, talkers) for place in range(length)],
        accepted=random.randrange(1, length)
        if question and length > 1 and random.random() < 0.6
        else None,
    )


def parent_of(place: int, talkers: Talkers) -> int | None:
    """Half of the posts answer one of the ten before them."""
    random = talkers.writer.random
    if place == 0 or random.random() < 0.5:
        return None
    return random.randrange(max(0, place - 10), place)


def write_topics(drafts: Sequence[Draft], talkers: Talkers) -> None:
    numbers = iter(reserve(Post, sum(len(draft.times) for draft in drafts)))
    post_ids = [[next(numbers) for _ in draft.times] for draft in drafts]
    both = list(zip(drafts, post_ids, strict=True))
    _topics(both)
    write_posts(both)
    _streams(both)
    Rows(Seat, "topic_id", "person_id", "read_number").write(
        (draft.pk, draft.authors[0], len(draft.times)) for draft in drafts
    )
    Rows(Watch, "person_id", "object_id", "created_at", kind="topic").write(
        (draft.authors[0], draft.pk, draft.times[0]) for draft in drafts
    )
    ids = [draft.pk for draft in drafts]
    talkers.tags.put(TaggedTopic, ids, last_post_at=timezone.now())
    stamp_tags(ids)
    index.enqueue("topic", ids)
    for forum_id in sorted({draft.forum_id for draft in drafts}):
        here = [draft for draft in drafts if draft.forum_id == forum_id]
        count_in_forum(
            forum_id,
            topics=len(here),
            posts=sum(len(draft.times) for draft in here),
            latest=max(draft.times[-1] for draft in here),
        )


def _topics(both: Sequence[tuple[Draft, list[int]]]) -> None:
    Rows(
        Topic, "id", "forum_id", "title", "slug", "kind", "lang", "author_id", "excerpt", "last_number",
        "reply_count", "last_post_at", "last_poster_id", "accepted_id", "accepted_at", "accepted_by_id",
        "created_at",
    ).write(
        (
            draft.pk, draft.forum_id, draft.title, slug_of(draft.title), draft.kind, draft.lang,
            draft.authors[0], excerpt(plain(draft.texts[0].html)), len(ids), len(ids) - 1,
            draft.times[-1], draft.authors[-1],
            *((None, None, None) if draft.accepted is None else
              (ids[draft.accepted], draft.solved_at, draft.authors[0])),
            draft.times[0],
        )
        for draft, ids in both
    )  # fmt: skip


def write_posts(both: Sequence[tuple[Draft, list[int]]], first_number: int = 1) -> None:
    Rows(
        Post,
        "id",
        "topic_id",
        "number",
        "parent_id",
        "author_id",
        "lang",
        "body",
        "html",
        "created_at",
    ).write(
        (
            pk,
            draft.pk,
            number,
            None if parent is None else ids[parent],
            author,
            draft.lang,
            *text,
            at,
        )
        for draft, ids in both
        for number, (pk, parent, author, text, at) in enumerate(
            zip(ids, draft.parents, draft.authors, draft.texts, draft.times, strict=True),
            start=first_number,
        )
    )


def _streams(both: Sequence[tuple[Draft, list[int]]]) -> None:
    stream_ids = reserve(Stream, len(both))
    Rows(Stream, "id", "object_id", "last_seq", kind=TOPIC).write(
        (stream, draft.pk, len(ids) + (draft.accepted is not None))
        for stream, (draft, ids) in zip(stream_ids, both, strict=True)
    )
    Rows(StreamEvent, "stream_id", "seq", "object_id", "created_at", "type").write(
        row
        for stream, (draft, ids) in zip(stream_ids, both, strict=True)
        for row in _events(stream, draft, ids)
    )


def _events(
    stream: int, draft: Draft, ids: list[int]
) -> Iterator[tuple[int, int, int, datetime, str]]:
    for seq, (pk, at) in enumerate(zip(ids, draft.times, strict=True), start=1):
        yield stream, seq, pk, at, POST_CREATED
    if draft.accepted is not None:
        yield stream, len(ids) + 1, ids[draft.accepted], draft.solved_at, POST_CHANGED


def count_in_forum(forum_id: int, *, topics: int, posts: int, latest: datetime) -> None:
    """The forum's figures: last of all, since everybody who writes in it waits for this row."""
    forum = Forum.objects.select_for_update().only("last_post_at").get(pk=forum_id)
    Forum.objects.filter(pk=forum_id).update(
        topic_count=F("topic_count") + topics,
        post_count=F("post_count") + posts,
        last_post_at=max(latest, forum.last_post_at or latest),
        version=F("version") + 1,
    )
