"""A room, live: what happens reaches everybody in it, once, in order."""

import asyncio
import uuid

from tests.realtime.server import Server
from tests.realtime.talk import Frame, Talk


def seqs(frames: list[Frame]) -> list[int]:
    return [frame["seq"] for frame in frames]


async def test_what_one_says_reaches_all(server: Server) -> None:
    room = server.room()
    ola, jan, visitor = await server.talk("ola"), await server.talk("jan"), await server.talk()
    for talk in (ola, jan, visitor):
        assert (await talk.subscribe(f"room:{room}"))["seq"] == 0
    assert (await ola.say(room, "Kto ma **projektor**?"))["seq"] == 1
    for talk in (jan, visitor):
        (event,) = await talk.events(1)
        assert (event["type"], event["channel"], event["seq"]) == (
            "message.created",
            f"room:{room}",
            1,
        )
        data = event["data"]
        assert data["body"] == "Kto ma **projektor**?"
        assert "<strong>projektor</strong>" in data["html"]
        assert data["author"]["handle"] == "ola"
        assert set(data) == {
            "id", "url", "seq", "body", "html", "author", "reply_to", "reactions", "created_at",
            "edited_at",
        }  # fmt: skip
        assert await talk.nothing_more()
    for talk in (ola, jan, visitor):
        await talk.close()


async def test_catching_up_brings_everything_after(server: Server) -> None:
    room = server.room()
    server.do("speak", who="jan", room=room, bodies=[f"zdanie {n}" for n in range(1, 251)])
    talk = await server.talk()
    assert (await talk.subscribe(f"room:{room}", after=40))["seq"] == 250
    assert seqs(await talk.events(210)) == list(range(41, 251))
    assert await talk.nothing_more()
    await talk.close()


async def test_a_replay_carries_the_present_state(server: Server) -> None:
    room = server.room()
    server.do("speak", who="ola", room=room, bodies=["pierwsze", "drugie", "trzecie"])
    server.do("edit", who="ola", room=room, seq=1, body="poprawione")
    server.do("remove", who="ola", room=room, seq=2)
    talk = await server.talk()
    await talk.subscribe(f"room:{room}", after=0)
    events = await talk.events(5)
    assert [(event["type"], event["seq"]) for event in events] == [
        ("message.created", 1), ("message.created", 2), ("message.created", 3),
        ("message.changed", 4), ("message.changed", 5),
    ]  # fmt: skip
    assert events[0]["data"]["body"] == events[3]["data"]["body"] == "poprawione"
    assert events[3]["data"]["edited_at"]
    gone = {"id": events[1]["data"]["id"], "seq": 2, "removed": True}
    assert events[1]["data"] == events[4]["data"] == gone
    await talk.close()


async def test_edits_and_removals_come_live(server: Server) -> None:
    room = server.room()
    talk = await server.talk("jan")
    await talk.subscribe(f"room:{room}")
    server.do("speak", who="ola", room=room, bodies=["pierwsze"])
    server.do("edit", who="ola", room=room, seq=1, body="inne")
    server.do("remove", who="ola", room=room, seq=1)
    events = await talk.events(3)
    assert seqs(events) == [1, 2, 3]
    assert events[2]["data"]["removed"] is True
    await talk.close()


async def test_a_client_id_makes_one_message(server: Server) -> None:
    room, key = server.room(), str(uuid.uuid4())
    watcher = await server.talk()
    await watcher.subscribe(f"room:{room}")
    first, second = await server.talk("ola"), await server.talk("ola")
    answers = await asyncio.gather(*(talk.say(room, "raz", key) for talk in (first, second)))
    answers.append(await first.say(room, "raz", key))
    assert [answer["type"] for answer in answers] == ["ack"] * 3
    assert {answer["seq"] for answer in answers} == {1}
    assert (await second.say(room, "co innego", key))["code"] == "invalid"
    other = await server.talk("jan")
    assert (await other.say(room, "mój własny", key))["seq"] == 2
    assert seqs(await watcher.events(2)) == [1, 2]
    assert await watcher.nothing_more()
    for talk in (watcher, first, second, other):
        await talk.close()


