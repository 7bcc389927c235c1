"""Private conversations: who sees them, how they begin, who comes and goes.

Ola and Nela talk. Jan is a stranger, Ewa used to take part, Marta moderates, Adam administers, Nowa has
not confirmed her address: to all of them the conversation is a room that is not there.
"""

import pytest
from django.test import Client

from accounts.models import User
from kernel.integrity import checks
from kernel.refusals import Refused
from moderation.registry import kinds
from notifications.models import Notification
from realtime.chat.access import message_by_id
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.actions.take_part import add_person, leave, mute
from realtime.chat.models import Conversation, Message, Participant, Room, RoomSeat
from realtime.chat.unread import rooms_with_news, unread_in
from realtime.live.channels import KINDS
from realtime.live.events import events_after
from tests.cast import Cast, person
from tests.realtime.conversing import SECRET, drift

OUTSIDERS = ("visitor", "jan", "ewa", "marta", "adam", "nowa")


def of(cast: Cast, who: str) -> object:
    return getattr(cast, who)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_the_check_and_the_filter_agree_for_everybody(cast: Cast, talk: Room, who: str) -> None:
    viewer = of(cast, who)
    message = Message.objects.said().get(room=talk)
    assert talk not in Room.objects.visible_to(viewer)
    assert talk not in Room.objects.open_to(viewer)
    assert message not in Message.objects.visible_to(viewer)
    assert message_by_id(viewer, message.pk) is None
    assert kinds["message"].get(viewer, message.pk) is None
    assert kinds["message"].judged(viewer, message.pk) is None
    assert KINDS["room"].visible(viewer, {talk.pk}) == set()
    assert KINDS["room"].alike(viewer, {talk.pk}) == set()
    assert KINDS["room"].named({(viewer.pk or 0, talk.pk)}) == set()


def test_who_takes_part_sees_it_by_name_and_never_by_standing(
    cast: Cast, talk: Room, nela: User
) -> None:
    for viewer in (cast.ola, nela):
        assert talk in Room.objects.visible_to(viewer)
        assert KINDS["room"].visible(viewer, {talk.pk}) == {talk.pk}
        assert KINDS["room"].alike(viewer, {talk.pk}) == set()
        assert KINDS["room"].named({(viewer.pk, talk.pk)}) == {(viewer.pk, talk.pk)}
        assert Message.objects.visible_to(viewer).filter(room=talk).count() == 1
    assert talk in Room.objects.conversations_of(cast.ola)
    cast.ola.is_active = False
    assert talk not in Room.objects.visible_to(cast.ola)


GETS = ("", "people/", "company", "leave/", "messages?after=0", "events?after=0", "messages/1/", "messages/1/edit/")  # fmt: skip
POSTS = ("say/", "people/", "leave/", "mute/", "messages/1/edit/", "messages/1/remove/")


@pytest.mark.parametrize("who", OUTSIDERS)
def test_every_page_answers_as_for_a_missing_room(cast: Cast, talk: Room, who: str) -> None:
    browser = cast.client(of(cast, who))
    for path in GETS:
        found, missing = (browser.get(f"/chat/{slug}/{path}") for slug in (talk.slug, "nie-ma"))
        assert found.status_code == missing.status_code, path
        assert found.status_code == 404 or found.status_code == 302, path
        assert SECRET not in found.content.decode()
    for path in POSTS:
        sent = {"body": "x", "to": who, "muted": "1", "key": "k"}
        found, missing = (
            browser.post(f"/chat/{slug}/{path}", sent) for slug in (talk.slug, "nie-ma")
        )
        assert found.status_code == missing.status_code, path
    assert Participant.objects.present().filter(room=talk).count() == 2
    assert Message.objects.said().filter(room=talk).count() == 1


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_list_feed_search_or_bell_tells_of_it(cast: Cast, talk: Room, who: str) -> None:
    viewer = of(cast, who)
    browser = cast.client(viewer)
    pages = [
        "/", "/chat/", "/chat/rynek/", "/search/?q=między", "/people/ola/", "/sitemap.xml",
        "/feeds/", "/directory/dom-kultury-w-brzozowce/", "/notifications/", "/moderation/",
        "/chat/conversations/", "/admin/realtime/room/", f"/admin/realtime/room/{talk.pk}/change/",
        "/api/v1/rooms", "/api/v1/search?q=między",
    ]  # fmt: skip
    for address in pages:
        answer = browser.get(address, follow=True)
        words = b"".join(answer).decode() if answer.streaming else answer.content.decode()
        assert SECRET not in words, address
        assert talk.slug not in words, address
        assert "Wieczór" not in words, address
    if isinstance(viewer, User):
        assert rooms_with_news(viewer) == 0
        assert unread_in(viewer.pk, [talk.pk]) == {}
        assert not Notification.objects.filter(person=viewer, seen_at=None).exists()


