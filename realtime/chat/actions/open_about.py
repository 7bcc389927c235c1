"""A room about a thing is opened, goes where its thing goes, and bears its name."""

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string

from accounts.limits import spend_as
from accounts.models import User
from accounts.viewer import check_writer
from forums.models import Topic
from kernel.facts import publish
from realtime.chat.about import TOPIC, Kind, Thing, kind_of
from realtime.chat.facts import RoomChanged
from realtime.chat.models import Room, RoomSeat
from realtime.chat.querysets import ABOUT


def open_room_about(*, by: User, thing: Thing) -> tuple[Room, bool]:
    """The room, and whether it was made now: there is one about a thing. Raises Refused or TooMany."""
    kind = kind_of(thing)
    check_writer(by)
    kind.check_open(by, thing)
    if (found := kind.room_of(thing.pk)) is not None:
        return found, False
    if not by.is_moderator:
        spend_as(by, "room_about")
    with transaction.atomic():
        try:
            with transaction.atomic():
                room = Room.objects.create(
                    slug=_address(kind, thing.pk), name=thing.title, audience=ABOUT, opened_by=by,
                    **{kind.name: thing},
                )  # fmt: skip
        except IntegrityError:  # somebody has just opened it
            return Room.objects.get(**{kind.name: thing.pk}), False
        RoomSeat.objects.create(room=room, person=by, joined=True)
        kind.shows_anew(thing)
        publish(RoomChanged(room_id=room.pk))
    return room, True


def _address(kind: Kind, pk: int) -> str:
    """Somebody may have called a room of their own so."""
    slug = f"{kind.slug}-{pk}"
    taken = Room.objects.filter(slug=slug).exists()
    return f"{slug}-{get_random_string(6, 'abcdefghijkmnpqrstuvwxyz')}" if taken else slug


def follow_thing(thing: Thing) -> None:
    """The thing has changed: its room bears its name, and is looked at anew by all who keep something of
    it, since other people may read it now. In the action's transaction."""
    rooms = Room.objects.filter(**{kind_of(thing).name: thing.pk})
    for room in rooms:
        if room.name != thing.title:
            Room.objects.filter(pk=room.pk).update(name=thing.title)
        publish(RoomChanged(room_id=room.pk))


def follow_merge(*, gone_id: int, kept_id: int) -> None:
    """Of two topics one is left. Its room stays; the other's becomes it where there is none. Two talks, each
    numbered from 1, cannot be put into one order: then the other stays with the topic that has gone, where
    nothing more is said and the readers of the topic that is left read on."""
    room = TOPIC.room_of(gone_id)
    if room is None:
        return
    if TOPIC.room_of(kept_id) is None:
        Room.objects.filter(pk=room.pk).update(topic=kept_id)
        TOPIC.shows_anew(Topic.objects.get(pk=kept_id))
    publish(RoomChanged(room_id=room.pk))
