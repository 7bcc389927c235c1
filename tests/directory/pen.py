"""A person who does for an organisation all that can be done for one: for test_pen.

Her name, handle, address, number and what she says of herself are found nowhere else.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.test import override_settings
from django.utils import timezone

from accounts.levels import Level
from accounts.models import User
from composing.actions.take_file import take_file
from curation.actions.make_note import make_note
from curation.actions.make_topic import make_topic
from curation.models import Gathering, Said
from directory.actions.change_card import close_card
from directory.actions.partner import propose_partnership
from directory.actions.post_card import post_card
from directory.models import Membership, Network, Organisation
from forums.actions.accept_answer import accept_answer
from forums.actions.add_poll import add_poll
from forums.actions.ask_for_detail import ask_for_detail
from forums.actions.change_topic import change_topic
from forums.actions.edit_post import edit_post
from forums.actions.mark_helped import mark_helped
from forums.actions.offer_help import offer_help
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.split_topic import split_topic
from forums.actions.start_topic import start_topic
from forums.actions.submit import submit_topic
from forums.models import Post, Topic
from forums.polls.fields import read_poll
from forums.review.kinds import Review
from forums.review.models import Waiting
from notes.actions.collect import collect, make_collection
from notes.actions.edit_note import edit_note, newest_of
from notes.actions.judge_revision import judge_revision
from notes.actions.publish_note import publish_note
from notes.actions.runs import write_run
from notes.actions.truth import confirm_note, doubt_note
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from realtime.chat.actions.edit_message import edit_message
from realtime.chat.actions.open_about import open_room_about
from realtime.chat.actions.open_room import room_of
from realtime.chat.actions.say import say
from realtime.chat.models import Message
from tests.cast import PASSWORD, Cast
from tests.directory.doors import Rows, all_that_leaves

NAME, HANDLE, NUMBER = "Kanarzyca Trznadel", "kanarzyca7", 987_654_321
CANARIES = ("kanarzyca", "trznadel", str(NUMBER), "makolagwa")
"""In small letters; in ASCII, since JSON and addresses write other letters in their own ways."""
WORD = "zorzowy"
"""In all that she writes for the house, and nowhere else."""

IN_ITS_NAME = {"Message", "Topic", "Post", "TopicEvent", "PracticeNote", "Revision", "Helper", "Card",
               "FoundWith", "Partnership", "Notification", "Poll", "Waiting", "Said"}  # fmt: skip
"""Models with a person and an organisation in which she acts for the house below."""
NOT_IN_ITS_NAME = {
    "Membership": "who belongs to it is what its page says",
    "Organisation": "confirmed by its editors; tests.directory.canaries decides about the columns",
    "Change": "tests.directory.canaries plants it",
    "Claim": "tests.directory.canaries plants it",
    "Photo": "tests.directory.canaries plants it",
    "Thanks": "people say thank you as themselves, to a house too",
    "Run": "people tell as themselves how it went, and where",
    "Room": "who opens a room does it as themselves, and no organisation's room is opened by anybody",
    "Conversation": "in a conversation people speak as themselves",
}


def named_in(text: str) -> int:
    """How often a text in small letters names her."""
    return sum(text.count(canary) for canary in CANARIES)


@dataclass
class Pen:
    writer: User
    house: Organisation
    topics: list[Topic] = field(default_factory=list)
    notes: list[PracticeNote] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    cards: list[int] = field(default_factory=list)
    polls: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    file: tuple[int, str] = (0, "x")
    around: dict[str, int] = field(default_factory=dict)
    """A run of her note, by the names that it has in addresses."""
    shelf: str = ""
    """A collection with her note."""
    as_a_member: int = 0
    """How often the page of the house names her before she has written anything."""

    def beforehand(self, address: str) -> int:
        """How often an address names her whatever she has written."""
        return self.as_a_member if address == self.house.get_absolute_url() else 0

    def rows(self, cast: Cast) -> Rows:
        """What stands in addresses, for tests.directory.doors."""
        token = {"token": "x", "pk": 1}
        posts = [
            {"pk": post.topic_id, "topic_id": post.topic_id, "slug": post.topic.slug, "number": post.number}
            for post in Post.objects.filter(topic__in=self.topics).select_related("topic").order_by("pk")
        ]  # fmt: skip
        hers = [
            {"pk": topic, "number": number}
            for topic, number in Post.objects.filter(author=self.writer).values_list(
                "topic", "number"
            )
        ]
        messages = [
            {
                "slug": one.room.slug, "seq": one.seq, "room_id": one.room_id, "handle": "jan",
                "kind": "agree",
            }
            for one in self.messages
        ]  # fmt: skip
        notes = [
            {"slug": one.slug, "number": number, "revision": number, "handle": "jan", **self.around}
            for one in self.notes
            for number in (1, 2)
        ]
        shelf = {"slug": self.shelf, "note_slug": self.notes[0].slug, "note": self.notes[0].slug}
        topics = [{"kind": "topic", "object_id": topic.pk} for topic in self.topics]
        said = [{"kind": "message", "object_id": one.pk} for one in self.messages]
        kept = [{"kind": "note", "object_id": one.pk} for one in self.notes]
        written = [{"kind": "post", "object_id": pk} for pk in
                   Post.objects.filter(topic__in=self.topics).values_list("pk", flat=True)]  # fmt: skip
        house = {"slug": self.house.slug, "code": "siec", **token}
        return {
            "people/": [{"handle": HANDLE}, {"handle": "jan"}, {"handle": "ola"}],
            "about/": [{"name": "rules", "number": 1}, {"name": "privacy", "number": 2}],
            "logo/": [{"mark": "nie-ma"}],
            "setup/": [
                {"name": "identity", "kind": "rules", "number": 1, "pk": 1, "handle": "jan", "code": "taniec"},
            ],
            "curation/": [{"pk": topic.pk} for topic in self.topics],
            "feeds/forums/": [
                {"word": "ogolne", "kind": "tag"}, {"word": "scena", "kind": "tag"},
                {"word": self.house.slug, "kind": "by"},
            ],
            "sitemap-": [{"section": name} for name in ("pages", "topics", "notes", "directory")],
            "directory/needs/": [{"pk": pk, "other": self.house.pk, "token": "x"} for pk in self.cards],
            "directory/import/": [token],
            "directory/review/": [token],
            "directory/asked/": [token],
            "directory/": [house],
            "files/": [{"pk": self.file[0], "name": self.file[1]}],
            "forums/t/": posts,
            "forums/topics/": hers,
            "forums/helping/": [house],
            "forums/polls/": [{"pk": pk} for pk in self.polls],
            "forums/held/": [{"pk": pk} for pk in self.waiting],
            "forums/tag/": [{"word": "scena"}],
            "forums/region/": [{"word": "12"}],
            "forums/by/": [{"word": self.house.slug}],
            "forums/thanks/": [{"handle": "jan", "slug": self.house.slug, "pk": 1}],
            "forums/": [{"slug": "ogolne", "word": "ogolne"}],
            "notes/collections/": [shelf],
            "notes/": notes,
            "chat/": messages,
            "chat/about/": [
                *({"kind": "card", "pk": pk} for pk in self.cards),
                *({"kind": "topic", "pk": topic.pk} for topic in self.topics),
            ],
            "notifications/": [{**row, **token} for row in (*topics, *kept)],
            "moderation/tags/": [{"pk": 1, "synonym": 1}],
            "moderation/lists/": [{"pk": 1}],
            "moderation/people/": [{"handle": "jan"}],
            "moderation/grounds/": [{"slug": "spam"}],
            "moderation/statements/": [{"pk": 1}],
            "moderation/appeals/": [{"pk": 1}],
            "moderation/notices/": [{"pk": 1, "secret": "x"}],
            "moderation/reports/": [{"pk": 1}],
            "moderation/": [*topics, *said, *kept, *written],
            "accounts/": [
                {"key": "x", "uidb36": "1", "pk": 1, "handle": "jan", "token": "x", "provider_id": "sso"}
            ],
            "api/v1/organisations/": [house],
            "api/v1/needs/": [{"pk": pk, "card_id": pk} for pk in self.cards],
            "api/v1/forums/": [{"slug": "ogolne"}],
            "api/v1/topics/": posts,
            "api/v1/notes/": notes,
            "api/v1/collections/": [shelf],
            "api/v1/rooms/": messages,
            "api/v1/polls/": [{"poll_id": pk} for pk in self.polls],
            "api/v1/waiting/": [{"waiting_id": pk} for pk in self.waiting],
            "api/v1/posts/": [
                {"post_id": one["object_id"], "kind": "agree"} for one in written
            ],
            "taken-up/": [{"pk": pk} for pk in self.taken],
            "said/": [{"pk": pk} for pk in Said.objects.values_list("pk", flat=True)],
            "api/v1/taken-up/": [{"taken_id": pk} for pk in self.taken],
            "search/like/": [
                {"kind": "topic", "pk": self.topics[0].pk},
                {"kind": "note", "pk": self.notes[0].pk},
            ],
            "search/words/": [{"pk": 1}],
            "api/v1/people/": [{"handle": "jan"}],
            "api/v1/thanks/": [{"thanks_id": 1}],
            "api/v1/": [{"path": "x"}],
        }  # fmt: skip


def plant(cast: Cast) -> Pen:
    """She writes for the house beside Ola, its other editor; Jan and Ewa listen."""
    writer = User.objects.create_user(
        f"{HANDLE}@example.org", PASSWORD, id=NUMBER, handle=HANDLE, name=NAME, verified=True,
        level=Level.MEMBER, organisation="Makolagwa", bio="Makolagwa",
    )  # fmt: skip
    Membership.objects.create(organisation=cast.house, person=writer, role="editor")
    pen = Pen(writer, cast.house)
    # Whoever belongs to a house stands on its page, whatever they write: so often, and no more.
    pen.as_a_member = named_in(
        all_that_leaves(cast.client(cast.jan), cast.house.get_absolute_url())
    )
    _forums(pen, cast)
    _notes(pen, cast)
    _rooms(pen, cast)
    _directory(pen)
    return pen


def _forums(pen: Pen, cast: Cast) -> None:
    writer, house = pen.writer, pen.house
    sent = take_file(by=writer, data=b"Zorzowy plan\n", name="plan.txt")
    asked = start_topic(
        by=writer, forum=cast.square, title=f"Reflektor {WORD}", kind="question", organisation=house,
        body=f"Kto pożyczy {WORD}? @jan @ewa ![plan](file:{sent.pk})", tags="scena",
    )  # fmt: skip
    pen.file = (sent.pk, sent.name)
    poll = read_poll(
        question=f"Który {WORD}?", choices=["Pierwszy", "Drugi"], results="always", secret=False
    )
    pen.polls = [add_poll(by=writer, topic=asked, asked=poll).pk]
    _words_that_wait(pen, cast)
    answer = post_reply(by=cast.jan, topic=asked, body="My, od soboty.")
    accept_answer(by=writer, post=answer)
    mark_helped(by=writer, post=answer)
    theirs = start_topic(by=cast.jan, forum=cast.square, title="Kto ma scenę?", body="Na maj.", kind="question")  # fmt: skip
    post_reply(by=cast.ewa, topic=theirs, body="Nie my.")
    first = theirs.posts.get(number=1)
    said = post_reply(by=writer, topic=theirs, body=f"Mamy {WORD}. @ewa", parent=first, organisation=house)  # fmt: skip
    _long_ago(said)
    edit_post(by=writer, post=said, body=f"Mamy dwa, jeden {WORD}, i to od poniedziałku. @ewa")
    ask_for_detail(by=writer, topic=theirs, body=f"Jak {WORD} ma być?", organisation=house)
    gone = post_reply(by=writer, topic=theirs, body=f"Albo nie, {WORD}.", organisation=house)
    remove_post(by=writer, post=gone)
    away = post_reply(by=writer, topic=theirs, body=f"Osobny {WORD}.", organisation=house)
    split = split_topic(by=cast.marta, topic=theirs, numbers=[away.number], title=f"Osobno {WORD}")
    renamed = start_topic(by=writer, forum=cast.square, title=f"Pierwszy tytuł {WORD}", body=WORD, organisation=house)  # fmt: skip
    _long_ago(renamed.posts.get(number=1))
    renamed.refresh_from_db()
    change_topic(by=writer, topic=renamed, title=f"Inny tytuł {WORD}")
    offer_help(by=writer, organisation=house, tags="scena")
    renamed.refresh_from_db()
    pen.topics = [asked, theirs, split, renamed]
    # Somebody asks about what the house knows: it is proposed, and asked.
    pen.topics.append(
        start_topic(by=cast.ewa, forum=cast.square, title="Jaka scena?", body="Mała.", kind="question", tags="scena")
    )  # fmt: skip


def _words_that_wait(pen: Pen, cast: Cast) -> None:
    """As if she were new here, and the forum read such people's words first."""
    cast.square.review = Review.ALL
    cast.square.save()
    User.objects.filter(pk=pen.writer.pk).update(level=Level.NEWCOMER)
    pen.writer.refresh_from_db()
    with override_settings(RATE_LIMIT_FACTOR=1):
        held = submit_topic(
            by=pen.writer, forum=cast.square, title=f"Czeka {WORD}", body=f"Jeszcze {WORD}.",
            organisation=pen.house,
        )  # fmt: skip
    assert isinstance(held, Waiting)
    pen.waiting = [held.pk]
    User.objects.filter(pk=pen.writer.pk).update(level=Level.MEMBER)
    pen.writer.refresh_from_db()