def test_an_administrator_cannot_make_a_room_a_conversation_nor_find_one(
    cast: Cast, talk: Room
) -> None:
    adam = cast.client(cast.adam)
    form = {"name": "x", "slug": "nowy", "audience": "people", "description": ""}
    assert adam.post("/admin/realtime/room/add/", form).status_code == 200
    assert adam.post("/admin/realtime/room/add/", {**form, "audience": "public", "slug": "new"})
    assert not Room.objects.filter(slug__in=("nowy", "new")).exists()
    opened = {**form, "audience": "public"}
    adam.post(f"/admin/realtime/room/{talk.pk}/change/", opened)
    talk.refresh_from_db()
    assert talk.audience == "people"


def test_a_newcomer_reads_from_then_on(cast: Cast, talk: Room, nela: User) -> None:
    early = Message.objects.said().get(room=talk)
    answer = cast.client(cast.ola).post(f"/chat/{talk.slug}/people/", {"to": "jan"})
    assert answer.status_code == 303
    jan = cast.client(cast.jan)
    page = jan.get(f"/chat/{talk.slug}/").content.decode()
    assert "Ola Wrona added Jan Zubek." in page
    assert SECRET not in page
    for path in ("?before=3", f"?at={early.seq}", "?after=0", "messages?after=0", "events?after=0"):
        assert SECRET not in jan.get(f"/chat/{talk.slug}/{path}").content.decode()
    assert jan.get(f"/chat/{talk.slug}/messages/{early.seq}/").status_code == 404
    assert message_by_id(cast.jan, early.pk) is None
    # A change of what was said before brings its number, not its words.
    client = cast.client(cast.ola)
    client.post(f"/chat/{talk.slug}/messages/{early.seq}/edit/", {"body": f"{SECRET}, poprawione"})
    frames = events_after(cast.jan, "room", talk.pk, 0, 50)
    assert frames[-1]["type"] == "message.changed"
    assert frames[-1]["data"] == {"id": early.pk, "seq": early.seq, "removed": True}
    assert [frame["seq"] for frame in frames] == [3, 4]
    assert SECRET in str(events_after(nela, "room", talk.pk, 0, 50))
    # The line itself is nothing to edit, remove or report.
    line = Message.objects.get(room=talk, kind="added")
    assert client.get(f"/chat/{talk.slug}/messages/{line.seq}/").status_code == 404
    assert client.get(f"/moderation/report/message/{line.pk}/").status_code == 404
    talk.refresh_from_db()
    assert talk.message_count == 1
    assert drift() == []


def test_the_bell_rings_once_and_stops_when_read(cast: Cast, talk: Room, nela: User) -> None:
    def rings(who: User) -> list[str]:
        rows = Notification.objects.filter(person=who, seen_at=None)
        return list(rows.values_list("kind", flat=True))

    say(by=cast.ola, room=talk, body="i jeszcze")
    assert rings(nela) == ["wrote_to_you"]
    assert rings(cast.ola) == []
    assert rooms_with_news(nela) == 1
    assert unread_in(nela.pk, [talk.pk]) == {talk.pk: 2}
    browser = cast.client(nela)
    bell = browser.get("/notifications/").content.decode()
    assert "Ola Wrona wrote to you" in bell
    assert SECRET not in bell
    assert b'class="badge"' in browser.get("/chat/").content
    browser.get(f"/chat/{talk.slug}/")
    assert rings(nela) == []
    assert rooms_with_news(nela) == 0
    assert browser.post(f"/chat/{talk.slug}/mute/", {"muted": "1"}).status_code == 303
    say(by=cast.ola, room=talk, body="cicho")
    assert rings(nela) == []
    assert rooms_with_news(nela) == 0
    mute(by=nela, room=talk, muted=False)
    say(by=cast.ola, room=talk, body="głośno")
    assert rings(nela) == ["wrote_to_you"]
    leave(by=nela, room=talk)
    assert rings(nela) == []
    assert not RoomSeat.objects.filter(person=nela, room=talk).exists()
    assert "wrote to you" not in browser.get("/notifications/").content.decode()


