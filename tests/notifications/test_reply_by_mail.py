"""A letter that is answered becomes a reply: through a real SMTP and IMAP server, and through a pipe."""

import io
import sys
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from kernel.jobs import work_off as send
from notifications.inbound.mailbox import fetch
from notifications.inbound.trimming import own_words
from notifications.mail import replying, sending
from tests.cast import Cast
from tests.notifications.post_office import BOX, PostOffice
from tests.notifications.test_letters import pass_time

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def topic(cast: Cast, settings: Any) -> Topic:
    settings.REPLY_ADDRESS = BOX
    User.objects.update(language="en")
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


@pytest.fixture
def post(cast: Cast, topic: Topic) -> Post:
    return post_reply(by=cast.jan, topic=topic, body="Tak, przy lampkach.")


def answer(to: str, text: str, *, sender: str = "ola@example.org", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"Ola <{sender}>"
    message["To"] = to
    message["Subject"] = "Re: Noc w bibliotece"
    for name, value in {"Message_ID": "<one@mail.example.org>", **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def pipe(message: EmailMessage | bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    raw = message if isinstance(message, bytes) else message.as_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    out = io.StringIO()
    call_command("receive_mail", stdout=out, stderr=out)
    return out.getvalue().strip()


def bounces() -> list[Any]:
    mail.outbox.clear()
    send()
    return list(mail.outbox)


def address(post: Post, who: User, alone: bool = True) -> str:
    return replying.reply_address(who.pk, post, alone=alone)


def test_from_the_letter_over_smtp_and_imap_to_the_topic(
    cast: Cast, topic: Topic, post: Post, office: PostOffice
) -> None:
    pass_time(minutes=11)
    sending.work_off()
    send()
    (raw,) = office.sent
    letter = message_from_bytes(raw, policy=policy.SMTP)
    assert letter["To"] == "ola@example.org" and letter["Subject"] == "Re: Noc w bibliotece"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "You can simply reply" in letter.get_body(("plain",)).get_content()  # type: ignore[attr-defined,union-attr]
    assert letter.get_content_type() == "multipart/alternative"
    local = letter["Reply-To"].partition("@")[0]
    assert len(local) <= 64
    words = "Super, **spróbuję** w piątek.\n\nW dniu 28.11.2026 o 20:15, Rynek pisze:\n> Tak, przy lampkach.\n"
    office.put(answer(letter["Reply-To"], words).as_bytes(policy=policy.SMTP))
    fetch()
    made = Post.objects.get(topic=topic, number=3)
    assert (made.body, made.author, made.parent) == (
        "Super, **spróbuję** w piątek.",
        cast.ola,
        post,
    )
    assert [read for _mail, read in office.box] == [True]
    assert office.log_ins == [("rynek", "tajne slowo")]
    office.box[0][1] = False  # the worker died before it could mark it
    fetch()
    assert Post.objects.filter(topic=topic).count() == 3


def test_a_broken_mail_does_not_hold_up_the_mailbox(
    cast: Cast, topic: Topic, post: Post, office: PostOffice
) -> None:
    office.put(b"\xff\xfe\x00 no mail at all")
    office.put(answer(address(post, cast.ola), "Dobrze.").as_bytes(policy=policy.SMTP))
    fetch()
    assert Post.objects.get(topic=topic, number=3).body == "Dobrze."
    assert all(read for _mail, read in office.box)


def test_a_piped_mail_is_taken_once(
    cast: Cast, topic: Topic, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = answer(address(post, cast.ola), "Dobrze.")
    assert pipe(message, monkeypatch) == "posted"
    assert pipe(message, monkeypatch) == "repeated"
    assert Post.objects.filter(topic=topic).count() == 3
    assert bounces() == []


@pytest.mark.parametrize(
    "why", ["forged", "nobody's", "expired", "closed", "paused", "hidden", "empty", "of another"]
)
def test_what_cannot_be_taken_is_said_once(
    cast: Cast, topic: Topic, post: Post, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    to, text = address(post, cast.ola), "Dobrze, ale dlaczego?"
    match why:
        case "forged":
            name, at, domain = to.partition("@")
            to = f"{name[:-1]}{'a' if name[-1] != 'a' else 'b'}{at}{domain}"
            to = to.replace(name[-12], "c" if name[-12] != "c" else "d")
        case "nobody's":
            to = BOX
        case "expired":
            monkeypatch.setattr(replying, "DAYS", -1)
            to = address(post, cast.ola)
        case "closed":
            Topic.objects.filter(pk=topic.pk).update(closed=True)
        case "paused":
            User.objects.filter(pk=cast.ola.pk).update(
                suspended_until=timezone.now() + timedelta(days=1)
            )
        case "hidden":
            Topic.objects.filter(pk=topic.pk).update(hidden=True)
        case "empty":
            text = "W dniu 28.11.2026 o 20:15, Rynek pisze:\n> Tak, przy lampkach.\n"
        case _:
            to = address(post, cast.jan)
    message = answer(to, text)
    assert pipe(message, monkeypatch) == "refused"
    (bounce,) = bounces()
    assert (
        bounce.to == ["ola@example.org"]
        and bounce.extra_headers["Auto-Submitted"] == "auto-replied"
    )
    assert why == "empty" or text in bounce.body
    assert "Noc w bibliotece" in bounce.body  # the subject as its writer sent it
    assert pipe(message, monkeypatch) == "repeated" and bounces() == []
    assert Post.objects.filter(topic=topic).count() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<x>"}, {"Return_Path": "<>"},
        {"X_Autoreply": "yes"}, {"Message_ID": "<topic.1.2.to.3@testserver>"},
    ],
)  # fmt: skip
def test_programs_are_not_answered(
    cast: Cast, topic: Topic, post: Post, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    message = answer(address(post, cast.ola), "Jestem na urlopie.", **headers)
    assert pipe(message, monkeypatch) == "ignored"
    assert bounces() == [] and Post.objects.filter(topic=topic).count() == 2


@pytest.mark.parametrize(
    "sender", ["obcy@example.com", "nowa@example.org", "", "mailer-daemon@example.org"]
)
def test_strangers_get_no_letter_and_write_nothing(
    cast: Cast, topic: Topic, post: Post, sender: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pipe(answer(address(post, cast.ola), "Hm.", sender=sender), monkeypatch) == "ignored"
    assert bounces() == [] and Post.objects.filter(topic=topic).count() == 2


def test_who_lost_the_forum_hears_only_that_it_is_gone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.update(language="en")
    secret = start_topic(by=cast.marta, forum=cast.backroom, title="Między nami", body="Sekret.")
    post = post_reply(by=cast.adam, topic=secret, body="Cicho.")
    monkeypatch.setattr("django.conf.settings.REPLY_ADDRESS", BOX)
    User.objects.filter(pk=cast.marta.pk).update(role="member")
    message = answer(address(post, cast.marta), "A ja?", sender="marta@example.org")
    assert pipe(message, monkeypatch) == "refused"
    (bounce,) = bounces()
    assert "Między nami" not in bounce.body and "no longer there" in bounce.body


def test_html_alone_is_read_and_attachments_are_left_out_and_said_so(
    cast: Cast, topic: Topic, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "ola@example.org", address(post, cast.ola)
    message.set_content(
        "<html><head><style>p{}</style></head><body><p>Pierwszy &amp; <b>drugi</b><script>x</script></p>"
        "<ul><li>lampki</li></ul><div class='gmail_quote'>Rynek pisze: <p>Tak</p></div></body></html>",
        subtype="html",
    )
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="plan.pdf")
    assert pipe(message, monkeypatch) == "posted"
    assert Post.objects.get(topic=topic, number=3).body == "Pierwszy & drugi\n\n- lampki"
    (letter,) = bounces()
    assert "left out" in letter.body and "/3/#p3" in letter.body


def test_the_post_that_was_answered_is_gone_and_the_topic_goes_on(
    cast: Cast, topic: Topic, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    Post.objects.filter(pk=post.pk).update(removed_at=timezone.now())
    assert pipe(answer(address(post, cast.ola), "Dzięki."), monkeypatch) == "posted"
    assert Post.objects.get(topic=topic, number=3).parent is None


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Tak.\n\nW dniu pt., 28 lis 2026 o 20:15 Rynek <rynek@example.org> napisał(a):\n> x\n", "Tak."),
        ("Tak.\n\nW dniu pt., 28 lis 2026 o 20:15 Rynek\n<rynek@example.org> napisał(a):\n\n> x\n", "Tak."),
        ("Yes.\n\nOn Sat, 28 Nov 2026 at 20:15, Rynek <r@example.org>\nwrote:\n\n> x\n> y\n", "Yes."),
        ("Tak.\n\n-----Oryginalna wiadomość-----\nOd: Rynek\nx", "Tak."),
        ("Tak.\n\n-----Original Message-----\nFrom: Rynek\nx", "Tak."),
        ("Tak.\n\n________________________________\nOd: Rynek\nWysłano: dziś\nDo: Ola\nTemat: Noc\n\nx", "Tak."),
        ("Tak.\n\nOd: Rynek <r@example.org>\nData: piątek\nDo: Ola\nTemat: Noc\n\nx", "Tak."),
        ("Tak.\n-- \nOla Wrona\nDom Kultury", "Tak."),
        ("Tak.\n\nWysłano z iPhone'a\n", "Tak."),
        ("Yes.\n\nSent from my iPhone\n\nOn Sat, Rynek wrote:\n> x", "Yes."),
        ("Tak.\n\nPobierz aplikację Outlook dla systemu Android\n\nOd: A\nDo: B\nTemat: C\n", "Tak."),
        ("On Sat, 28 Nov 2026, Rynek wrote:\n> pytanie\n\nOdpowiedź pod spodem.", "Odpowiedź pod spodem."),
        ("On Sat, 28 Nov 2026, Rynek wrote:\n> raz?\nTak.\n> dwa?\nNie.", "> raz?\nTak.\n> dwa?\nNie."),
        ("On Sat, 28 Nov 2026, Rynek wrote:\n> x\n", ""),
        ("Ola pisze: tak trzymać.\nI ja też.", "Ola pisze: tak trzymać.\nI ja też."),
        ("Od: poniedziałku\nDo: piątku", "Od: poniedziałku\nDo: piątku"),
        ("> cytat\nMoje zdanie.", "> cytat\nMoje zdanie."),
        ("", ""),
    ],
)  # fmt: skip
def test_quotations_and_signatures_are_cut(text: str, own: str) -> None:
    assert own_words(text) == own
