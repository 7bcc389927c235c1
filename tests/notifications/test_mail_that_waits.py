"""A newcomer answers a letter by mail, and a moderator reads the words first."""

from email.message import EmailMessage
from typing import Any

import pytest

from accounts.levels import Level
from accounts.models import User
from forums.actions.post_reply import post_reply
from forums.actions.split_topic import split_topic
from forums.actions.start_topic import start_topic
from forums.models import Forum, Post, Topic
from forums.review.kinds import Review, State
from forums.review.models import Waiting
from notifications.models import ReceivedMail
from tests.cast import Cast, person
from tests.notifications.post_office import BOX
from tests.notifications.test_reply_by_mail import address, answer, bounces, pipe

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "My świecimy **latarkami**."
QUOTED = f"{WORDS}\n\nW dniu 28.11.2026 o 20:15, Rynek pisze:\n> Tak, przy lampkach.\n"


@pytest.fixture
def nela(cast: Cast, settings: Any) -> User:
    """Somebody new, in a forum where the first words of each newcomer wait."""
    settings.REPLY_ADDRESS, settings.RATE_LIMIT_FACTOR = BOX, 1
    Forum.objects.filter(pk=cast.square.pk).update(review=Review.FIRST)
    made = person("nela", "Nela Nowicka")
    User.objects.update(language="en")
    User.objects.filter(pk=made.pk).update(level=Level.NEWCOMER)
    made.refresh_from_db()
    return made


@pytest.fixture
def topic(cast: Cast, nela: User) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


@pytest.fixture
def post(cast: Cast, topic: Topic) -> Post:
    return post_reply(by=cast.jan, topic=topic, body="Tak, przy lampkach.")


def mail_of(who: User, post: Post, text: str = QUOTED, **headers: str) -> EmailMessage:
    return answer(address(post, who), text, sender=who.email, **headers)


def test_the_words_wait_and_their_sender_is_told(
    cast: Cast, nela: User, topic: Topic, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pipe(mail_of(nela, post), monkeypatch) == "held"
    waiting = Waiting.objects.get()
    assert (waiting.body, waiting.author, waiting.topic, waiting.parent) == (
        WORDS, nela, topic, post
    )  # fmt: skip
    (letter,) = [one for one in bounces() if one.to == [nela.email]]
    assert "A moderator reads it first" in letter.body
    assert f"/forums/held/{waiting.pk}/" in letter.body
    assert letter.extra_headers["In-Reply-To"] == "<one@mail.example.org>"
    assert letter.extra_headers["Auto-Submitted"] == "auto-replied"
    # Where the letter leads, its sender and the moderators read it, and nobody else.
    for who, status in ((nela, 200), (cast.marta, 200), (cast.jan, 404), (cast.ewa, 404)):
        assert cast.client(who).get(f"/forums/held/{waiting.pk}/").status_code == status
    for who in (None, cast.ola, cast.jan, cast.ewa):
        page = cast.client(who).get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
        assert "latarkami" not in page
    assert Post.objects.filter(topic=topic).count() == 2


def test_published_it_answers_what_the_letter_was_about(
    cast: Cast, nela: User, topic: Topic, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(mail_of(nela, post), monkeypatch)
    post_reply(by=cast.ewa, topic=topic, body="A u nas świece.")
    path = f"/forums/held/{Waiting.objects.get().pk}/approve/"
    assert cast.client(cast.marta).post(path, {"seen": "1"}).status_code == 303
    made = Post.objects.get(topic=topic, number=4)
    assert (made.body, made.author, made.parent) == (WORDS, nela, post)
    assert "<strong>latarkami</strong>" in made.html
    page = cast.client().get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
    assert "latarkami" in page


@pytest.mark.parametrize("seen", [True, False])
def test_published_it_stands_where_that_was_moved_if_its_sender_may_see_it(
    cast: Cast, nela: User, topic: Topic, post: Post, seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(mail_of(nela, post), monkeypatch)
    hall = cast.square if seen else cast.backroom
    into = start_topic(by=cast.marta, forum=hall, title="Lampki", body="Osobno.")
    split_topic(by=cast.marta, topic=topic, numbers=[2], into=into)
    path = f"/forums/held/{Waiting.objects.get().pk}/approve/"
    assert cast.client(cast.marta).post(path, {"seen": "1"}).status_code == 303
    made = Post.objects.get(author=nela)
    moved = Post.objects.get(topic=into, number=2)
    assert (made.topic, made.parent) == ((into, moved) if seen else (topic, None))


@pytest.mark.parametrize("decided", [None, "approve", "refuse"])
def test_the_same_mail_twice_makes_one(
    cast: Cast, nela: User, topic: Topic, post: Post, decided: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    mail = mail_of(nela, post)
    assert pipe(mail, monkeypatch) == "held"
    if decided:
        path = f"/forums/held/{Waiting.objects.get().pk}/{decided}/"
        cast.client(cast.marta).post(path, {"seen": "1", "reason": "To ogłoszenie."})
    bounces()
    assert pipe(mail, monkeypatch) == "repeated"
    assert [one for one in bounces() if "Auto-Submitted" in one.extra_headers] == []
    assert (Waiting.objects.count(), ReceivedMail.objects.count()) == (1, 1)
    assert Post.objects.filter(topic=topic).count() == (3 if decided == "approve" else 2)


def test_the_next_mail_of_somebody_who_was_published_is_there_at_once(
    cast: Cast, nela: User, topic: Topic, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(mail_of(nela, post), monkeypatch)
    cast.client(cast.marta).post(f"/forums/held/{Waiting.objects.get().pk}/approve/")
    again = mail_of(nela, post, "I mamy ich dużo.", Message_ID="<two@mail.example.org>")
    assert pipe(again, monkeypatch) == "posted"
    assert Post.objects.get(topic=topic, number=4).body == "I mamy ich dużo."


def test_a_topic_that_was_closed_meanwhile_keeps_it_waiting(
    cast: Cast, nela: User, topic: Topic, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(mail_of(nela, post), monkeypatch)
    Topic.objects.filter(pk=topic.pk).update(closed=True)
    waiting = Waiting.objects.get()
    answered = cast.client(cast.marta).post(f"/forums/held/{waiting.pk}/approve/")
    assert answered.status_code == 409
    waiting.refresh_from_db()
    assert waiting.state == State.WAITING
