"""Checks of what the room writes twice: counters of channels against their events, events against
the messages and posts they tell of, figures of rooms against their messages, people of conversations
against their places and memberships, reactions against those who pressed, packed words against what was said."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from directory.models import Membership
from forums.models import Post
from kernel.integrity import check
from realtime.chat import words as wording
from realtime.chat.actions.mark_read import read_up_to
from realtime.chat.actions.take_part import take_out
from realtime.chat.counters import recounted_rooms
from realtime.chat.models import (
    Conversation,
    Message,
    MessageReaction,
    Participant,
    Room,
    RoomSeat,
    RoomWords,
)
from realtime.chat.querysets import PEOPLE
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


@check("realtime.people")
def people(fix: bool) -> Iterator[str]:
    """Only conversations have people, each of whom has a place to read from."""
    yield from _without_conversation(fix)
    yield from _strangers(fix)
    yield from _without_seat(fix)
    yield from _no_editors_now(fix)


def _without_conversation(fix: bool) -> Iterator[str]:
    for room in Room.objects.filter(audience=PEOPLE, conversation=None):
        yield f"room {room.slug} is a conversation that does not know how it began"
        if fix:
            Conversation.objects.get_or_create(room=room)


def _strangers(fix: bool) -> Iterator[str]:
    for row in Participant.objects.exclude(room__audience=PEOPLE).select_related("room"):
        yield f"person {row.person_id} takes part in {row.room.slug}, which is no conversation"
        if fix:
            row.delete()


def _without_seat(fix: bool) -> Iterator[str]:
    seats = RoomSeat.objects.filter(room=OuterRef("room"), person=OuterRef("person"))
    for row in Participant.objects.present().filter(~Exists(seats), room__audience=PEOPLE):
        yield f"person {row.person_id} takes part in room {row.room_id} without a place in it"
        if fix:
            read_up_to(person_id=row.person_id, room_id=row.room_id, seq=row.from_seq)


def _no_editors_now(fix: bool) -> Iterator[str]:
    editing = Membership.objects.filter(
        organisation=OuterRef("room__conversation__organisation"),
        person=OuterRef("person"),
        role=Membership.Role.EDITOR,
        left_at=None,
    )
    here = Participant.objects.present().filter(for_organisation=True)
    here = here.exclude(room__conversation__organisation=None)
    for row in here.filter(~Exists(editing)).select_related("room", "person"):
        yield f"person {row.person_id} takes part in room {row.room_id} for what they no longer edit"
        if fix:
            take_out(room=row.room, person=row.person)


@check("realtime.words")
def words(fix: bool) -> Iterator[str]:
    """What is packed of a stretch of a room is what its messages say."""
    for row in RoomWords.objects.select_related("room").order_by("pk").iterator(chunk_size=20):
        if bytes(row.packed) == wording.packed_now(row.room_id, row.stretch)[1]:
            continue
        first = row.stretch * wording.SPAN + 1
        yield f"room {row.room.slug}: packed words of {first} to {first + wording.SPAN - 1} are not those said there"
        if fix:
            row.delete()  # packed anew by the worker


@check("realtime.reactions")
def reactions(fix: bool) -> Iterator[str]:
    """What stands beside a message is what people have said of it."""
    true: dict[int, dict[str, int]] = defaultdict(dict)
    rows = MessageReaction.objects.order_by().values_list("message", "kind").annotate(n=Count("pk"))
    for message, kind, n in rows.iterator(chunk_size=2_000):
        true[message][kind] = n
    pressed = MessageReaction.objects.values("message")
    shown = Message.objects.filter(~Q(reactions={}) | Q(pk__in=pressed))
    for pk, figures in shown.values_list("pk", "reactions").iterator(chunk_size=2_000):
        if figures != true.get(pk, {}):
            yield f"message {pk}: reactions {figures}, people said {true.get(pk, {})}"
            if fix:
                Message.objects.filter(pk=pk).update(
                    reactions=true.get(pk, {}), version=F("version") + 1
                )
