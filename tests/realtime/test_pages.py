"""The pages of the chat, as a browser without scripts has them."""

import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from realtime.chat.actions.remove_message import hide_message, remove_message
from realtime.chat.actions.say import say
from realtime.chat.models import Message, Room, RoomSeat
from tests.cast import Cast


def spoken(cast: Cast, room: Room, count: int, *, by: object = None) -> list[Message]:
    person = by or cast.ola
    return [say(by=person, room=room, body=f"zdanie numer {n}")[0] for n in range(1, count + 1)]  # type: ignore[arg-type]


def shown(page: bytes) -> list[int]:
    return [int(seq) for seq in re.findall(rb'<article[^>]* data-seq="(\d+)"', page)]


def test_the_list_shows_rooms_with_messages_and_the_market(cast: Cast) -> None:
    quiet = Room.objects.create(slug="cichy", name="Cichy pokój")
    talked = Room.objects.create(slug="gadany", name="Gadany pokój")
    spoken(cast, talked, 1)
    page = cast.client().get("/chat/").content.decode()
    assert page.index("Gadany pokój") < page.index(
        "Rynek</a>" if "Rynek</a>" in page else "/chat/rynek/"
    )
    assert quiet.name not in page
    assert cast.duty.name not in page
    say(by=cast.marta, room=cast.duty, body="dyżur")
    assert cast.duty.name not in cast.client(cast.ola).get("/chat/").content.decode()
    assert cast.duty.name in cast.client(cast.marta).get("/chat/").content.decode()


@pytest.mark.parametrize("path", ["", "messages?after=0", "events?after=0", "messages/1/"])
def test_a_hidden_room_answers_like_a_missing_one(cast: Cast, path: str) -> None:
    say(by=cast.marta, room=cast.duty, body="tylko dla nas")
    for viewer in (None, cast.ola, cast.ewa):
        browser = cast.client(viewer)
        hidden = browser.get(f"/chat/{cast.duty.slug}/{path}")
        missing = browser.get(f"/chat/nie-ma-takiego/{path}")
        assert hidden.status_code == missing.status_code == 404
        assert b"tylko dla nas" not in hidden.content
    assert cast.client(cast.marta).get(f"/chat/{cast.duty.slug}/{path}").status_code == 200


def test_a_form_says_it_without_a_script(cast: Cast) -> None:
    browser = cast.client(cast.jan)
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = browser.post("/chat/rynek/say/", {"body": "Dzień **dobry**", "key": key})
        assert (answer.status_code, answer["Location"]) == (303, "/chat/rynek/#say")
    assert Message.objects.filter(room=cast.market).count() == 1
    page = cast.client().get("/chat/rynek/").content.decode()
    assert "Dzień <strong>dobry</strong>" in page


@pytest.mark.parametrize("body", ["", "   ", "a\x00b", "x" * 8_001])
def test_a_form_with_an_error_keeps_what_was_typed(cast: Cast, body: str) -> None:
    answer = cast.client(cast.jan).post("/chat/rynek/say/", {"body": body, "key": "k"})
    assert answer.status_code == 422
    assert b"summary-error" in answer.content
    assert not Message.objects.exists()


def test_who_may_not_speak_is_turned_away(cast: Cast) -> None:
    assert cast.client().post("/chat/rynek/say/", {"body": "hej"}).status_code == 302
    assert cast.client(cast.nowa).post("/chat/rynek/say/", {"body": "hej"}).status_code == 403
    assert (
        cast.client(cast.ola).post(f"/chat/{cast.duty.slug}/say/", {"body": "hej"}).status_code
        == 404
    )
    assert not Message.objects.exists()


def test_the_page_begins_at_the_end_and_leads_back(cast: Cast) -> None:
    spoken(cast, cast.market, 130)
    browser = cast.client()
    newest = browser.get("/chat/rynek/")
    assert shown(newest.content) == list(range(81, 131))
    assert b'data-seq="130"' in newest.content.split(b"<article")[0]
    assert b'href="?before=81"' in newest.content
    older = browser.get("/chat/rynek/?before=81")
    assert shown(older.content) == list(range(31, 81))
    first = browser.get("/chat/rynek/?before=31")
    assert shown(first.content) == list(range(1, 31))
    assert b'href="?before=' not in first.content
    assert shown(browser.get("/chat/rynek/?after=30").content) == list(range(31, 81))
    at = browser.get("/chat/rynek/?at=60")
    assert 60 in shown(at.content)
    assert b'id="m60"' in at.content
    # A page that does not end at the newest message stands still.
    assert b"data-channel" in older.content
    assert b"data-seq" not in older.content.split(b"<article")[0]


@pytest.mark.parametrize("query", ["before=x", "after=-1", "at=1e3", f"at={10**30}", "before="])
def test_a_bad_number_is_a_clear_refusal(cast: Cast, query: str) -> None:
    assert cast.client().get(f"/chat/rynek/?{query}").status_code == 422