def _long_ago(post: Post) -> None:
    """So that a change of it is one which readers are told of."""
    then = timezone.now() - timedelta(hours=1)
    Post.objects.filter(pk=post.pk).update(created_at=then)
    if post.number == 1:
        Topic.objects.filter(pk=post.topic_id).update(created_at=then)
    post.refresh_from_db()


def _notes(pen: Pen, cast: Cast) -> None:
    note = write_note(
        by=pen.writer, title=f"Kawa {WORD}", body=f"Zagotuj {WORD}.", summary=WORD, tags="scena",
        organisation=pen.house, in_its_name=True,
    )  # fmt: skip
    edit_note(by=pen.writer, note=note, body=f"Zagotuj dużo, {WORD}.", comment="więcej")
    pen.notes = [note]
    _around(pen, cast, note)


def _around(pen: Pen, cast: Cast, note: PracticeNote) -> None:
    """Jan runs, doubts, collects and discusses her note; she answers in the house's name, and Marta reviews."""
    run = write_run(by=cast.jan, note=note, body="Dobrze.", ran_on="2026-05-31")
    pen.around = {"pk": run.pk, "run_id": run.pk}
    shelf = make_collection(by=cast.jan, title="Półka", intro="Na początek.")
    collect(by=cast.jan, collection=shelf, note=note)
    pen.shelf = shelf.slug
    doubt_note(by=cast.jan, note=note, reason="Na pewno?")
    confirm_note(by=pen.writer, note=note, answer=f"Tak, {WORD}.")
    start_topic(
        by=cast.jan, forum=cast.square, title="O kawie", body=f"[Kawa](/notes/{note.slug}/)"
    )
    newest = newest_of(note)
    assert newest is not None
    judge_revision(by=cast.marta, revision=newest, answer="approve")
    edit_note(by=pen.writer, note=note, body=f"Zagotuj jeszcze więcej, {WORD}.")


