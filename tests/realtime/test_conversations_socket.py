"""Conversations over the socket: who hears them, from when on, and until when exactly."""

import json
from typing import Any

import pytest

from tests.realtime.server import Server
from tests.realtime.talk import Talk

OUTSIDERS = (None, "jan", "ewa", "marta", "adam", "nowa")
"""Ewa used to take part, Marta moderates, Adam administers."""


def begun(server: Server) -> dict[str, Any]:
    """Ola talks with somebody of this test's own, and with Ewa, who has left."""
    other = server.join(f"sowa-{server.room()}")
    made = server.do("converse", who="ola", others=[other, "ewa"], body="tajne jeden")
    server.do("depart", who="ewa", room=made["id"])
    server.made["sessions"]["adam"] = server.do("log_in", who="adam")
    return {**made, "other": other}


async def hears(talk: Talk, body: str) -> None:
    frame = await talk.until("message.created")
    assert frame["data"]["body"] == body


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_to_outsiders_it_is_not_there(local_server: Server, who: str | None) -> None:
    talk_of = begun(local_server)
    talk = await local_server.talk(who)
    for frame in ({"type": "subscribe"}, {"type": "subscribe", "after": 0}, {"type": "typing"},
                  {"type": "read", "seq": 1},
                  {"type": "message.send", "client_id": "a", "body": "wpuśćcie"}):  # fmt: skip
        answers = []
        for room in (talk_of["id"], 999_999_999):
            await talk.send(**frame, channel=f"room:{room}")
            answers.append({**await talk.until("error"), "channel": ""})
        assert answers[0] == answers[1], frame
    local_server.do("speak", who="ola", room=talk_of["id"], bodies=["tajne dwa"])
    assert await talk.nothing_more(within=1.5)
    assert [body for _, body, _ in local_server.do("messages", room=talk_of["id"])] == [
        "tajne jeden", "", "tajne dwa",
    ]  # fmt: skip
    await talk.close()


async def test_those_in_it_talk_as_in_any_room(server: Server) -> None:
    made = begun(server)
    ola, other = await server.talk("ola"), await server.talk(made["other"])
    channel = f"room:{made['id']}"
    for talk in (ola, other):
        assert (await talk.subscribe(channel, after=0))["type"] == "subscribed"
        first, left = await talk.events(2)
        assert first["data"]["body"] == "tajne jeden"
        assert (left["data"]["kind"], left["data"]["author"]["handle"]) == ("left", "ewa")
        assert (left["data"]["body"], left["data"]["about"]) == ("", None)
    ack = await ola.say(made["id"], "słychać?", "klucz")
    assert ack["seq"] == 3
    await hears(other, "słychać?")
    assert (await ola.say(made["id"], "słychać?", "klucz"))["seq"] == 3
    for talk in (ola, other):
        await talk.close()


async def test_a_neighbour_of_the_same_standing_does_not_lend_their_eyes(server: Server) -> None:
    """The sweep asks one viewer for all of a standing: Jan's sockets must not be kept or lost by what
    Ola may see."""
    made, jans = begun(server), server.do("converse", who="jan", others=["marta"], body="x")  # fmt: skip
    ola, jan = await server.talk("ola"), await server.talk("jan")
    await ola.subscribe(f"room:{made['id']}")
    await jan.subscribe(f"room:{jans['id']}")
    assert await ola.nothing_more(within=2.5)
    assert await jan.nothing_more(within=0.5)
    server.do("depart", who="jan", room=jans["id"])
    lost = await jan.until("error")
    assert (lost["code"], lost["channel"]) == ("forbidden", f"room:{jans['id']}")
    server.do("speak", who="ola", room=made["id"], bodies=["dalej jestem"])
    await hears(ola, "dalej jestem")
    for talk in (ola, jan):
        await talk.close()


async def test_who_leaves_by_the_page_hears_nothing_from_then_on(server: Server) -> None:
    """In the very process of their socket, with the next words at their heels."""
    made = begun(server)
    other = made["other"]
    leaving, ola = await server.talk(other), await server.talk("ola")
    for talk in (leaving, ola):
        await talk.subscribe(f"room:{made['id']}")
    server.do("add", who="ola", room=made["id"], whom="jan")  # so that somebody stays to talk to
    assert server.post(f"/chat/{made['slug']}/leave/", other) == 303
    for n in range(5):
        assert (await ola.say(made["id"], f"bez niej {n}"))["type"] == "ack"
    frames = []
    while not frames or frames[-1]["type"] != "error":
        frames.append(await leaving.frame())
    assert frames[-1]["code"] == "forbidden"
    assert frames[-1]["channel"] == f"room:{made['id']}"
    assert await leaving.nothing_more(within=1.5)
    assert "bez niej" not in json.dumps(frames)
    for talk in (leaving, ola):
        await talk.close()


