"""Rooms by the API: opening, looking after, being in them; with the rules of the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.levels import Level
from accounts.models import User
from accounts.tokens import make_token
from accounts.viewer import Audience
from directory.actions.post_card import post_card
from forums.actions.start_topic import start_topic
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.models import Participant, Room, RoomSeat
from tests.cast import Cast, person
from tests.realtime.conversing import drift

ROOM = {"name": "Teatr szkolny", "description": "O spektaklach z dziećmi."}


def api(cast: Cast, who: Any, method: str, path: str, **body: object) -> Any:
    headers = {"authorization": f"Bearer {make_token(who)}"} if who else {}
    call = getattr(cast.client(), method)
    if method == "get":
        return call(f"/api/v1/{path}", headers=headers)
    return call(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def refused(answer: Any, status: int) -> Any:
    """The problem document of a refusal."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()


@pytest.fixture
def regular(cast: Cast) -> User:
    somebody = person("wanda", "Wanda Bór")
    User.objects.filter(pk=somebody.pk).update(level=Level.REGULAR)
    return User.objects.get(pk=somebody.pk)


@pytest.fixture
def talk(cast: Cast) -> Room:
    nela = person("nela", "Nela Sowa")
    room, _ = start_conversation(by=cast.ola, to=[nela, cast.ewa], subject="Wieczór", body="Cicho.")
    return room


def test_a_room_is_opened_and_looked_after(cast: Cast, regular: User) -> None:
    for outsider, status in ((None, 401), (cast.nowa, 403), (cast.jan, 403)):
        refused(api(cast, outsider, "post", "rooms", **ROOM), status)
    more = {"practice": "teatr", "region": "1206", "keeps_months": 6}
    answer = api(cast, regular, "post", "rooms", **ROOM, **more)
    assert answer.status_code == 201, answer.content.decode()
    made = answer.json()
    assert (made["slug"], made["keeps_months"], made["about"]) == ("teatr-szkolny", 6, None)
    assert made["own"] == {"joined": True, "muted": False, "read_seq": 0, "unread": 0}
    path = f"rooms/{made['id']}"
    for outsider, status in ((None, 401), (cast.jan, 403), (cast.ewa, 403)):
        for change in ({"description": "moje"}, {"archived": True}):
            refused(api(cast, outsider, "patch", path, **change), status)
    changed = api(cast, regular, "patch", path, description="Inaczej.", slow_seconds=30).json()
    assert (changed["description"], changed["slow_seconds"]) == ("Inaczej.", 30)
    room = Room.objects.get(pk=made["id"])
    assert (room.practice.code if room.practice else "", room.keeps_months) == ("teatr", 6)
    assert api(cast, regular, "patch", path, practice="").status_code == 200
    assert Room.objects.get(pk=room.pk).practice is None
    for wrong in (
        {"name": "Inna"}, {"slow_seconds": 7}, {"keeps_months": 5}, {"keeps_months": 3}, {"region": "99"},
        {"practice": "x"}, {"description": ""}, {"description": None}, {"archived": "może"},
        {"description": "dobrze", "region": "99", "archived": True},
    ):  # fmt: skip
        refused(api(cast, regular, "patch", path, **wrong), 422)
    assert Room.objects.get(pk=room.pk).description == "Inaczej."
    assert api(cast, regular, "patch", path, archived=True).json()["archived"] is True
    refused(api(cast, cast.jan, "post", f"{path}/messages", body="po fakcie"), 403)
    assert api(cast, cast.marta, "patch", path, archived=False).json()["archived"] is False
    refused(api(cast, cast.marta, "patch", f"rooms/{cast.market.pk}", archived=True), 403)


def test_bad_rooms_are_not_made(cast: Cast, regular: User) -> None:
    for wrong in (
        {"name": ""}, {"name": "Rynek"}, {"name": "a\u0000"}, {"description": ""}, {"audience": "people"},
        {"audience": "about"}, {"audience": "moderators"}, {"keeps_months": 5}, {"region": "12"}, {"practice": "x"},
    ):  # fmt: skip
        refused(api(cast, regular, "post", "rooms", **{**ROOM, **wrong}), 422)
    refused(api(cast, regular, "post", "rooms", name="Bez słowa"), 422)
    assert Room.objects.filter(opened_by=regular).count() == 0
    headers = {"authorization": f"Bearer {make_token(regular)}", "Idempotency-Key": "raz"}
    for _ in range(2):
        answer = cast.client().post("/api/v1/rooms", ROOM, "application/json", headers=headers)
        assert answer.status_code == 201
    assert Room.objects.filter(opened_by=regular).count() == 1


def test_rooms_about_things_are_opened_by_whom_the_thing_knows(cast: Cast) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Festyn", body="Kto pomoże?")
    private = start_topic(by=cast.marta, forum=cast.backroom, title="U nas", body="Tylko my.")
    day = timezone.localdate() + timedelta(days=9)
    card = post_card(
        by=cast.ola, organisation=cast.house, kind="offer", title="Sala", first_day=day, last_day=day,
    )  # fmt: skip
    for path in (f"topics/{topic.pk}/room", f"needs/{card.pk}/room"):
        for outsider, status in ((None, 401), (cast.jan, 403), (cast.ewa, 403)):
            refused(api(cast, outsider, "post", path), status)
        answer = api(cast, cast.ola, "post", path)
        assert answer.status_code == 201, answer.content.decode()
        again = api(cast, cast.marta, "post", path)
        assert (again.status_code, again.json()["id"]) == (200, answer.json()["id"])
        assert answer.json()["about"]["kind"] in ("topic", "card")
    slowed = api(
        cast, cast.ola, "patch", f"rooms/{Room.objects.get(topic=topic).pk}", slow_seconds=10
    )
    assert slowed.json()["slow_seconds"] == 10
    for outsider in (cast.ola, cast.jan):
        refused(api(cast, outsider, "post", f"topics/{private.pk}/room"), 404)
    hidden = api(cast, cast.marta, "post", f"topics/{private.pk}/room").json()["id"]
    for verb, path in (
        ("get", ""), ("patch", ""), ("put", "/membership"), ("delete", "/membership"), ("put", "/mute"),
        ("put", "/read"), ("get", "/people"), ("put", "/people/ewa"), ("delete", "/people/me"),
    ):  # fmt: skip
        body = {"seq": 1} if path == "/read" else {"description": "x"} if verb == "patch" else {}
        theirs = refused(api(cast, cast.jan, verb, f"rooms/{hidden}{path}", **body), 404)
        missing = refused(api(cast, cast.jan, verb, f"rooms/999999{path}", **body), 404)
        assert theirs == missing


