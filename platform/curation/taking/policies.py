"""Who may take up whose words, and who may stand as a participant instead of by name."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.levels import Level
from accounts.models import User
from accounts.viewer import Audience, Viewer, check_writer, is_moderator
from curation.models import Gathering, Said
from directory.voices import holds
from kernel.refusals import Refused
from realtime.chat.models import Room

LEAST, MOST = 3, 200
"""Messages of one topic."""
CHOICE = timedelta(hours=72)
"""How long those who are quoted may choose by themselves."""


def check_take(viewer: Viewer) -> User:
    """Somebody new here takes nothing up yet: what they write may have to wait for a moderator, and words
    of others cannot wait with it."""
    person = check_writer(viewer)
    if person.is_newcomer:
        raise Refused(_("Write here for a while first: then you can take up what was said."))
    return person


def takes_anybody(person: User) -> bool:
    """Moderators, and those who are often here."""
    return is_moderator(person) or person.standing >= Level.REGULAR


def is_open(room: Room) -> bool:
    """Whether everybody may read the room. Of a conversation nothing is taken up, by nobody."""
    house = room.organisation
    return room.audience == Audience.PUBLIC and (house is None or not house.hidden)


def check_room(viewer: Viewer, room: Room) -> User:
    person = check_take(viewer)
    if not is_open(room):
        raise Refused(_("Only what everybody can read is taken up."))
    return person


def check_words(person: User, voices: Iterable[tuple[int, int | None]]) -> None:
    """`voices`: whose words they are, as (person, organisation). Raises Refused."""
    if takes_anybody(person):
        return
    if not all(holds(person, author, house) for author, house in set(voices)):
        raise Refused(
            _("You can take up your own words. Those of others are taken up by moderators and by people who are often here.")
        )  # fmt: skip


def may_choose_until(gathering: Gathering) -> bool:
    return gathering.told_at is not None and timezone.now() < gathering.told_at + CHOICE


def check_unname(viewer: Viewer, gathering: Gathering, said: Said) -> User:
    """The author, for three days; an organisation's words are its present editors'. A moderator always,
    when they are asked."""
    person = check_writer(viewer)
    if is_moderator(person):
        return person
    if not holds(person, said.author_id, said.organisation_id):
        raise Refused(_("These are somebody else's words."))
    if not may_choose_until(gathering):
        raise Refused(_("The three days are over. A moderator can still do this for you."))
    return person