def test_the_list_shows_ones_own_first_by_the_names_of_the_others(
    cast: Cast, talk: Room, nela: User
) -> None:
    start_conversation(by=cast.jan, to=[cast.ola], body="hej")
    page = cast.client(cast.ola).get("/chat/").content.decode().replace("\u00a0", " ")
    assert page.index("Your conversations") < page.index("Wieczór") < page.index("/chat/rynek/")
    assert page.index("Jan Zubek") < page.index("Wieczór")
    assert "Ola Wrona" in cast.client(cast.jan).get("/chat/").content.decode().replace(
        "\u00a0", " "
    )
    several, _ = start_conversation(
        by=nela, to=[cast.ola, cast.jan, cast.marta, cast.adam], body="razem"
    )
    page = cast.client(cast.ola).get("/chat/").content.decode().replace("\u00a0", " ")
    assert "and 2 more" in page
    whole = cast.client(cast.ola).get("/chat/conversations/").content.decode()
    assert whole.count('class="room') >= 3
    assert several.slug in whole


def test_a_closed_account_stays_by_name_and_is_written_to_no_more(cast: Cast) -> None:
    room, _ = start_conversation(by=cast.ola, to=[cast.jan], body="raz")
    say(by=cast.jan, room=room, body="moje słowa")
    User.objects.filter(pk=cast.jan.pk).update(is_active=False)
    ola = cast.client(cast.ola)
    page = ola.get(f"/chat/{room.slug}/").content.decode().replace("\u00a0", " ")
    assert "moje słowa" in page
    assert "Jan Zubek</h1>" in page
    assert "Nobody else is here any more." in page
    assert "This account is closed." in ola.get(f"/chat/{room.slug}/people/").content.decode()
    with pytest.raises(Refused):
        say(by=cast.ola, room=room, body="halo")


def test_a_paused_member_reads_but_does_not_write(cast: Cast, talk: Room, nela: User) -> None:
    from datetime import timedelta

    from django.utils import timezone

    User.objects.filter(pk=nela.pk).update(suspended_until=timezone.now() + timedelta(days=1))
    browser = cast.client(nela)
    assert SECRET in browser.get(f"/chat/{talk.slug}/").content.decode()
    assert browser.post(f"/chat/{talk.slug}/say/", {"body": "x"}).status_code == 403
    assert browser.post(f"/chat/{talk.slug}/people/", {"to": "jan"}).status_code == 422


@pytest.mark.parametrize("address", ["/chat/", "/chat/conversations/", "room", "people"])
def test_pages_cost_the_same_for_one_and_for_many(
    cast: Cast, talk: Room, nela: User, address: str, django_assert_max_num_queries: object
) -> None:
    browser = cast.client(cast.ola)
    path = {"room": f"/chat/{talk.slug}/", "people": f"/chat/{talk.slug}/people/"}.get(
        address, address
    )
    counts = []
    for turn in range(2):
        browser.get(path)
        with django_assert_max_num_queries(18) as seen:  # type: ignore[operator]
            assert browser.get(path).status_code == 200
        counts.append(len(seen))
        if turn == 0:
            for n in range(6):
                other = person(f"wiele{n}", f"Wiele {n}")
                start_conversation(by=other, to=[cast.ola, cast.jan], body="x")
                add_person(by=cast.ola, room=talk, person=other)
                say(by=other, room=talk, body="jestem")
    assert counts[0] == counts[1]


def test_the_check_finds_what_does_not_fit(cast: Cast, talk: Room) -> None:
    Participant.objects.create(room=cast.market, person=cast.jan)
    RoomSeat.objects.filter(room=talk, person=cast.ola).delete()
    lone = Room.objects.create(slug="bez-rozmowy", name="", audience="people")
    assert len(drift()) >= 3
    for _ in range(2):
        for name in checks:
            if name.startswith("realtime"):
                list(checks[name](True))
    assert drift() == []
    assert not Participant.objects.filter(room=cast.market).exists()
    assert RoomSeat.objects.filter(room=talk, person=cast.ola).exists()
    assert Conversation.objects.filter(room=lone).exists()


def test_the_market_is_as_it_was(cast: Cast, client: Client) -> None:
    say(by=cast.jan, room=cast.market, body="dzień dobry")
    assert not Notification.objects.exists()
    assert cast.client(cast.ola).get("/chat/rynek/people/").status_code == 404
    assert cast.client(cast.ola).post("/chat/rynek/leave/").status_code == 404
