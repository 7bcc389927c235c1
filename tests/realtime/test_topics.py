"""Topics and notifications over the socket: what the rooms below publish becomes events."""

from tests.realtime.server import Server


async def test_a_topic_tells_of_its_posts(server: Server) -> None:
    topic = server.do("ask", who="ola", forum="ogolne", title="Jak wypożyczyć projektor?")
    talk = await server.talk()
    assert (await talk.subscribe(f"topic:{topic}", after=0))["seq"] == 1
    (started,) = await talk.events(1)
    assert (started["type"], started["data"]["number"]) == ("post.created", 1)
    server.do("reply", who="jan", topic=topic, body="Najlepiej **osobiście**.")
    (reply,) = await talk.events(1)
    assert (reply["type"], reply["seq"], reply["data"]["number"]) == ("post.created", 2, 2)
    assert set(reply["data"]) == {
        "id", "url", "number", "body", "html", "author", "parent", "reactions",
        "created_at", "edited_at"
    }  # fmt: skip
    await talk.close()


async def test_figures_of_reactions_and_polls_arrive(server: Server) -> None:
    """Who watches the topic is told what has changed; how somebody voted stands in no frame."""
    topic = server.do("ask", who="ola", forum="ogolne", title="Jak wypożyczyć ekran?")
    server.do("reply", who="jan", topic=topic, body="Osobiście.")
    talk = await server.talk()
    await talk.subscribe(f"topic:{topic}", after=2)
    server.do("react", who="ewa", topic=topic, number=2, kind="agree")
    (said,) = await talk.events(1)
    assert (said["type"], said["data"]["number"]) == ("post.changed", 2)
    assert said["data"]["reactions"] == {"agree": 1}
    server.do("react", who="ewa", topic=topic, number=2, kind="agree")
    poll = server.do("poll", who="ola", topic=topic, question="Kiedy?", choices=["Dziś", "Jutro"])
    (began,) = await talk.events(1)
    assert (began["type"], began["data"]["number"], began["seq"]) == ("post.changed", 1, 4)
    server.do("vote", who="jan", poll=poll["id"], choices=poll["choices"][:1])
    (voted,) = await talk.events(1)
    assert (voted["type"], voted["data"]["number"]) == ("post.changed", 1)
    assert "jan" not in str(voted["data"]) and str(poll["choices"][0]) not in voted["data"]
    await talk.close()


async def test_a_hidden_forums_topic_is_not_there(local_server: Server) -> None:
    topic = local_server.do("ask", who="marta", forum="moderacja", title="Między nami mówiąc")
    ola, marta = await local_server.talk("ola"), await local_server.talk("marta")
    assert (await ola.subscribe(f"topic:{topic}"))["code"] == "not_found"
    assert (await marta.subscribe(f"topic:{topic}"))["type"] == "subscribed"
    await ola.close()
    await marta.close()


async def test_the_bell_rings(server: Server) -> None:
    topic = server.do("ask", who="ola", forum="ogolne", title="Kto ma krzesła na sobotę?")
    ola, jan = await server.talk("ola"), await server.talk("jan")
    before = await ola.subscribe("me")
    await jan.subscribe("me")
    server.do("reply", who="jan", topic=topic, body="My mamy czterdzieści.")
    (event,) = await ola.events(1)
    assert (event["type"], event["channel"]) == ("notification", "me")
    assert event["seq"] == event["data"]["id"] > before["seq"]
    assert event["data"]["unread"]["notifications"] == before["unread"]["notifications"] + 1
    assert event["data"]["url"].startswith(f"/forums/t/{topic}/")
    assert await jan.nothing_more(within=2.0)
    again = await server.talk("ola")
    await again.subscribe("me", after=before["seq"])
    assert [e["seq"] for e in await again.events(1)] == [event["seq"]]
    for talk in (ola, jan, again):
        await talk.close()
