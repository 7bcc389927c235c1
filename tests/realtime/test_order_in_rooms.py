"""Slow mode, silence with a reason, finding what was said, being unseen."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from kernel.refusals import Refused, TooMany
from moderation.models import Act
from notifications.models import Notification
from realtime.chat.actions.edit_message import edit_message
from realtime.chat.actions.react_to_message import react_to_message
from realtime.chat.actions.remove_message import remove_message
from realtime.chat.actions.say import say
from realtime.chat.actions.silence import silence
from realtime.chat.models import Message, Room, RoomSilence
from realtime.live import wire
from realtime.live.channels import Channel
from realtime.live.presence import Presence
from realtime.live.work import typing_in
from tests.cast import Cast
from tests.realtime.conversing import SECRET, drift

WHY = {"hours": "24", "reason": "Trzeci raz to samo ogłoszenie."}


def test_slow_mode_lets_wait_and_repeats_nothing(cast: Cast) -> None:
    Room.objects.filter(pk=cast.market.pk).update(slow_seconds=60)
    room = Room.objects.get(pk=cast.market.pk)
    first, _ = say(by=cast.jan, room=room, body="raz", client_id="a")
    again, made = say(by=cast.jan, room=room, body="raz", client_id="a")
    assert (again.pk, made) == (first.pk, False)
    with translation.override("en"), pytest.raises(TooMany) as refused:
        say(by=cast.jan, room=room, body="dwa")
    assert "slow mode" in refused.value.message and 0 < refused.value.retry_after <= 60
    say(by=cast.ola, room=room, body="kto inny")
    for n in range(2):
        say(by=cast.marta, room=room, body=f"moderacja {n}")
    answer = cast.client(cast.jan).post("/chat/rynek/say/", {"body": "dwa"})
    assert answer.status_code == 429 and b"slow mode" in answer.content
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert cast.client(cast.jan).get("/chat/rynek/").status_code == 200
    Message.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(seconds=61))
    say(by=cast.jan, room=room, body="dwa")


def test_a_moderator_silences_somebody_in_a_room_and_says_why(cast: Cast) -> None:
    said, _ = say(by=cast.jan, room=cast.market, body="ogłoszenie")
    others, _ = say(by=cast.ola, room=cast.market, body="inne")
    path = "/chat/rynek/silence/jan/"
    actions = f"/chat/rynek/messages/{said.seq}/"
    assert path in cast.client(cast.marta).get(actions).content.decode()
    assert path not in cast.client(cast.ola).get(actions).content.decode()
    for stranger in (cast.jan, cast.ewa, cast.ola, None):
        assert cast.client(stranger).post(path, WHY).status_code in (302, 404)
    marta = cast.client(cast.marta)
    assert marta.post(path, {**WHY, "hours": "5"}).status_code == 422
    assert marta.post(path, {**WHY, "reason": " "}).status_code == 422
    assert marta.post("/chat/rynek/silence/marta/", WHY).status_code == 403
    assert marta.post("/chat/rynek/silence/adam/", WHY).status_code == 403
    assert not RoomSilence.objects.exists()
    assert marta.post(path, WHY).status_code == 303
    told = Notification.objects.get(person=cast.jan, kind="silenced")
    assert (told.detail, told.subject) == (WHY["reason"], "Rynek")
    assert "asks you to be silent" in cast.client(cast.jan).get("/notifications/").content.decode()
    page = cast.client(cast.jan).get("/chat/rynek/").content.decode()
    assert WHY["reason"] in page and 'name="body"' not in page
    for forbidden in (
        lambda: say(by=cast.jan, room=cast.market, body="znowu"),
        lambda: edit_message(by=cast.jan, message=said, body="znowu"),
        lambda: react_to_message(by=cast.jan, message=others, kind="agree"),
    ):
        with pytest.raises(Refused):
            forbidden()
    remove_message(by=cast.jan, message=said)
    assert "Jan Zubek" in marta.get("/chat/rynek/about/").content.decode()
    assert WHY["reason"] not in cast.client(cast.ola).get("/chat/rynek/about/").content.decode()
    act = Act.objects.get(person=cast.jan)
    assert (act.kind, act.by) == ("silenced", cast.marta)
    assert "Rynek" in marta.get("/moderation/people/jan/").content.decode()
    assert marta.post(path, {"reason": "Zrozumiał."}).status_code == 303
    say(by=cast.jan, room=cast.market, body="dzień dobry")
    assert Notification.objects.filter(person=cast.jan, kind="heard_again").count() == 1


def test_silence_ends_by_itself_and_is_of_one_room(cast: Cast) -> None:
    silence(by=cast.marta, room=cast.market, person=cast.jan, hours=1, reason="cisza")
    other = Room.objects.create(slug="inny", name="Inny")
    say(by=cast.jan, room=other, body="tu wolno")
    RoomSilence.objects.filter(person=cast.jan).update(until=timezone.now() - timedelta(seconds=1))
    say(by=cast.jan, room=cast.market, body="już wolno")
    assert drift() == []


def test_nobody_is_silenced_in_a_conversation(cast: Cast, talk: Room) -> None:
    answer = cast.client(cast.marta).post(f"/chat/{talk.slug}/silence/ola/", WHY)
    assert answer.status_code == 404


@pytest.mark.parametrize("words", ["krzes", "KRZESŁ", "krzesla", "ma krzesła", "Łódź", "lodz"])
def test_what_was_said_is_found_by_words_that_begin_so(cast: Cast, words: str) -> None:
    say(by=cast.ola, room=cast.market, body="Kto ma **krzesła** w Łodzi? Łódź czeka")
    say(by=cast.ola, room=cast.market, body="Nic takiego")
    page = cast.client().get("/chat/rynek/search/", {"q": words}).content.decode()
    assert "../?at=1#m1" in page and "?at=2" not in page


@pytest.mark.parametrize(
    "words", ["", "a", "zesła", "brak", "(", "[[", "\\", "a\x00", "%%%", "''\"", "x" * 500]
)
def test_what_is_no_word_finds_nothing_and_breaks_nothing(cast: Cast, words: str) -> None:
    say(by=cast.ola, room=cast.market, body="Kto ma krzesła?")
    answer = cast.client().get("/chat/rynek/search/", {"q": words})
    assert answer.status_code in (200, 400) and b"?at=1" not in answer.content


def test_a_conversation_is_searched_by_its_people_since_they_came(cast: Cast, talk: Room) -> None:
    path = f"/chat/{talk.slug}/search/"
    word = {"q": SECRET.split()[0]}
    assert "?at=" in cast.client(cast.ola).get(path, word).content.decode()
    for stranger in (None, cast.jan, cast.ewa, cast.marta):
        assert cast.client(stranger).get(path, word).status_code == 404
        assert cast.client(stranger).get(f"/chat/{talk.slug}/about/").status_code == 404


def test_removed_and_hidden_words_are_not_found(cast: Cast) -> None:
    gone, _ = say(by=cast.ola, room=cast.market, body="sekretne słowo")
    remove_message(by=cast.ola, message=gone)
    assert (
        "?at="
        not in cast.client(cast.marta)
        .get("/chat/rynek/search/", {"q": "sekretne"})
        .content.decode()
    )


def test_one_goes_to_a_day(cast: Cast) -> None:
    rows = [say(by=cast.ola, room=cast.market, body=f"słowo {n}")[0] for n in range(3)]
    for n, row in enumerate(rows):
        day = timezone.now() - timedelta(days=30 - 10 * n)
        Message.objects.filter(pk=row.pk).update(created_at=day)

    def at(day: str) -> Any:
        return cast.client().get("/chat/rynek/", {"day": day})

    eleven = (timezone.localdate() - timedelta(days=25)).isoformat()
    assert b'id="m2"' in at(eleven).content
    for strange in ("2031-01-01", "1999-12-31", "2026-13-45", "x", "0000-00-00", ""):
        assert at(strange).status_code == 200


def test_who_does_not_want_to_be_seen_is_a_guest_and_writes_unseen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Presence()
    here.enter(cast.ola)
    cast.jan.shows_presence = False
    here.enter(cast.jan)
    assert here.due(0.0) == {"people": [[cast.ola.pk, "ola", "Ola Wrona"]], "guests": 1}
    here.leave(cast.jan)
    assert here.guests == 0
    posted: list[Any] = []
    monkeypatch.setattr(wire, "post", lambda *sent: posted.append(sent))
    for who in (cast.jan, cast.ola):
        typing_in(who, Channel("room", cast.market.pk), watched=True)
    assert [sent[1]["person"] for sent in posted] == [cast.ola.pk]


def test_being_seen_is_chosen_in_the_settings(cast: Cast) -> None:
    page = cast.client(cast.ola).get("/accounts/settings/").content.decode()
    assert "Show others when I am in a room, and when I am writing" in page
    form = {
        "name": "Ola Wrona",
        "handle": "ola",
        "language": "pl",
        "written_to_by": "people",
        "reading_order": "tree",
    }
    assert cast.client(cast.ola).post("/accounts/settings/", form).status_code in (302, 303)
    cast.ola.refresh_from_db()
    assert cast.ola.shows_presence is False
