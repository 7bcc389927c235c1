"""The websocket, spoken to as the contract says: in order, none missing, none twice."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import websockets

from tests.contracts.callers import Api, Browser
from tests.contracts.house import PASSWORD, House
from tests.realtime.talk import Frame, Talk

Connect = Callable[..., Awaitable[Talk]]


async def connected(house: House, **headers: str) -> Talk:
    """A socket with these headers; names are written with underscores."""
    return Talk(
        await websockets.connect(
            f"ws://127.0.0.1:{house.port}/ws/",
            additional_headers={name.replace("_", "-"): value for name, value in headers.items()},
            compression=None,
            open_timeout=60,
            max_size=16 * 1024 * 1024,
            max_queue=None,
            user_agent_header=None,
        )  # fmt: skip
    )


@pytest.fixture
async def connect(house: House, browser: Callable[..., Browser]) -> AsyncIterator[Connect]:
    """`await connect("ola")` with her token, `connect("ola", cookie=True)` as her page does, `connect()`
    as a visitor's."""
    opened: list[Talk] = []

    async def one(who: str | None = None, *, cookie: bool = False, session: str = "") -> Talk:
        headers = {"accept_language": "en"}
        if who and not cookie:
            headers["authorization"] = f"Bearer {house.tokens[who]}"
        else:
            headers["origin"] = house.base
        if session or (who and cookie):
            headers["cookie"] = f"session={session or browser(who).session}"
        opened.append(await connected(house, **headers))
        return opened[-1]

    yield one
    for talk in opened:
        await talk.close()


@pytest.fixture
def room(house: House) -> int:
    """A public room of this test's own."""
    return int(house.beside("open_room", slug=f"pokoj-{uuid.uuid4().hex[:8]}"))


async def in_thread(call: Callable[..., Any], *args: Any, **options: Any) -> Any:
    return await asyncio.to_thread(call, *args, **options)


def bodies(frames: list[Frame]) -> list[str]:
    return [frame["data"]["body"] for frame in frames]


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
    # Nobody else hears of it.
    stranger = await connect("ewa")
    await stranger.subscribe("me", after=0)
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


async def test_typing_and_presence_have_no_number(connect: Connect, room: int) -> None:
    ola, jan = await connect("ola"), await connect("jan")
    await ola.subscribe(f"room:{room}")
    await jan.subscribe(f"room:{room}")
    await ola.send(type="typing", channel=f"room:{room}")
    typing = await jan.until("typing")
    assert (typing["channel"], typing["data"]["handle"]) == (f"room:{room}", "ola.wrona")
    assert "seq" not in typing
    watcher = await connect()
    await watcher.subscribe(f"room:{room}")
    presence = await watcher.until("presence")
    assert "seq" not in presence
    assert presence["channel"] == f"room:{room}"


MALFORMED: list[str | bytes] = [
    "", "{", "[]", "1", "null", '"x"', "{}", "[" * 20_000, "NaN", '{"type": NaN}', "9" * 5_000, b"", b"\x00\xff",
    b'{"type": "ping"}', '{"type": 5}', '{"type": null}', '{"type": ["ping"]}', '{"type": "admin.purge"}',
    '{"type": "websocket.disconnect"}', '{"type": "subscribe"}', '{"type": "subscribe", "channel": 5}',
    '{"type": "subscribe", "channel": "room:x"}', '{"type": "subscribe", "channel": "room:-1"}',
    '{"type": "subscribe", "channel": "room:1 "}', '{"type": "subscribe", "channel": "ROOM:1"}',
    '{"type": "subscribe", "channel": "user:1"}', '{"type": "subscribe", "channel": "room:%d"}' % 10**30,
    '{"type": "subscribe", "channel": "room:1", "after": -1}', '{"type": "subscribe", "channel": "room:1", "after": "x"}',
    '{"type": "subscribe", "channel": "room:1", "after": 1.5}',
    '{"type": "subscribe", "channel": "room:1", "after": %d}' % 10**30,
    '{"type": "subscribe", "channel": "\\ud800"}', '{"type": "unsubscribe"}', '{"type": "typing", "channel": {}}',
    '{"type": "read", "channel": "room:1"}', '{"type": "read", "channel": "room:1", "seq": "1e3"}',
    '{"type": "read", "channel": "me", "seq": 1}', '{"type": "message.send", "channel": "room:1", "body": "x"}',
    '{"type": "message.send", "channel": "room:1", "client_id": 5, "body": "x"}',
    '{"type": "message.send", "channel": "me", "client_id": "a", "body": "x"}',
    '{"type": "message.send", "channel": "topic:1", "client_id": "a", "body": "x"}',
    '{"type": "message.send", "channel": "room:1", "client_id": "a"}',
    '{"type": "message.send", "channel": "room:1", "client_id": "a", "body": 5}',
    '{"type": "message.send", "channel": "room:1", "client_id": "a", "body": ""}',
    '{"type": "message.send", "channel": "room:1", "client_id": "a", "body": " \\n "}',
    '{"type": "message.send", "channel": "room:1", "client_id": "a", "body": "a\\u0000"}',
    '{"type": "message.send", "channel": "room:1", "client_id": "a", "body": "\\ud800"}',
    '{"type": "message.send", "channel": "room:1", "client_id": "a", "body": "\\u001b[31m"}',
    '{"type": "message.send", "channel": "room:1", "client_id": "%s", "body": "x"}' % ("k" * 101),
    '{"type": "message.send", "channel": "room:1", "client_id": "a\\u0000", "body": "x"}',
]  # fmt: skip


