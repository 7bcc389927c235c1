"""What the bell says of conversations: once until it has been read, never what was written. And what
moderators have decided about somebody in a room."""

from accounts.models import User
from notifications.actions.tell import tell
from notifications.models import Notification
from realtime.chat.models import Message, Participant, Room
from realtime.chat.paths import room_path
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
