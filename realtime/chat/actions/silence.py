"""A moderator asks somebody to be silent in a room for a time, and says why; or lets them speak again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.refusals import Conflict, Invalid, Refused
from moderation.access import moderator_of
from moderation.actions.levels import read_reason
from moderation.models import Act
from realtime.chat.calling import told_of_silence
from realtime.chat.models import Room, RoomSilence

HOURS = (1, 24, 7 * 24, 30 * 24)


def silence(*, by: User, room: Room, person: User, hours: int, reason: str) -> RoomSilence:
    """They read on and do not write in this room. Told to them with the reason, and kept in the audit of
    what was done to them. Raises Refused or Invalid (hours, reason)."""
    words = _checked(by, room, person, reason)
    if hours not in HOURS:
        raise Invalid({"hours": [_("Choose one from the list.")]})
    until = timezone.now() + timedelta(hours=hours)
    with transaction.atomic():
        row, _made = RoomSilence.objects.update_or_create(
            room=room, person=person, defaults={"until": until, "reason": words}
        )
        _keep(Act.Kind.SILENCED, by, room, person, words, until=row.until)
    return row


def let_speak(*, by: User, room: Room, person: User, reason: str) -> None:
    """They may write there again. Raises Refused, Invalid or Conflict."""
    words = _checked(by, room, person, reason)
    with transaction.atomic():
        gone, _rows = RoomSilence.objects.now().filter(room=room, person=person).delete()
        if not gone:
            raise Conflict(_("This person can write in this room."))
        _keep(Act.Kind.HEARD, by, room, person, words)


def _keep(
    kind: str, by: User, room: Room, person: User, words: str, *, until: datetime | None = None
) -> None:
    Act.objects.create(person=person, kind=kind, by=by, until=until, reason=f"{room.name}: {words}")
    told_of_silence(room=room, person_id=person.pk, words=words, silent=until is not None)


def _checked(by: User, room: Room, person: User, reason: object) -> str:
    moderator_of(by)
    if room.private:
        raise Refused(_("A conversation belongs to its people."))
    if person.pk == by.pk:
        raise Refused(_("Somebody else must decide about you."))
    if person.is_moderator and not by.is_staff:
        raise Refused(_("Only an administrator decides about a moderator."))
    return read_reason(reason)
