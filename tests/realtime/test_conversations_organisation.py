"""Writing to an organisation: whoever edits its page takes part, for exactly as long."""

import pytest

from accounts.models import User
from directory.actions.members import add_member, remove_member
from directory.models import Membership, Organisation
from directory.ports import conversation
from kernel.integrity import checks
from realtime.chat.actions.say import say
from realtime.chat.actions.take_part import leave
from realtime.chat.models import Message, Participant, Room
from realtime.live.channels import KINDS
from tests.cast import Cast, person

SUBJECT = "Wypożyczenie sali"


@pytest.fixture
def asked(cast: Cast) -> Room:
    """Jan asks the house of Ola, and has said his first word."""
    room = opened(conversation(cast.jan, cast.house, SUBJECT))
    say(by=cast.jan, room=room, body="Czy w maju?")
    return room


def opened(address: str) -> Room:
    return Room.objects.get(slug=address.split("/")[2])


def here(room: Room) -> set[str]:
    return set(Participant.objects.present().filter(room=room).values_list("person__handle", flat=True))  # fmt: skip


def drift() -> list[str]:
    return list(checks["realtime.people"](False))


def test_the_person_and_the_editors_of_now_take_part(cast: Cast, asked: Room) -> None:
    assert here(asked) == {"jan", "ola"}
    assert asked.called == SUBJECT
    ola = cast.client(cast.ola).get(f"/chat/{asked.slug}/").content.decode()
    assert "Czy w maju?" in ola
    assert "/directory/dom-kultury-w-brzozowce/" in ola
    for stranger in (cast.ewa, cast.marta, cast.adam, cast.nowa, None):
        assert cast.client(stranger).get(f"/chat/{asked.slug}/").status_code == 404


def test_the_same_subject_is_the_same_conversation(cast: Cast, asked: Room) -> None:
    assert opened(conversation(cast.jan, cast.house, "  " + SUBJECT.upper())) == asked
    assert opened(conversation(cast.jan, cast.house, "Coś innego")) != asked
    assert opened(conversation(cast.marta, cast.house, SUBJECT)) != asked
    assert len(opened(conversation(cast.jan, cast.house, "Długi tytuł " * 40)).name) <= 200


def test_without_a_subject_it_bears_the_names(cast: Cast) -> None:
    room = opened(conversation(cast.jan, cast.house, ""))
    say(by=cast.jan, room=room, body="x")
    jan = cast.client(cast.jan).get("/chat/").content.decode().replace("\u00a0", " ")
    assert "Dom Kultury w Brzozówce" in jan.split("Your conversations")[1].split("<h2")[0]
    ola = cast.client(cast.ola).get("/chat/").content.decode().replace("\u00a0", " ")
    assert "Jan Zubek" in ola.split("Your conversations")[1].split("<h2")[0]


def test_nobody_is_bothered_before_the_first_word(cast: Cast) -> None:
    room = opened(conversation(cast.jan, cast.house, SUBJECT))
    assert room.slug not in cast.client(cast.ola).get("/chat/").content.decode()
    assert room.slug in cast.client(cast.jan).get("/chat/").content.decode()


def test_a_new_editor_comes_in_and_one_who_goes_is_out_at_once(cast: Cast, asked: Room) -> None:
    add_member(by=cast.ola, organisation=cast.house, handle="ewa", role="editor")
    assert here(asked) == {"jan", "ola", "ewa"}
    ewa = cast.client(cast.ewa)
    page = ewa.get(f"/chat/{asked.slug}/").content.decode()
    assert "Ewa Kostka joined." in page
    assert "Czy w maju?" not in page
    remove_member(by=cast.ola, organisation=cast.house, handle="ewa")
    assert here(asked) == {"jan", "ola"}
    assert ewa.get(f"/chat/{asked.slug}/").status_code == 404
    assert KINDS["room"].named({(cast.ewa.pk, asked.pk)}) == set()
    kinds = list(Message.objects.filter(room=asked).order_by("seq").values_list("kind", flat=True))
    assert kinds == ["", "joined", "left"]
    assert drift() == []


def test_who_no_longer_edits_goes_though_they_still_belong(cast: Cast, asked: Room) -> None:
    add_member(by=cast.ola, organisation=cast.house, handle="ewa", role="editor")
    add_member(by=cast.ola, organisation=cast.house, handle="ewa", role="member")
    assert here(asked) == {"jan", "ola"}
    add_member(by=cast.ola, organisation=cast.house, handle="adam", role="member")
    assert here(asked) == {"jan", "ola"}


def test_who_asked_stays_and_who_was_added_by_hand_too(cast: Cast, asked: Room) -> None:
    cast.client(cast.jan).post(f"/chat/{asked.slug}/people/", {"to": "marta"})
    for handle in ("jan", "marta"):
        add_member(by=cast.ola, organisation=cast.house, handle=handle, role="editor")
        remove_member(by=cast.ola, organisation=cast.house, handle=handle)
    assert here(asked) == {"jan", "ola", "marta"}


def test_who_left_by_themselves_is_not_brought_back(cast: Cast, asked: Room) -> None:
    leave(by=cast.ola, room=asked)
    add_member(by=cast.ola, organisation=cast.house, handle="ola", role="editor")
    assert here(asked) == {"jan"}
    # Nobody to talk to is left in it, so it leads to the room that everybody reads.
    assert conversation(cast.jan, cast.house, SUBJECT) == f"/chat/{cast.house.room.slug}/"


def test_without_an_editor_it_is_the_public_room(cast: Cast) -> None:
    Membership.objects.filter(organisation=cast.house).delete()
    address = conversation(cast.jan, cast.house, SUBJECT)
    assert cast.client().get(address).status_code == 200
    assert not Room.objects.filter(audience="people").exists()
    alone = Organisation.objects.create(slug="new", name="New", kind="inne")
    assert conversation(cast.jan, alone, "") not in ("/chat/new/", "/chat/conversations/")


def test_asking_ones_own_house_asks_the_others(cast: Cast) -> None:
    address = conversation(cast.ola, cast.house, SUBJECT)
    assert not opened(address).private
    add_member(by=cast.ola, organisation=cast.house, handle="ewa", role="editor")
    room = opened(conversation(cast.ola, cast.house, SUBJECT))
    assert here(room) == {"ola", "ewa"}
    remove_member(by=cast.ola, organisation=cast.house, handle="ola")
    assert here(room) == {"ola", "ewa"}  # she asked, she did not answer for the house


def test_at_most_twenty_the_longest_editors_first(cast: Cast) -> None:
    for n in range(22):
        editor = person(f"redaktor{n}", f"Redaktor {n}")
        Membership.objects.create(organisation=cast.house, person=editor, role="editor")
    room = opened(conversation(cast.jan, cast.house, SUBJECT))
    assert len(here(room)) == 20
    assert {"jan", "ola", "redaktor0"} <= here(room)
    assert "redaktor21" not in here(room)
    # Who comes when it is full stays outside.
    add_member(by=cast.ola, organisation=cast.house, handle="ewa", role="editor")
    assert len(here(room)) == 20


def test_an_editor_who_wants_no_letters_still_answers_for_the_house(cast: Cast) -> None:
    User.objects.filter(pk=cast.ola.pk).update(written_to_by="nobody")
    room = opened(conversation(cast.jan, cast.house, SUBJECT))
    assert here(room) == {"jan", "ola"}


def test_closed_accounts_do_not_answer(cast: Cast) -> None:
    User.objects.filter(pk=cast.ola.pk).update(is_active=False)
    assert not opened(conversation(cast.jan, cast.house, SUBJECT)).private
