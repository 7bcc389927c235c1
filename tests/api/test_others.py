"""Notes, rooms, flags and search through the API."""

import uuid
from typing import Any

import pytest

from moderation.models import Report
from notes.models import PracticeNote
from realtime.chat.models import Message
from tests.api.conftest import Caller
from tests.cast import Cast


def test_a_note_is_published_and_a_draft_is_its_authors(
    ola: Caller, jan: Caller, nobody: Caller
) -> None:
    made = ola.post(
        "notes", {"title": "Nocne czytanie", "body": "# Plan\n\nDużo *kakao*.", "tags": ["noc"]}
    )
    assert made.status_code == 201
    slug = made.json()["slug"]
    assert nobody.get(f"notes/{slug}").json()["title"] == "Nocne czytanie"
    draft = ola.post("notes", {"title": "Szkic", "body": "nic", "status": "draft"}).json()
    assert ola.get(f"notes/{draft['slug']}").status_code == 200
    assert jan.get(f"notes/{draft['slug']}").status_code == 404
    assert [row["slug"] for row in jan.get("notes").json()["results"]] == [slug]


@pytest.mark.parametrize(
    "more", [{"status": "secret"}, {"lang": "polski"}, {"title": "\x00"}, {"body": ""}]
)
def test_a_bad_note_is_refused(more: dict[str, Any], ola: Caller) -> None:
    assert ola.post("notes", {"title": "a", "body": "b", **more}).status_code == 422
    assert not PracticeNote.objects.exists()


def test_messages_have_a_seq_and_come_back_in_order(
    ola: Caller, nobody: Caller, cast: Cast
) -> None:
    room = cast.market.pk
    seqs = [ola.post(f"rooms/{room}/messages", {"body": f"m{n}"}).json()["seq"] for n in range(3)]
    assert seqs == [1, 2, 3]
    page = nobody.get(f"rooms/{room}/messages", after=1).json()
    assert [row["seq"] for row in page["results"]] == [2, 3]
    frames = nobody.get(f"rooms/{room}/events", after=1).json()["results"]
    assert [(frame["type"], frame["seq"]) for frame in frames] == [
        ("message.created", 2),
        ("message.created", 3),
    ]


def test_a_client_id_makes_one_message(ola: Caller, cast: Cast) -> None:
    body = {"body": "raz", "client_id": str(uuid.uuid4())}
    first, second = (ola.post(f"rooms/{cast.market.pk}/messages", body).json() for _ in range(2))
    assert first["seq"] == second["seq"]
    other = ola.post(f"rooms/{cast.market.pk}/messages", {**body, "body": "dwa"})
    assert other.status_code == 422
    assert Message.objects.count() == 1


def test_who_may_speak_where(jan: Caller, nobody: Caller, marta: Caller, cast: Cast) -> None:
    said = {"body": "hej"}
    assert nobody.post(f"rooms/{cast.market.pk}/messages", said).status_code == 401
    assert Caller(cast.nowa).post(f"rooms/{cast.market.pk}/messages", said).status_code == 403
    assert jan.post(f"rooms/{cast.duty.pk}/messages", said).status_code == 404
    assert jan.get(f"rooms/{cast.duty.pk}/messages").status_code == 404
    assert marta.post(f"rooms/{cast.duty.pk}/messages", said).status_code == 201
    assert cast.duty.slug not in [row["slug"] for row in jan.get("rooms").json()["results"]]
    assert cast.duty.slug in [row["slug"] for row in marta.get("rooms").json()["results"]]


def test_rooms_are_those_with_messages_and_rynek(jan: Caller, nobody: Caller, cast: Cast) -> None:
    assert [row["slug"] for row in nobody.get("rooms").json()["results"]] == ["rynek"]


def test_a_flag_reaches_the_moderators_once(
    ola: Caller, jan: Caller, nobody: Caller, cast: Cast
) -> None:
    topic = ola.post("forums/ogolne/topics", {"title": "Kup teraz", "body": "tanio"}).json()
    post = nobody.get(f"topics/{topic['id']}/posts").json()["results"][0]
    flag = {"kind": "post", "id": post["id"], "reason": "spam", "detail": "reklama"}
    assert nobody.post("flags", flag).status_code == 401
    first = jan.post("flags", flag)
    assert first.status_code == 201
    assert jan.post("flags", flag).json()["id"] == first.json()["id"]
    assert Report.objects.count() == 1
    for bad in ({"reason": "x"}, {"kind": "house"}, {"detail": "\x00"}):
        assert jan.post("flags", {**flag, **bad}).status_code == 422
    for missing in (999_999, 10**30):
        assert jan.post("flags", {**flag, "id": missing}).status_code == 404


def test_search_has_the_shape_it_promises(ola: Caller, nobody: Caller) -> None:
    topic = ola.post(
        "forums/ogolne/topics", {"title": "Warsztaty ceramiczne", "body": "W <b>świetlicy</b>."}
    )
    answer = nobody.get("search", q="swietlica warsztatów").json()
    assert set(answer) == {
        "total",
        "took_ms",
        "engine",
        "results",
        "next",
        "facets",
        "did_you_mean",
    }
    assert answer["total"] == 1
    hit = answer["results"][0]
    assert (hit["kind"], hit["id"]) == ("topic", topic.json()["id"])
    assert "<mark>" in hit["excerpt"]
    assert "<b>" not in hit["excerpt"]


def test_search_tells_jan_nothing_of_the_moderators(marta: Caller, jan: Caller) -> None:
    marta.post(
        "forums/moderacja/topics",
        {"title": "Hipopotam", "body": "hipopotam", "tags": ["hipopotamy"]},
    )
    assert marta.get("search", q="hipopotama").json()["total"] == 1
    answer = jan.get("search", q="hipopotama").json()
    assert (answer["total"], answer["results"], answer["did_you_mean"]) == (0, [], None)
    assert "hipopotam" not in str(answer["facets"])
    assert jan.get("search", q="hipopotan").json()["did_you_mean"] is None


@pytest.mark.parametrize(
    "q", ["", '"', "AND OR NOT", "*", "a" * 301, "lemma:x", "(", "^~", "' OR 1=1 --", "%"]
)
def test_search_text_is_data(q: str, nobody: Caller) -> None:
    assert nobody.get("search", q=q).status_code in (200, 422)
