"""People come into a conversation, and go.

The conversation's row is locked first, its channel last. Whoever comes in reads from then on; the line
that tells of it has the next number, so that it is the first they see.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.limits import spend_as
from accounts.models import User
from accounts.viewer import check_writer
from kernel.facts import publish
from kernel.limits import spend
from kernel.refusals import Refused
from realtime.chat.actions.lines import tell_in
from realtime.chat.actions.mark_read import forget, read_up_to
from realtime.chat.consent import check_open_to
from realtime.chat.facts import PeopleChanged, PersonAdded
from realtime.chat.models import Conversation, Message, Participant, Room, RoomSeat
from realtime.chat.people import MOST, place_in, readers_of
from realtime.live import streams
from realtime.live.events import ROOM


def locked(room: Room) -> Conversation:
    """The conversation, its people unchanged by others until the transaction ends."""
    return Conversation.objects.select_for_update().get(pk=room.pk)


def seat(
    room: Room, person: User, *, added_by: User | None, for_organisation: bool = False
) -> Participant:
    """The person takes part from now on. The conversation is locked."""
    last = streams.last_seq(ROOM, room.pk)
    row, _made = Participant.objects.update_or_create(
        room=room,
        person=person,
        defaults={
            "added_by": added_by,
            "joined_at": timezone.now(),
            "from_seq": last,
            "left_at": None,
            "by_choice": False,
            "for_organisation": for_organisation,
            "muted": False,
        },
    )
    # Whatever is said from now on is new to them, the first message too.
    RoomSeat.objects.get_or_create(room=room, person=person)
    read_up_to(person_id=person.pk, room_id=room.pk, seq=last)
    publish(PeopleChanged(room_id=room.pk))
    return row


def tell(room: Room, kind: str, *, author: User, about: User | None = None) -> None:
    """A line in the conversation that says who came or went; none before the first message."""
    if Message.objects.filter(room=room).exists():
        tell_in(room, kind, author=author, about=about)


def add_person(*, by: User, room: Room, person: User) -> None:
    """Somebody who takes part brings in somebody else. A conversation of two becomes one of several.

    Raises Refused, or TooMany. Somebody who is in it already stays as they are.
    """
    check_writer(by)
    with transaction.atomic():
        locked(room)
        readers = readers_of(room) or {}
        if by.pk not in readers:
            raise Refused(_("You are no longer in this conversation."))
        if person.pk in readers:
            return
        check_can_add(readers)
        check_open_to(by, [person])
        check_not_gone(room, person)
        spend_on(by, [person], "conversation_person")
        Conversation.objects.filter(pk=room.pk, same_as__startswith="two:").update(same_as=None)
        seat(room, person, added_by=by)
        tell(room, Message.Kind.ADDED, author=by, about=person)
        publish(PersonAdded(room_id=room.pk, person_id=person.pk, by_id=by.pk))


def check_can_add(readers: Iterable[int]) -> None:
    count = len(list(readers))
    if count >= MOST:
        raise Refused(_("A conversation holds 20 people at most."))
    if count < 2:
        raise Refused(_("Nobody else is here any more."))


def check_not_gone(room: Room, person: User) -> None:
    """Who has left by their own choice is not brought back by others."""
    if Participant.objects.filter(room=room, person=person, by_choice=True).exists():
        raise Refused(_("You cannot write to: %(names)s.") % {"names": person.name})


def spend_on(by: User, people: list[User], action: str = "conversation") -> None:
    """Counts the beginning of a conversation with these people; newcomers are counted by people."""
    spend_as(by, action)
    if by.is_newcomer:
        spend("conversation_newcomer", f"u{by.pk}", amount=len(people))


def leave(*, by: User, room: Room) -> None:
    """The person goes, and nobody but they can bring them back. Leaving twice changes nothing."""
    _go(room, by, by_choice=True)


def take_out(*, room: Room, person: User) -> None:
    """The person belongs to the organisation no more, so they go."""
    _go(room, person, by_choice=False)


def _go(room: Room, person: User, *, by_choice: bool) -> None:
    with transaction.atomic():
        locked(room)
        row = Participant.objects.present().filter(room=room, person=person).first()
        if row is None:
            return
        row.left_at, row.by_choice = timezone.now(), by_choice
        row.save(update_fields=["left_at", "by_choice"])
        tell(room, Message.Kind.LEFT, author=person)
        # Nothing of it counts any more, at the bell or beside the chat.
        RoomSeat.objects.filter(room=room, person=person).delete()
        forget(person_id=person.pk, room_id=room.pk)
        publish(PeopleChanged(room_id=room.pk))


def mute(*, by: User, room: Room, muted: bool) -> None:
    """Whether new messages ring at the bell of the person. Raises Refused."""
    row = place_in(by, room)
    if row is None:
        raise Refused(_("You are no longer in this conversation."))
    Participant.objects.filter(pk=row.pk).update(muted=muted)
