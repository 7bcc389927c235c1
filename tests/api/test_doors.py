"""What every address of the API has in common."""

import json
from typing import Any

import pytest
from django.test import Client

from forums.models import Topic
from tests.api.conftest import Caller
from tests.cast import Cast

READS = [
    "organisations", "organisations.geojson", "organisations.csv", "forums", "forums/ogolne/topics",
    "notes", "search?q=czytanie", "rooms",
]  # fmt: skip


@pytest.mark.parametrize("path", READS)
def test_reads_need_no_token(path: str, nobody: Caller) -> None:
    assert nobody.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["organisations", "forums", "forums/ogolne/topics", "notes", "rooms"]
)
def test_lists_answer_alike_and_judge_what_they_are_asked(path: str, nobody: Caller) -> None:
    assert set(nobody.get(path).json()) == {"results", "next"}
    for query in (
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "x"},
        {"cursor": "x"},
        {"cursor": "9" * 400},
    ):
        answer = nobody.get(path, **query)
        assert answer.status_code in (400, 422), query
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    ["topics/x", "topics/999999", f"topics/{10**30}", "topics/-1", "topics/1.5", "notes/nie-ma",
     "organisations/nie-ma", "rooms/999999/messages", "rooms/0/events", "topics/5/events", "nowhere",
     "forums/nie-ma/topics"],
)  # fmt: skip
def test_what_is_not_there_is_a_problem_document(path: str, nobody: Caller) -> None:
    answer = nobody.get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


@pytest.mark.parametrize(
    "token", ["x", "Bearer", "Bearer x", "Basic b2xhOng=", "Bearer " + "x" * 5000, "Bearer ż"]
)
def test_a_wrong_token_is_a_401_also_for_reading(token: str, cast: Cast) -> None:
    answer = Client().get("/api/v1/forums", headers={"authorization": token})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_browser_session_reads_but_does_not_write(cast: Cast) -> None:
    browser = cast.client(cast.marta)
    assert "moderacja" in [row["slug"] for row in browser.get("/api/v1/forums").json()["results"]]
    body = json.dumps({"title": "a", "body": "b"})
    answer = browser.post("/api/v1/forums/ogolne/topics", body, content_type="application/json")
    assert answer.status_code == 401
    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"1", b"null", b"\xff\xfe", b"NaN", b'"x"', b"[" * 50_000, b'{"title": NaN}'],
    ids=lambda b: repr(b[:12]),
)  # fmt: skip
def test_broken_bodies_are_refused(body: bytes, ola: Caller) -> None:
    answer = ola.raw("forums/ogolne/topics", body)
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("size", [300_000, 10_000_000])
def test_a_body_too_large_is_a_413(size: int, ola: Caller) -> None:
    answer = ola.raw("forums/ogolne/topics", b'{"title": "' + b"x" * size + b'"}')
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"


def test_a_wrong_method_says_which_are_right(nobody: Caller) -> None:
    answer = nobody._client.delete("/api/v1/forums")
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "q=%FF", "q=%1b"])
def test_bad_bytes_in_an_address_are_a_400(query: str, nobody: Caller) -> None:
    answer = nobody._client.get(f"/api/v1/search?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_the_description_names_every_address(nobody: Caller) -> None:
    described: dict[str, Any] = nobody.get("openapi.json").json()
    paths = set(described["paths"])
    for path in (
        "organisations", "organisations/{slug}", "organisations.csv", "organisations.geojson", "forums",
        "forums/{slug}/topics", "topics/{topic_id}", "topics/{topic_id}/posts", "topics/{topic_id}/events",
        "notes", "notes/{slug}", "search", "rooms", "rooms/{room_id}/messages", "rooms/{room_id}/events",
        "flags",
    ):  # fmt: skip
        assert f"/api/v1/{path}" in paths
    assert described["openapi"].startswith("3.")
    assert Client().get("/api/v1/docs").status_code == 200


@pytest.mark.usefixtures("limits_in_life")
def test_limits_say_when_to_come_back(ola: Caller) -> None:
    answers = [ola.post("forums/ogolne/topics", {"title": f"T{n}", "body": "x"}) for n in range(6)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0]["Retry-After"]) >= 1
    assert Topic.objects.count() == 6 - len(refused)
