"""Two organisations became one record: what becomes of their rooms."""

from django.db.models import F

from directory.models import Organisation
from kernel.facts import publish
from realtime.chat.facts import RoomChanged
from realtime.chat.models import Conversation, Message, Room


def merge_rooms(*, kept_id: int, gone_id: int) -> None:
    """The organisation that stays has one room. Of two the one in which something was said is it; if
    that is both, the twin's becomes a room by itself: two talks, each numbered from 1, cannot be put
    into one order that sockets and seats would still fit. Inside the merge's transaction."""
    Conversation.objects.filter(organisation=gone_id).update(organisation=kept_id)
    said = Message.objects.filter(organisation=gone_id)
    said.update(organisation=kept_id, version=F("version") + 1)
    rooms = {
        room.organisation_id: room
        for room in Room.objects.select_for_update().filter(organisation__in=(kept_id, gone_id))
    }
    kept, gone = rooms.get(kept_id), rooms.get(gone_id)
    if gone is None:
        return
    if kept is not None and kept.message_count and gone.message_count:
        gone.organisation = None
        gone.save(update_fields=["organisation"])
    elif kept is not None and not gone.message_count:
        gone.delete()
        return
    else:
        organisation = Organisation.objects.get(pk=kept_id)
        if kept is not None:
            gone.slug = kept.slug
            kept.delete()
        elif not Room.objects.filter(slug=organisation.slug).exists():
            gone.slug = organisation.slug
        gone.organisation, gone.name = organisation, organisation.name
        gone.save(update_fields=["organisation", "name", "slug"])
    publish(RoomChanged(room_id=gone.pk))
