"""Rooms come into being: an organisation's with the organisation, others by hand."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from directory.models import Organisation
from kernel.facts import publish
from realtime.chat.facts import RoomChanged
from realtime.chat.models import Room
from realtime.chat.paths import RESERVED
from realtime.chat.policies import check_open


def open_organisation_room(*, by: User, organisation: Organisation) -> Room:
    """The organisation's room, made if it has none. Raises Refused."""
    check_open(by, organisation.pk)
    return room_of(organisation)


def room_of(organisation: Organisation) -> Room:
    """The organisation's room: public, and listed from its first message on."""
    with transaction.atomic():
        room = Room.objects.filter(organisation=organisation).first()
        if room is None:
            room = make_rooms([organisation])[0]
    return room


def make_rooms(organisations: Iterable[Organisation]) -> list[Room]:
    """Rooms for organisations that have none, in one statement."""
    wanted = list(organisations)
    taken = set(
        Room.objects.filter(slug__in=[one.slug for one in wanted]).values_list("slug", flat=True)
    )
    rooms = [
        Room(
            slug=one.slug if one.slug not in {*taken, *RESERVED} else f"{one.slug[:100]}-{one.pk}",
            name=one.name,
            organisation=one,
        )
        for one in wanted
    ]
    made = Room.objects.bulk_create(rooms, batch_size=500)
    for room in made:
        publish(RoomChanged(room_id=room.pk))
    return made
