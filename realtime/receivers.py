"""What the rooms below tell, and what becomes of it in the channels."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db.models import Subquery
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.facts import AccessLost, HushChanged
from directory.facts import (
    CardChanged,
    CardClosed,
    MembershipChanged,
    OrganisationAdded,
    OrganisationChanged,
    OrganisationsAdded,
    OrganisationsMerged,
)
from directory.models import Card, Organisation
from forums.facts import (
    ForumChanged,
    PollVoted,
    PostChanged,
    PostsMoved,
    ReactionsChanged,
    ReplyPosted,
    TopicChanged,
    TopicMerged,
    TopicStarted,
)
from forums.models import Post, Topic
from forums.whole import whole_post
from kernel.facts import after_commit, publish, receives
from moderation.facts import Reported
from notifications.facts import NotificationsSeen, Notified
from realtime.chat.actions.ask_organisation import follow_membership
from realtime.chat.actions.merge_rooms import merge_rooms
from realtime.chat.actions.open_about import follow_merge, follow_thing
from realtime.chat.actions.open_room import make_rooms, room_of
from realtime.chat.calling import told_of_adding, told_of_message, told_of_naming
from realtime.chat.facts import MessageNamed, MessageSaid, PeopleChanged, PersonAdded, RoomChanged
from realtime.chat.models import Room
from realtime.chat.quoting import quote
from realtime.live import streams, wire
from realtime.live.events import POST_CHANGED, POST_CREATED, TOPIC, post_data
from realtime.push.actions import forget_session
from taxonomy.facts import PracticeGone


@receives(TopicStarted, ReplyPosted)
def post_created(fact: TopicStarted | ReplyPosted) -> None:
    _record(fact.topic_id, POST_CREATED, fact.post_id)


@receives(PostChanged)
def post_changed(fact: PostChanged) -> None:
    _record(fact.topic_id, POST_CHANGED, fact.post_id)


@receives(ReactionsChanged)
def reactions_changed(fact: ReactionsChanged) -> None:
    """The figures are a part of the post."""
    _record(fact.topic_id, POST_CHANGED, fact.post_id)


@receives(PollVoted)
def poll_voted(fact: PollVoted) -> None:
    """A poll stands under the first post, so that is what has changed."""
    _record_first(fact.topic_id)


@receives(PostsMoved)
def posts_moved(fact: PostsMoved) -> None:
    """Gone from under their old numbers, new at the end of the other topic."""
    streams.record_many(TOPIC, fact.from_id, POST_CHANGED, [old for old, _new in fact.moves])
    streams.record_many(TOPIC, fact.to_id, POST_CREATED, [new for _old, new in fact.moves])


def _record(topic_id: int, type: str, post_id: int) -> None:
    streams.record(TOPIC, topic_id, type, post_id, post_data(whole_post(post_id)))


@receives(TopicChanged)
def topic_changed(fact: TopicChanged) -> None:
    """Title and state stand above the first post: who watches is told that it has changed."""
    _record_first(fact.topic_id)
    follow_thing(Topic.objects.only("title").get(pk=fact.topic_id))
    _judge()


@receives(TopicMerged)
def topic_merged(fact: TopicMerged) -> None:
    follow_merge(gone_id=fact.topic_id, kept_id=fact.into_id)


@receives(CardChanged, CardClosed)
def card_changed(fact: CardChanged | CardClosed) -> None:
    follow_thing(Card.objects.only("title").get(pk=fact.card_id))


def _record_first(topic_id: int) -> None:
    first = Post.objects.filter(topic_id=topic_id, number=1).order_by("number").first()
    if first is not None:
        _record(topic_id, POST_CHANGED, first.pk)


@receives(ForumChanged, OrganisationChanged, RoomChanged, PeopleChanged, AccessLost, HushChanged)
def access_may_have_changed(fact: object) -> None:
    _judge()


def _judge() -> None:
    """Every process looks at once whether its sockets still may see what they watch."""
    after_commit(lambda: wire.post(wire.EVERYBODY, {"type": "judge"}))


@receives(Notified)
def notified(fact: Notified) -> None:
    people = list(fact.person_ids)
    after_commit(lambda: wire.post(wire.EVERYBODY, {"type": "notified", "people": people}))


@receives(NotificationsSeen)
def seen(fact: NotificationsSeen) -> None:
    """The bell of the person's other pages falls too."""
    person = fact.person_id
    after_commit(lambda: wire.post(wire.EVERYBODY, {"type": "seen", "person": person}))


@receives(MessageSaid)
def message_said(fact: MessageSaid) -> None:
    """Rooms call nobody; a message of a conversation calls those who take part."""
    told_of_message(room_id=fact.room_id, message_id=fact.message_id)


@receives(MessageNamed)
def message_named(fact: MessageNamed) -> None:
    told_of_naming(
        room_id=fact.room_id, message_id=fact.message_id, person_ids=set(fact.person_ids),
        organisation_ids=set(fact.organisation_ids),
    )  # fmt: skip


@receives(PersonAdded)
def person_added(fact: PersonAdded) -> None:
    told_of_adding(room_id=fact.room_id, person_id=fact.person_id, by_id=fact.by_id)


@receives(MembershipChanged)
def membership_changed(fact: MembershipChanged) -> None:
    follow_membership(organisation_id=fact.organisation_id, person_id=fact.person_id)
    if Room.objects.filter(card__organisation=fact.organisation_id).exists():
        _judge()


@receives(Reported)
def reported(fact: Reported) -> None:
    quote(report_id=fact.report_id)


@receives(OrganisationAdded)
def organisation_added(fact: OrganisationAdded) -> None:
    room_of(Organisation.objects.get(pk=fact.organisation_id))


@receives(OrganisationsAdded)
def organisations_added(fact: OrganisationsAdded) -> None:
    make_rooms(Organisation.objects.filter(pk__in=fact.organisation_ids, room=None))


@receives(OrganisationChanged)
def organisation_changed(fact: OrganisationChanged) -> None:
    """Its room bears its name."""
    name = Organisation.objects.filter(pk=fact.organisation_id).values("name")[:1]
    room = Room.objects.filter(organisation_id=fact.organisation_id)
    for pk in room.exclude(name=Subquery(name)).values_list("pk", flat=True):
        room.update(name=Subquery(name))
        publish(RoomChanged(room_id=pk))


@receives(OrganisationsMerged)
def organisations_merged(fact: OrganisationsMerged) -> None:
    merge_rooms(kept_id=fact.kept_id, gone_id=fact.gone_id)


@receives(PracticeGone)
def practice_gone(fact: PracticeGone) -> None:
    """Rooms about a practice area are about the one that is kept."""
    Room.objects.filter(practice=fact.gone_id).update(practice=fact.kept_id)


@receiver(user_logged_out)
def logged_out(request: HttpRequest | None, **_: Any) -> None:
    """The browser that was told of this person's news is told no more."""
    session = getattr(request, "session", None)
    forget_session(getattr(session, "session_key", None))