async def test_who_no_longer_edits_the_page_is_out_at_once(server: Server) -> None:
    editor = server.join(f"redaguje-{server.room()}")
    server.do("house_editor", who=editor, edits=True)
    made = server.do("ask_house", who="jan", subject=f"Sala {server.room()}")
    server.do("speak", who="jan", room=made["id"], bodies=["dzień dobry"])
    talk, jan = await server.talk(editor), await server.talk("jan")
    for one in (talk, jan):
        await one.subscribe(f"room:{made['id']}")
    server.do("house_editor", who=editor, edits=False)
    server.do("speak", who="ola", room=made["id"], bodies=["tylko my"])
    frames = []
    while not frames or frames[-1]["type"] != "error":
        frames.append(await talk.frame())
    assert (frames[-1]["code"], frames[-1]["channel"]) == ("forbidden", f"room:{made['id']}")
    assert "tylko my" not in json.dumps(frames)
    assert (await talk.say(made["id"], "a ja?"))["code"] == "not_found"
    assert (await talk.subscribe(f"room:{made['id']}"))["code"] == "not_found"
    await hears(jan, "")  # the line that tells of it
    await hears(jan, "tylko my")
    for one in (talk, jan):
        await one.close()


async def test_who_comes_later_hears_from_then_on(server: Server) -> None:
    made = begun(server)
    channel = f"room:{made['id']}"
    ola, other = await server.talk("ola"), await server.talk(made["other"])
    for talk in (ola, other):
        await talk.subscribe(channel)
    server.do("add", who="ola", room=made["id"], whom="jan")
    jan = await server.talk("jan")
    assert (await jan.subscribe(channel, after=0))["type"] == "subscribed"
    (added,) = await jan.events(1)
    assert (added["seq"], added["data"]["kind"]) == (3, "added")
    assert added["data"]["about"]["handle"] == "jan"
    # A live change of what was said before his time brings him its number alone.
    server.do("edit", who="ola", room=made["id"], seq=1, body="tajne poprawione")
    for talk in (ola, other):
        frame = await talk.until("message.changed")
        assert frame["data"]["body"] == "tajne poprawione"
    frame = await jan.until("message.changed")
    assert frame["seq"] == 4
    assert set(frame["data"]) == {"id", "seq", "removed"}
    again = await server.talk("jan")
    await again.subscribe(channel, after=0)
    caught_up = await again.events(2)
    assert [one["seq"] for one in caught_up] == [3, 4]
    assert "tajne" not in json.dumps(caught_up)
    for talk in (ola, other, jan, again):
        await talk.close()


async def test_a_closed_account_hears_nothing_more(server: Server) -> None:
    made = begun(server)
    talk = await server.talk(made["other"])
    await talk.subscribe(f"room:{made['id']}")
    server.do("ban", who=made["other"])
    assert await talk.closed() == 4401


async def test_a_wire_that_drops_loses_nothing_and_leaks_nothing(tight_server: Server) -> None:
    made = begun(tight_server)
    other = await tight_server.talk(made["other"])
    await other.subscribe(f"room:{made['id']}", after=0)
    tight_server.do("speak", who="ola", room=made["id"], bodies=[f"w{n}" for n in range(30)])
    events = await other.events(32)
    assert [event["seq"] for event in events] == list(range(1, 33))
    tight_server.do("add", who="ola", room=made["id"], whom="jan")
    tight_server.do("depart", who=made["other"], room=made["id"])
    tight_server.do("speak", who="ola", room=made["id"], bodies=["po nim"])
    frames = []
    while not frames or frames[-1]["type"] != "error":
        frames.append(await other.frame())
    assert "po nim" not in json.dumps(frames)
    await other.close()


async def test_the_bell_of_the_page_rings(server: Server) -> None:
    who = server.join(f"dzwonek-{server.room()}")
    talk = await server.talk(who)
    assert (await talk.subscribe("me"))["unread"] == {"notifications": 0, "lines": 0, "rooms": 0}
    server.do("converse", who="ola", others=[who], body="hej")
    frame = await talk.until("notification")
    assert frame["data"]["kind"] == "wrote_to_you"
    assert frame["data"]["actor"]["handle"] == "ola"
    assert frame["data"]["unread"] == {"notifications": 1, "lines": 1, "rooms": 1}
    assert "hej" not in json.dumps(frame)
    await talk.close()
