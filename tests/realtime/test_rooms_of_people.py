"""Rooms that people open: who may, what they are called, the archive, one's own rooms, what is kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.levels import Level
from accounts.models import User
from kernel.refusals import Refused
from moderation.models import Report
from realtime.chat.actions.erase_old import erase_old, months_before
from realtime.chat.actions.say import say
from realtime.chat.models import Message, Room, RoomSeat
from realtime.chat.unread import rooms_with_news
from realtime.live.events import events_after
from realtime.live.models import Stream
from tests.cast import Cast, person
from tests.realtime.conversing import drift

ROOM = {
    "name": "Teatr szkolny", "description": "O spektaklach z dziećmi i dla dzieci.",
    "audience": "public", "practice": "teatr", "region": "1206", "keeps_months": "",
}  # fmt: skip


@pytest.fixture
def regular(cast: Cast) -> User:
    somebody = person("wanda", "Wanda Bór")
    somebody.level = Level.REGULAR
    somebody.save(update_fields=["level"])
    return somebody


def opened(cast: Cast, by: User, **more: str) -> Room:
    answer = cast.client(by).post("/chat/open/", {**ROOM, **more})
    assert answer.status_code == 303, answer.content.decode()
    return Room.objects.get(slug=answer["Location"].split("/")[2])


def test_regulars_and_moderators_open_rooms_and_others_are_told_why_not(
    cast: Cast, regular: User
) -> None:
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        answer = cast.client(outsider).post("/chat/open/", ROOM)
        assert answer.status_code == 403
        assert b"/chat/open/" not in cast.client(outsider).get("/chat/").content
    assert cast.client().post("/chat/open/", ROOM).status_code == 302
    room = opened(cast, regular)
    assert (room.slug, room.opened_by, room.audience) == ("teatr-szkolny", regular, "public")
    page = cast.client(cast.jan).get("/chat/?practice=teatr").content.decode()
    assert "Teatr szkolny" in page and "/chat/rynek/" not in page
    assert "Teatr szkolny" in cast.client().get("/chat/?region=1206").content.decode()
    assert cast.client().get("/chat/?region=9&practice=<x>").status_code == 200
    opened(cast, cast.marta, name="Na dyżurze", audience="moderators")
    assert "Na dyżurze" not in cast.client(regular).get("/chat/").content.decode()


def test_a_name_is_one_rooms_and_a_bad_one_makes_none(cast: Cast, regular: User) -> None:
    opened(cast, regular)
    browser = cast.client(cast.marta)
    for name in ("Teatr szkolny", "teatr SZKOLNY", "Rynek", "!!!", "", "open", "a\x00"):
        answer = browser.post("/chat/open/", {**ROOM, "name": name})
        assert answer.status_code == 422, name
    for wrong in (
        {"keeps_months": "5"},
        {"region": "99"},
        {"practice": "x"},
        {"audience": "people"},
    ):
        assert browser.post("/chat/open/", {**ROOM, "name": "Inna", **wrong}).status_code == 422
    moderators_only = {**ROOM, "name": "Inna", "audience": "moderators"}
    assert cast.client(regular).post("/chat/open/", moderators_only).status_code == 422
    assert Room.objects.filter(opened_by__isnull=False).count() == 1


def test_one_opens_two_a_week_and_the_same_form_one(
    cast: Cast, regular: User, settings: Any
) -> None:
    settings.RATE_LIMIT_FACTOR = 1
    browser = cast.client(regular)
    for _ in range(2):
        assert browser.post("/chat/open/", {**ROOM, "key": "raz"}).status_code == 303
    assert Room.objects.filter(opened_by=regular).count() == 1
    opened(cast, regular, name="Druga")
    assert browser.post("/chat/open/", {**ROOM, "name": "Trzecia"}).status_code == 422
    assert Room.objects.filter(opened_by=regular).count() == 2


def test_an_archived_room_is_read_only_and_in_no_list(cast: Cast, regular: User) -> None:
    room = opened(cast, regular)
    said, _ = say(by=cast.jan, room=room, body="ostatnie słowo")
    for stranger in (cast.jan, cast.ewa):
        assert cast.client(stranger).post(f"/chat/{room.slug}/archive/", {}).status_code == 403
        assert cast.client(stranger).get(f"/chat/{room.slug}/settings/").status_code == 403
    looked_after = cast.client(regular)
    for _ in range(2):
        assert looked_after.post(f"/chat/{room.slug}/archive/", {"on": "1"}).status_code == 303
    assert "Teatr szkolny" not in cast.client().get("/chat/").content.decode()
    assert "Teatr szkolny" in cast.client().get("/chat/archive/").content.decode()
    page = cast.client(cast.jan).get(f"/chat/{room.slug}/").content.decode()
    assert "Wanda Bór archived the room." in page and 'name="body"' not in page
    assert "nothing more is said in it" in page
    with pytest.raises(Refused):
        say(by=cast.jan, room=Room.objects.get(pk=room.pk), body="jeszcze coś")
    with pytest.raises(Refused):  # with the room as it was before
        say(by=cast.jan, room=room, body="jeszcze coś")
    edit = f"/chat/{room.slug}/messages/{said.seq}/edit/"
    assert cast.client(cast.jan).post(edit, {"body": "inaczej"}).status_code == 403
    frames = events_after(cast.jan, "room", room.pk, 0, 10)
    assert [frame["data"].get("kind") for frame in frames] == [None, "shut"]
    assert (
        cast.client(cast.marta).post(f"/chat/{room.slug}/archive/", {"on": "0"}).status_code == 303
    )
    say(by=cast.jan, room=room, body="znowu")
    assert cast.client(cast.marta).post("/chat/rynek/archive/", {}).status_code == 403
    assert drift() == []


def test_a_room_is_described_and_slowed_by_who_looks_after_it(cast: Cast, regular: User) -> None:
    room = opened(cast, regular)
    words = {"description": "Inaczej", "slow_seconds": "60", "practice": "", "region": ""}
    path = f"/chat/{room.slug}/settings/"
    assert cast.client(cast.jan).post(path, words).status_code == 403
    assert cast.client(regular).post(path, {**words, "slow_seconds": "7"}).status_code == 422
    assert cast.client(regular).post(path, {**words, "keeps_months": "1"}).status_code == 422
    assert cast.client(regular).post(path, words).status_code == 303
    assert cast.client(cast.marta).post(path, {**words, "keeps_months": "6"}).status_code == 303
    room.refresh_from_db()
    assert (room.description, room.slow_seconds, room.keeps_months) == ("Inaczej", 60, 6)
    page = cast.client().get(f"/chat/{room.slug}/").content.decode()
    assert "messages are kept for 6 months" in page and "slow mode: 1 minute" in page


def test_ones_own_rooms_stand_first_and_muted_ones_do_not_count(cast: Cast, regular: User) -> None:
    room = opened(cast, regular)
    jan = cast.client(cast.jan)
    belong = f"/chat/{room.slug}/belong/"
    assert jan.post(belong, {"what": "join"}).status_code == 303
    say(by=cast.ola, room=room, body="Kto **gra**?")
    page = jan.get("/chat/").content.decode()
    assert "Your rooms" in page and "Ola Wrona: Kto gra?" in page
    assert rooms_with_news(cast.jan) == 1
    assert jan.post(belong, {"what": "mute"}).status_code == 303
    assert rooms_with_news(cast.jan) == 0
    jan.post(belong, {"what": "unmute"})
    assert jan.post(belong, {"what": "leave"})["Location"] == "/chat/"
    assert not RoomSeat.objects.filter(person=cast.jan).exists()
    assert "Your rooms" not in jan.get("/chat/").content.decode()
    assert jan.post(belong, {"what": "?"}).status_code == 422
    assert cast.client().post(belong, {"what": "join"}).status_code == 302
    assert jan.post(f"/chat/{cast.duty.slug}/belong/", {"what": "join"}).status_code == 404


def test_what_is_older_than_a_room_keeps_is_erased_with_its_traces(cast: Cast) -> None:
    room = opened(cast, cast.marta, keeps_months="3")
    said = [say(by=cast.jan, room=room, body=f"słowo {n}")[0] for n in range(5)]
    kept = say(by=cast.jan, room=cast.market, body="rynek pamięta")[0]
    long_ago = timezone.now() - timedelta(days=100)
    old = Message.objects.filter(pk__in=[one.pk for one in (*said[:4], kept)])
    old.update(created_at=long_ago)
    Message.objects.filter(pk=said[1].pk).update(removed_at=long_ago)
    Room.objects.filter(pk=room.pk).update(message_count=4)
    Room.objects.filter(pk=cast.market.pk).update(last_message_at=long_ago)
    Report.objects.create(kind="message", object_id=said[3].pk, reporter=cast.ola, reason="abuse")
    assert erase_old() == 3
    assert list(room.messages.order_by("seq").values_list("body", flat=True)) == [
        "słowo 3",
        "słowo 4",
    ]
    assert Message.objects.filter(pk=kept.pk).exists()
    frames = events_after(cast.jan, "room", room.pk, 0, 20)
    assert [frame["seq"] for frame in frames] == [1, 2, 3, 4, 5]
    assert frames[0]["data"] == {"id": said[0].pk, "removed": True}
    assert Stream.objects.get(kind="room", object_id=room.pk).last_seq == 5
    assert drift() == []
    assert cast.client().get(f"/chat/{room.slug}/?at=1").status_code == 200


def test_months_end_where_they_end() -> None:
    moment = timezone.now().replace(year=2026, month=5, day=31)
    assert (months_before(moment, 3).month, months_before(moment, 3).day) == (2, 28)
    assert (months_before(moment, 6).year, months_before(moment, 6).month) == (2025, 11)
