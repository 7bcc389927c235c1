"""Answering a message, and saying something of it with one press: pages, API, frames."""

from typing import Any

import pytest

from accounts.tokens import make_token
from kernel.integrity import checks
from kernel.refusals import KeyReused, Refused
from realtime.chat.actions.edit_message import edit_message
from realtime.chat.actions.found_room import archive_room
from realtime.chat.actions.react_to_message import react_to_message
from realtime.chat.actions.remove_message import hide_message, remove_message
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.actions.take_part import add_person, leave
from realtime.chat.models import Message, MessageReaction, Room
from realtime.live.events import events_after
from tests.cast import Cast, person
from tests.realtime.conversing import SECRET, drift


def api(cast: Cast, who: Any, method: str, path: str, **body: object) -> Any:
    headers = {"authorization": f"Bearer {make_token(who)}"} if who else {}
    call = getattr(cast.client(), method)
    return call(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def last_frame(cast: Cast, room: Room) -> Any:
    return events_after(cast.ola, "room", room.pk, 0, 100)[-1]


def test_a_reply_leads_to_what_it_answers_and_says_how_that_begins(cast: Cast) -> None:
    first, _ = say(by=cast.ola, room=cast.market, body="Kto ma **projektor**?")
    jan = cast.client(cast.jan)
    page = jan.get("/chat/rynek/?reply=1").content.decode()
    assert "You answer Ola Wrona." in page and 'name="reply_to" value="1"' in page
    sent = {"body": "My mamy", "reply_to": "1", "key": "k"}
    for _ in range(2):
        assert jan.post("/chat/rynek/say/", sent).status_code == 303
    answer = Message.objects.get(reply_to=first)
    page = cast.client().get("/chat/rynek/").content.decode()
    assert 'href="?at=1#m1"' in page and "Kto ma projektor?" in page
    told = last_frame(cast, cast.market)["data"]["reply_to"]
    assert (told["seq"], told["excerpt"], told["author"]["handle"]) == (
        1,
        "Kto ma projektor?",
        "ola",
    )
    edit_message(by=cast.ola, message=first, body="Kto ma ekran?")
    assert cast.client().get("/chat/rynek/").content.decode().count("Kto ma ekran?") == 2
    hide_message(first, True)
    page = cast.client().get("/chat/rynek/").content.decode()
    assert "ekran" not in page and "An answer to a removed message" in page
    frames = events_after(cast.jan, "room", cast.market.pk, 0, 100)
    assert frames[1]["data"]["reply_to"] == {
        "seq": 1,
        "url": "/chat/rynek/?at=1#m1",
        "removed": True,
    }
    with pytest.raises(KeyReused):
        say(by=cast.jan, room=cast.market, body="My mamy", client_id="k")
    assert answer.reply_to_id == first.pk and drift() == []


@pytest.mark.parametrize("seq", ["2", "99", "-1", "x", "9" * 19, "1.5"])
def test_nobody_answers_what_is_not_there(cast: Cast, seq: str) -> None:
    one, _ = say(by=cast.ola, room=cast.market, body="raz")
    say(by=cast.marta, room=cast.duty, body="dyżur")
    say(by=cast.marta, room=cast.duty, body="dyżur")
    remove_message(by=cast.ola, message=one)
    answer = cast.client(cast.jan).post("/chat/rynek/say/", {"body": "b", "reply_to": seq})
    assert answer.status_code == 422
    assert cast.client(cast.jan).get(f"/chat/rynek/?reply={seq}").status_code == 200
    if seq.lstrip("-").isdecimal():
        path = f"rooms/{cast.market.pk}/messages"
        assert api(cast, cast.jan, "post", path, body="b", reply_to=int(seq)).status_code == 422
    gone = cast.client(cast.jan).post("/chat/rynek/say/", {"body": "b", "reply_to": "1"})
    assert gone.status_code == 422 and Message.objects.filter(room=cast.market).count() == 1


def test_who_comes_later_reads_nothing_of_what_is_answered(cast: Cast, talk: Room) -> None:
    secret = Message.objects.get(room=talk, body=SECRET)
    add_person(by=cast.ola, room=talk, person=cast.jan)
    say(by=cast.ola, room=talk, body="zgoda", reply_to=secret)
    page = cast.client(cast.jan).get(f"/chat/{talk.slug}/").content.decode()
    assert "zgoda" in page and SECRET not in page
    assert "An answer to something said earlier" in page
    for who in (cast.jan, cast.ola):
        frame = events_after(who, "room", talk.pk, 0, 100)[-1]
        assert set(frame["data"]["reply_to"]) == {"seq", "url"}
    refused = cast.client(cast.jan).post(
        f"/chat/{talk.slug}/say/", {"body": "b", "reply_to": str(secret.seq)}
    )
    assert refused.status_code == 422
    assert SECRET in cast.client(cast.ola).get(f"/chat/{talk.slug}/").content.decode()


def test_a_press_is_counted_once_and_taken_back(cast: Cast) -> None:
    message, _ = say(by=cast.ola, room=cast.market, body="Gramy w sobotę")
    path = "/chat/rynek/messages/1/react/"
    jan = cast.client(cast.jan)
    for _ in range(2):
        assert jan.post(path, {"kind": "try"})["Location"] == "/chat/rynek/?at=1#m1"
    cast.client(cast.marta).post(path, {"kind": "try"})
    assert last_frame(cast, cast.market)["data"]["reactions"] == {"try": 2}
    assert last_frame(cast, cast.market)["seq"] == 3
    page = jan.get("/chat/rynek/").content.decode()
    assert 'data-kind="try"' in page and 'data-reacted="1:try"' in page
    who = cast.client().get("/chat/rynek/messages/1/reactions/").content.decode()
    assert "Jan Zubek" in who and "Marta Lis" in who
    answer = jan.post(path, {"kind": "try", "on": "0"}, headers={"accept": "application/json"})
    assert answer.json()["own"] == []
    message.refresh_from_db()
    assert message.reactions == {"try": 1} and drift() == []
    Message.objects.filter(pk=message.pk).update(reactions={"cheer": 9})
    assert len(drift()) == 1
    list(checks["realtime.reactions"](True))
    assert drift() == []


def test_who_may_not_react_changes_nothing(cast: Cast, talk: Room) -> None:
    say(by=cast.ola, room=cast.market, body="Gramy w sobotę")
    secret = Message.objects.get(room=talk, body=SECRET)
    path = "/chat/rynek/messages/1/react/"
    assert cast.client().post(path, {"kind": "try"}).status_code == 302
    assert cast.client(cast.nowa).post(path, {"kind": "try"}).status_code == 403
    assert cast.client(cast.ola).post(path, {"kind": "try"}).status_code == 403
    assert cast.client(cast.jan).post(path, {"kind": "love"}).status_code == 422
    for stranger in (cast.jan, cast.ewa, cast.marta):
        hidden = f"/chat/{talk.slug}/messages/{secret.seq}/"
        assert cast.client(stranger).post(f"{hidden}react/", {"kind": "try"}).status_code == 404
        assert cast.client(stranger).get(f"{hidden}reactions/").status_code == 404
        with pytest.raises(Refused):
            react_to_message(by=stranger, message=secret, kind="try")
    archived = Room.objects.create(slug="stary", name="Stary", opened_by=cast.marta)
    old, _ = say(by=cast.ola, room=archived, body="dawno")
    archive_room(by=cast.marta, room=archived, archived=True)
    with pytest.raises(Refused):
        react_to_message(by=cast.jan, message=old, kind="try")
    assert not MessageReaction.objects.exists()


def test_who_has_left_takes_back_nothing(cast: Cast) -> None:
    nela = person("nela", "Nela Sowa")
    room, _ = start_conversation(by=cast.ola, to=[nela], body="raz")
    message = Message.objects.get(room=room)
    react_to_message(by=nela, message=message, kind="agree")
    leave(by=nela, room=room)
    with pytest.raises(Refused):
        react_to_message(by=nela, message=message, kind="agree", on=False)


def test_the_api_answers_and_reacts(cast: Cast) -> None:
    say(by=cast.ola, room=cast.market, body="Kto gra?")
    room = f"rooms/{cast.market.pk}/messages"
    made = api(cast, cast.jan, "post", room, body="My", reply_to=1)
    assert (made.status_code, made.json()["reply_to"]["seq"]) == (201, 1)
    said = api(cast, cast.jan, "put", f"{room}/1/reactions/agree").json()
    assert said == {"reactions": {"agree": 1}, "own": ["agree"]}
    assert api(cast, None, "get", f"{room}/1/reactions").json()["results"][0]["count"] == 1
    assert api(cast, cast.ewa, "put", f"{room}/1/reactions/love").status_code == 422
    assert api(cast, None, "put", f"{room}/1/reactions/agree").status_code == 401
    hidden = f"rooms/{cast.duty.pk}/messages/1/reactions/agree"
    assert api(cast, cast.jan, "put", hidden).status_code == 404
    assert api(cast, cast.jan, "delete", f"{room}/1/reactions/agree").json()["own"] == []
    rows = api(cast, None, "get", room).json()["results"]
    assert [row["reply_to"] and row["reply_to"]["excerpt"] for row in rows] == [None, "Kto gra?"]