def _rooms(pen: Pen, cast: Cast) -> None:
    of_topic, _made = open_room_about(by=pen.writer, thing=pen.topics[0])
    for room in (room_of(pen.house), of_topic, cast.market):
        for body in (f"Sala jest wolna, {WORD}.", f"I w niedzielę, {WORD}."):
            message, _made = say(by=pen.writer, room=room, body=body, organisation=pen.house)
            pen.messages.append(Message.objects.select_related("room").get(pk=message.pk))
        edit_message(by=pen.writer, message=message, body=f"I w poniedziałek, {WORD}.")
    _taken_up(pen, cast)


def _taken_up(pen: Pen, cast: Cast) -> None:
    """A topic is made of what was said, and a note of that."""
    thanks, _made = say(by=cast.jan, room=cast.market, body="Przyjdę.")
    ids = [one.pk for one in pen.messages if one.room_id == cast.market.pk]
    topic, _made = make_topic(
        by=cast.marta, room=cast.market, messages=[*ids, thanks.pk], forum=cast.square, title=f"Z rynku {WORD}"
    )  # fmt: skip
    note, _made = make_note(by=cast.marta, topic=topic, posts=[2])
    pen.topics.append(topic)
    pen.notes.append(publish_note(by=cast.marta, note=note))
    pen.taken = list(Gathering.objects.order_by("pk").values_list("pk", flat=True))


def _directory(pen: Pen) -> None:
    other = Organisation.objects.create(slug="inny-dom", name="Inny Dom")
    Network.objects.create(code="siec", name="Sieć")
    for kind in ("need", "offer"):
        card = post_card(by=pen.writer, organisation=pen.house, kind=kind, title=f"Rzutnik {WORD}")
        pen.cards.append(card.pk)
    found = post_card(
        by=pen.writer, organisation=pen.house, kind="need", title=f"Znalezione {WORD}"
    )
    close_card(by=pen.writer, card=found, outcome="found", partner=other)
    propose_partnership(by=pen.writer, organisation=pen.house, other=other, about=WORD)
