"""What the rooms say has changed, into the index: in the same transaction, or left to the drain where it is new."""

from collections.abc import Sequence

from django.db.models import Q

from accounts.facts import PersonRenamed, ProfileChanged
from directory.facts import (
    CardChanged,
    CardClosed,
    CardPosted,
    OrganisationAdded,
    OrganisationChanged,
    OrganisationsAdded,
    OrganisationsMerged,
)
from directory.models import Card, Organisation
from forums.facts import (
    ForumChanged,
    PostChanged,
    PostsMoved,
    ReplyPosted,
    TopicChanged,
    TopicMerged,
    TopicStarted,
)
from forums.models import Post, TaggedTopic, Topic
from kernel.facts import receives
from notes.facts import CollectionChanged, NoteChanged, NotePublished
from notes.models import PracticeNote, TaggedNote
from realtime.chat.facts import MessageChanged, MessageSaid, RoomChanged
from realtime.chat.models import Message, Room
from realtime.chat.querysets import PEOPLE
from search import index
from search.documents import Place
from search.models import Entry
from search.sources.messages import standing_of
from taxonomy.facts import TagRenamed, WordsMoved


@receives(OrganisationAdded)
def organisation_added(fact: OrganisationAdded) -> None:
    index.touch("organisation", fact.organisation_id)


@receives(OrganisationChanged)
def organisation(fact: OrganisationChanged) -> None:
    before = _audience_of(fact.organisation_id)
    index.touch("organisation", fact.organisation_id)
    if _audience_of(fact.organisation_id) == before:
        return
    # Hidden, shown again or merged: so are what it seeks and has, and what was said in its room.
    cards = Card.objects.filter(organisation=fact.organisation_id)
    index.later("card", cards.values_list("pk", flat=True), hide=True)
    house = fact.organisation_id
    rooms = Room.objects.filter(Q(organisation=house) | Q(card__organisation=house))
    said = Message.objects.said().filter(room__in=rooms)
    index.later("message", said.values_list("pk", flat=True), hide=True)


@receives(OrganisationsMerged)
def organisations_merged(fact: OrganisationsMerged) -> None:
    """What was a twin's is found under the record that stays. The rows may have moved already, or not."""
    both = {"organisation__in": (fact.kept_id, fact.gone_id)}
    for kind, rows, column in (
        ("card", Card.objects.filter(**both), "pk"),
        ("note", PracticeNote.objects.filter(**both), "pk"),
        ("message", Message.objects.filter(**both), "pk"),
        ("message", Message.objects.filter(room__organisation__in=both["organisation__in"]), "pk"),
        ("topic", Post.objects.filter(**both), "topic"),
    ):
        index.enqueue(kind, rows.order_by().values_list(column, flat=True).distinct())


def _audience_of(organisation_id: int) -> str | None:
    entries = Entry.objects.filter(kind="organisation", object_id=organisation_id)
    return entries.values_list("shelf__audience", flat=True).first()


@receives(CardPosted, CardChanged, CardClosed)
def card(fact: CardPosted | CardChanged | CardClosed) -> None:
    index.touch("card", fact.card_id)


@receives(ProfileChanged, PersonRenamed)
def person(fact: ProfileChanged | PersonRenamed) -> None:
    index.touch("person", fact.person_id)


@receives(MessageSaid)
def message_said(fact: MessageSaid) -> None:
    """Left to the drain: who speaks in a busy room does not wait for the index. It finds nothing to write
    where people talk among themselves."""
    index.enqueue("message", [fact.message_id])


@receives(MessageChanged)
def message_changed(fact: MessageChanged) -> None:
    index.touch("message", fact.message_id)


@receives(RoomChanged)
def room(fact: RoomChanged) -> None:
    """Who may read it may have changed: then everything said there is looked at again. What else changes
    of a room shows in no entry."""
    rooms = Room.objects.filter(pk=fact.room_id).exclude(audience=PEOPLE)
    wanted = rooms.annotate(standing=standing_of()).values_list("standing", flat=True).first()
    if wanted is None:
        return
    said = Message.objects.readable().filter(room=fact.room_id)
    entries = Entry.objects.filter(kind="message", object_id__in=said.values("pk"))
    if entries.exclude(shelf__audience=wanted).exists():
        every = Message.objects.said().filter(room=fact.room_id)
        index.later("message", every.values_list("pk", flat=True), hide=True)


