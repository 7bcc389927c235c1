"""Rooms about a thing: a topic, or a card of the board that says its days.

Nothing of who may read or speak is kept with such a room. The thing is asked every time: for many rooms at
once in `realtime.chat.querysets`, for one here. So a room is closed to outsiders, shut and gone in the very
statement in which its thing is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, check_writer
from directory.access import card_at
from directory.models import Card
from directory.policies import may_close_card, may_read_card
from directory.versions import directory_changed
from forums.access import topic_for
from forums.actions.quote_words import topics_show_anew
from forums.models import Topic
from forums.paths import topic_path
from forums.policies import check_reply, may_change_topic
from forums.review.signs import waits_by_rule
from kernel.refusals import Refused
from realtime.chat.models import Room
from realtime.chat.paths import about_path, room_path

Thing = Topic | Card


@dataclass(frozen=True)
class Kind:
    """What a room must know of the things that it can be about."""

    name: str
    """The column of Room, and the word in addresses."""
    slug: str
    """How addresses of such rooms begin."""
    find: Callable[[Viewer, int], Any]
    """The thing for who may see it. Raises Http404."""
    check_open: Callable[[User, Any], None]
    """Who begins the talk. Raises Refused."""
    check_speak: Callable[[User, Any], None]
    """Raises Refused."""
    path: Callable[[Any], str]
    has_ended: Callable[[Any], bool]
    shows_anew: Callable[[Any], None]
    """What is kept of the thing's page is made anew: there is a room now, or no more."""

    def room_of(self, pk: int) -> Room | None:
        return Room.objects.filter(**{self.name: pk}).first()


def _check_open_topic(person: User, topic: Topic) -> None:
    if not may_change_topic(person, topic) or topic.closed or topic.forum.archived_at is not None:
        raise Refused(_("Whoever started this conversation opens a room for it, while it goes on."))


def _check_speak_at_topic(person: User, topic: Topic) -> None:
    check_reply(person, topic)
    if waits_by_rule(person, topic.forum):
        raise Refused(
            _("In this forum a moderator reads first what new people write, so you can write in the topic, and read along here.")
        )  # fmt: skip


def _topic_has_ended(topic: Topic) -> bool:
    return topic.closed or topic.hidden or topic.merged_into_id is not None


def _check_open_card(person: User, card: Card) -> None:
    if not may_close_card(person, card):
        raise Refused(_("Only people of this organisation can speak for it."))
    if card.first_day is None or not card.is_open:
        raise Refused(_("A room is opened for what has its days, and still stands."))


def _check_speak_at_card(person: User, card: Card) -> None:
    if not may_read_card(person, card):
        raise Refused(_("You cannot write here."))


def _card_has_ended(card: Card) -> bool:
    return not card.is_open or card.hidden or card.organisation.hidden


TOPIC = Kind(
    name="topic",
    slug="temat",
    find=topic_for,
    check_open=_check_open_topic,
    check_speak=_check_speak_at_topic,
    path=lambda topic: topic_path(topic.pk, topic.slug),
    has_ended=_topic_has_ended,
    shows_anew=lambda topic: topics_show_anew([topic.pk]),
)
CARD = Kind(
    name="card",
    slug="termin",
    find=card_at,
    check_open=_check_open_card,
    check_speak=_check_speak_at_card,
    path=lambda card: card.get_absolute_url(),
    has_ended=_card_has_ended,
    shows_anew=lambda card: directory_changed(),
)
KINDS = {kind.name: kind for kind in (TOPIC, CARD)}


def kind_named(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def kind_of(thing: Thing) -> Kind:
    return TOPIC if isinstance(thing, Topic) else CARD


def has_ended(thing: Thing) -> bool:
    """Whether there is nothing more to talk about: the same as `querysets` asks of many."""
    return kind_of(thing).has_ended(thing)


def thing_path(room: Room) -> str:
    """The page of what the room is about; empty for all other rooms."""
    thing = room.about
    return kind_of(thing).path(thing) if thing is not None else ""


def check_speak(person: User, room: Room) -> None:
    """Whoever may write at the thing speaks in its room; other rooms ask nothing here. Raises Refused."""
    thing = room.about
    if thing is not None:
        kind_of(thing).check_speak(person, thing)


def room_of_topic(topic_id: int) -> str:
    """Fills forums.ports.talk."""
    return _address(TOPIC, topic_id)


def room_of_card(card_id: int) -> str:
    """Fills directory.ports.talk."""
    return _address(CARD, card_id)


def _address(kind: Kind, pk: int) -> str:
    slug = Room.objects.filter(**{kind.name: pk}).values_list("slug", flat=True).first()
    return room_path(slug) if slug else ""


def opening(viewer: Viewer, thing: Thing) -> str:
    """Fills talk_opening of both: where the viewer opens a room about the thing; empty for who may not, and
    where there is one."""
    kind = kind_of(thing)
    if not isinstance(viewer, User) or not _may_open(viewer, kind, thing):
        return ""
    return "" if kind.room_of(thing.pk) else about_path(kind.name, thing.pk)


def _may_open(person: User, kind: Kind, thing: Thing) -> bool:
    try:
        kind.check_open(check_writer(person), thing)
    except Refused:
        return False
    return True
