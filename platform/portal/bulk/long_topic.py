"""One bench topic, as long as is wanted."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forums.counters import stamp_tags
from forums.models import Post, Topic
from portal.bulk import conversations
from portal.bulk.conversations import (
    MOMENT,
    SPAN,
    Draft,
    Talkers,
    count_in_forum,
    draft_of,
    parent_of,
    write_posts,
    write_topics,
)
from portal.bulk.plan import Progress, Tell
from portal.bulk.rows import Rows, reserve
from realtime.live import streams
from realtime.live.events import POST_CREATED, TOPIC
from realtime.live.models import Stream, StreamEvent
from search import index


def add_long_topic(length: int, talkers: Talkers, tell: Tell) -> int:
    """One topic of so many posts in the first bench forum, some thousand at a time; its id."""
    progress = Progress("posts of the long topic", length, tell)
    now = timezone.now()
    start = now - SPAN
    step = (SPAN - MOMENT) / length
    with transaction.atomic():
        pk = reserve(Topic, 1)[0]
        draft = draft_of(pk, 1, start, now, talkers)
        draft.forum_id, draft.accepted = talkers.forums[0], None
        draft.title = f"{draft.title.rstrip('?')} ({length})"[:200]
        write_topics([draft], talkers)
    progress.add(1)
    while progress.done < length:
        size = min(conversations.POSTS_AT_ONCE, length - progress.done)
        times = [start + step * (progress.done + place) for place in range(size)]
        with transaction.atomic():
            _append(pk, times, talkers)
        progress.add(size)
    return pk


def _append(topic_id: int, times: list[datetime], talkers: Talkers) -> None:
    """More posts at the end of a topic, in which people may be writing meanwhile."""
    writer, random = talkers.writer, talkers.writer.random
    topic = Topic.objects.select_for_update(of=("self",)).get(pk=topic_id)
    size = len(times)
    draft = Draft(
        pk=topic.pk,
        forum_id=topic.forum_id,
        title=topic.title,
        kind=topic.kind,
        lang=topic.lang,
        times=[max(at, topic.last_post_at) for at in times],
        authors=random.choices(talkers.authors, k=size),
        texts=[writer.post(topic.lang) for _ in range(size)],
        parents=[parent_of(place, talkers) for place in range(size)],
    )
    ids = list(reserve(Post, size))
    write_posts([(draft, ids)], first_number=topic.last_number + 1)
    place = streams.next_place(TOPIC, topic.pk)
    Stream.objects.filter(pk=place.stream_id).update(last_seq=place.seq + size - 1)
    Rows(
        StreamEvent, "seq", "object_id", "created_at", stream_id=place.stream_id, type=POST_CREATED
    ).write(
        (place.seq + offset, pk, at) for offset, (pk, at) in enumerate(zip(ids, draft.times, strict=True))
    )  # fmt: skip
    Topic.objects.filter(pk=topic.pk).update(
        last_number=F("last_number") + size,
        reply_count=F("reply_count") + size,
        last_post_at=draft.times[-1],
        last_poster_id=draft.authors[-1],
    )
    stamp_tags([topic.pk])
    index.enqueue("topic", [topic.pk])
    count_in_forum(topic.forum_id, topics=0, posts=size, latest=draft.times[-1])
