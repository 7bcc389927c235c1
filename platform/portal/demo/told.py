"""What people have read, what they follow, and what the bell has told them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from accounts.models import User
from forums.models import Post, Seat
from kernel.markdown import excerpt, plain
from moderation.models import Decision
from notifications.actions.tell import TOGETHER
from notifications.followers import post_url
from notifications.models import Notification, Watch
from portal.demo.chat import Talk
from portal.demo.conversations import Spoken
from portal.demo.people import People
from portal.demo.reading import Clock
from realtime.chat.models import RoomSeat

FRESH = timedelta(hours=30)
"""What is younger is read only as far as the person has written themselves."""
TOLD = timedelta(days=30)
"""Older notifications are not worth making."""
READING = timedelta(hours=5)
"""How long it takes until somebody has read what they were told."""
FORUMS_FOLLOWED = {"ola": ("warsztaty",), "jan": ("biblioteki",), "oksana": ("dostepnosc",)}


def seat_readers(spoken: Sequence[Spoken], talks: Sequence[Talk], clock: Clock) -> None:
    """Everybody who has written has read what is not fresh, and the fresh as far as their own words."""
    Seat.objects.bulk_create(
        Seat(topic=one.topic, person_id=person, read_number=number)
        for one in spoken
        for person, number in read_in(one, clock).items()
    )
    RoomSeat.objects.bulk_create(
        RoomSeat(room=talk.room, person_id=person, read_seq=seq)
        for talk in talks
        for person, seq in _read_in_room(talk, clock).items()
    )


def read_in(one: Spoken, clock: Clock) -> dict[int, int]:
    """How far each person who has written in the topic has read."""
    old = sum(post.created_at <= clock.now - FRESH for post in one.posts)
    return {post.author_id: max(old, post.number) for post in one.posts}


def _read_in_room(talk: Talk, clock: Clock) -> dict[int, int]:
    old = max((m.seq for m in talk.messages if m.created_at <= clock.now - FRESH), default=0)
    return {message.author_id: max(old, message.seq) for message in talk.messages}


def follow(spoken: Sequence[Spoken], people: People, forums: Mapping[str, int]) -> None:
    """Who has written in a topic follows it; some follow a forum."""
    watches = [
        Watch(person_id=person, kind="topic", object_id=one.topic.pk, created_at=at)
        for one in spoken
        for person, at in _first_words(one).items()
    ]
    watches += [
        Watch(person=people[handle], kind="forum", object_id=forums[slug])
        for handle, slugs in FORUMS_FOLLOWED.items()
        for slug in slugs
        if slug in forums
    ]
    Watch.objects.bulk_create(watches, ignore_conflicts=True)


def _first_words(one: Spoken) -> dict[int, datetime]:
    first: dict[int, datetime] = {}
    for post in one.posts:
        first.setdefault(post.author_id, post.created_at)
    return first


def tell(
    spoken: Sequence[Spoken],
    talks: Sequence[Talk],
    decisions: Sequence[Decision],
    people: People,
    clock: Clock,
) -> None:
    """The notifications of the last weeks, as the receivers of `notifications` would have made them."""
    told = [
        notification
        for one in spoken
        for notification in (*_of_topic(one, people, clock), *_of_forum(one, people, clock))
    ]
    told += _of_decisions(decisions, _titles(spoken, talks), clock)
    told = [notification for notification in told if notification.created_at >= clock.now - TOLD]
    made = Notification.objects.bulk_create(sorted(told, key=lambda one: one.created_at))
    _join_lines(made)


def _join_lines(made: Sequence[Notification]) -> None:
    """Several new ones of a kind about one topic are one line of the bell."""
    heaps: dict[tuple[int, int, str], list[Notification]] = defaultdict(list)
    for row in made:
        if row.seen_at is None and row.topic_id and row.kind in TOGETHER:
            heaps[row.person_id, row.topic_id, row.kind].append(row)
    for heap in heaps.values():
        for number, row in enumerate(heap[1:], 2):
            row.line, row.count, row.first_url = heap[0].pk, number, heap[0].url
        for row in heap[:-1]:
            row.newest = False
    joined = [row for heap in heaps.values() for row in heap if len(heap) > 1]
    Notification.objects.bulk_update(joined, ["line", "count", "first_url", "newest"])


def _of_topic(one: Spoken, people: People, clock: Clock) -> Iterator[Notification]:
    read = read_in(one, clock)
    watchers = {one.topic.author_id}
    for post in one.posts[1:]:
        answered = {post.parent.author_id} if post.parent else set()
        for person in (answered | watchers) - {post.author_id}:
            if not post.gone:
                kind = "answer_to_you" if person in answered else "reply"
                yield _about(one, post, person, kind, read, clock)
        watchers.add(post.author_id)
    if one.accepted is not None and one.posts[one.accepted].author_id != one.topic.author_id:
        answer = one.posts[one.accepted]
        told = _about(one, answer, answer.author_id, "accepted", read, clock)
        told.organisation_id = one.topic.organisation_id
        told.actor_id = None if told.organisation_id else one.topic.author_id
        assert one.topic.accepted_at is not None
        told.created_at = one.topic.accepted_at
        if told.seen_at:
            told.seen_at = max(told.seen_at, clock.after(told.created_at, hours=1))
        yield told


def _about(
    one: Spoken, post: Post, person: int, kind: str, read: Mapping[int, int], clock: Clock
) -> Notification:
    seen = read.get(person, 0) >= post.number
    return Notification(
        person_id=person,
        kind=kind,
        actor_id=None if post.organisation_id else post.author_id,
        organisation_id=post.organisation_id,
        subject=one.topic.title,
        target_kind="post",
        target_id=post.pk,
        topic=one.topic,
        url=post_url(one.topic, post.number),
        created_at=post.created_at,
        seen_at=min(post.created_at + READING, clock.now) if seen else None,
    )


def _of_forum(one: Spoken, people: People, clock: Clock) -> Iterator[Notification]:
    for handle, slugs in FORUMS_FOLLOWED.items():
        person: User = people[handle]
        if one.row["forum"] in slugs and person.pk != one.topic.author_id:
            told = _about(one, one.posts[0], person.pk, "new_topic", read_in(one, clock), clock)
            told.target_kind, told.target_id = "topic", one.topic.pk
            if told.seen_at is None and told.created_at < clock.now - 4 * FRESH:
                told.seen_at = told.created_at + READING
            yield told


def _titles(spoken: Sequence[Spoken], talks: Sequence[Talk]) -> Mapping[tuple[str, int], str]:
    """What a notification calls a thing that was decided about."""
    titles = {
        ("post", post.pk): f"{one.topic.title} (#{post.number})"
        for one in spoken
        for post in one.posts
    }
    for talk in talks:
        for message in talk.messages:
            titles["message", message.pk] = excerpt(plain(message.html), limit=80)
    return titles


def _of_decisions(
    decisions: Sequence[Decision], titles: Mapping[tuple[str, int], str], clock: Clock
) -> Iterator[Notification]:
    for decision in decisions:
        told = {
            "subject": titles[decision.kind, decision.object_id][:200],
            "url": "/notifications/",
            "created_at": decision.created_at,
            "seen_at": decision.created_at + READING
            if decision.created_at < clock.now - FRESH
            else None,
        }
        if decision.verdict == Decision.Verdict.HIDE and decision.author_id:
            yield Notification(
                person_id=decision.author_id, kind="hidden", detail=decision.reason[:300], **told
            )
        for reporter in decision.reports.values_list("reporter_id", flat=True):
            assert reporter is not None
            yield Notification(person_id=reporter, kind="report_decided", **told)
