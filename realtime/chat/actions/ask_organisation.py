"""A person writes to the people of an organisation, and who these are changes."""

from hashlib import sha256

from django.db import transaction

from accounts.hushing import apart_from
from accounts.models import User
from accounts.viewer import check_writer
from directory.models import Membership, Organisation
from kernel.gate import NAME_LIMIT, BadText, clean_text
from kernel.refusals import Invalid
from realtime.chat.actions.open_room import room_of
from realtime.chat.actions.start_conversation import come_back, new_room
from realtime.chat.actions.take_part import locked, seat, spend_on, take_out, tell
from realtime.chat.consent import gone_from
from realtime.chat.models import Conversation, Message, Participant, Room
from realtime.chat.paths import room_path
from realtime.chat.people import MOST


def conversation_with(person: User, organisation: Organisation, subject: str) -> str:
    """The address of this person's conversation with those who edit the organisation's page, about
    the subject: the same again for the same subject. Without anybody to talk to, of its public room.

    Raises Refused, Invalid ("subject") or TooMany.
    """
    check_writer(person)
    subject = _subject(subject)
    mark = _same(person, organisation, subject)
    with transaction.atomic():
        editors = _editors(person, organisation)
        found = Conversation.objects.select_related("room").filter(same_as=mark).first()
        if found is None:
            if not editors:
                return room_path(room_of(organisation).slug)
            spend_on(person, editors)
            room = new_room(
                person, [(editor, True) for editor in editors],
                name=subject, same_as=mark, organisation=organisation,
            )  # fmt: skip
            return room_path(room.slug)
        locked(found.room)
        others = Participant.objects.present().filter(room=found.room, person__is_active=True)
        if not others.exclude(person=person).exists():
            return room_path(room_of(organisation).slug)
        come_back(found.room, person)
        return room_path(found.room.slug)


def _subject(raw: str) -> str:
    try:  # the title of what one asks about, which may be longer than a name can be
        return clean_text(raw[:NAME_LIMIT], limit=NAME_LIMIT, lines=False)
    except BadText as error:
        raise Invalid({"subject": [str(error)]}) from error


def _same(person: User, organisation: Organisation, subject: str) -> str:
    digest = sha256(subject.casefold().encode()).hexdigest()[:32]
    return f"organisation:{organisation.pk}:{person.pk}:{digest}"


def _editors(person: User, organisation: Organisation) -> list[User]:
    """Who edits the page now and can answer, those first who have for longest."""
    rows = Membership.objects.filter(
        organisation=organisation, role=Membership.Role.EDITOR, left_at=None,
        person__is_active=True, person__verified=True,
    ).exclude(person=person)  # fmt: skip
    editors = [row.person for row in rows.select_related("person").order_by("since", "pk")]
    gone = gone_from(person, editors) | apart_from(person.pk, {one.pk for one in editors})
    return [editor for editor in editors if editor.pk not in gone][: MOST - 1]


def follow_membership(*, organisation_id: int, person_id: int) -> None:
    """Somebody edits the organisation's page from now on, or no more: they come into its
    conversations, or go at once."""
    person = User.objects.get(pk=person_id)
    edits = (
        person.is_active
        and Membership.objects.filter(
            organisation=organisation_id, person=person, role=Membership.Role.EDITOR, left_at=None
        ).exists()
    )
    rooms = Room.objects.filter(conversation__organisation=organisation_id)
    places = Participant.objects.filter(room__in=rooms, person=person)
    if edits:
        settled = places.filter(left_at=None) | places.filter(by_choice=True)
        for room in rooms.exclude(pk__in=settled.values("room")).order_by("pk"):
            _bring_in(room, person)
    else:
        for place in places.filter(left_at=None, for_organisation=True).select_related("room"):
            take_out(room=place.room, person=person)


def _bring_in(room: Room, person: User) -> None:
    with transaction.atomic():
        conversation = locked(room)
        present = Participant.objects.present().filter(room=room)
        starter = conversation.started_by
        if present.count() >= MOST or (starter and gone_from(starter, [person])):
            return
        seat(room, person, added_by=None, for_organisation=True)
        tell(room, Message.Kind.JOINED, author=person)
