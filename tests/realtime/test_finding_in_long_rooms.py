"""Finding words in a long talk: what is packed says where to look, and never more than the messages do."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kernel.integrity import checks
from realtime.chat import seeking, words
from realtime.chat.access import room_for
from realtime.chat.actions.edit_message import edit_message
from realtime.chat.actions.erase_old import erase_old
from realtime.chat.actions.remove_message import hide_message, remove_message
from realtime.chat.actions.say import say
from realtime.chat.actions.take_part import add_person
from realtime.chat.models import Message, Room, RoomWords
from realtime.chat.words import number_of, pack_stretches, range_of
from tests.cast import Cast
from tests.realtime.conversing import drift

SAID = (
    "Kto ma krzesła?", "Świetlica w Łodzi", "ŁÓDŹ czeka", "krzesło i stół", "bibliotekarka pisze do bibliotek",
    "naïve élan", "Привет всем", "3d-druk #tag @ola", "e-mail: ola@example.org", "nic", "Straße", "zażółć gęślą jaźń",
)  # fmt: skip


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches of ten numbers, and pages of four."""
    for module in (words, seeking):
        monkeypatch.setattr(module, "SPAN", 10)
    monkeypatch.setattr(seeking, "PAGE", 4)
    monkeypatch.setattr(seeking, "LOT", 3)


@pytest.fixture
def room(cast: Cast) -> Room:
    for number in range(34):
        say(by=cast.ola, room=cast.market, body=SAID[number % len(SAID)])
    return cast.market


def packed() -> None:
    while pack_stretches():
        pass


def all_found(room: Room, sought: str) -> Iterator[int]:
    """Page by page."""
    cursor: str | None = None
    while True:
        page = seeking.found_in(room, seeking.sought_words(sought), cursor)
        assert len(page.rows) <= 4
        yield from (row.seq for row in page.rows)
        cursor = page.next
        if cursor is None:
            return


@pytest.mark.parametrize(
    "sought",
    ["krz", "krzesla", "KRZESŁO stol", "łódź", "lodz", "bibliotekark", "bibliotekarkami", "ve", "elan", "élan", "при",
     "привет", "3d", "druk", "#tag", "tag", "@ola", "ola example", "--", "example.org", "stras", "straße", "jazn",
     "gesla zazolc", "nic", "nigdzie", "e-mail", "ola kto"],
)  # fmt: skip
def test_what_is_packed_finds_what_looking_through_finds(room: Room, sought: str) -> None:
    through = list(all_found(room, sought))
    packed()
    assert RoomWords.objects.filter(room=room).count() == 3
    assert list(all_found(room, sought)) == through
    RoomWords.objects.filter(room=room, stretch=1).delete()
    assert list(all_found(room, sought)) == through == sorted(through, reverse=True)


def test_words_have_numbers_in_the_order_of_their_letters() -> None:
    ordered = ["a", "aa", "ab", "b", "biblio", "bibliotekarka", "krzesla", "zolw"]
    numbers = [number_of(word) for word in ordered]
    assert numbers == sorted(set(numbers)) and max(numbers) < 2**63
    first, last = range_of("krz") or (0, 0)
    assert first <= number_of("krzesła") < last and not first <= number_of("ksylofon") < last
    assert range_of("--") is None and range_of("#tag") == range_of("tag")


def test_a_change_is_found_at_once_and_packed_again(cast: Cast, room: Room) -> None:
    packed()
    message = Message.objects.get(room=room, seq=1)
    edit_message(by=cast.ola, message=message, body="Kto ma ksylofon?")
    assert list(all_found(room, "ksylofon")) == [1] and 1 not in all_found(room, "krzesla")
    assert set(RoomWords.objects.values_list("stretch", flat=True)) == {1, 2}
    packed()
    assert list(all_found(room, "ksylofon")) == [1]
    remove_message(by=cast.ola, message=message)
    assert list(all_found(room, "ksylofon")) == []
    hidden = Message.objects.get(room=room, seq=15)
    hide_message(hidden, True)
    packed()
    assert 15 not in all_found(room, "krz")
    hide_message(Message.objects.get(pk=hidden.pk), False)
    packed()
    assert RoomWords.objects.count() == 3 and drift() == []


def test_what_is_erased_leaves_no_words(cast: Cast, room: Room) -> None:
    packed()
    old = timezone.now() - timedelta(days=100)
    Message.objects.filter(room=room, seq__lte=12).update(created_at=old)
    Room.objects.filter(pk=room.pk).update(keeps_months=1)
    erase_old()
    assert set(RoomWords.objects.values_list("stretch", flat=True)) == {2}
    packed()
    assert min(all_found(room, "krz")) > 12


def test_the_check_finds_words_that_nobody_has_said(room: Room) -> None:
    packed()
    Message.objects.filter(room=room, seq=5).update(body="podmienione słowa")
    found = list(checks["realtime.words"](False))
    assert len(found) == 1 and re.search(r"rynek.* 1 to 10", found[0])
    list(checks["realtime.words"](True))
    assert list(checks["realtime.words"](False)) == []
    assert list(all_found(room, "podmienione")) == [5]


def test_a_cursor_of_nobodys_making_is_refused(cast: Cast, room: Room) -> None:
    browser: Any = cast.client()
    page = browser.get("/chat/rynek/search/", {"q": "krz"}).content.decode()
    following = re.search(r'href="(\?q=krz&amp;cursor=[^"]+)"', page)
    assert following
    more = browser.get("/chat/rynek/search/" + following[1].replace("&amp;", "&")).content.decode()
    assert "?at=1#m1" in more and "?at=1#m1" not in page
    for wrong in ("x", "1:2:3", "\x00"):
        assert browser.get("/chat/rynek/search/", {"q": "krz", "cursor": wrong}).status_code == 400


def test_who_came_later_finds_nothing_from_before(cast: Cast, talk: Room) -> None:
    for number in range(24):
        say(by=cast.ola, room=talk, body=f"tajne {number}")
    add_person(by=cast.ola, room=talk, person=cast.jan)
    after, _ = say(by=cast.ola, room=talk, body="tajne dla Jana")
    packed()
    assert RoomWords.objects.filter(room=talk).count() == 2
    assert list(all_found(room_for(cast.jan, talk.slug), "tajne")) == [after.seq]
    assert len(list(all_found(room_for(cast.ola, talk.slug), "tajne"))) == 25