def test_one_joins_mutes_reads_and_leaves(cast: Cast) -> None:
    room = f"rooms/{cast.market.pk}"
    for verb, path in (("put", "/membership"), ("put", "/mute"), ("put", "/read")):
        refused(api(cast, None, verb, room + path, seq=1), 401)
    assert "own" not in api(cast, None, "get", room).json()
    for number in range(3):
        say(by=cast.ola, room=cast.market, body=f"słowo {number}")
    assert api(cast, cast.jan, "put", f"{room}/membership").json()["own"]["joined"] is True
    say(by=cast.ola, room=cast.market, body="i jeszcze")
    own = api(cast, cast.jan, "get", room).json()["own"]
    assert own == {"joined": True, "muted": False, "read_seq": 3, "unread": 1}
    assert api(cast, cast.jan, "put", f"{room}/read", seq=99).json()["read_seq"] == 4
    assert api(cast, cast.jan, "put", f"{room}/read", seq=1).json()["read_seq"] == 4
    for wrong in (-1, 2**63, "dużo", None):
        refused(api(cast, cast.jan, "put", f"{room}/read", seq=wrong), 422)
    assert api(cast, cast.jan, "put", f"{room}/mute").json()["own"]["muted"] is True
    assert api(cast, cast.jan, "delete", f"{room}/mute").json()["own"]["muted"] is False
    assert api(cast, cast.jan, "delete", f"{room}/membership").status_code == 204
    assert not RoomSeat.objects.filter(person=cast.jan).exists()


def test_people_of_a_conversation_are_its_own_affair(cast: Cast, talk: Room) -> None:
    room = f"rooms/{talk.pk}"
    for outsider in (cast.jan, cast.marta, cast.adam):
        for verb, path in (
            ("get", ""), ("get", "/people"), ("put", "/people/jan"), ("delete", "/people/ola"), ("put", "/mute"),
            ("put", "/membership"), ("delete", "/membership"), ("patch", ""),
        ):  # fmt: skip
            refused(api(cast, outsider, verb, room + path), 404)
    listed = api(cast, cast.ola, "get", f"{room}/people").json()["results"]
    assert {one["handle"] for one in listed} == {"ola", "nela", "ewa"}
    added = api(cast, cast.ola, "put", f"{room}/people/jan").json()
    assert {one["handle"] for one in added["people"]} == {"ola", "nela", "ewa", "jan"}
    assert api(cast, cast.jan, "get", f"{room}/messages").json()["results"][0]["kind"] == "added"
    refused(api(cast, cast.ola, "put", f"{room}/people/nikt"), 422)
    refused(api(cast, cast.ola, "delete", f"{room}/people/ewa"), 403)
    refused(api(cast, cast.ola, "put", f"{room}/membership"), 403)
    refused(api(cast, cast.ola, "patch", room, description="nasze"), 403)
    assert api(cast, cast.ola, "put", f"{room}/mute").json()["own"]["muted"] is True
    assert Participant.objects.get(room=talk, person=cast.ola).muted
    assert api(cast, cast.ewa, "delete", f"{room}/people/me").status_code == 204
    refused(api(cast, cast.ewa, "get", room), 404)
    refused(api(cast, cast.ola, "put", f"{room}/people/ewa"), 403)
    assert api(cast, cast.jan, "delete", f"{room}/membership").status_code == 204
    refused(api(cast, cast.ola, "get", f"rooms/{cast.market.pk}/people"), 404)
    assert drift() == []


def test_a_room_of_members_answers_visitors_like_a_missing_one(cast: Cast) -> None:
    room = Room.objects.create(slug="nasz", name="Nasz", audience=Audience.MEMBERS)
    refused(api(cast, None, "get", f"rooms/{room.pk}"), 404)
    assert api(cast, cast.jan, "get", f"rooms/{room.pk}").json()["audience"] == "members"


def test_the_description_names_all_of_it(cast: Cast) -> None:
    paths = cast.client().get("/api/v1/openapi.json").json()["paths"]
    wanted = {
        "rooms": {"get", "post"}, "rooms/{room_id}": {"get", "patch"}, "rooms/{room_id}/mute": {"put", "delete"},
        "rooms/{room_id}/membership": {"put", "delete"}, "rooms/{room_id}/read": {"put"},
        "rooms/{room_id}/people": {"get"}, "rooms/{room_id}/people/{handle}": {"put", "delete"},
        "topics/{topic_id}/room": {"post"}, "needs/{card_id}/room": {"post"},
    }  # fmt: skip
    for path, verbs in wanted.items():
        assert verbs <= set(paths[f"/api/v1/{path}"]), path
