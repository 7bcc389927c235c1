"""Somebody begins to write to others."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.models import Organisation
from kernel.gate import BadText, clean_text
from kernel.once import once
from kernel.refusals import Invalid
from realtime.chat.actions.say import message_text, say
from realtime.chat.actions.take_part import locked, seat, spend_on, tell
from realtime.chat.consent import check_open_to
from realtime.chat.models import Conversation, Message, Participant, Room
from realtime.chat.people import MOST, same_two
from realtime.chat.querysets import PEOPLE

SUBJECT_LIMIT = 120
"""Characters."""
HANDLE_LIMIT = 60
SLUG_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def start_conversation(
    *, by: User, to: Sequence[User], subject: str = "", body: str, key: str | None = None
) -> tuple[Room, bool]:
    """The conversation with its first message, and whether anything was written now.

    Two people have one conversation: a second beginning writes into it, the subject above the
    message. Raises Refused, Invalid ("to", "subject", "body"), TooMany or KeyReused.
    """
    check_writer(by)
    others = list({person.pk: person for person in to if person.pk != by.pk}.values())
    _check_count(others)
    subject = _subject(subject)
    body = message_text(body)

    def make() -> int:
        if len(others) == 1:
            room = of_two(by, others[0])
            words = f"{subject}\n\n{body}" if subject else body
        else:
            room, words = _of_several(by, others, subject), body
        say(by=by, room=room, body=words)
        return room.pk

    handles = sorted(person.handle for person in others)
    with transaction.atomic():
        pk, made = once(
            person_id=by.pk, key=key, payload=["conversation", handles, subject, body], make=make
        )
    return Room.objects.get(pk=pk), made


def _check_count(others: Sequence[User]) -> None:
    if not others:
        raise Invalid({"to": [_("Choose somebody to write to.")]})
    if len(others) >= MOST:
        raise Invalid({"to": [_("A conversation holds 20 people at most.")]})


def _subject(raw: object) -> str:
    try:
        return clean_text(raw, limit=SUBJECT_LIMIT, lines=False, name=True)
    except BadText as error:
        raise Invalid({"subject": [str(error)]}) from error


def of_two(by: User, other: User) -> Room:
    """The one conversation of these two, both of them in it."""
    mark = same_two(by.pk, other.pk)
    found = Conversation.objects.select_related("room").filter(same_as=mark).first()
    if found is None:
        check_open_to(by, [other])
        spend_on(by, [other])
        return new_room(by, [(other, False)], same_as=mark)
    locked(found.room)
    here = set(
        Participant.objects.present().filter(room=found.room).values_list("person_id", flat=True)
    )
    if not {by.pk, other.pk} <= here:
        # Who left has closed the door to the other; coming back by themselves opens it again.
        check_open_to(by, [other])
        spend_on(by, [other])
        come_back(found.room, by)
    return found.room


def come_back(room: Room, person: User) -> None:
    """Who has left returns by their own choice. The conversation is locked."""
    if not Participant.objects.present().filter(room=room, person=person).exists():
        seat(room, person, added_by=person)
        tell(room, Message.Kind.JOINED, author=person)


def _of_several(by: User, others: Sequence[User], subject: str) -> Room:
    check_open_to(by, others)
    spend_on(by, list(others))
    return new_room(by, [(person, False) for person in others], name=subject)


def new_room(
    by: User,
    others: Sequence[tuple[User, bool]],
    *,
    name: str = "",
    same_as: str | None = None,
    organisation: Organisation | None = None,
) -> Room:
    """A conversation of these people: (person, whether as an editor of the organisation). When
    another has just made the same one, that."""
    try:
        with transaction.atomic():
            slug = f"rozmowa-{get_random_string(16, SLUG_LETTERS)}"
            room = Room.objects.create(slug=slug, name=name, audience=PEOPLE)
            Conversation.objects.create(
                room=room, started_by=by, organisation=organisation, same_as=same_as
            )
    except IntegrityError:
        return Room.objects.get(conversation__same_as=same_as)
    seat(room, by, added_by=by)
    for person, for_organisation in others:
        seat(room, person, added_by=by, for_organisation=for_organisation)
    return room


def people_named(by: User, handles: Sequence[str]) -> list[User]:
    """The people of these handles, but oneself. Raises Invalid ("to") for a handle of nobody."""
    wanted = list(dict.fromkeys(_handle(handle) for handle in handles[: MOST * 2] if handle))
    if len(wanted) > MOST:
        raise Invalid({"to": [_("A conversation holds 20 people at most.")]})
    found = {person.handle: person for person in User.objects.filter(handle__in=wanted)}
    missing = [handle for handle in wanted if handle not in found]
    if missing:
        words = _("There is nobody here by this name: %(names)s.")
        raise Invalid({"to": [words % {"names": ", ".join(missing)}]})
    return [found[handle] for handle in wanted if handle != by.handle]


def _handle(raw: str) -> str:
    try:
        return clean_text(raw, limit=HANDLE_LIMIT, lines=False, name=True).lstrip("@").lower()
    except BadText as error:
        raise Invalid({"to": [str(error)]}) from error