async def send_many(talk: Talk, room: int, name: str, count: int) -> list[int]:
    """Sends without waiting, then collects the acks' numbers in the order of sending."""
    wanted = {f"{name}-{number}-{uuid.uuid4()}": number for number in range(count)}
    for key, number in wanted.items():
        await talk.send(
            type="message.send", channel=f"room:{room}", client_id=key, body=f"{name} {number}"
        )
    found = {}
    while len(found) < count:
        answer = await talk.until("ack", "error", patience=60)
        assert answer["type"] == "ack", answer
        found[wanted[answer["client_id"]]] = answer["seq"]
    return [found[number] for number in range(count)]


async def test_ten_people_at_once_are_heard_in_one_order(server: Server) -> None:
    room = server.room()
    watchers = [await server.talk(), await server.talk("jan")]
    for talk in watchers:
        await talk.subscribe(f"room:{room}")
    speakers = [await server.talk(who) for who in ("ola", "jan", "ewa", "marta", "ola") * 2]
    acks = await asyncio.gather(
        *(send_many(talk, room, f"osoba {n}", 30) for n, talk in enumerate(speakers))
    )
    for own in acks:
        assert own == sorted(own)
    assert sorted(seq for own in acks for seq in own) == list(range(1, 301))
    transcripts = [await talk.events(300, patience=60) for talk in watchers]
    for transcript in transcripts:
        assert seqs(transcript) == list(range(1, 301))
    assert [e["data"]["body"] for e in transcripts[0]] == [
        e["data"]["body"] for e in transcripts[1]
    ]
    assert [body for _, body, _ in server.do("messages", room=room)] == [
        event["data"]["body"] for event in transcripts[0]
    ]
    for talk in (*watchers, *speakers):
        await talk.close()


async def test_a_burst_of_a_thousand_keeps_its_order(local_server: Server) -> None:
    room = local_server.room()
    watcher, speaker = await local_server.talk(), await local_server.talk("ola")
    await watcher.subscribe(f"room:{room}")
    acks = await send_many(speaker, room, "seria", 1_000)
    assert acks == list(range(1, 1_001))
    events = await watcher.events(1_000, patience=60)
    assert seqs(events) == list(range(1, 1_001))
    assert [e["data"]["body"] for e in events] == [f"seria {n}" for n in range(1_000)]
    await watcher.close()
    await speaker.close()


async def test_nothing_is_missing_over_a_layer_that_drops(tight_server: Server) -> None:
    room = tight_server.room()
    watchers = [await tight_server.talk() for _ in range(3)]
    for talk in watchers:
        await talk.subscribe(f"room:{room}")
    speakers = [await tight_server.talk(who) for who in ("ola", "jan", "ewa")]
    await asyncio.gather(*(send_many(talk, room, f"{n}", 100) for n, talk in enumerate(speakers)))
    for talk in watchers:
        assert seqs(await talk.events(300, patience=60)) == list(range(1, 301))
    for talk in (*watchers, *speakers):
        await talk.close()


async def test_subscribing_in_the_middle_of_a_burst_misses_nothing(server: Server) -> None:
    room = server.room()
    speaker = await server.talk("ola")
    sending = asyncio.create_task(send_many(speaker, room, "w biegu", 200))
    talks = []
    for _ in range(10):
        talk = await server.talk()
        await talk.subscribe(f"room:{room}", after=0)
        talks.append(talk)
        await asyncio.sleep(0.03)
    await sending
    for talk in talks:
        assert seqs(await talk.events(200)) == list(range(1, 201))
        assert await talk.nothing_more(within=0.1)
        await talk.close()
    await speaker.close()


async def test_what_was_rolled_back_never_happened(server: Server) -> None:
    room = server.room()
    talk = await server.talk()
    await talk.subscribe(f"room:{room}")
    server.do("give_up", who="ola", room=room, body="tego nie było")
    server.do("speak", who="ola", room=room, bodies=["a to tak"])
    (event,) = await talk.events(1)
    assert (event["seq"], event["data"]["body"]) == (1, "a to tak")
    await talk.close()


async def test_unsubscribing_ends_it(server: Server) -> None:
    room = server.room()
    talk, ola = await server.talk(), await server.talk("ola")
    await talk.subscribe(f"room:{room}")
    await talk.send(type="unsubscribe", channel=f"room:{room}")
    assert await talk.frame() == {"type": "unsubscribed", "channel": f"room:{room}"}
    await ola.say(room, "już bez niego")
    assert await talk.nothing_more()
    assert (await talk.subscribe(f"room:{room}", after=0))["seq"] == 1
    assert seqs(await talk.events(1)) == [1]
    await talk.close()
    await ola.close()


