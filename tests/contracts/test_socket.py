"""The websocket, spoken to as the contract says: in order, none missing, none twice."""

import asyncio
import json
import uuid
from collections.abc import Callable

import pytest

from tests.contracts.callers import Api, Browser
from tests.contracts.sockets import Connect, bodies, in_thread
from tests.realtime.talk import Talk


async def test_catching_up_and_going_on_without_gap_or_double(
    connect: Connect, ola: Api, nobody: Api, room: int
) -> None:
    for number in range(1, 31):
        await in_thread(ola.say, room, f"w {number}")
    visitor = await connect()

    async def talk_on() -> None:
        for number in range(31, 71):
            await in_thread(ola.say, room, f"w {number}")

    writing = asyncio.create_task(talk_on())
    await asyncio.sleep(0)
    assert await visitor.subscribe(f"room:{room}", after=12) == {
        "type": "subscribed", "channel": f"room:{room}", "seq": pytest.approx(50, abs=20),
    }  # fmt: skip
    events = await visitor.events(58)
    await writing
    assert [event["seq"] for event in events] == list(range(13, 71))
    assert bodies(events) == [f"w {number}" for number in range(13, 71)]
    assert await visitor.nothing_more()
    polled = (await in_thread(nobody.get, f"rooms/{room}/events", after=12, limit=100)).json()[
        "results"
    ]
    assert polled == events


async def test_without_after_only_what_comes(connect: Connect, ola: Api, room: int) -> None:
    await in_thread(ola.say, room, "przedtem")
    visitor = await connect()
    assert (await visitor.subscribe(f"room:{room}"))["seq"] == 1
    await in_thread(ola.say, room, "potem")
    assert bodies(await visitor.events(1)) == ["potem"]
    late = await connect()
    assert (await late.subscribe(f"room:{room}", after=999))["seq"] == 2
    await in_thread(ola.say, room, "jeszcze")
    assert bodies(await late.events(1)) == ["jeszcze"]


async def test_every_listener_hears_all_senders_in_one_order(connect: Connect, room: int) -> None:
    talkers = [await connect("ola"), await connect("jan", cookie=True), await connect("ewa")]
    listeners = [await connect(), *talkers]
    for listener in listeners:
        await listener.subscribe(f"room:{room}")

    async def speak(talk: Talk, name: str) -> None:
        for number in range(15):
            await talk.send(
                type="message.send",
                channel=f"room:{room}",
                client_id=str(uuid.uuid4()),
                body=f"{name} {number}",
            )

    await asyncio.gather(*(speak(talk, str(index)) for index, talk in enumerate(talkers)))
    heard = [await listener.events(45) for listener in listeners]
    assert [event["seq"] for event in heard[0]] == list(range(1, 46))
    assert all(bodies(events) == bodies(heard[0]) for events in heard)
    for name in "012":
        assert [body for body in bodies(heard[0]) if body[0] == name] == [
            f"{name} {n}" for n in range(15)
        ]


async def test_an_ack_is_a_message_that_is_there(connect: Connect, nobody: Api, room: int) -> None:
    ola = await connect("ola", cookie=True)
    client_id = str(uuid.uuid4())
    first = await ola.say(room, "Raz", client_id)
    assert first == {"type": "ack", "client_id": client_id, "seq": 1}
    stored = (await in_thread(nobody.get, f"rooms/{room}/messages")).json()["results"]
    assert [(row["seq"], row["body"], row["author"]["handle"]) for row in stored] == [
        (1, "Raz", "ola.wrona")
    ]
    assert await ola.say(room, "Raz", client_id) == first
    refused = await ola.say(room, "Dwa", client_id)
    assert (refused["type"], refused["code"], refused["client_id"]) == (
        "error",
        "invalid",
        client_id,
    )
    other = await connect("ola")
    assert await other.say(room, "Raz", client_id) == first
    assert len((await in_thread(nobody.get, f"rooms/{room}/messages")).json()["results"]) == 1


async def test_one_key_at_once_from_many_sockets_is_one_message(
    connect: Connect, nobody: Api, room: int
) -> None:
    client_id = str(uuid.uuid4())
    talks = [await connect("ola") for _ in range(6)]
    acks = await asyncio.gather(*(talk.say(room, "Raz", client_id) for talk in talks))
    assert [ack["seq"] for ack in acks] == [1] * 6
    assert len((await in_thread(nobody.get, f"rooms/{room}/messages")).json()["results"]) == 1


async def test_unsubscribing_ends_it(connect: Connect, ola: Api, room: int) -> None:
    visitor = await connect()
    await visitor.subscribe(f"room:{room}")
    await visitor.send(type="unsubscribe", channel=f"room:{room}")
    assert await visitor.frame() == {"type": "unsubscribed", "channel": f"room:{room}"}
    await in_thread(ola.say, room, "nie dla ciebie")
    assert await visitor.nothing_more()
    await visitor.send(type="unsubscribe", channel=f"room:{room}")
    assert (await visitor.frame())["type"] == "unsubscribed"
    await visitor.subscribe(f"room:{room}", after=0)
    assert bodies(await visitor.events(1)) == ["nie dla ciebie"]


