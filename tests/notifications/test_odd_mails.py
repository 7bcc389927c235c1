"""Mails as programs write them: two with one name, with nothing in them, with what nobody can see."""

from email.message import EmailMessage
from typing import Any

import pytest
from django.db import OperationalError

from accounts.models import User
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from notifications.inbound import mailbox
from notifications.inbound.mailbox import fetch
from tests.cast import Cast
from tests.notifications.post_office import BOX, PostOffice
from tests.notifications.test_reply_by_mail import address, answer, bounces, pipe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def topic(cast: Cast, settings: Any) -> Topic:
    settings.REPLY_ADDRESS = BOX
    User.objects.update(language="en")
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


@pytest.fixture
def post(cast: Cast, topic: Topic) -> Post:
    return post_reply(by=cast.jan, topic=topic, body="Tak, przy lampkach.")


def replies(topic: Topic) -> list[str]:
    return list(Post.objects.filter(topic=topic, number__gt=2).values_list("body", flat=True))


def test_two_mails_of_one_name_are_two(
    cast: Cast, topic: Topic, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = address(post, cast.ola)
    first, second = answer(to, "Raz."), answer(to, "Dwa.")
    assert [pipe(one, monkeypatch) for one in (first, second)] == ["posted", "posted"]
    first["Received"] = "from another.example.org"  # the same, by another way
    assert pipe(first, monkeypatch) == "repeated"
    of_jan = answer(address(post, cast.jan), "Raz.", sender="jan@example.org")
    assert pipe(of_jan, monkeypatch) == "posted"
    first["Date"] = "Tue, 01 Dec 2026 09:00:00 +0100"  # the same words on another day
    assert pipe(first, monkeypatch) == "posted"
    assert replies(topic) == ["Raz.", "Dwa.", "Raz.", "Raz."]


def test_an_attachment_alone_is_sent_back_with_the_reason(
    cast: Cast, topic: Topic, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "ola@example.org", address(post, cast.ola)
    message.set_content(b"%PDF-", maintype="application", subtype="pdf", filename="plan.pdf")
    assert pipe(message, monkeypatch) == "refused"
    (letter,) = bounces()
    assert "no attachments by mail" in letter.body and replies(topic) == []


def test_what_is_too_long_comes_back_whole(
    cast: Cast, topic: Topic, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "słowo " * 8_000
    assert pipe(answer(address(post, cast.ola), text), monkeypatch) == "refused"
    (letter,) = bounces()
    assert text.strip() in letter.body.replace("\n", " ") and replies(topic) == []


def test_signs_that_nobody_typed_are_left_out(
    cast: Cast, topic: Topic, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = answer(address(post, cast.ola), "Tak\x01.\u2028Jutro.\x0cA może dziś?")
    assert pipe(message, monkeypatch) == "posted"
    assert replies(topic) == ["Tak.\nJutro.\nA może dziś?"]


@pytest.mark.parametrize(
    "subject",
    [
        "Automatyczna odpowiedź: Re: Noc w bibliotece", "Out of Office: Noc w bibliotece",
        "Automatic reply: Re: Noc", "Автоматична відповідь: Re: Noc",
    ],
)  # fmt: skip
def test_absence_notes_without_a_header_are_not_published(
    cast: Cast, topic: Topic, post: Post, subject: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = answer(address(post, cast.ola), "Wracam w poniedziałek.")
    message.replace_header("Subject", subject)
    assert pipe(message, monkeypatch) == "ignored"
    assert bounces() == [] and replies(topic) == []
    message.replace_header("Subject", f"Re: {subject}")  # a person answers in such a topic
    assert pipe(message, monkeypatch) == "posted"


def test_a_mail_that_meets_no_database_stays_unread(
    cast: Cast, topic: Topic, post: Post, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.put(answer(address(post, cast.ola), "Dobrze.").as_bytes())

    def away(_raw: bytes) -> Any:
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr(mailbox, "take", away)
        fetch()
    assert [read for _mail, read in office.box] == [False] and replies(topic) == []
    fetch()
    assert [read for _mail, read in office.box] == [True] and replies(topic) == ["Dobrze."]


def test_who_left_writes_no_more(
    cast: Cast, topic: Topic, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A closed account, one whose address is no longer confirmed, and somebody who found the letter."""
    to = address(post, cast.ola)
    assert pipe(answer(to, "Hm.", sender="jan@example.org"), monkeypatch) == "refused"
    assert [one.to for one in bounces()] == [["jan@example.org"]]
    for number, change in enumerate(({"verified": False}, {"verified": True, "is_active": False})):
        User.objects.filter(pk=cast.ola.pk).update(**change)
        message = answer(to, "Hm.", Message_ID=f"<{number}@mail.example.org>")
        assert pipe(message, monkeypatch) == "ignored" and bounces() == []
    assert replies(topic) == []
