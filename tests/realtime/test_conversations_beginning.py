"""Beginning a conversation: who may write to whom, one conversation of two, limits, adding somebody."""

import uuid

import pytest

from accounts.models import User, WrittenTo
from kernel.refusals import Refused, TooMany
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.actions.take_part import add_person, leave
from realtime.chat.models import Conversation, Message, Participant, Room
from tests.cast import Cast, person
from tests.realtime.conversing import drift


def test_two_people_have_one_conversation(cast: Cast) -> None:
    first, _ = start_conversation(by=cast.ola, to=[cast.jan], body="raz")
    second, _ = start_conversation(by=cast.jan, to=[cast.ola], subject="Sala", body="dwa")
    assert first == second
    bodies = Message.objects.filter(room=first).order_by("seq").values_list("body", flat=True)
    assert list(bodies) == ["raz", "Sala\n\ndwa"]
    several, _ = start_conversation(by=cast.ola, to=[cast.jan, cast.ewa], body="we troje")
    assert several != first
    assert drift() == []


def test_the_form_begins_it_once_and_the_person_page_leads_there(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    assert "Write to Jan" in ola.get("/people/jan/").content.decode()
    assert "/chat/new/" not in ola.get("/people/ola/").content.decode()
    assert "/chat/new/" not in cast.client().get("/people/jan/").content.decode()
    assert b'name="to"' in ola.get("/chat/new/?to=jan").content
    key = str(uuid.uuid4())
    form = {"to": "@jan", "subject": "", "body": "Cześć", "key": key}
    for _ in range(2):
        answer = ola.post("/chat/new/", form)
        assert answer.status_code == 303
    room = Room.objects.get(audience="people")
    assert answer["Location"] == f"/chat/{room.slug}/#say"
    assert Message.objects.filter(room=room).count() == 1
    assert ola.get("/chat/new/?to=jan")["Location"] == f"/chat/{room.slug}/#say"
    assert ola.post("/chat/new/", {**form, "body": "inaczej"}).status_code == 422
    jan = cast.client(cast.jan).get(f"/chat/{room.slug}/").content.decode()
    assert "Ola Wrona</h1>" in jan.replace("\u00a0", " ")
    assert "Cześć" in jan


@pytest.mark.parametrize(
    ("to", "body"),
    [("", "x"), ("ola", "x"), ("nikogo-takiego", "x"), ("jan", ""), ("jan", "a\x00"),
     (" ".join(f"o{n}" for n in range(30)), "x"), ("jan, nikt", "x"), ("\x00", "x"), ("jan", "x" * 8_001)],
)  # fmt: skip
def test_a_bad_form_makes_nothing_and_keeps_what_was_typed(cast: Cast, to: str, body: str) -> None:
    answer = cast.client(cast.ola).post("/chat/new/", {"to": to, "subject": "", "body": body})
    assert answer.status_code == 422
    assert b"summary-error" in answer.content
    assert not Room.objects.filter(audience="people").exists()


def test_who_may_not_write_begins_nothing(cast: Cast) -> None:
    form = {"to": "jan", "subject": "", "body": "x"}
    assert cast.client().post("/chat/new/", form).status_code == 302
    assert cast.client(cast.nowa).post("/chat/new/", form).status_code == 422
    assert not Room.objects.filter(audience="people").exists()


def test_all_reasons_not_to_be_written_to_sound_alike(cast: Cast, nela: User) -> None:
    User.objects.filter(pk=nela.pk).update(written_to_by=WrittenTo.NOBODY)
    User.objects.filter(pk=cast.ewa.pk).update(is_active=False)
    room, _ = start_conversation(by=cast.ola, to=[cast.jan], body="x")
    leave(by=cast.jan, room=room)
    said = set()
    for person_ in (nela, cast.ewa, cast.jan, cast.nowa):
        answer = cast.client(cast.ola).post(
            "/chat/new/", {"to": person_.handle, "subject": "", "body": "x"}
        )
        assert answer.status_code == 422
        words = answer.content.decode().split("summary-error")[1].split("</ul>")[0]
        said.add(words.replace(person_.name, "…").replace(person_.handle, "…"))
        assert "Write to" not in cast.client(cast.ola).get(
            f"/people/{person_.handle}/"
        ).content.decode().replace("/chat/new", "")
        with pytest.raises(Refused):
            start_conversation(by=cast.ola, to=[person_, cast.marta], body="x")
    assert len(said) == 1


def test_the_choice_is_made_in_the_settings(cast: Cast) -> None:
    form = {"name": "Jan Zubek", "handle": "jan", "language": "pl", "bio": "", "organisation": ""}
    jan = cast.client(cast.jan)
    assert b'name="written_to_by"' in jan.get("/accounts/settings/").content
    assert jan.post("/accounts/settings/", {**form, "written_to_by": "nobody"}).status_code == 303
    with pytest.raises(Refused):
        start_conversation(by=cast.ola, to=[cast.jan], body="x")
    # A form from before, without the choice, changes nothing of it.
    assert jan.post("/accounts/settings/", form).status_code == 303
    cast.jan.refresh_from_db()
    assert cast.jan.written_to_by == WrittenTo.NOBODY
    assert jan.post("/accounts/settings/", {**form, "written_to_by": "x"}).status_code == 422


def test_who_leaves_closes_the_door_until_they_open_it(cast: Cast) -> None:
    room, _ = start_conversation(by=cast.jan, to=[cast.ola], body="kup coś")
    ola, jan = cast.client(cast.ola), cast.client(cast.jan)
    assert b"cannot write to you again" in ola.get(f"/chat/{room.slug}/leave/").content
    assert ola.post(f"/chat/{room.slug}/leave/").status_code == 303
    assert ola.get(f"/chat/{room.slug}/").status_code == 404
    page = jan.get(f"/chat/{room.slug}/").content.decode()
    assert "Nobody else is here any more." in page
    assert "Ola Wrona left." in page
    assert jan.post(f"/chat/{room.slug}/say/", {"body": "halo"}).status_code == 403
    for again in ({"to": [cast.ola]}, {"to": [cast.ola, cast.ewa]}):
        with pytest.raises(Refused):
            start_conversation(by=cast.jan, body="halo", **again)
    with pytest.raises(Refused):  # nobody to talk to, so nobody to add either
        add_person(by=cast.jan, room=room, person=cast.ewa)
    back, _ = start_conversation(by=cast.ola, to=[cast.jan], body="jednak")
    assert back == room
    page = ola.get(f"/chat/{room.slug}/").content.decode()
    assert "jednak" in page
    assert "kup coś" not in page  # one reads from when one came in
    assert "kup coś" in jan.get(f"/chat/{room.slug}/").content.decode()
    assert drift() == []


def test_adding_asks_the_same_as_writing_and_ends_at_twenty(cast: Cast, talk: Room) -> None:
    ola = cast.client(cast.ola)
    User.objects.filter(pk=cast.marta.pk).update(written_to_by=WrittenTo.NOBODY)
    for handle in ("marta", "nowa", "ewa", "nikt-taki", "\x00", ""):  # Ewa has left by herself
        assert ola.post(f"/chat/{talk.slug}/people/", {"to": handle}).status_code == 422
    assert Participant.objects.present().filter(room=talk).count() == 2
    for n in range(18):
        add_person(by=cast.ola, room=talk, person=person(f"gosc{n}", f"Gość {n}"))
    with pytest.raises(Refused, match="20"):
        add_person(by=cast.ola, room=talk, person=cast.jan)
    assert "20 people at most" in ola.get(f"/chat/{talk.slug}/people/").content.decode()
    assert drift() == []


def test_adding_to_two_makes_it_one_of_several(cast: Cast) -> None:
    room, _ = start_conversation(by=cast.ola, to=[cast.jan], body="raz")
    add_person(by=cast.ola, room=room, person=cast.ewa)
    assert Conversation.objects.get(pk=room.pk).same_as is None
    other, _ = start_conversation(by=cast.ola, to=[cast.jan], body="tylko my")
    assert other != room


@pytest.mark.usefixtures("limits_in_life")
def test_beginning_is_limited_and_for_newcomers_more(cast: Cast) -> None:
    others = [person(f"ktos{n}", f"Ktoś {n}") for n in range(6)]
    for other in others[:5]:
        start_conversation(by=cast.ola, to=[other], body="x")
    with pytest.raises(TooMany):
        start_conversation(by=cast.ola, to=[others[5]], body="x")
    start_conversation(by=cast.ola, to=[others[0]], body="to już trwa")
    User.objects.filter(pk=cast.jan.pk).update(level=0)
    cast.jan.refresh_from_db()
    start_conversation(by=cast.jan, to=others[:3], body="x")
    with pytest.raises(TooMany):
        start_conversation(by=cast.jan, to=[others[4]], body="x")
    assert cast.client(cast.jan).post(
        "/chat/new/", {"to": "ktos5", "subject": "", "body": "x"}
    ).status_code in (422, 429)