async def test_a_frame_that_means_nothing_gets_one_error_and_the_socket_stays(
    connect: Connect, nobody: Api, market: int
) -> None:
    ola = await connect("ola", cookie=True)
    before = len(await in_thread(nobody.all, f"rooms/{market}/messages"))
    for raw in MALFORMED:
        frame = raw.replace("room:1", f"room:{market}") if isinstance(raw, str) else raw
        await ola.connection.send(frame)
        error = await ola.frame()
        assert (error["type"], error["code"]) in (("error", "invalid"), ("error", "not_found")), (
            raw,
            error,
        )
        assert error["detail"], raw
        if '"client_id": "a"' in str(raw):
            assert error["client_id"] == "a", raw
        await ola.send(type="ping")
        assert await ola.frame() == {"type": "pong"}, raw
    assert len(await in_thread(nobody.all, f"rooms/{market}/messages")) == before


async def test_a_message_too_long_is_too_large(connect: Connect, room: int) -> None:
    ola = await connect("ola")
    for body in ("ż" * 8_001, "x" * 40_000):
        refused = await ola.say(room, body, "k")
        assert (refused["type"], refused["code"], refused["client_id"]) == (
            "error",
            "too_large",
            "k",
        )
    assert (await ola.say(room, "ż" * 8_000))["type"] == "ack"
    other = await connect("jan")
    await other.connection.send("x" * 70_000)
    assert await other.closed() in (1009, 1006)
    await ola.send(type="ping")
    assert await ola.frame() == {"type": "pong"}


async def test_a_visitor_watches_and_does_nothing_else(
    connect: Connect, ola: Api, room: int
) -> None:
    visitor = await connect()
    assert (await visitor.subscribe(f"room:{room}"))["type"] == "subscribed"
    refused = await visitor.say(room, "Wpuśćcie mnie", "k")
    assert (refused["type"], refused["code"], refused["client_id"]) == ("error", "forbidden", "k")
    for frame in ({"type": "subscribe", "channel": "me"}, {"type": "typing", "channel": f"room:{room}"},
                  {"type": "read", "channel": f"room:{room}", "seq": 1}):  # fmt: skip
        await visitor.send(**frame)
        assert (await visitor.frame())["code"] == "forbidden"
    await in_thread(ola.say, room, "Do wszystkich")
    assert bodies(await visitor.events(1)) == ["Do wszystkich"]


async def test_hidden_and_missing_channels_answer_alike(
    connect: Connect, marta: Api, backroom: str, duty: int
) -> None:
    made = await in_thread(marta.post, f"forums/{backroom}/topics", {"title": "Tajne", "body": "x"})
    secret = made.json()["id"]
    for who in (None, "jan"):
        talk = await connect(who)
        for hidden, missing in (
            (f"room:{duty}", "room:987654"),
            (f"topic:{secret}", "topic:987654"),
        ):
            for frame in ({"type": "subscribe"}, {"type": "typing"}, {"type": "read", "seq": 1},
                          {"type": "message.send", "client_id": "k", "body": "x"}):  # fmt: skip
                answers = []
                for channel in (hidden, missing):
                    await talk.send(channel=channel, **frame)
                    answer = await talk.frame()
                    assert answer["type"] == "error"
                    answers.append({k: v for k, v in answer.items() if k != "channel"})
                assert answers[0] == answers[1]
        error = await talk.subscribe(f"room:{duty}")
        assert error["code"] == "not_found"
    moderator = await connect("marta")
    assert (await moderator.subscribe(f"room:{duty}"))["type"] == "subscribed"
    assert (await moderator.subscribe(f"topic:{secret}"))["type"] == "subscribed"


async def refused(house: House, **headers: str) -> int:
    """The status of a handshake that is turned away."""
    with pytest.raises(websockets.InvalidStatus) as caught:
        await connected(house, **headers)
    return int(caught.value.response.status_code)


