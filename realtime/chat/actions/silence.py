"""A moderator asks somebody to be silent in a room for a time, and says why; or lets them speak again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.refusals import Conflict, Invalid, Refused
from moderation.access import moderator_of
from moderation.actions.levels import read_reason
from moderation.actions.state import state
from moderation.audit import record
from moderation.grounds import ground_named
from moderation.models import Act, Statement, Verdict
from realtime.chat.calling import told_of_silence
from realtime.chat.models import Room, RoomSilence
from realtime.chat.paths import room_path

SILENCE = "silence"
"""The kind of statements about it; the id is the row's."""

HOURS = (1, 24, 3 * 24, 7 * 24, 30 * 24)


def silence(
    *,
    by: User,
    room: Room,
    person: User,
    hours: int,
    reason: str,
    rule: str = "other",
    states: bool = True,
) -> Act:
    """They read on and do not write in this room; a silence that holds for longer goes on holding. Told to them with the reason, and kept in the audit of
    what was done to them. `states`: False where a decision states it. Raises Refused or Invalid (hours,
    reason, rule)."""
    words = _checked(by, room, person, reason)
    ground = ground_named(rule)
    if hours not in HOURS:
        raise Invalid({"hours": [_("Choose one from the list.")]})
    until = timezone.now() + timedelta(hours=hours)
    with transaction.atomic():
        row, _made = RoomSilence.objects.select_for_update(of=("self",)).get_or_create(
            room=room, person=person, defaults={"until": until, "reason": words}
        )
        if row.until < until:
            row.until, row.reason = until, words
            row.save(update_fields=["until", "reason"])
        act = _kept(Act.Kind.SILENCED, by, room, person, words, until=until)
        if states:
            state(
                by=by, person_id=person.pk, verdict=Verdict.SILENCE, kind=SILENCE, object_id=row.pk,
                title=person.name, url=room_path(room.slug), where=room.name, until=until,
                reason=words, ground=ground, act=act,
            )  # fmt: skip
        told_of_silence(room=room, person_id=person.pk, words=words, silent=True)
    return act


def let_speak(*, by: User, room: Room, person: User, reason: str) -> None:
    """They may write there again: every silence of theirs in this room ends. Raises Refused, Invalid or Conflict."""
    words = _checked(by, room, person, reason)
    with transaction.atomic():
        row = RoomSilence.objects.now().filter(room=room, person=person).first()
        if row is None:
            raise Conflict(_("This person can write in this room."))
        _holding(row).update(undone_at=timezone.now(), undone_by=by)
        row.delete()
        _kept(Act.Kind.HEARD, by, room, person, words)
        record("hear", by=by, kind="room", object_id=room.pk, person_id=person.pk, words=words)
        told_of_silence(room=room, person_id=person.pk, words=words, silent=False)


def undo_silence(by: User, statement: Statement, reason: str) -> None:
    """Answers `moderation.registry.reverses`."""
    row = RoomSilence.objects.now().filter(pk=statement.object_id).first()
    if row is not None and statement.until is not None:
        take_back(by=by, row=row, until=statement.until, reason=reason)


def take_back(*, by: User, row: RoomSilence, until: datetime, reason: str) -> None:
    """One silence of this end is undone, whose statement is marked so already: nothing changes where another
    one holds for as long. Raises Refused or Invalid."""
    if row.until != until:
        return
    other = _holding(row).filter(until__gt=timezone.now()).order_by("-until").first()
    if other is None or other.until is None:
        let_speak(by=by, room=row.room, person=row.person, reason=reason)
        return
    words = _checked(by, row.room, row.person, reason)
    with transaction.atomic():
        row.until, row.reason = other.until, other.reason
        row.save(update_fields=["until", "reason"])
        _kept(Act.Kind.SILENCED, by, row.room, row.person, words, until=row.until)
        told_of_silence(room=row.room, person_id=row.person.pk, words=words, silent=True)


def _holding(row: RoomSilence) -> QuerySet[Statement]:
    """The statements of silences in this room that hold: made at the room, or over a message in it."""
    here = Q(kind=SILENCE, object_id=row.pk) | Q(undo__room=row.room_id)
    return Statement.objects.filter(
        here, person=row.person_id, verdict=Verdict.SILENCE, undone_at=None
    )


def _kept(
    kind: str, by: User, room: Room, person: User, words: str, *, until: datetime | None = None
) -> Act:
    return Act.objects.create(
        person=person, kind=kind, by=by, until=until, reason=f"{room.name}: {words}"
    )


def _checked(by: User, room: Room, person: User, reason: object) -> str:
    moderator_of(by)
    if room.private:
        raise Refused(_("A conversation belongs to its people."))
    if person.pk == by.pk:
        raise Refused(_("Somebody else must decide about you."))
    if person.moderates and not by.is_staff:
        raise Refused(_("Only an administrator decides about a moderator."))
    return read_reason(reason)
