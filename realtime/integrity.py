"""Checks of what the room writes twice: counters of channels against their events, events against
the messages and posts they tell of, figures of rooms against their messages."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef

from forums.models import Post
from kernel.integrity import check
from realtime.chat.counters import recounted_rooms
from realtime.chat.models import Message, Room
from realtime.live.events import MESSAGE_CREATED, POST_CREATED, ROOM, TOPIC
from realtime.live.models import Stream, StreamEvent
from realtime.live.streams import record


@check("realtime.streams")
def streams(fix: bool) -> Iterator[str]:
    """Events are numbered from 1 without gaps, and the counter is the last number."""
    counted = Stream.objects.annotate(n=Count("events"), top=Max("events__seq"))
    for stream in counted.iterator():
        top = stream.top or 0
        if stream.n != top:
            yield f"{stream.kind}:{stream.object_id} has {stream.n} events, numbered up to {top}"
        if stream.last_seq != top:
            yield f"{stream.kind}:{stream.object_id} counts {stream.last_seq} events, has {top}"
            if fix:
                Stream.objects.filter(pk=stream.pk).update(last_seq=top)


@check("realtime.messages")
def messages(fix: bool) -> Iterator[str]:
    """Every message was made in the event of its own number."""
    made = StreamEvent.objects.filter(
        stream__kind=ROOM, stream__object_id=OuterRef("room_id"), seq=OuterRef("seq"),
        type=MESSAGE_CREATED, object_id=OuterRef("pk"),
    )  # fmt: skip
    for message in Message.objects.exclude(Exists(made)).iterator():
        yield f"message {message.pk} was not made in event {message.seq} of room:{message.room_id}"
        if fix:
            _number_anew(message)


def _number_anew(message: Message) -> None:
    with transaction.atomic():
        seq = record(ROOM, message.room_id, MESSAGE_CREATED, message.pk)
        Message.objects.filter(pk=message.pk).update(seq=seq)


@check("realtime.posts")
def posts(fix: bool) -> Iterator[str]:
    """Every post was made in an event of its topic."""
    # By the post's id alone: asked topic by topic, a topic's length would be paid for each of its posts.
    made = StreamEvent.objects.filter(type=POST_CREATED).values("object_id")
    silent = Post.objects.exclude(pk__in=made).order_by("topic_id", "number")
    for pk, topic_id, number in silent.values_list("pk", "topic_id", "number").iterator():
        yield f"post {number} of topic {topic_id} has no event"
        if fix:
            with transaction.atomic():
                record(TOPIC, topic_id, POST_CREATED, pk)


@check("realtime.rooms")
def rooms(fix: bool) -> Iterator[str]:
    """A room counts its readable messages and knows when the newest was said."""
    for room in recounted_rooms().exclude(
        message_count=F("true_count"), last_message_at=F("true_latest")
    ):
        if room.message_count == room.true_count and room.last_message_at == room.true_latest:
            continue
        yield f"room {room.slug} counts {room.message_count} messages, has {room.true_count}"
        if fix:
            Room.objects.filter(pk=room.pk).update(
                message_count=room.true_count, last_message_at=room.true_latest
            )
