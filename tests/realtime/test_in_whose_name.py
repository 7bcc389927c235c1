"""Speaking in a room in the name of an organisation: who may, what everybody sees, and who learns who wrote."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tokens import make_token
from accounts.viewer import Viewer
from directory.actions.hide import hide_organisation
from directory.actions.members import remove_member
from directory.facts import OrganisationsMerged
from directory.models import Membership, Organisation
from directory.speaking import voice_named
from kernel.facts import publish
from kernel.refusals import Refused
from realtime.chat.actions.open_room import room_of
from realtime.chat.actions.say import say
from realtime.chat.models import Message, Room
from tests.cast import Cast, person
from tests.realtime.conversing import drift
from tests.realtime.server import Server

HOUSE = "Dom Kultury w Brzozówce"


@pytest.fixture
def room(cast: Cast) -> Room:
    """The public room of the house."""
    return room_of(cast.house)


@pytest.fixture
def said(cast: Cast, room: Room) -> Message:
    return say(by=cast.ola, room=room, body="Sala jest wolna.", organisation=cast.house)[0]


def page(viewer: Viewer, cast: Cast, address: str) -> str:
    answer = cast.client(viewer).get(address)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def api(user: User | None, address: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    client = Client(headers={"Authorization": f"Bearer {make_token(user)}"} if user else {})
    address = f"/api/v1/{address}"
    if body is None:
        answer = client.get(address)
    else:
        answer = client.post(address, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def verb(message: Message, name: str = "") -> str:
    return f"/chat/{message.room.slug}/messages/{message.seq}/{name}"


def test_only_an_editor_is_asked_in_whose_name(cast: Cast, room: Room) -> None:
    asked = "In whose name?"
    for slug in (room.slug, cast.market.slug):
        assert asked in page(cast.ola, cast, f"/chat/{slug}/")
        for outsider in (cast.jan, cast.ewa, cast.marta, cast.visitor):
            assert asked not in page(outsider, cast, f"/chat/{slug}/")


def test_by_the_form_it_speaks_and_the_person_is_recorded(cast: Cast, room: Room) -> None:
    sent = {"body": "Sala jest wolna.", "key": "a", "organisation": cast.house.slug}
    address = f"/chat/{room.slug}/say/"
    assert cast.client(cast.ola).post(address, sent).status_code == 303
    message = Message.objects.get(room=room)
    assert (message.author, message.organisation) == (cast.ola, cast.house)
    shown = page(cast.visitor, cast, f"/chat/{room.slug}/")
    assert HOUSE in shown
    assert "Ola Wrona" not in shown
    assert f'data-voice="{cast.house.slug}"' in shown
    # The same key in another name is another message.
    again = {**sent, "organisation": ""}
    assert cast.client(cast.ola).post(address, again).status_code == 422
    assert Message.objects.count() == 1
    assert drift() == []


@pytest.mark.parametrize("who", ["jan", "ewa", "marta", "nowa"])
def test_nobody_else_speaks_for_the_house(cast: Cast, room: Room, who: str) -> None:
    outsider = getattr(cast, who)
    sent = {"body": "Podszywam się.", "key": "b", "organisation": cast.house.slug}
    assert cast.client(outsider).post(f"/chat/{room.slug}/say/", sent).status_code in (403, 422)
    status, _ = api(
        outsider, f"rooms/{room.pk}/messages", {"body": "x", "organisation": cast.house.slug}
    )
    assert status == 403
    assert not Message.objects.exists()  # not in their own name either


def test_a_member_who_edits_nothing_does_not_speak_for_it(cast: Cast, room: Room) -> None:
    Membership.objects.create(organisation=cast.house, person=cast.jan, role="member")
    status, _ = api(
        cast.jan, f"rooms/{room.pk}/messages", {"body": "x", "organisation": cast.house.slug}
    )
    assert status == 403


def test_the_api_and_those_who_poll_get_the_organisation(cast: Cast, room: Room) -> None:
    body = {"body": "Sala jest wolna.", "organisation": cast.house.slug}
    status, made = api(cast.ola, f"rooms/{room.pk}/messages", body)
    author = {
        "handle": "", "name": HOUSE, "url": f"/directory/{cast.house.slug}/", "organisation": cast.house.slug
    }  # fmt: skip
    assert (status, made["author"]) == (201, author)
    for reader in (None, cast.jan, cast.ola, cast.marta):
        _, listed = api(reader, f"rooms/{room.pk}/messages")
        assert listed["results"][0]["author"] == author
        _, events = api(reader, f"rooms/{room.pk}/events")
        assert events["results"][0]["data"]["author"] == author
        assert "Ola" not in json.dumps([listed, events])
    assert api(cast.ola, f"rooms/{room.pk}/messages", {**body, "organisation": "nie-ma"})[0] == 422


def test_who_wrote_is_known_to_moderators_and_its_people_alone(cast: Cast, said: Message) -> None:
    member = person("iza", "Iza Mak")
    Membership.objects.create(organisation=cast.house, person=member, role="member")
    addresses = (f"/chat/{said.room.slug}/", verb(said))
    for insider in (cast.ola, cast.marta, cast.adam, member):
        for address in addresses:
            assert "Ola Wrona" in page(insider, cast, address), (insider, address)
        # The piece that everybody gets says nothing, to nobody.
        piece = page(insider, cast, f"/chat/{said.room.slug}/messages?after=0")
        assert HOUSE in piece
        assert "Ola" not in piece
    for outsider in (cast.jan, cast.ewa, cast.nowa, cast.visitor):
        for address in (*addresses, f"/chat/{said.room.slug}/events?after=0"):
            assert "Ola" not in page(outsider, cast, address), (outsider, address)


def test_an_editor_changes_what_another_said_and_who_left_does_not(
    cast: Cast, said: Message
) -> None:
    zofia = person("zofia", "Zofia Żak")
    Membership.objects.create(organisation=cast.house, person=zofia, role="editor")
    assert (
        cast.client(zofia).post(verb(said, "edit/"), {"body": "Sala jest zajęta."}).status_code
        == 303
    )
    assert Message.objects.get(pk=said.pk).body == "Sala jest zajęta."
    remove_member(by=zofia, organisation=cast.house, handle="ola")
    ola = cast.client(cast.ola)
    assert ola.post(verb(said, "edit/"), {"body": "Nie mamy sali."}).status_code == 403
    more = ola.get(verb(said)).content.decode()
    assert "edit/" not in more
    assert "remove/" in more
    sent = {"body": "Jeszcze raz.", "key": "c", "organisation": cast.house.slug}
    ola.post(f"/chat/{said.room.slug}/say/", sent)
    assert Message.objects.filter(organisation=cast.house).count() == 1
    for outsider in (cast.jan, cast.ewa):
        for name in ("edit/", "remove/"):
            assert cast.client(outsider).post(verb(said, name), {"body": "x"}).status_code == 403
    # What she wrote she may still take away.
    assert ola.post(verb(said, "remove/")).status_code == 303
    assert drift() == []


def test_in_a_conversation_everybody_speaks_in_their_own_name(cast: Cast, talk: Room) -> None:
    assert "In whose name?" not in page(cast.ola, cast, f"/chat/{talk.slug}/")
    with pytest.raises(Refused):
        say(by=cast.ola, room=talk, body="My.", organisation=cast.house)
    status, _ = api(
        cast.ola, f"rooms/{talk.pk}/messages", {"body": "x", "organisation": cast.house.slug}
    )
    assert status == 403


def test_its_voice_and_hers_do_not_stand_under_one_name(cast: Cast, room: Room) -> None:
    say(by=cast.ola, room=room, body="Jako ja.")
    say(by=cast.ola, room=room, body="Jako dom.", organisation=cast.house)
    say(by=cast.ola, room=room, body="Nadal jako dom.", organisation=cast.house)
    shown = page(cast.jan, cast, f"/chat/{room.slug}/")
    assert shown.count("msg-more") == 1


def test_a_hidden_house_is_not_named_and_a_twin_speaks_as_the_one_that_is_left(cast: Cast) -> None:
    said = say(by=cast.ola, room=cast.market, body="Zapraszamy.", organisation=cast.house)[0]
    hide_organisation(organisation=cast.house, hidden=True)
    shown = page(cast.jan, cast, "/chat/rynek/")
    assert "An organisation that is not shown" in shown
    assert HOUSE not in shown
    assert "Ola" not in shown
    heir = Organisation.objects.create(slug="nowy-dom", name="Nowy Dom")
    Organisation.objects.filter(pk=cast.house.pk).update(merged_into=heir)
    publish(OrganisationsMerged(kept_id=heir.pk, gone_id=cast.house.pk))
    assert Message.objects.get(pk=said.pk).organisation == heir
    assert "Nowy Dom" in page(cast.jan, cast, "/chat/rynek/")


def test_a_moderator_finds_the_writer_in_the_case(cast: Cast, said: Message) -> None:
    assert "Ola Wrona" in page(cast.marta, cast, f"/moderation/message/{said.pk}/")
    assert "Ola" not in page(cast.jan, cast, f"/moderation/report/message/{said.pk}/")


def test_a_slug_that_is_no_slug_is_refused(cast: Cast) -> None:
    assert voice_named(cast.ola, "") is None
    for bad in ("\x00", "x" * 500):
        assert (
            api(cast.ola, f"rooms/{cast.market.pk}/messages", {"body": "x", "organisation": bad})[0]
            == 422
        )
    assert (
        api(cast.ola, f"rooms/{cast.market.pk}/messages", {"body": "x", "organisation": 7})[0]
        == 422
    )
    assert not Message.objects.exists()


async def test_over_the_socket(server: Server) -> None:
    room = server.room()
    slug = "dom-kultury-w-brzozowce"
    ola, jan = await server.talk("ola"), await server.talk("jan")
    await jan.subscribe(f"room:{room}")

    async def send(talk: Any, **more: Any) -> Any:
        frame = {"type": "message.send", "channel": f"room:{room}", "client_id": str(uuid.uuid4())}
        await talk.send(**frame, body="Zapraszamy.", **more)
        return await talk.until("ack", "error")

    assert (await send(jan, organisation=slug))["code"] == "forbidden"
    assert (await send(ola, organisation="nie-ma"))["code"] == "invalid"
    assert (await send(ola, organisation=["x"]))["code"] == "invalid"
    assert (await send(ola, organisation=slug))["seq"] == 1
    (event,) = await jan.events(1)
    author = event["data"]["author"]
    assert (author["handle"], author["organisation"]) == ("", slug)
    assert "Ola" not in json.dumps(event)
    for talk in (ola, jan):
        await talk.close()


async def test_no_frame_tells_who_held_the_pen(local_server: Server) -> None:
    """Live and caught up with, in a room, in a topic and at the bell of whom it concerns."""
    server, slug = local_server, "dom-kultury-w-brzozowce"
    writer = server.join("kanarzyca")
    server.do("house_editor", who=writer, edits=True)
    room, topic = server.room(), server.do("ask", who="jan", forum="ogolne", title="Kto ma salę?")
    hers, jan = await server.talk(writer), await server.talk("jan")
    channels = (f"room:{room}", f"topic:{topic}", "me")
    place = {channel: (await jan.subscribe(channel))["seq"] for channel in channels}
    frame = {"type": "message.send", "channel": f"room:{room}", "client_id": str(uuid.uuid4())}
    await hers.send(**frame, body="Zapraszamy.", organisation=slug)
    await hers.until("ack")
    server.do("edit", who=writer, room=room, seq=1, body="Zapraszamy jutro.")
    server.do("reply", who=writer, topic=topic, body="Mamy. @jan", house=slug)
    live = await jan.events(4)
    again = await server.talk("jan")
    for channel in channels:
        await again.send(type="subscribe", channel=channel, after=place[channel])
    caught_up = await again.events(4)
    for events in (live, caught_up):
        assert {event["channel"] for event in events} == set(channels)
        said = json.dumps(events, ensure_ascii=False).lower()
        assert HOUSE.lower() in said
        assert "kanarzyca" not in said
        assert f'"{server.made["ids"][writer]}"' not in said
    for talk in (hers, jan, again):
        await talk.close()