def test_what_is_new_since_the_last_visit_is_marked(cast: Cast) -> None:
    spoken(cast, cast.market, 3)
    jan = cast.client(cast.jan)
    assert b'id="new"' not in jan.get("/chat/rynek/").content
    assert RoomSeat.objects.get(person=cast.jan, room=cast.market).read_seq == 3
    spoken(cast, cast.market, 2)
    assert b'<span class="badge">' in jan.get("/chat/").content
    page = jan.get("/chat/rynek/").content.decode()
    assert "New, 2 messages" in page
    assert page.index('id="m3"') < page.index('id="new"') < page.index('id="m4"')
    assert b'id="new"' not in jan.get("/chat/rynek/").content


def test_own_messages_are_marked_by_the_script_alone(cast: Cast) -> None:
    spoken(cast, cast.market, 1)
    mine, yours = (cast.client(who).get("/chat/rynek/").content for who in (cast.ola, cast.jan))
    article = re.compile(rb"<article class=\"msg.*?</article>", re.DOTALL)
    assert article.search(mine) is not None
    assert article.findall(mine)[0] == article.findall(yours)[0]
    assert b'data-me="ola"' in mine


def test_editing_and_removing_by_plain_pages(cast: Cast) -> None:
    spoken(cast, cast.market, 1)
    ola, jan = cast.client(cast.ola), cast.client(cast.jan)
    assert jan.get("/chat/rynek/messages/1/edit/").status_code == 403
    assert jan.post("/chat/rynek/messages/1/remove/").status_code == 403
    assert b"/messages/1/edit/" in ola.get("/chat/rynek/messages/1/").content
    assert b"/moderation/report/message/" in jan.get("/chat/rynek/messages/1/").content
    assert "zdanie numer 1" in ola.get("/chat/rynek/messages/1/edit/").content.decode()
    assert ola.post("/chat/rynek/messages/1/edit/", {"body": ""}).status_code == 422
    answer = ola.post("/chat/rynek/messages/1/edit/", {"body": "poprawione zdanie"})
    assert (answer.status_code, answer["Location"]) == (303, "/chat/rynek/?at=1#m1")
    assert "poprawione zdanie" in jan.get("/chat/rynek/").content.decode()
    assert ola.get("/chat/rynek/messages/1/remove/").status_code == 200
    assert ola.post("/chat/rynek/messages/1/remove/").status_code == 303
    page = jan.get("/chat/rynek/").content.decode()
    assert "poprawione zdanie" not in page
    assert "A message was here" in page
    assert ola.post("/chat/rynek/messages/1/edit/", {"body": "znowu"}).status_code == 403


def test_a_hidden_message_shows_nobody_its_text(cast: Cast) -> None:
    (message,) = spoken(cast, cast.market, 1)
    hide_message(message, True)
    for viewer in (None, cast.ola, cast.marta):
        browser = cast.client(viewer)
        for path in ("", "messages?after=0", "events?after=0", "messages/1/"):
            assert "zdanie numer" not in browser.get(f"/chat/rynek/{path}").content.decode()


def test_the_piece_and_the_frames_are_those_of_the_page(cast: Cast) -> None:
    one, two, three = spoken(cast, cast.market, 3)
    remove_message(by=cast.ola, message=two)
    piece = cast.client().get("/chat/rynek/messages?after=1")
    assert shown(piece.content) == [2, 3]
    frames = cast.client().get("/chat/rynek/events?after=1").json()
    assert [(frame["type"], frame["seq"]) for frame in frames["results"]] == [
        ("message.created", 2), ("message.created", 3), ("message.changed", 4),
    ]  # fmt: skip
    assert frames["more"] is False


def test_the_text_is_inert(cast: Cast) -> None:
    say(
        by=cast.ola,
        room=cast.market,
        body='<script>alert(1)</script> [x](javascript:alert(1)) "><img src=x>',
    )
    page = cast.client().get("/chat/rynek/").content.decode()
    assert "<script>alert" not in page
    assert "javascript:" not in page.split("<article")[1].split("</article>")[0].replace(
        "(javascript:", ""
    )
    assert "<img" not in page


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_page_costs_the_same_for_one_message_and_for_fifty(
    cast: Cast, signed_in: bool, django_assert_max_num_queries: object
) -> None:
    browser = cast.client(cast.jan if signed_in else None)
    spoken(cast, cast.market, 1)
    counts = []
    for _ in range(2):
        browser.get("/chat/rynek/")
        with django_assert_max_num_queries(18 if signed_in else 12) as seen:  # type: ignore[operator]
            assert browser.get("/chat/rynek/").status_code == 200
        counts.append(len(seen))
        spoken(cast, cast.market, 60)
        for n in range(20):
            spoken(
                cast, Room.objects.create(slug=f"p{n}-{timezone.now():%f}", name=f"Pokój {n}"), 1
            )
    assert counts[0] == counts[1]


def test_a_visitor_gets_no_cookie(cast: Cast) -> None:
    browser = Client()
    browser.get("/chat/")
    browser.get("/chat/rynek/")
    assert not browser.cookies


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_at_the_ends_of_the_calendar_leads_somewhere(cast: Cast, day: str) -> None:
    say(by=cast.ola, room=cast.market, body="Dzień dobry")
    answer = cast.client().get(f"/chat/rynek/?day={day}")
    assert answer.status_code in (200, 302, 303)