async def test_a_topic_is_live_with_its_edits_and_removals(
    connect: Connect, ola: Api, jan: Api, nobody: Api, browser: Callable[..., Browser]
) -> None:
    topic = await in_thread(ola.topic, "Na żywo")
    channel = f"topic:{topic['id']}"
    visitor = await connect()
    assert (await visitor.subscribe(channel, after=0))["seq"] >= 1
    opening = await visitor.events(1)
    assert (opening[0]["type"], opening[0]["data"]["number"]) == ("post.created", 1)
    reply = await in_thread(jan.reply, topic["id"], "Pierwsza wersja")
    created = (await visitor.events(1))[0]
    assert (created["type"], created["channel"], created["data"]["body"]) == (
        "post.created",
        channel,
        "Pierwsza wersja",
    )
    assert created["data"] == reply
    path = f"/forums/topics/{topic['id']}/posts/2"
    form = await in_thread(browser("jan").form, f"{path}/edit/", "body")
    assert (await in_thread(browser("jan").send, form, body="Druga wersja")).status_code == 303
    changed = (await visitor.events(1))[0]
    assert (changed["type"], changed["data"]["body"]) == ("post.changed", "Druga wersja")
    form = await in_thread(browser("jan").form, f"{path}/remove/", "csrfmiddlewaretoken")
    assert (await in_thread(browser("jan").send, form)).status_code == 303
    removed = (await visitor.events(1))[0]
    assert (removed["type"], removed["data"]["id"], removed["data"]["removed"]) == (
        "post.changed",
        reply["id"],
        True,
    )
    assert "wersja" not in json.dumps(removed)
    seqs = [event["seq"] for event in (*opening, created, changed, removed)]
    assert seqs == list(range(1, len(seqs) + 1))
    # Whoever comes later hears of the same events, and reads nothing that is gone.
    late = await connect()
    await late.subscribe(channel, after=0)
    replayed = await late.events(len(seqs))
    assert [event["seq"] for event in replayed] == seqs
    assert "wersja" not in json.dumps(replayed)
    polled = (await in_thread(nobody.get, f"topics/{topic['id']}/events")).json()["results"]
    assert polled == replayed


async def test_an_edited_message_comes_again(
    connect: Connect, ola: Api, market: int, browser: Callable[..., Browser]
) -> None:
    said = await in_thread(ola.say, market, "z błendem")
    visitor = await connect()
    await visitor.subscribe(f"room:{market}")
    form = await in_thread(browser("ola").form, f"/chat/rynek/messages/{said['seq']}/edit/", "body")
    assert (await in_thread(browser("ola").send, form, body="z błędem")).status_code == 303
    changed = (await visitor.events(1))[0]
    assert changed["type"] == "message.changed"
    assert (changed["data"]["id"], changed["data"]["seq"], changed["data"]["body"]) == (
        said["id"], said["seq"], "z błędem",
    )  # fmt: skip
    assert changed["seq"] > said["seq"]


async def test_what_concerns_me(
    connect: Connect, ola: Api, jan: Api, browser: Callable[..., Browser]
) -> None:
    me = await connect("ola", cookie=True)
    before = await me.subscribe("me")
    assert before["channel"] == "me"
    stranger = await connect("ewa")
    earlier = await stranger.subscribe("me")
    assert set(before["unread"]) >= {"notifications", "rooms"}
    topic = await in_thread(ola.topic, "Kto mi odpowie?")
    await in_thread(jan.reply, topic["id"], "Ja")
    event = (await me.events(1))[0]
    assert (event["type"], event["channel"], event["data"]["id"]) == (
        "notification",
        "me",
        event["seq"],
    )
    assert event["seq"] > before["seq"]
    assert "Kto mi odpowie?" in event["data"]["text"]
    await in_thread(jan.reply, topic["id"], "I jeszcze raz ja")
    second = (await me.events(1))[0]
    assert second["seq"] > event["seq"]
    again = await connect("ola")
    subscribed = await again.subscribe("me", after=before["seq"])
    assert subscribed["seq"] == second["seq"]
    assert subscribed["unread"]["notifications"] == before["unread"]["notifications"] + 2
    assert [frame["seq"] for frame in await again.events(2)] == [event["seq"], second["seq"]]
    # Nobody else hears of it, neither as it happens nor on asking for what was missed.
    assert await stranger.nothing_more()
    await stranger.subscribe("me", after=earlier["seq"])
    assert await stranger.nothing_more()
    # Reading the topic clears the bell, here too.
    await in_thread(browser("ola").page, f"{topic['url']}2/")
    fresh = await connect("ola")
    assert (await fresh.subscribe("me"))["unread"]["notifications"] == before["unread"][
        "notifications"
    ]


async def test_reading_a_room_lowers_its_unread_count(
    connect: Connect, jan: Api, room: int
) -> None:
    ewa = await connect("ewa")
    await ewa.subscribe(f"room:{room}")
    await ewa.say(room, "Jestem")
    quiet = (await ewa.subscribe("me"))["unread"]["rooms"]
    said = await in_thread(jan.say, room, "I ja")
    assert (await (await connect("ewa")).subscribe("me"))["unread"]["rooms"] == quiet + 1
    await ewa.send(type="read", channel=f"room:{room}", seq=said["seq"])
    await ewa.send(type="unsubscribe", channel=f"room:{room}")
    await ewa.until("unsubscribed")
    assert (await (await connect("ewa")).subscribe("me"))["unread"]["rooms"] == quiet
    # A mark never goes back, nor beyond what has happened.
    for seq in (0, 1, 10**15):
        await ewa.send(type="read", channel=f"room:{room}", seq=seq)
    await ewa.send(type="unsubscribe", channel=f"room:{room}")
    await ewa.until("unsubscribed")
    await in_thread(jan.say, room, "Znowu ja")
    assert (await (await connect("ewa")).subscribe("me"))["unread"]["rooms"] == quiet + 1
