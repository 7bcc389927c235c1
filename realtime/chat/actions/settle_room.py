"""An administrator says what a room of everybody is called, who comes in, and whether it always stands in
the list. Rooms of organisations and conversations are their people's."""

from typing import Any

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.viewer import Audience
from kernel.facts import publish
from kernel.fields import gathered, one_of
from kernel.gate import clean_text, required_text
from place.access import administrator_of
from place.actions.record import record
from place.seen import check_seen
from realtime.chat.actions.found_room import DESCRIPTION_LIMIT, NAME_LIMIT
from realtime.chat.facts import RoomChanged
from realtime.chat.models import Room
from realtime.chat.querysets import RoomQuerySet

SHOWN = ("name", "description", "audience", "always_listed")


def settle_room(
    *,
    by: User,
    room: Room,
    name: str,
    description: str,
    audience: str,
    always_listed: bool,
    seen: str | None = None,
) -> Room:
    """Raises Invalid or Conflict; 404 for a room that is not everybody's."""
    administrator_of(by)
    fields = gathered(
        name=lambda: required_text(name, limit=NAME_LIMIT, lines=False, name=True),
        description=lambda: clean_text(description, limit=DESCRIPTION_LIMIT, lines=False),
        audience=lambda: one_of(Audience.values)(audience),
    )
    fields["always_listed"] = bool(always_listed)
    with transaction.atomic():
        held = common_rooms().select_for_update(of=("self",)).filter(pk=room.pk).first()
        if held is None:
            raise Http404
        before = values_of(held)
        check_seen(seen, before)
        if before == fields:
            return held
        for field, value in fields.items():
            setattr(held, field, value)
        held.save(update_fields=list(SHOWN))
        record(by=by, what=f"room:{held.slug}", before=before, after=fields)
        publish(RoomChanged(room_id=held.pk))
    return held


def common_rooms() -> RoomQuerySet:
    """Rooms that belong to nobody in particular."""
    return Room.objects.filter(
        audience__in=Audience.values, organisation=None, topic=None, card=None
    ).order_by("-always_listed", "archived_at", "name")


def values_of(room: Room) -> dict[str, Any]:
    return {name: getattr(room, name) for name in SHOWN}
