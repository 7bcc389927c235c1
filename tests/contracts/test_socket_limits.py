"""What the socket refuses, and when it ends (design: the websocket)."""

import time
from collections.abc import Callable

import pytest
import websockets

from tests.contracts.callers import Api, Browser
from tests.contracts.house import PASSWORD, House
from tests.contracts.sockets import Connect, bodies, connected, in_thread


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
    assert (await other.frame())["code"] == "too_large"
    # Twice as much is not even read.
    await other.connection.send("x" * 140_000)
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


async def test_an_administrator_ends_the_sockets_of_somebody_who_was_logged_in(
    connect: Connect, house: House, ola: Api, room: int
) -> None:
    lost, other = [await in_thread(Browser, house.base, who) for who in ("ewa", "jan")]
    talks = [await connect(session=browser.session) for browser in (lost, other)]
    for talk in talks:
        await talk.subscribe(f"room:{room}")
    adam = await in_thread(Browser, house.base, "adam")
    page = "/setup/people/ewa.kostka/sessions/"
    form = await in_thread(adam.form, page, "reason")
    begun = time.monotonic()
    sent = {**form.values, "which": "all", "reason": "Zgubiony laptop."}
    assert (await in_thread(adam.post, page, sent)).status_code == 303
    assert await talks[0].closed() >= 4400
    assert time.monotonic() - begun < 2
    await in_thread(ola.say, room, "Kto został?")
    assert bodies(await talks[1].events(1)) == ["Kto został?"]


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
