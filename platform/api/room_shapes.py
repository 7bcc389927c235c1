"""A room as the API shows it by itself, and the words by which one is described."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer
from api import shapes
from kernel.refusals import Invalid
from realtime.chat.access import room_for
from realtime.chat.models import Room
from realtime.chat.people import place_in
from realtime.chat.unread import seat_of, unread_in
from taxonomy.models import PracticeArea, Region
from taxonomy.regions import powiat_choices, units_by_code


def whole(viewer: Viewer, pk: int) -> dict[str, Any]:
    """The room with what it is to the viewer. Raises Http404."""
    room = room_for(viewer, pk=pk)
    shape = shapes.room(room)
    return {**shape, "own": own(viewer, room)} if isinstance(viewer, User) else shape


def own(person: User, room: Room) -> dict[str, Any]:
    seat = seat_of(person.pk, room.pk)
    place = place_in(person, room) if room.private else None
    return {
        "joined": seat.joined or place is not None,
        "muted": place.muted if place is not None else seat.muted,
        "read_seq": seat.read_seq,
        "unread": unread_in(person.pk, [room.pk]).get(room.pk, 0),
    }


def practice_called(code: str | None) -> PracticeArea | None:
    """Raises Invalid."""
    if not code:
        return None
    area = PracticeArea.objects.filter(code=code[:50]).first()
    if area is None:
        raise Invalid({"practice": [_("Choose one from the list.")]})
    return area


def region_called(code: str | None) -> Region | None:
    """A powiat. Raises Invalid."""
    if not code:
        return None
    if code not in dict(powiat_choices("")):
        raise Invalid({"region": [_("Choose one from the list.")]})
    return units_by_code([code]).get(code)