async def test_a_foreign_page_is_turned_away_at_the_handshake(
    house: House, browser: Callable[..., Browser]
) -> None:
    host, cookie = f"127.0.0.1:{house.port}", f"session={browser('ola').session}"
    foreign = (
        "http://zly.example", f"https://{host}", f"http://127.0.0.1:{house.port + 1}", "http://127.0.0.1", "null",
        f"http://zly.{host}", f"http://{host}@zly.example", f"http://zly.example/{host}", "http://[::1]",
        f"http://127.0.0.1.zly.example:{house.port}", f"ftp://{host}", f"ws://{host}", "http://0.0.0.0",
    )  # fmt: skip
    for origin in foreign:
        for more in ({"cookie": cookie}, {}, {"authorization": f"Bearer {house.tokens['ola']}"}):
            assert await refused(house, origin=origin, **more) == 403, (origin, more)
    no_origins = ("", f"http://{host}.zly.example", f"http://{host}, http://zly.example", host, "*")
    for origin in no_origins:
        assert await refused(house, origin=origin, cookie=cookie) in (400, 403), origin
    assert await refused(house, cookie=cookie) == 403
    assert await refused(house, cookie="language=pl") == 403
    for more in ({"cookie": cookie}, {}, {"authorization": f"Bearer {house.tokens['ola']}"}):
        await (await connected(house, origin=house.base, **more)).close()


async def test_a_wrong_token_is_turned_away(house: House) -> None:
    for wrong in (
        "Bearer x",
        "Bearer",
        "Basic b2xhOng=",
        f"Bearer {house.tokens['ola']}x",
        "Bearer " + "x" * 3_000,
    ):
        assert await refused(house, authorization=wrong) == 403
    talk = await connected(house, authorization=f"bearer {house.tokens['ola']}")
    assert (await talk.subscribe("me"))["type"] == "subscribed"
    await talk.close()


async def test_other_paths_are_no_sockets(house: House) -> None:
    for path in ("/ws", "/ws/x/", "/", "/chat/rynek/", "/ws/?token=x"):
        try:
            connection = await websockets.connect(
                f"ws://127.0.0.1:{house.port}{path}", origin=house.base
            )  # type: ignore[arg-type]
        except websockets.InvalidStatus as error:
            assert error.response.status_code in (403, 404)
        else:
            assert path.startswith("/ws/?")
            await connection.close()


# Losing access


def log_out(browser: Browser) -> None:
    form = browser.form("/accounts/logout/", "csrfmiddlewaretoken")
    assert browser.post("/accounts/logout/", form.values).status_code in (302, 303)


async def test_logging_out_ends_the_sockets_of_that_browser(
    connect: Connect, house: House, ola: Api, room: int
) -> None:
    here, there = (
        await in_thread(Browser, house.base, "ewa"),
        await in_thread(Browser, house.base, "ewa"),
    )
    leaving, staying = await connect(session=here.session), await connect(session=there.session)
    for talk in (leaving, staying):
        await talk.subscribe("me")
        await talk.subscribe(f"room:{room}")
    old = here.session
    await in_thread(log_out, here)
    assert await leaving.closed() >= 4400
    await in_thread(ola.say, room, "Kto został?")
    assert bodies(await staying.events(1)) == ["Kto został?"]
    # The old session opens nothing of hers any more.
    ghost = await connect(session=old)
    assert (await ghost.subscribe("me"))["code"] == "forbidden"


async def test_a_new_password_ends_the_other_browsers(connect: Connect, house: House) -> None:
    email, old, new = "zosia@example.org", PASSWORD, "wapno-i-farbka-22"
    await in_thread(house.commands, ["make_member", email, "--name", "Zosia", "--password", old])
    mine, lost = (
        await in_thread(Browser, house.base, "zosia"),
        await in_thread(Browser, house.base, "zosia"),
    )
    elsewhere = await connect(session=lost.session)
    await elsewhere.subscribe("me")
    form = await in_thread(mine.form, "/accounts/password/change/", "oldpassword")
    names = [name for name in form.kinds if name.startswith("password")]
    answer = await in_thread(mine.send, form, oldpassword=old, **dict.fromkeys(names, new))
    assert answer.status_code in (302, 303), answer.text
    assert await elsewhere.closed() >= 4400
    assert (await in_thread(lost.get, "/accounts/settings/")).status_code == 302
    assert (await in_thread(mine.get, "/accounts/settings/")).status_code == 200


async def test_another_role_ends_what_it_allowed(
    connect: Connect, house: House, marta: Api, duty: int, room: int
) -> None:
    command = ["make_member", "kuba@example.org", "--name", "Kuba", "--password", PASSWORD]
    await in_thread(house.commands, [*command, "--role", "moderator"])
    token = (await in_thread(house.commands, ["make_token", "kuba@example.org"]))[0]
    kuba = await connected(house, authorization=f"Bearer {token}")
    assert (await kuba.subscribe(f"room:{duty}"))["type"] == "subscribed"
    assert (await kuba.subscribe(f"room:{room}"))["type"] == "subscribed"
    await in_thread(house.commands, [*command, "--role", "member"])
    error = await kuba.until("error")
    assert (error["code"], error["channel"]) == ("forbidden", f"room:{duty}")
    await in_thread(marta.say, duty, "Już bez Kuby")
    await in_thread(marta.say, room, "Ale tu jest")
    assert bodies(await kuba.events(1)) == ["Ale tu jest"]
    assert (await kuba.subscribe(f"room:{duty}"))["code"] == "not_found"
    await kuba.close()
