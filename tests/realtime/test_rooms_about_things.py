"""Rooms about a topic or a card: whoever may read the thing reads along, now and not as it once was."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from accounts.levels import Level
from accounts.models import User
from accounts.tokens import make_token
from accounts.viewer import Audience, Viewer
from directory.actions.change_card import close_card
from directory.actions.post_card import post_card
from directory.models import Card, Organisation
from directory.policies import may_read_card
from forums.actions.close_topic import close_topic, reopen_topic
from forums.actions.create_forum import change_forum
from forums.actions.hide import hide_topic
from forums.actions.merge_topics import merge_topics
from forums.actions.move_topic import move_topic
from forums.actions.start_topic import start_topic
from forums.models import Forum, Topic
from kernel.refusals import Refused
from notifications.models import Notification
from notifications.targets import still_visible
from realtime.chat.access import message_by_id, room_for
from realtime.chat.actions.open_about import open_room_about
from realtime.chat.actions.say import say
from realtime.chat.models import Message, Room
from realtime.chat.policies import check_say, may
from realtime.chat.unread import rooms_with_news
from realtime.live.channels import KINDS
from tests.cast import Cast
from tests.realtime.conversing import drift
from tests.realtime.server import Server
from tests.search.conftest import settle

SECRET = "szeptanka"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title="Festyn w czerwcu", body="Kto pomoże?")


@pytest.fixture
def room(cast: Cast, topic: Topic) -> Room:
    made, _ = open_room_about(by=cast.ola, thing=topic)
    say(by=cast.jan, room=made, body=f"{SECRET} w pokoju")
    settle()
    return made


@pytest.fixture
def card(cast: Cast) -> Card:
    day = timezone.localdate() + timedelta(days=20)
    return post_card(
        by=cast.ola, organisation=cast.house, kind="offer", title="Sala na próby",
        first_day=day, last_day=day + timedelta(days=2), until=day,
    )  # fmt: skip


def present(room: Room) -> Room:
    return Room.objects.get(pk=room.pk)


def sees(viewer: Viewer, room: Room) -> bool:
    """What all doors say of the room, which must be one thing."""
    found = Room.objects.visible_to(viewer).filter(pk=room.pk).exists()
    assert KINDS["room"].visible(viewer, [room.pk]) == ({room.pk} if found else set())
    messages = Message.objects.filter(room=room)
    read = {message_by_id(viewer, pk) is not None for pk in messages.values_list("pk", flat=True)}
    assert read <= {found}
    try:
        room_for(viewer, room.slug)
    except Http404:
        assert not found
    return found


def hidden_everywhere(cast: Cast, outsider: User | AnonymousUser, room: Room) -> None:
    assert not sees(outsider, room)
    browser = cast.client(outsider)
    kind, pk = ("topic", room.topic_id) if room.topic_id else ("card", room.card_id)
    for path in (
        "",
        "about/",
        "search/?q=pokoju",
        "messages?after=0",
        "events?after=0",
        "messages/1/",
    ):
        assert browser.get(f"/chat/{room.slug}/{path}").status_code == 404, path
    assert browser.get(f"/chat/about/{kind}/{pk}/").status_code == 404
    for path in ("/chat/", "/chat/archive/", "/api/v1/rooms"):
        assert room.slug not in browser.get(path).content.decode(), path
    assert browser.get(f"/api/v1/rooms/{room.pk}/messages").status_code == 404
    assert browser.get(f"/api/v1/rooms/{room.pk}/events").status_code == 404
    find = f"/api/v1/search?q={SECRET}"
    assert browser.get(find).json()["total"] == 0
    settle()
    assert browser.get(find).json()["total"] == 0
    if isinstance(outsider, User):
        assert browser.post(f"/chat/{room.slug}/say/", {"body": "jestem"}).status_code == 404
        assert browser.post(f"/chat/about/{kind}/{pk}/").status_code == 404
        headers = {"authorization": f"Bearer {make_token(outsider)}"}
        answer = cast.client().post(
            f"/api/v1/rooms/{room.pk}/messages", {"body": "x"}, "application/json", headers=headers
        )
        assert answer.status_code == 404


def test_who_started_the_topic_opens_its_room_and_there_is_one(cast: Cast, topic: Topic) -> None:
    path = f"/chat/about/topic/{topic.pk}/"
    assert cast.client().get(path).status_code == 302
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        browser = cast.client(outsider)
        assert (browser.get(path).status_code, browser.post(path).status_code) == (403, 403)
        actions = browser.get(f"/forums/topics/{topic.pk}/posts/1/actions/").content.decode()
        assert path not in actions
    assert Room.objects.filter(topic=topic).count() == 0
    browser = cast.client(cast.ola)
    assert path in browser.get(f"/forums/topics/{topic.pk}/posts/1/actions/").content.decode()
    assert "Festyn w czerwcu" in browser.get(path).content.decode()
    browser.get(f"/forums/t/{topic.pk}/{topic.slug}/")  # kept, and must not stay as it is
    for one in (browser, cast.client(cast.marta)):
        answer = one.post(path)
        assert (answer.status_code, answer["Location"]) == (303, f"/chat/temat-{topic.pk}/#say")
    assert browser.get(path)["Location"] == f"/chat/temat-{topic.pk}/"
    for reader in (cast.ola, cast.jan, None):
        page = cast.client(reader).get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
        assert f"/chat/temat-{topic.pk}/" in page
        back = cast.client(reader).get(f"/chat/temat-{topic.pk}/").content.decode()
        assert f'href="/forums/t/{topic.pk}/{topic.slug}/"' in back and "Festyn w czerwcu" in back
    assert cast.client().get("/chat/about/post/1/").status_code == 404
    assert cast.client().get("/chat/about/topic/999999/").status_code == 404


def test_a_room_called_like_it_does_not_stand_in_its_way(cast: Cast, topic: Topic) -> None:
    Room.objects.create(slug=f"temat-{topic.pk}", name="Temat")
    room, made = open_room_about(by=cast.ola, thing=topic)
    assert made and room.slug.startswith(f"temat-{topic.pk}-")
    with pytest.raises(IntegrityError), transaction.atomic():
        Room.objects.create(slug="x", name="x", audience="about")
    with pytest.raises(IntegrityError), transaction.atomic():
        Room.objects.create(slug="x", name="x", audience="public", topic=topic)


def test_a_private_forums_room_is_nowhere_for_outsiders(cast: Cast) -> None:
    private = start_topic(by=cast.marta, forum=cast.backroom, title=f"O {SECRET}", body="Tylko my.")
    room, _ = open_room_about(by=cast.marta, thing=private)
    say(by=cast.adam, room=room, body=f"@jan {SECRET} w pokoju, @marta")
    for outsider in (cast.visitor, cast.nowa, cast.ola, cast.jan, cast.ewa):
        hidden_everywhere(cast, outsider, room)
    told = Notification.objects.filter(kind="mention").values_list("person__handle", flat=True)
    assert list(told) == ["marta"]
    moderator = cast.client(cast.marta)
    assert (
        sees(cast.marta, room) and SECRET in moderator.get(f"/chat/{room.slug}/").content.decode()
    )
    assert moderator.get(f"/api/v1/search?q={SECRET}&kind=message").json()["total"] == 1


def test_it_goes_with_the_topics_audience(cast: Cast, topic: Topic, room: Room) -> None:
    say(by=cast.ola, room=room, body="@jan, zobacz")
    told = Notification.objects.get(kind="mention", person=cast.jan)
    assert sees(cast.visitor, room) and still_visible(cast.jan, [told]) == {told.pk}
    find = f"/api/v1/search?q={SECRET}"
    assert cast.client().get(find).json()["total"] == 1
    assert rooms_with_news(cast.jan) == 1
    move_topic(by=cast.marta, topic=topic, forum=cast.backroom)
    for outsider in (cast.visitor, cast.ola, cast.jan, cast.ewa):
        hidden_everywhere(cast, outsider, room)
    assert still_visible(cast.jan, [told]) == set()
    assert rooms_with_news(cast.jan) == 0
    with pytest.raises(Refused):  # with the room as it was before
        say(by=cast.jan, room=room, body="jeszcze tu jestem")
    move_topic(by=cast.marta, topic=topic, forum=cast.square)
    assert sees(cast.jan, room)
    change_forum(
        by=cast.marta, forum=cast.square, name="Ogólne", description="", audience=Audience.MEMBERS
    )
    hidden_everywhere(cast, cast.visitor, room)
    assert (
        sees(cast.jan, room) and cast.client(cast.jan).get(f"/chat/{room.slug}/").status_code == 200
    )
    hide_topic(Topic.objects.get(pk=topic.pk), True)
    hidden_everywhere(cast, cast.jan, room)
    assert sees(cast.marta, room) and not may(check_say, cast.marta, present(room))
    assert drift() == []


def test_it_closes_with_the_topic_and_opens_again(cast: Cast, topic: Topic, room: Room) -> None:
    close_topic(by=cast.marta, topic=topic)
    assert present(room).archived
    for person in (cast.ola, cast.jan, cast.marta):
        with pytest.raises(Refused):
            say(by=person, room=room, body="po wszystkim")
    page = cast.client(cast.jan).get(f"/chat/{room.slug}/").content.decode()
    assert SECRET in page and 'name="body"' not in page and "nothing more is said in it" in page
    assert room.slug not in cast.client(cast.jan).get("/chat/").content.decode()
    assert room.slug in cast.client(cast.jan).get("/chat/archive/").content.decode()
    assert cast.client(cast.marta).post(f"/chat/{room.slug}/archive/", {}).status_code == 403
    reopen_topic(by=cast.marta, topic=topic)
    say(by=cast.jan, room=present(room), body="dalej")
    closed = start_topic(by=cast.ola, forum=cast.square, title="Zamknięte", body="Już nie.")
    close_topic(by=cast.marta, topic=closed)
    assert cast.client(cast.marta).post(f"/chat/about/topic/{closed.pk}/").status_code == 403


def test_it_bears_the_topics_name_and_follows_a_merge(cast: Cast, topic: Topic, room: Room) -> None:
    path = f"/forums/topics/{topic.pk}/edit/"
    cast.client(cast.ola).post(path, {"title": "Festyn w lipcu", "kind": "discussion", "tags": ""})
    assert present(room).name == "Festyn w lipcu"
    other = start_topic(by=cast.jan, forum=cast.square, title="Lipcowy festyn", body="I ja.")
    merge_topics(by=cast.marta, topic=topic, into=other)
    assert present(room).topic_id == other.pk and sees(cast.jan, room)
    say(by=cast.jan, room=present(room), body="razem")
    third = start_topic(by=cast.marta, forum=cast.backroom, title="U nas", body="Tylko my.")
    open_room_about(by=cast.marta, thing=third)
    merge_topics(by=cast.marta, topic=other, into=third)
    # Two talks: the one that lost its topic is read by the readers of the other, and nothing is added.
    assert present(room).topic_id == other.pk and present(room).archived
    for outsider in (cast.visitor, cast.jan, cast.ola):
        hidden_everywhere(cast, outsider, present(room))
    assert sees(cast.marta, room)
    assert Room.objects.archived().filter(pk=room.pk).exists()


def test_new_people_do_not_pass_a_forums_review_by_its_room(
    cast: Cast, topic: Topic, room: Room, settings: Any
) -> None:
    settings.RATE_LIMIT_FACTOR = 1
    User.objects.filter(pk=cast.jan.pk).update(level=Level.NEWCOMER)
    Forum.objects.filter(pk=cast.square.pk).update(review="all")
    newcomer = User.objects.get(pk=cast.jan.pk)
    with pytest.raises(Refused):
        say(by=newcomer, room=present(room), body="bez czekania")
    assert cast.client(newcomer).get(f"/chat/{room.slug}/").status_code == 200
    say(by=cast.ewa, room=present(room), body="znana tu od dawna")


def test_a_card_with_days_has_a_room_of_its_people_to_open(cast: Cast, card: Card) -> None:
    path = f"/chat/about/card/{card.pk}/"
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        assert cast.client(outsider).post(path).status_code == 403
    undated = post_card(by=cast.ola, organisation=cast.house, kind="need", title="Krzesła")
    assert cast.client(cast.ola).post(f"/chat/about/card/{undated.pk}/").status_code == 403
    assert path in cast.client(cast.ola).get(card.get_absolute_url()).content.decode()
    assert cast.client(cast.ola).post(path)["Location"] == f"/chat/termin-{card.pk}/#say"
    room = Room.objects.get(card=card)
    assert f"/chat/{room.slug}/" in cast.client().get(card.get_absolute_url()).content.decode()
    assert card.get_absolute_url() in cast.client().get(f"/chat/{room.slug}/").content.decode()
    say(by=cast.jan, room=room, body=f"{SECRET} w pokoju")
    settle()
    assert cast.client().get(f"/api/v1/search?q={SECRET}").json()["total"] == 1
    about = cast.client().get("/api/v1/rooms").json()["results"][0]["about"]
    assert about == {"kind": "card", "id": card.pk, "url": card.get_absolute_url()}
    Card.objects.filter(pk=card.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert present(room).archived and Room.objects.archived().filter(pk=room.pk).exists()
    assert not may(check_say, cast.ola, present(room)) and sees(cast.visitor, room)


def test_what_is_no_longer_true_is_for_its_own_people_in_the_room_too(
    cast: Cast, card: Card
) -> None:
    room, _ = open_room_about(by=cast.ola, thing=card)
    say(by=cast.jan, room=room, body=f"{SECRET} w pokoju")
    settle()
    close_card(by=cast.ola, card=card, outcome="gone")
    for outsider in (cast.visitor, cast.jan, cast.ewa):
        hidden_everywhere(cast, outsider, room)
    own, pairs = (
        KINDS["room"],
        {(cast.ola.pk, room.pk), (cast.ewa.pk, room.pk), (cast.jan.pk, room.pk)},
    )
    assert sees(cast.ola, room) and own.named(pairs) == {(cast.ola.pk, room.pk)}
    assert own.alike(cast.ola, [room.pk]) == set() and sees(cast.marta, room)
    Organisation.objects.filter(pk=cast.house.pk).update(hidden=True)
    assert not sees(cast.ola, room) and sees(cast.marta, room)


def test_the_filter_of_cards_agrees_with_the_rule(cast: Cast, card: Card) -> None:
    room, _ = open_room_about(by=cast.ola, thing=card)
    viewers = (cast.visitor, cast.nowa, cast.ola, cast.jan, cast.ewa, cast.marta, cast.adam)
    for outcome in ("", "found", "elsewhere", "gone"):
        for hidden in (False, True):
            at = timezone.now() if outcome else None
            Card.objects.filter(pk=card.pk).update(fulfilled_at=at, outcome=outcome)
            Organisation.objects.filter(pk=cast.house.pk).update(hidden=hidden)
            now = Card.objects.select_related("organisation").get(pk=card.pk)
            for viewer in viewers:
                assert sees(viewer, room) == may_read_card(viewer, now), (outcome, hidden, viewer)
            ended = Room.objects.archived().filter(pk=room.pk).exists()
            assert ended == present(room).archived == (bool(outcome) or hidden)


async def test_sockets_lose_the_room_with_the_topic(local_server: Server) -> None:
    server = local_server
    topic = server.do("ask", who="ola", forum="ogolne", title="Na chwilę otwarte")
    room = server.do("open_about", who="ola", topic=topic)
    visitor, jan, marta = await server.talk(), await server.talk("jan"), await server.talk("marta")
    for talk in (visitor, jan, marta):
        assert (await talk.subscribe(f"room:{room}"))["type"] == "subscribed"
    assert (await jan.say(room, "słychać?"))["type"] == "ack"
    assert (await visitor.events(1))[0]["data"]["body"] == "słychać?"
    server.do("move", who="marta", topic=topic, forum="moderacja")
    for talk in (visitor, jan):
        lost = await talk.until("error")
        assert (lost["code"], lost["channel"]) == ("forbidden", f"room:{room}")
    server.do("speak", who="marta", room=room, bodies=["już tylko my"])
    assert (await marta.events(2))[1]["data"]["body"] == "już tylko my"
    assert await visitor.nothing_more(within=2.0)
    assert (await jan.subscribe(f"room:{room}"))["code"] == "not_found"
    assert (await jan.say(room, "a ja?"))["code"] == "not_found"
    for talk in (visitor, jan, marta):
        await talk.close()
