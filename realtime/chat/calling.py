"""What the bell says of conversations: once until it has been read, never what was written. Of rooms:
who is named. And what moderators have decided about somebody in a room."""

from accounts.models import User
from accounts.viewer import Audience, in_office
from directory.speaking import editors_of
from notifications.actions.tell import tell
from notifications.models import Notification
from realtime.chat.models import Message, Participant, Room, RoomSeat
from realtime.chat.paths import message_path, room_path
from realtime.chat.querysets import PEOPLE
from realtime.live.events import ROOM


def told_of_message(*, room_id: int, message_id: int) -> None:
    """Those who take part and are not called already are told that somebody wrote."""
    room = Room.objects.filter(pk=room_id, audience=PEOPLE).first()
    if room is None:
        return
    author_id = Message.objects.values_list("author_id", flat=True).get(pk=message_id)
    called = Notification.objects.filter(
        target_kind=ROOM, target_id=room_id, seen_at=None, kind="wrote_to_you"
    )
    waiting = Participant.objects.present().filter(room=room, muted=False)
    people = set(waiting.values_list("person_id", flat=True)) - set(
        called.values_list("person_id", flat=True)
    )
    _tell(people, room, kind="wrote_to_you", actor_id=author_id)


def told_of_adding(*, room_id: int, person_id: int, by_id: int) -> None:
    room = Room.objects.get(pk=room_id)
    _tell({person_id}, room, kind="added_to_conversation", actor_id=by_id)


def told_of_naming(
    *, room_id: int, message_id: int, person_ids: set[int], organisation_ids: set[int]
) -> None:
    """Who is named in a room, or edits what is named, and may read it there; but those who have muted it.
    In a conversation everybody hears of a message anyway."""
    room = Room.objects.filter(pk=room_id).exclude(audience=PEOPLE).first()
    if room is None:
        return
    people = person_ids.union(*(editors_of(pk) for pk in organisation_ids))
    readers = User.objects.filter(pk__in=people, is_active=True)
    if room.audience == Audience.MODERATORS:
        readers = readers.filter(in_office())
    if room.about is not None:  # it knows its readers, one by one
        seen = [one.pk for one in readers if room.pk in rooms_seen(one, {room.pk})]
        readers = readers.filter(pk__in=seen)
    quiet = RoomSeat.objects.filter(room=room, muted=True).values("person")
    message = Message.objects.get(pk=message_id)
    tell(
        set(readers.exclude(pk__in=quiet).values_list("pk", flat=True)), kind="mention",
        actor_id=message.author_id, organisation_id=message.organisation_id, subject=room.name,
        url=message_path(room.slug, message.seq), target=(ROOM, room.pk),
    )  # fmt: skip


def told_of_silence(*, room: Room, person_id: int, words: str, silent: bool) -> None:
    """What a moderator has decided about somebody, with the reason. Without a target: they must learn of
    it in any case."""
    tell(
        {person_id}, kind="silenced" if silent else "heard_again", actor_id=None, subject=room.name,
        detail=words, url=room_path(room.slug), target=("", 0),
    )  # fmt: skip


def _tell(people: set[int], room: Room, *, kind: str, actor_id: int) -> None:
    tell(
        people, kind=kind, actor_id=actor_id, subject=room.name, url=room_path(room.slug),
        target=(ROOM, room.pk),
    )  # fmt: skip


def rooms_seen(person: User, ids: set[int]) -> set[int]:
    """Which of these rooms the person may still see: the answer to `notifications.targets`."""
    return set(Room.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))
