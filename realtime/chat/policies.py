"""Who may do what in the rooms. Who may see what is `visible_to` in `realtime.chat.querysets`."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.hushing import apart_from
from accounts.levels import Level
from accounts.models import User
from accounts.viewer import Viewer, check_writer
from directory.models import Membership, Organisation
from directory.speaking import check_speaks_as
from directory.voices import holds
from kernel.refusals import Refused, TooMany
from realtime.chat.about import check_speak
from realtime.chat.models import Message, Participant, Room, RoomSilence

EDIT_WINDOW = timedelta(hours=24)
"""How long one may reword a message. Taking it back has no end."""


def check_say(viewer: Viewer, room: Room) -> None:
    """Any verified member may speak in a room they can see; in one about a thing whoever may write there;
    in a conversation only those who take part, and while somebody else reads it. Raises Refused."""
    person = check_writer(viewer)
    check_open_still(room)
    if not room.private:
        check_not_silenced(person, room)
        check_speak(person, room)
        return
    rows = Participant.objects.present().filter(room=room.pk)
    here = {
        pk: (active, handle)
        for pk, active, handle in rows.values_list(
            "person_id", "person__is_active", "person__handle"
        )
    }
    if here.pop(person.pk, None) is None:
        raise Refused(_("You are no longer in this conversation."))
    apart = person.unseen.split() if len(here) == 1 else ()
    if not any(active and handle not in apart for active, handle in here.values()):
        # Between two with a block the same words, to both: nobody is told that they are blocked.
        raise Refused(_("Nobody else is here any more."))


def check_not_apart(person: User, room: Room) -> None:
    """The same of the block, asked now: what a page knows of it may be a moment old. Raises Refused."""
    if room.private:
        rows = Participant.objects.present().filter(room=room.pk).exclude(person=person)
        others = set(rows.values_list("person_id", flat=True)[:2])
        if len(others) == 1 and apart_from(person.pk, others):
            raise Refused(_("Nobody else is here any more."))


def check_present(person: User, room: Room) -> None:
    """Nothing is done in a conversation by whoever has left it. Raises Refused."""
    if room.private and not Participant.objects.of(person).filter(room=room.pk).exists():
        raise Refused(_("You are no longer in this conversation."))


def check_open_still(room: Room) -> None:
    """Nothing is said, changed or pressed in an archived room. Raises Refused."""
    if room.archived:
        raise Refused(_("This room is archived: you can read it, but nothing more is said in it."))


def check_not_silenced(person: User, room: Room) -> None:
    """Raises Refused with the moderator's reason."""
    silence = RoomSilence.objects.now().filter(room=room.pk, person=person).first()
    if silence is not None:
        words = _(
            "Until %(until)s you can read here, but not write. A moderator gave the reason: %(reason)s"
        )
        until = date_format(timezone.localtime(silence.until), "j E Y, H:i")
        raise Refused(words % {"until": until, "reason": silence.reason})


class TooSoon(TooMany):
    """The room is in slow mode."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        words = ngettext(
            "This room is in slow mode. You can write again in %(count)d second.",
            "This room is in slow mode. You can write again in %(count)d seconds.",
            self.retry_after,
        )
        self.message = words % {"count": self.retry_after}


def check_not_too_soon(person: User, room: Room) -> None:
    """Slow mode, which moderators do not keep to. The room's channel is held. Raises TooSoon."""
    if not room.slow_seconds or person.is_moderator:
        return
    mine = Message.objects.said().filter(room=room.pk, author=person).order_by("-created_at")
    last = mine.values_list("created_at", flat=True).first()
    if last is not None:
        left = room.slow_seconds - (timezone.now() - last).total_seconds()
        if left > 0:
            raise TooSoon(left)


def check_found(viewer: Viewer) -> User:
    """Moderators open rooms, and those who have been here often enough to know what is missing."""
    person = check_writer(viewer)
    if person.standing < Level.REGULAR:
        raise Refused(
            _("Rooms are opened by those who have been here for longer, and by moderators.")
        )
    return person


def looks_after(viewer: Viewer, room: Room) -> bool:
    """Moderators and who has opened it look after a room; a conversation belongs to its people."""
    if room.private or not isinstance(viewer, User) or not viewer.is_active:
        return False
    return viewer.is_moderator or (room.opened_by_id == viewer.pk and viewer.verified)


def check_looks_after(viewer: Viewer, room: Room) -> User:
    person = check_writer(viewer)
    if not looks_after(person, room):
        raise Refused(_("Only moderators and whoever opened this room can do that."))
    return person


def can_be_archived(room: Room) -> bool:
    """An organisation's room goes with the organisation, the square of the town stays, and what ended with
    the thing that it is about opens again with that."""
    if room.about is not None and room.archived and room.archived_at is None:
        return False
    return not (room.private or room.always_listed or room.organisation_id)


def check_archive(viewer: Viewer, room: Room) -> User:
    person = check_looks_after(viewer, room)
    if not can_be_archived(room):
        raise Refused(_("This room cannot be archived."))
    return person


def check_name(viewer: Viewer, room: Room, organisation: Organisation) -> None:
    """Its present editors may speak in an organisation's name, where everybody hears it: whom one
    talks to in a conversation is a person. Raises Refused."""
    if room.private:
        raise Refused(_("In a conversation everybody speaks in their own name."))
    check_speaks_as(viewer, organisation)


def why_not_say(viewer: Viewer, room: Room) -> str:
    """Why the viewer may not speak here; empty when they may."""
    try:
        check_say(viewer, room)
    except Refused as refusal:
        return refusal.message
    return ""


def may(check: Callable[..., object], *given: object) -> bool:
    """Whether a check of these things raises nothing."""
    try:
        check(*given)
    except Refused:
        return False
    return True


def check_edit(viewer: Viewer, message: Message) -> None:
    """Only its author may reword a message, and only while the talk is fresh. An organisation's words
    are its present editors'; who wrote them and has left changes them no more."""
    check_remove(viewer, message)
    check_open_still(message.room)
    if isinstance(viewer, User):
        check_not_silenced(viewer, message.room)
    if not holds(viewer, message.author_id, message.organisation_id):
        raise Refused(_("This is somebody else's message."))
    if timezone.now() - message.created_at > EDIT_WINDOW:
        raise Refused(_("A message can be changed for a day. You can still remove it."))


def check_remove(viewer: Viewer, message: Message) -> None:
    """Only its author may take a message back, also after leaving the organisation in whose name, and
    its editors; moderators hide, with a reason, in moderation."""
    check_writer(viewer)
    own = message.author_id == viewer.pk
    if message.kind or not (own or holds(viewer, message.author_id, message.organisation_id)):
        raise Refused(_("This is somebody else's message."))
    if message.gone:
        raise Refused(_("This message is no longer here."))


def is_fresh(message: Message) -> bool:
    return timezone.now() - message.created_at <= EDIT_WINDOW


def check_open(viewer: Viewer, organisation_id: int) -> None:
    """Whoever belongs to an organisation may open its room."""
    person = check_writer(viewer)
    belongs = Membership.objects.filter(
        organisation_id=organisation_id, person=person, left_at=None
    ).exists()
    if not belongs and not person.is_moderator:
        raise Refused(_("Only people of this organisation can open its room."))
