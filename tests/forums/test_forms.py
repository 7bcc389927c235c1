"""The forms of the forums, sent as a browser without scripts sends them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from accounts.viewer import Viewer
from forums import ports
from forums.actions.accept_answer import accept_answer
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.models import Post, Topic
from kernel.limits import LIMITS
from tests.cast import Cast
from tests.forums.conftest import path, verb

ASK = {
    "kind": "question",
    "title": "Skąd wziąć latarki?",
    "body": "Na **noc**.",
    "tags": "noc, światło",
    "lang": "pl",
}


def sent(client: Client, address: str, status: int, **data: Any) -> str:
    response = client.post(address, data)
    assert response.status_code == status, (address, response.status_code, response.content[:300])
    return response["Location"] if status == 303 else response.content.decode()


def key_of(html: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def test_asking(cast: Cast) -> None:
    client = cast.client(cast.jan)
    shown = client.get("/forums/ogolne/ask/").content.decode()
    data = {**ASK, "key": key_of(shown)}
    first = sent(client, "/forums/ogolne/ask/", 303, **data)
    assert sent(client, "/forums/ogolne/ask/", 303, **data) == first
    topic = Topic.objects.get()
    assert first == path(topic)
    assert (topic.kind, topic.author, sorted(topic.tags.names())) == (
        "question",
        cast.jan,
        ["noc", "światło"],
    )
    again = sent(client, "/forums/ogolne/ask/", 422, **{**data, "body": "inne"})
    assert "already sent" in again
    assert key_of(again) != data["key"]


def test_a_wrong_question_keeps_everything(cast: Cast) -> None:
    client = cast.client(cast.jan)
    html = sent(
        client,
        "/forums/ogolne/ask/",
        422,
        **{**ASK, "title": " ", "body": "Długie <b>", "tags": "x" * 31},
    )
    assert "Error:" in html.split("</title>")[0]
    assert "summary-error" in html
    assert "Długie &lt;b&gt;" in html
    assert Topic.objects.count() == 0
    html = sent(client, "/forums/ogolne/ask/", 422, **{**ASK, "tags": "x" * 31})
    assert "too long for a tag" in html


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "a\0b"), ("body", "x" * 40_000), ("body", "\x07"), ("kind", "poll"), ("lang", "zz"), ("key", "\0"),
     ("title", "x" * 201), ("tags", "\x00"), ("body", ""), ("tags", ",".join("abcdefghi"))],
)  # fmt: skip
def test_bad_questions_are_refused(cast: Cast, field: str, value: str) -> None:
    sent(cast.client(cast.jan), "/forums/ogolne/ask/", 422, **{**ASK, field: value})
    assert Topic.objects.count() == 0


def test_bytes_that_are_no_text(cast: Cast, topic: Topic) -> None:
    for address in ("/forums/ogolne/ask/", verb(topic, "reply"), verb(topic, "posts/1/edit")):
        for body in (b"body=%ed%a0%bd%00", b"\xff\xfe", b"\x00", b"body=%00", b"a=" * 2000):
            response = cast.client(cast.ola).post(
                address, body, content_type="application/x-www-form-urlencoded"
            )
            assert 400 <= response.status_code < 500


def test_who_may_ask_where(cast: Cast) -> None:
    assert cast.client().get("/forums/ogolne/ask/")["Location"].startswith("/accounts/login/?next=")
    assert cast.client().post("/forums/ogolne/ask/", ASK).status_code == 302
    assert cast.client(cast.nowa).get("/forums/ogolne/ask/").status_code == 403
    assert cast.client(cast.nowa).post("/forums/ogolne/ask/", ASK).status_code == 403
    for who in (cast.jan, cast.ewa):
        assert cast.client(who).get("/forums/moderacja/ask/").status_code == 404
        assert cast.client(who).post("/forums/moderacja/ask/", ASK).status_code == 404
    assert sent(cast.client(cast.marta), "/forums/moderacja/ask/", 303, **ASK)
    assert Topic.objects.count() == 1


@pytest.fixture
def alike() -> Any:
    """What the search room would answer."""
    asked: list[tuple[Viewer, str]] = []

    def answer(viewer: Viewer, title: str) -> list[ports.Link]:
        asked.append((viewer, title))
        return [ports.Link("Latarki <czołowe>", "/notes/latarki/", "note", "note")]

    before = ports.similar._answer
    ports.similar.fill(answer)
    yield asked
    ports.similar.fill(before)


def test_what_is_alike_is_shown_before_asking(cast: Cast, alike: list[Any]) -> None:
    client = cast.client(cast.jan)
    html = sent(client, "/forums/ogolne/ask/", 200, **{**ASK, "look": "1"})
    assert "Latarki &lt;czołowe&gt;" in html
    assert "Na **noc**." in html
    assert alike == [(cast.jan, "Skąd wziąć latarki?")]
    assert Topic.objects.count() == 0
    piece = cast.client().get("/forums/similar/", {"title": "Skąd latarki?"}).content.decode()
    assert "/notes/latarki/" in piece
    assert "<html" not in piece
    for short in ("", "krótki", "a\nb", "x" * 300):
        assert (
            "/notes/"
            not in cast.client().get("/forums/similar/", {"title": short}).content.decode()
        )


def test_replying_under_the_topic(cast: Cast, topic: Topic) -> None:
    client = cast.client(cast.jan)
    key = key_of(client.get(path(topic)).content.decode())
    where = sent(client, verb(topic, "reply"), 303, body="Od *nas*.", key=key)
    assert where == path(topic, "2/#p2")
    assert sent(client, verb(topic, "reply"), 303, body="Od *nas*.", key=key) == where
    assert "already sent" in sent(client, verb(topic, "reply"), 422, body="Inaczej", key=key)
    assert Post.objects.filter(topic=topic).count() == 2
    html = sent(client, verb(topic, "reply"), 422, body=" ")
    assert "summary-error" in html


def test_replying_to_a_post_without_scripts(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Mam **dwie**.")
    page = cast.client(cast.ewa).get(path(topic)).content.decode()
    link = f"{verb(topic, 'reply')}?parent=2"
    assert link in page
    form = cast.client(cast.ewa).get(link).content.decode()
    assert "Your answer to Jan Zubek" in form
    assert "<strong>dwie</strong>" in form
    assert 'name="parent" value="2"' in form
    sent(cast.client(cast.ewa), verb(topic, "reply"), 303, body="A jedna?", parent="2")
    assert Post.objects.get(topic=topic, number=3).parent.number == 2
    for bad in ("0", "9", "x", "-1", str(10**30), "1" * 19):
        assert cast.client(cast.ewa).get(f"{verb(topic, 'reply')}?parent={bad}").status_code == 404
        assert (
            cast.client(cast.ewa)
            .post(verb(topic, "reply"), {"body": "x", "parent": bad})
            .status_code
            == 404
        )


def test_who_may_reply(cast: Cast, topic: Topic, secret: Topic) -> None:
    for who, status in ((None, 302), (cast.nowa, 403), (cast.jan, 303), (cast.marta, 303)):
        assert cast.client(who).post(verb(topic, "reply"), {"body": "x"}).status_code == status
    for who, status in ((None, 302), (cast.jan, 404), (cast.ewa, 404), (cast.marta, 303)):
        assert cast.client(who).post(verb(secret, "reply"), {"body": "x"}).status_code == status
    assert Post.objects.filter(topic=secret).count() == 2


def test_editing(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="pierwsze")
    Post.objects.filter(number=2).update(created_at=timezone.now() - timedelta(hours=1))
    address = verb(topic, "posts/2/edit")
    assert "pierwsze" in cast.client(cast.jan).get(address).content.decode()
    assert sent(cast.client(cast.jan), address, 303, body="drugie") == path(topic, "2/#p2")
    assert "summary-error" in sent(cast.client(cast.jan), address, 422, body="")
    for who, status in ((None, 302), (cast.ola, 403), (cast.marta, 403)):
        assert cast.client(who).post(address, {"body": "cudze"}).status_code == status
    post = Post.objects.get(topic=topic, number=2)
    assert (post.body, post.edited_at is not None) == ("drugie", True)


def test_removing_asks_first_and_can_be_undone(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Pomyłka")
    jan, remove, restore = (
        cast.client(cast.jan),
        verb(topic, "posts/2/remove"),
        verb(topic, "posts/2/restore"),
    )
    assert "Remove this post?" in jan.get(remove).content.decode()
    assert Post.objects.get(topic=topic, number=2).removed_at is None
    for who, status in ((None, 302), (cast.ola, 403)):
        assert cast.client(who).post(remove).status_code == status
    done = jan.post(remove)
    assert done.status_code == 303
    assert restore in str(next(iter(get_messages(done.wsgi_request))))
    for who, status in ((None, 302), (cast.ola, 404), (cast.marta, 200), (cast.jan, 200)):
        assert cast.client(who).get(restore).status_code == status
    assert cast.client(cast.jan).get(verb(topic, "posts/2/actions")).status_code == 404
    assert cast.client(cast.ola).post(restore).status_code == 404
    sent(jan, restore, 303)
    assert jan.get(restore).status_code == 404
    assert "Pomyłka" in cast.client().get(path(topic)).content.decode()


def test_accepting_by_a_button_of_a_kept_piece(cast: Cast, topic: Topic) -> None:
    reply = post_reply(by=cast.jan, topic=topic, body="Tak")
    address = verb(topic, "posts/2/accept")
    page = cast.client(cast.ola).get(path(topic)).content.decode()
    assert f'form="act" formaction="{address}"' in page
    assert 'data-can="accept help react"' in page.split("<body")[1].split(">")[0]
    theirs = cast.client(cast.jan).get(path(topic)).content.decode()
    assert 'data-can="help react same"' in theirs.split("<body")[1].split(">")[0]
    for who, status in ((None, 302), (cast.jan, 403), (cast.nowa, 403)):
        assert cast.client(who).post(address).status_code == status
    assert cast.client(cast.ola).get(address).status_code == 405
    sent(cast.client(cast.ola), address, 303)
    assert Topic.objects.get(pk=topic.pk).accepted == reply
    sent(cast.client(cast.ola), address, 303)
    assert Topic.objects.get(pk=topic.pk).accepted is None
    assert cast.client(cast.ola).post(verb(topic, "posts/1/accept")).status_code == 422


def test_the_menu_of_a_post_is_a_page(cast: Cast, topic: Topic) -> None:
    post = post_reply(by=cast.jan, topic=topic, body="Tak")

    def menu(who: Any) -> str:
        response = cast.client(who).get(verb(topic, "posts/2/actions"))
        assert response.status_code == 200
        return response.content.decode().split("<main")[1].split("</main")[0]

    verbs = {name: verb(topic, f"posts/2/{name}") for name in ("edit", "remove", "accept")}
    report, case = f"/moderation/report/post/{post.pk}/", f"/moderation/post/{post.pk}/"
    for who, shown in (
        (None, {report}),
        (cast.ewa, {report}),
        (cast.jan, {verbs["edit"], verbs["remove"]}),
        (cast.ola, {verbs["accept"], report}),
        (cast.marta, {verbs["accept"], verbs["remove"], report, case}),
    ):
        html = menu(who)
        for address in (*verbs.values(), report, case):
            assert (f'"{address}"' in html) == (address in shown), (who, address)


def test_title_and_tags(cast: Cast, topic: Topic) -> None:
    address = verb(topic, "edit")
    assert "Noc w bibliotece" in cast.client(cast.ola).get(address).content.decode()
    data = {"title": "Dzień w bibliotece", "kind": "discussion", "tags": "dzień"}
    assert (
        sent(cast.client(cast.ola), address, 303, **data)
        == f"/forums/t/{topic.pk}/dzien-w-bibliotece/"
    )
    topic.refresh_from_db()
    assert (topic.kind, list(topic.tags.names())) == ("discussion", ["dzień"])
    assert "summary-error" in sent(cast.client(cast.ola), address, 422, **{**data, "title": ""})
    for who, status in ((None, 302), (cast.jan, 403), (cast.nowa, 403), (cast.marta, 303)):
        assert cast.client(who).post(address, data).status_code == status


@pytest.mark.parametrize(
    ("state", "field", "value"),
    [
        ("close", "closed", True),
        ("reopen", "closed", False),
        ("pin", "pinned", True),
        ("unpin", "pinned", False),
    ],
)
def test_states_are_the_moderators(
    cast: Cast, topic: Topic, state: str, field: str, value: bool
) -> None:
    Topic.objects.filter(pk=topic.pk).update(**{field: not value})
    for who, status in ((None, 302), (cast.ola, 403), (cast.jan, 403)):
        assert cast.client(who).post(verb(topic, state)).status_code == status
    assert cast.client(cast.marta).get(verb(topic, state)).status_code == 405
    sent(cast.client(cast.marta), verb(topic, state), 303)
    assert getattr(Topic.objects.get(pk=topic.pk), field) is value


def test_a_closed_topic_says_so(cast: Cast, topic: Topic) -> None:
    sent(cast.client(cast.marta), verb(topic, "close"), 303)
    for who in (None, cast.jan):
        html = cast.client(who).get(path(topic)).content.decode()
        assert "This conversation is closed." in html
        assert "<textarea" not in html
    assert cast.client(cast.jan).post(verb(topic, "reply"), {"body": "x"}).status_code == 403


def test_the_preview_is_the_post_s_own_html(cast: Cast) -> None:
    client = cast.client(cast.jan)
    html = client.post(
        "/forums/preview/", {"body": "**a** <script>alert(1)</script>"}
    ).content.decode()
    assert "<strong>a</strong>" in html
    assert "<script>" not in html
    assert client.post("/forums/preview/", {"body": "a\0"}).status_code == 422
    assert client.post("/forums/preview/", {"body": "x" * 40_000}).status_code == 422
    assert cast.client().post("/forums/preview/", {"body": "a"}).status_code == 302


def test_forms_need_their_token(cast: Cast, topic: Topic) -> None:
    client = cast.client(cast.ola, enforce_csrf_checks=True)
    html = client.get(path(topic)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token is not None
    assert client.post(verb(topic, "reply"), {"body": "x"}).status_code == 403
    data = {"body": "x", "csrfmiddlewaretoken": token[1]}
    assert client.post(verb(topic, "reply"), data).status_code == 303


@pytest.mark.usefixtures("limits_in_life")
def test_too_much_at_once_is_429(cast: Cast, topic: Topic) -> None:
    times = LIMITS["post"][0][0]
    client = cast.client(cast.jan)
    answers = [
        client.post(verb(topic, "reply"), {"body": f"{n}"}).status_code for n in range(times + 2)
    ]
    assert answers == [303] * times + [429] * 2
    assert Topic.objects.get(pk=topic.pk).reply_count == times


def test_a_flag_hides_through_the_registry(cast: Cast, topic: Topic) -> None:
    from moderation.actions.decide import decide
    from moderation.registry import kinds

    post = post_reply(by=cast.jan, topic=topic, body="Kupcie okna")
    accept_answer(by=cast.ola, post=post)
    assert kinds["post"].get(cast.visitor, post.pk) == post
    assert kinds["post"].title(post) == "Noc w bibliotece (#2)"
    decide(
        by=cast.marta,
        kind="post",
        object_id=post.pk,
        verdict="hide",
        rule="spam",
        reason="Reklama.",
    )
    assert kinds["post"].get(cast.jan, post.pk) is None
    assert "Kupcie" not in cast.client().get(path(topic)).content.decode()
    decide(
        by=cast.marta,
        kind="topic",
        object_id=topic.pk,
        verdict="hide",
        rule="spam",
        reason="Reklama.",
    )
    assert cast.client().get(path(topic)).status_code == 404
    remove_post(by=cast.marta, post=post)
    assert kinds["post"].get(cast.marta, post.pk) is None
