"""Private conversations through the API: for those who take part, and for nobody else."""

import pytest

from realtime.chat.actions.take_part import leave
from realtime.chat.models import Message, Room
from tests.api.conftest import Caller
from tests.cast import Cast, person

BODY = {"to": ["jan", "@ewa"], "subject": "Sala", "body": "Kto ma klucz?"}


@pytest.fixture
def made(ola: Caller, cast: Cast) -> dict[str, object]:
    """Of Ola, Jan and Ewa, who has left."""
    shape: dict[str, object] = ola.post("conversations", BODY, key="a").json()
    leave(by=cast.ewa, room=Room.objects.get(pk=shape["id"]))
    return shape


def test_it_is_made_once_and_listed_for_its_people(
    ola: Caller, jan: Caller, made: dict[str, object]
) -> None:
    assert (made["kind"], made["name"]) == ("conversation", "Sala")
    again = ola.post("conversations", BODY, key="a")
    assert (again.status_code, again.json()["id"]) == (201, made["id"])
    assert ola.post("conversations", {**BODY, "body": "inne"}, key="a").status_code == 422
    for caller in (ola, jan):
        row = next(r for r in caller.get("rooms").json()["results"] if r["id"] == made["id"])
        assert row["kind"] == "conversation"
        assert {one["handle"] for one in row["people"]} == {"ola", "jan"}
    assert {row["kind"] for row in Caller().get("rooms").json()["results"]} == {"room"}
    said = jan.post(f"rooms/{made['id']}/messages", {"body": "Ja"})
    assert said.status_code == 201
    rows = ola.get(f"rooms/{made['id']}/messages").json()["results"]
    assert [(row["body"], row.get("kind")) for row in rows] == [
        ("Kto ma klucz?", None), ("", "left"), ("Ja", None),
    ]  # fmt: skip
    frames = jan.get(f"rooms/{made['id']}/events").json()["results"]
    assert [frame["seq"] for frame in frames] == [1, 2, 3]


@pytest.mark.parametrize("who", ["visitor", "ewa", "marta", "adam", "nowa", "stranger"])
def test_for_everybody_else_it_is_missing(cast: Cast, made: dict[str, object], who: str) -> None:
    viewer = None if who == "visitor" else getattr(cast, who, None) or person("obca", "Ob Ca")
    caller = Caller(viewer)
    for path in ("messages", "events"):
        found, missing = (caller.get(f"rooms/{pk}/{path}") for pk in (made["id"], 987_654))
        assert found.status_code == missing.status_code == 404
        assert found.json()["detail"] == missing.json()["detail"]
    found, missing = (
        caller.post(f"rooms/{pk}/messages", {"body": "x"}) for pk in (made["id"], 987_654)
    )
    assert found.status_code == missing.status_code
    assert found.status_code in (401, 403, 404)
    assert made["id"] not in [row["id"] for row in caller.get("rooms").json()["results"]]
    message = Message.objects.said().get(room=made["id"])
    for pk in (message.pk, 987_654):
        flag = caller.post("flags", {"kind": "message", "id": pk, "reason": "spam"})
        assert flag.status_code in (401, 403, 404)


def test_a_bad_beginning_is_a_problem(ola: Caller, cast: Cast) -> None:
    for body in (
        {"to": [], "body": "x"}, {"to": ["ola"], "body": "x"}, {"to": ["nikt"], "body": "x"},
        {"to": ["jan"], "body": ""}, {"to": ["jan\x00"], "body": "x"}, {"to": "jan", "body": "x"},
        {"to": ["jan"] * 2 + [f"a{n}" for n in range(40)], "body": "x"}, {"body": "x"},
        {"to": ["jan"], "body": "x", "subject": "a\nb"}, {"to": [1], "body": "x"},
        {"to": ["\ud800"], "body": "x"},
    ):  # fmt: skip
        answer = ola.post("conversations", body)
        assert answer.status_code in (400, 422), body
        assert answer["Content-Type"].startswith("application/problem+json")
    assert ola.post("conversations", {"to": ["nowa"], "body": "x"}).status_code == 403
    assert Caller(cast.nowa).post("conversations", {"to": ["jan"], "body": "x"}).status_code == 403
    assert Caller().post("conversations", {"to": ["jan"], "body": "x"}).status_code == 401
    assert not Room.objects.filter(audience="people").exists()


def test_a_participant_reports_and_is_led_back(jan: Caller, made: dict[str, object]) -> None:
    message = Message.objects.said().get(room=made["id"])
    flag = jan.post("flags", {"kind": "message", "id": message.pk, "reason": "abuse"})
    assert flag.status_code == 201
    assert flag.json()["url"] == f"/chat/{made['slug']}/?at=1#m1"
