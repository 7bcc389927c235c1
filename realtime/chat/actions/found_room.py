"""Somebody opens a room that no organisation has, and looks after it."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.limits import spend_as
from accounts.models import User
from accounts.viewer import Audience
from kernel.facts import publish
from kernel.gate import BadText, required_text
from kernel.once import once
from kernel.refusals import Invalid
from realtime.chat.actions.lines import tell_in
from realtime.chat.facts import RoomChanged
from realtime.chat.models import Message, Room, RoomSeat
from realtime.chat.paths import RESERVED
from realtime.chat.policies import check_archive, check_found, check_looks_after
from realtime.chat.querysets import PEOPLE
from realtime.live import streams
from taxonomy.models import PracticeArea, Region
from taxonomy.slugs import slug

NAME_LIMIT, DESCRIPTION_LIMIT = 80, 300
KEPT = (None, 24, 12, 6, 3, 1)
"""Months for which a room may keep its messages; None: for ever."""
SLOW = (0, 10, 30, 60, 300, 900, 3600)
"""Seconds between two messages of one person that a room may ask for."""


def found_room(
    *, by: User, name: str, description: str, audience: str = Audience.PUBLIC,
    practice: PracticeArea | None = None, region: Region | None = None,
    keeps_months: int | None = None, key: str | None = None,
) -> tuple[Room, bool]:  # fmt: skip
    """The room, and whether it was made now. Its name is nobody else's, since its address is made of
    it. Raises Refused, Invalid, TooMany or KeyReused."""
    check_found(by)
    name = _text("name", name, NAME_LIMIT, name=True)
    description = _text("description", description, DESCRIPTION_LIMIT)
    if audience not in audiences_for(by):
        raise Invalid({"audience": [_("Choose one from the list.")]})
    _check_kept(keeps_months)

    def make() -> int:
        address = _free(name)
        if not by.is_moderator:
            spend_as(by, "room")
        try:
            with transaction.atomic():
                room = Room.objects.create(
                    slug=address, name=name, description=description, audience=audience,
                    practice=practice, region=region, keeps_months=keeps_months, opened_by=by,
                )  # fmt: skip
        except IntegrityError:  # somebody has just opened one of the same name
            raise Invalid({"name": [_taken()]}) from None
        RoomSeat.objects.create(room=room, person=by, joined=True)
        publish(RoomChanged(room_id=room.pk))
        return room.pk

    with transaction.atomic():
        pk, made = once(
            person_id=by.pk, key=key, make=make,
            payload=["room", name, description, audience, keeps_months],
        )  # fmt: skip
    return Room.objects.get(pk=pk), made


def audiences_for(by: User) -> list[str]:
    """Whom a person may open a room for."""
    everybody = [str(Audience.PUBLIC), str(Audience.MEMBERS)]
    return [*everybody, str(Audience.MODERATORS)] if by.is_moderator else everybody


def change_room(
    *, by: User, room: Room, description: str, slow_seconds: int, keeps_months: int | None,
    practice: PracticeArea | None, region: Region | None,
) -> Room:  # fmt: skip
    """What a room says of itself and asks of those who speak. For how long messages are kept is changed
    by moderators alone: shortening it takes away what others have said. Raises Refused or Invalid."""
    check_looks_after(by, room)
    if description or needs_description(room):
        description = _text("description", description, DESCRIPTION_LIMIT)
    if slow_seconds not in SLOW:
        raise Invalid({"slow_seconds": [_("Choose one from the list.")]})
    _check_kept(keeps_months)
    with transaction.atomic():
        held = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
        if keeps_months != held.keeps_months and not by.is_moderator:
            raise Invalid(
                {"keeps_months": [_("Only moderators change how long messages are kept.")]}
            )
        held.description, held.slow_seconds = description, slow_seconds
        held.keeps_months, held.practice, held.region = keeps_months, practice, region
        held.save(
            update_fields=["description", "slow_seconds", "keeps_months", "practice", "region"]
        )
    return held


def needs_description(room: Room) -> bool:
    """A room of an organisation, or about a thing, has a page that says what it is for."""
    return room.organisation_id is None and room.about is None


def archive_room(*, by: User, room: Room, archived: bool) -> Room:
    """The room is only read from now on, and in no list; or people talk in it again. A line in the room
    tells it. Doing it twice changes nothing. Raises Refused."""
    check_archive(by, room)
    with transaction.atomic():
        streams.hold("room", room.pk)
        held = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
        if held.archived == archived:
            return held
        held.archived_at = timezone.now() if archived else None
        held.save(update_fields=["archived_at"])
        kind = Message.Kind.SHUT if archived else Message.Kind.OPEN
        tell_in(held, kind, author=by)
    return held


def _free(name: str) -> str:
    """The address of a room of this name. Raises Invalid where it belongs to another."""
    address = slug(name, 60)
    if not address:
        raise Invalid({"name": [_("A name has letters or figures.")]})
    others = Room.objects.exclude(audience=PEOPLE)
    same = others.filter(slug=address) | others.filter(name__iexact=name)
    if address in RESERVED or same.exists():
        raise Invalid({"name": [_taken()]})
    return address


def _taken() -> str:
    return _("There is a room of this name already. Look into it, or choose another name.")


def _check_kept(months: int | None) -> None:
    if months not in KEPT:
        raise Invalid({"keeps_months": [_("Choose one from the list.")]})


def _text(field: str, raw: str, limit: int, *, name: bool = False) -> str:
    try:
        return required_text(raw, limit=limit, lines=False, name=name)
    except BadText as error:
        raise Invalid({field: [str(error)]}) from error
