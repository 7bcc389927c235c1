"""Choosing people to write to: by name or handle, without a script, and never those who hide."""

import pytest

from accounts.models import User, WrittenTo
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.actions.take_part import leave
from realtime.chat.finding import SHOWN, people_found
from realtime.chat.models import Participant, Room
from tests.cast import Cast, person

NEW = "/chat/new/"


@pytest.fixture
def zaneta(cast: Cast) -> User:
    return person("zaneta.l", "Żaneta Łącka-Żuraw")


@pytest.mark.parametrize(
    "sought", ["zan", "ŻANET", "lacka", "Zuraw", "@zaneta", "żan łąc", "zane zur"]
)
def test_found_by_the_beginning_of_a_name_or_handle(cast: Cast, zaneta: User, sought: str) -> None:
    assert people_found(cast.ola, sought) == [zaneta]


@pytest.mark.parametrize(
    "sought", ["", "z", "aneta", "cka", "(", "[a-z", "\x00", ".*", "%", "zan jan", "z" * 500]
)
def test_not_found_by_anything_else(cast: Cast, zaneta: User, sought: str) -> None:
    assert people_found(cast.ola, sought) == []


def test_nobody_is_found_who_hides(cast: Cast, zaneta: User) -> None:
    names = {}
    for handle, change in (
        ("zan1", {"written_to_by": WrittenTo.NOBODY}), ("zan2", {"is_active": False}), ("zan3", {"verified": False}),
    ):  # fmt: skip
        hidden = person(handle, f"Żan {handle}")
        User.objects.filter(pk=hidden.pk).update(**change)
        names[handle] = hidden
    gone = person("zan4", "Żan Ostatni")
    room, _ = start_conversation(by=cast.ola, to=[gone], body="Dzień dobry")
    leave(by=gone, room=room)
    assert people_found(cast.ola, "zan") == [zaneta]
    assert people_found(zaneta, "zan") == [gone]  # oneself is not, and whom only Ola has lost is
    answer = cast.client(cast.ola).get("/chat/new/people/?q=zan")
    assert answer.json() == {"people": [{"handle": "zaneta.l", "name": "Żaneta Łącka-Żuraw"}]}
    assert "@example.org" not in answer.content.decode()


def test_strangers_look_nobody_up(cast: Cast) -> None:
    assert cast.client().get("/chat/new/people/?q=ola").status_code == 302
    assert cast.client(cast.nowa).get("/chat/new/people/?q=ola").status_code == 403


def test_a_long_list_is_not_read_through(cast: Cast) -> None:
    for number in range(SHOWN + 3):
        person(f"kasia{number}", "Kasia Wspólna")
    assert len(people_found(cast.ola, "kasia")) == SHOWN


def test_without_a_script_every_step_keeps_what_was_written(cast: Cast, zaneta: User) -> None:
    client = cast.client(cast.ola)
    written = {"subject": "Wieczór", "body": "Kto ma klucz?", "key": "k"}
    found = client.post(NEW, {**written, "who": "zan", "find": "1"})
    assert found.status_code == 200
    page = found.content.decode()
    assert 'name="add" value="zaneta.l"' in page
    assert "Kto ma klucz?" in page
    assert 'value="Wieczór"' in page
    chosen = client.post(NEW, {**written, "who": "zan", "add": "zaneta.l"}).content.decode()
    assert '<input type="hidden" name="to" value="zaneta.l">' in chosen
    both = client.post(NEW, {**written, "to": ["zaneta.l"], "add": "jan"}).content.decode()
    assert 'value="zaneta.l"' in both
    assert 'name="to" value="jan"' in both
    one = client.post(NEW, {**written, "to": ["zaneta.l", "jan"], "drop": "jan"}).content.decode()
    assert 'name="to" value="jan"' not in one
    assert not Room.objects.filter(audience="people").exists()
    sent = client.post(NEW, {**written, "to": ["zaneta.l", "jan"], "who": ""})
    assert sent.status_code == 303
    people = Participant.objects.values_list("person__handle", flat=True)
    assert set(people) == {"ola", "jan", "zaneta.l"}


def test_a_name_that_only_one_has_needs_no_list(cast: Cast, zaneta: User) -> None:
    client = cast.client(cast.ola)
    assert client.post(NEW, {"who": "Żaneta Łącka", "body": "Cześć"}).status_code == 303
    person("jan.drugi", "Jan Drugi")
    unclear = client.post(NEW, {"who": "jan d z", "body": "Cześć"})
    assert unclear.status_code == 422
    assert "Nobody was found by this name" in unclear.content.decode()
    several = client.post(NEW, {"who": "ja", "body": "Cześć"})
    assert several.status_code == 422
    assert "Choose whom you mean" in several.content.decode()
    exact = client.post(NEW, {"who": "@jan", "body": "Cześć"})
    assert exact.status_code == 303
    assert set(Participant.objects.values_list("person__handle", flat=True)) == {
        "ola",
        "zaneta.l",
        "jan",
    }


def test_adding_to_a_conversation(cast: Cast, talk: Room, zaneta: User) -> None:
    address = f"/chat/{talk.slug}/people/"
    client = cast.client(cast.ola)
    shown = client.post(address, {"who": "n", "find": "1"})
    assert shown.status_code == 200
    page = client.post(address, {"who": "zan", "find": "1"}).content.decode()
    assert 'name="add" value="zaneta.l"' in page
    assert (
        'name="add" value="nela"'
        not in client.post(address, {"who": "nela", "find": "1"}).content.decode()
    )
    assert client.post(address, {"to": ["zaneta.l"]}).status_code == 303
    assert Participant.objects.present().filter(room=talk, person=zaneta).exists()
    for outsider in (cast.jan, cast.ewa, cast.marta):
        assert cast.client(outsider).post(address, {"who": "zan", "find": "1"}).status_code == 404


@pytest.mark.parametrize("raw", ["\x00", "x" * 2000, "%00", "' OR 1=1"])
def test_bad_input_begins_nothing(cast: Cast, raw: str) -> None:
    client = cast.client(cast.ola)
    assert client.get("/chat/new/people/", {"q": raw}).status_code in (200, 400)
    for name in ("to", "who", "add", "drop"):
        assert client.post(NEW, {name: raw, "find": "1"}).status_code in (200, 400)
        assert client.post(NEW, {name: raw, "body": "x"}).status_code in (200, 400, 422)
        assert client.get(NEW, {name: raw}).status_code in (200, 400)
    assert not Room.objects.filter(audience="people").exists()