@receives(OrganisationsAdded)
def organisations(fact: OrganisationsAdded) -> None:
    index.tell_others(index.bring_in_step("organisation", fact.organisation_ids))


@receives(NotePublished, NoteChanged)
def note(fact: NotePublished | NoteChanged) -> None:
    index.touch("note", fact.note_id)


@receives(CollectionChanged)
def collection(fact: CollectionChanged) -> None:
    index.touch("collection", fact.collection_id)


@receives(ReplyPosted)
def reply(fact: ReplyPosted) -> None:
    """Left to the drain, as what is said in a room: who answers does not wait for the index."""
    index.enqueue_part("topic", Place(fact.topic_id, fact.number))


@receives(TopicStarted, TopicChanged)
def topic(fact: TopicStarted | TopicChanged) -> None:
    index.touch("topic", fact.topic_id)


@receives(PostChanged)
def post(fact: PostChanged) -> None:
    # The post's own topic: after a split it is another than the fact's.
    place = Post.objects.filter(pk=fact.post_id).values_list("topic_id", "number").first()
    if place:
        index.touch("topic", *place)
        _answered(place[0])


@receives(PostsMoved)
def posts_moved(fact: PostsMoved) -> None:
    """A few at once; many are left to the drain, and meanwhile found nowhere."""
    old, new = zip(*fact.moves, strict=True)
    places = [Place(fact.from_id, 1), Place(fact.to_id, 1)]
    if len(fact.moves) > index.FEW:
        index.withdraw_parts("topic", fact.from_id, _numbers(old))
        index.later("topic", [fact.from_id, fact.to_id], hide=False)
    else:
        places += [Place(fact.from_id, number) for number in _numbers(old)]
        places += [Place(fact.to_id, number) for number in _numbers(new)]
    index.tell_others(index.bring_parts_in_step("topic", places))
    for topic_id in (fact.from_id, fact.to_id):
        _answered(topic_id)


def _answered(topic_id: int) -> None:
    """Whether there is an accepted answer stands with every post of a topic: where that has changed, by a
    post that went away or came, all of them are written anew."""
    accepted = Topic.objects.filter(pk=topic_id).values_list("accepted_id", flat=True).first()
    entries = Entry.objects.filter(kind="topic", object_id=topic_id)
    if entries.exclude(shelf__answered=accepted is not None).exists():
        index.touch("topic", topic_id)


def _numbers(pks: Sequence[int]) -> list[int]:
    return list(Post.objects.filter(pk__in=pks).values_list("number", flat=True))


@receives(TopicMerged)
def topic_merged(fact: TopicMerged) -> None:
    index.touch("topic", fact.topic_id)


@receives(ForumChanged)
def forum(fact: ForumChanged) -> None:
    topics = Topic.objects.filter(forum=fact.forum_id).values_list("pk", flat=True)
    index.later("topic", topics.iterator(), hide=True)
    talks = Q(room__topic__forum=fact.forum_id) | Q(room__topic__merged_into__forum=fact.forum_id)
    said = Message.objects.said().filter(talks)
    index.later("message", said.values_list("pk", flat=True), hide=True)


@receives(TagRenamed)
def tag_renamed(fact: TagRenamed) -> None:
    topics = TaggedTopic.objects.filter(tag=fact.tag_id).order_by()
    notes = TaggedNote.objects.filter(tag=fact.tag_id).order_by()
    index.enqueue("topic", topics.values_list("content_object", flat=True))
    index.enqueue("note", notes.values_list("content_object", flat=True))


@receives(WordsMoved)
def words_moved(fact: WordsMoved) -> None:
    """Entries hold the headings too; what has no practice areas has not changed."""
    houses = Organisation.objects.filter(practices__isnull=False)
    notes = PracticeNote.objects.filter(practices__isnull=False)
    cards = Card.objects.filter(practices__isnull=False)
    index.enqueue("card", cards.order_by().values_list("pk", flat=True).distinct())
    index.enqueue("organisation", houses.order_by().values_list("pk", flat=True).distinct())
    index.enqueue("note", notes.order_by().values_list("pk", flat=True).distinct())