async def test_several_channels_on_one_socket(server: Server) -> None:
    one, two = server.room(), server.room()
    talk, ola = await server.talk(), await server.talk("ola")
    await talk.subscribe(f"room:{one}")
    await talk.subscribe(f"room:{two}")
    await ola.say(two, "tu")
    await ola.say(one, "i tu")
    found = {(e["channel"], e["seq"], e["data"]["body"]) for e in await talk.events(2)}
    assert found == {(f"room:{two}", 1, "tu"), (f"room:{one}", 1, "i tu")}
    await talk.close()
    await ola.close()


async def test_typing_is_seen_by_others_only(server: Server) -> None:
    room = server.room()
    ola, twin, jan = await server.talk("ola"), await server.talk("ola"), await server.talk("jan")
    for talk in (ola, twin, jan):
        await talk.subscribe(f"room:{room}")
    await ola.send(type="typing", channel=f"room:{room}")
    frame = await jan.until("typing")
    assert frame["data"] == {"handle": "ola", "name": "Ola Wrona"}
    assert "seq" not in frame
    await ola.say(room, "napisane")
    while True:
        seen = await twin.frame(passing=True)
        assert seen["type"] != "typing"
        if seen["type"] == "message.created":
            break
    for talk in (ola, twin, jan):
        await talk.close()


async def test_who_is_here_is_told_and_untold(server: Server) -> None:
    room = server.room()
    jan = await server.talk("jan")
    await jan.subscribe(f"room:{room}")
    ola = await server.talk("ola")
    await ola.subscribe(f"room:{room}")
    frame = await jan.until("presence")
    while {person["handle"] for person in frame["data"]["people"]} != {"ola", "jan"}:
        frame = await jan.until("presence")
    assert frame["data"]["count"] == 2
    await ola.close()
    while frame["data"]["count"] != 1:
        frame = await jan.until("presence")
    assert [person["handle"] for person in frame["data"]["people"]] == ["jan"]
    await jan.close()


async def test_between_whom_there_is_a_block_nobody_is_seen_to_come_or_write(
    server: Server,
) -> None:
    room = server.room()
    mark = f"zuza-{room}"
    server.join(mark)
    zuza, ola, jan = [await server.talk(who) for who in (mark, "ola", "jan")]
    for talk in (zuza, ola, jan):
        await talk.subscribe(f"room:{room}")
    for talk, here in ((zuza, {mark, "ola", "jan"}), (ola, {mark, "ola", "jan"})):
        frame = await talk.until("presence")
        while {person["handle"] for person in frame["data"]["people"]} != here:
            frame = await talk.until("presence")
    server.do("block", who=mark, other="ola")
    for talk, here in ((zuza, {mark, "jan"}), (ola, {"ola", "jan"})):
        frame = await talk.until("presence")
        while {person["handle"] for person in frame["data"]["people"]} != here:
            frame = await talk.until("presence")
        assert frame["data"]["count"] == 2
    await ola.send(type="typing", channel=f"room:{room}")
    assert (await jan.until("typing"))["data"]["handle"] == "ola"
    server.do("speak", who="jan", room=room, bodies=["po pisaniu"])
    assert (await zuza.until("typing", "message.created"))["type"] == "message.created"
    for talk in (zuza, ola, jan):
        await talk.close()


async def test_the_read_mark_only_goes_forward(server: Server) -> None:
    room = server.room()
    server.do("speak", who="jan", room=room, bodies=[f"{n}" for n in range(12)])
    one, two = await server.talk("ola"), await server.talk("ola")
    await one.send(type="read", channel=f"room:{room}", seq=10)
    await one.say(server.room(), "po tym")  # answered in order, so the mark is written
    assert server.do("seat", who="ola", room=room) == 10
    await two.send(type="read", channel=f"room:{room}", seq=7)
    await two.say(server.room(), "po tym")
    assert server.do("seat", who="ola", room=room) == 10
    await two.send(type="read", channel=f"room:{room}", seq=10**15)
    await two.say(server.room(), "po tym")
    assert server.do("seat", who="ola", room=room) == 12
    await one.close()
    await two.close()


async def test_nothing_has_drifted_after_all_this(server: Server) -> None:
    assert server.do("drift") == []
