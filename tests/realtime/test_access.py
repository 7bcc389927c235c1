"""Who may watch and speak where, and how it ends when they no longer may."""

import pytest

from tests.realtime.server import Server

# who → what the room answers to subscribing and to speaking: a public room, the moderators' room
TABLE = {
    None: ("subscribed", "forbidden", "not_found", "not_found"),
    "nowa": ("subscribed", "forbidden", "not_found", "not_found"),
    "ola": ("subscribed", "ack", "not_found", "not_found"),
    "jan": ("subscribed", "ack", "not_found", "not_found"),
    "ewa": ("subscribed", "ack", "not_found", "not_found"),
    "marta": ("subscribed", "ack", "subscribed", "ack"),
}


@pytest.mark.parametrize("who", TABLE)
async def test_who_may_watch_and_speak(local_server: Server, who: str | None) -> None:
    talk = await local_server.talk(who)
    answers = []
    for room in (local_server.room(), local_server.made["duty"]):
        watched = await talk.subscribe(f"room:{room}")
        said = await talk.say(room, "słychać mnie?")
        answers += [watched.get("code", watched["type"]), said.get("code", said["type"])]
    assert tuple(answers) == TABLE[who]
    await talk.close()


async def test_hidden_answers_like_missing(local_server: Server) -> None:
    talk = await local_server.talk("ola")
    hidden = await talk.subscribe(f"room:{local_server.made['duty']}")
    missing = await talk.subscribe("room:999999999")
    assert {**hidden, "channel": ""} == {**missing, "channel": ""}
    for frame in ({"type": "typing"}, {"type": "read", "seq": 1}, {"type": "unsubscribe"}):
        replies = []
        for room in (local_server.made["duty"], 999_999_999):
            await talk.send(**frame, channel=f"room:{room}")
            reply = await talk.frame()
            replies.append({**reply, "channel": ""})
        assert replies[0] == replies[1]
    await talk.close()


async def test_the_moderators_talk_reaches_no_outsider(server: Server) -> None:
    duty = server.room("moderators")
    ola, marta, other = (
        await server.talk("ola"),
        await server.talk("marta"),
        await server.talk("marta"),
    )
    await ola.subscribe(f"room:{duty}")
    await marta.subscribe(f"room:{duty}", after=0)
    assert (await other.say(duty, "tylko dla nas"))["type"] == "ack"
    assert (await marta.events(1))[0]["data"]["body"] == "tylko dla nas"
    assert await ola.nothing_more(within=2.0)
    for talk in (ola, marta, other):
        await talk.close()


async def test_me_is_for_people(local_server: Server) -> None:
    visitor, ola = await local_server.talk(), await local_server.talk("ola")
    assert (await visitor.subscribe("me"))["code"] == "forbidden"
    answer = await ola.subscribe("me")
    assert set(answer["unread"]) == {"notifications", "lines", "rooms"}
    await visitor.close()
    await ola.close()


ENDINGS = {
    "log-out": ("log_out", "session"),
    "ended elsewhere": ("log_out_elsewhere", "session"),
    "ban": ("ban", "who"),
    "new password": ("password", "who"),
}


@pytest.mark.parametrize("ending", ENDINGS)
async def test_a_session_that_ends_ends_its_socket(server: Server, ending: str) -> None:
    room = server.room()
    who = server.join(f"gosc-{ending.replace(' ', '-')}-{room}")
    talk = await server.talk(who)
    await talk.subscribe(f"room:{room}")
    command, argument = ENDINGS[ending]
    value = who if argument == "who" else server.made["sessions"][who]
    server.do(command, **{argument: value})
    server.do("speak", who="ola", room=room, bodies=["już nie dla niego"])
    assert await talk.closed() == 4401
    again = await server.talk(who)
    assert (await again.say(room, "a teraz?"))["code"] == "forbidden"
    await again.close()


async def test_a_frame_in_the_meantime_is_refused(local_server: Server) -> None:
    room = local_server.room()
    who = local_server.join(f"szybki-{room}")
    talk = await local_server.talk(who)
    local_server.do("log_out", session=local_server.made["sessions"][who])
    await talk.send(
        type="message.send", channel=f"room:{room}", client_id="a", body="zanim zamkną drzwi"
    )
    assert await talk.closed() == 4401
    assert local_server.do("messages", room=room) == []


async def test_a_token_that_is_taken_back_ends_its_socket(local_server: Server) -> None:
    who = local_server.join(f"program-{local_server.room()}")
    talk = await local_server.talk(who, token=True, origin=None)
    local_server.do("revoke_token", who=who)
    assert await talk.closed() == 4401


async def test_a_paused_member_reads_but_does_not_write(local_server: Server) -> None:
    room = local_server.room()
    who = local_server.join(f"pauza-{room}")
    talk = await local_server.talk(who)
    await talk.subscribe(f"room:{room}")
    local_server.do("suspend", who=who)
    assert (await talk.say(room, "czy mogę?"))["code"] == "forbidden"
    local_server.do("speak", who="ola", room=room, bodies=["czytać tak"])
    assert (await talk.events(1))[0]["data"]["body"] == "czytać tak"
    await talk.close()


async def test_who_is_no_moderator_any_more_loses_their_room(server: Server) -> None:
    room = server.room("moderators")
    who = server.join(f"dyzur-{room}")
    server.do("role", who=who, role="moderator")
    talk = await server.talk(who)
    await talk.subscribe(f"room:{room}")
    server.do("role", who=who, role="member")
    answer = await talk.until("error")
    assert (answer["code"], answer["channel"]) == ("forbidden", f"room:{room}")
    server.do("speak", who="marta", room=room, bodies=["bez niej"])
    assert await talk.nothing_more(within=2.0)
    await talk.close()


async def test_a_moderator_who_is_suspended_loses_their_room_too(server: Server) -> None:
    duty, square = server.room("moderators"), server.room()
    who = server.join(f"pauza-dyzur-{duty}")
    server.do("role", who=who, role="moderator")
    talk = await server.talk(who)
    await talk.subscribe(f"room:{duty}")
    server.do("suspend", who=who)
    answer = await talk.until("error")
    assert (answer["code"], answer["channel"]) == ("forbidden", f"room:{duty}")
    assert (await talk.subscribe(f"room:{duty}"))["code"] == "not_found"
    assert (await talk.subscribe(f"room:{square}"))["type"] == "subscribed"
    server.do("speak", who="marta", room=duty, bodies=["bez niej"])
    assert await talk.nothing_more(within=2.0)
    await talk.close()


async def test_a_room_that_is_closed_to_the_public_loses_its_listeners(server: Server) -> None:
    room = server.room()
    visitor, marta = await server.talk(), await server.talk("marta")
    await visitor.subscribe(f"room:{room}")
    await marta.subscribe(f"room:{room}")
    server.do("close_room", room=room)
    assert (await visitor.until("error"))["channel"] == f"room:{room}"
    server.do("speak", who="marta", room=room, bodies=["zostajemy sami"])
    assert (await marta.events(1))[0]["data"]["body"] == "zostajemy sami"
    assert await visitor.nothing_more(within=2.0)
    await visitor.close()
    await marta.close()
