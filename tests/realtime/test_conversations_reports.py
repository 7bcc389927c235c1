"""Reporting a message of a conversation: moderators read what was sent with the report, and no more."""

import re

import pytest

from moderation.actions.report import report
from moderation.models import Decision
from moderation.registry import kinds
from notifications.models import Notification
from realtime.chat.actions.edit_message import edit_message
from realtime.chat.actions.remove_message import remove_message
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.actions.take_part import add_person
from realtime.chat.models import Message, Quotation, Room
from tests.cast import Cast

FLAG = {"reason": "abuse", "detail": "boję się", "key": "a"}
DECISION = {"verdict": "hide", "rule": "abuse", "reason": "Tak się do siebie nie odzywamy."}


@pytest.fixture
def talk(cast: Cast) -> Room:
    """Sentences 1 to 20, the odd ones Ola's; the tenth, of Jan, is what it is about."""
    room, _ = start_conversation(by=cast.ola, to=[cast.jan], body="zdanie 1.")
    for n in range(2, 21):
        said = "GROŹBA" if n == 10 else f"zdanie {n}."
        say(by=cast.ola if n % 2 else cast.jan, room=room, body=said)
    return room


@pytest.fixture
def threat(talk: Room) -> Message:
    return Message.objects.get(room=talk, seq=10)


def sentences(text: str) -> list[int]:
    return sorted({int(n) for n in re.findall(r"zdanie[ \u00a0](\d+)\.", text)})


def test_the_reporter_is_told_what_goes_and_it_goes(
    cast: Cast, talk: Room, threat: Message
) -> None:
    ola, marta = cast.client(cast.ola), cast.client(cast.marta)
    address = f"/moderation/report/message/{threat.pk}/"
    assert "up to five before and after" in ola.get(address).content.decode()
    sent = ola.post(address, FLAG)
    assert (sent.status_code, sent["Location"]) == (303, f"/chat/{talk.slug}/?at=10#m10")
    queue = marta.get("/moderation/").content.decode()
    assert "A message of a private conversation" in queue and "GROŹBA" not in queue
    case = marta.get(f"/moderation/message/{threat.pk}/").content.decode()
    assert "GROŹBA" in case
    assert "boję się" in case
    assert sentences(case) == [5, 6, 7, 8, 9, 11, 12, 13, 14, 15]
    assert talk.slug not in case
    # The door itself stays shut.
    for path in ("", "messages/10/", "events?after=0", "messages?after=0", "people/"):
        assert marta.get(f"/chat/{talk.slug}/{path}").status_code == 404
    assert marta.get(address).status_code == 404
    assert kinds["message"].get(cast.marta, threat.pk) is None
    assert talk not in Room.objects.visible_to(cast.marta)
    neighbour = Message.objects.get(room=talk, seq=9)
    for other in (neighbour.pk, Message.objects.get(room=talk, seq=1).pk):
        assert marta.get(f"/moderation/message/{other}/").status_code == 404
        assert marta.post(f"/moderation/message/{other}/", DECISION).status_code == 404
    for stranger in (cast.ewa, cast.nowa, None):
        assert cast.client(stranger).get(f"/moderation/message/{threat.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["marta", "adam", "ewa", "nowa"])
def test_nobody_else_can_report_it_and_so_read_it(cast: Cast, threat: Message, who: str) -> None:
    browser = cast.client(getattr(cast, who))
    address = f"/moderation/report/message/{threat.pk}/"
    assert browser.get(address).status_code == 404
    assert browser.post(address, FLAG).status_code in (403, 404)
    assert not Quotation.objects.exists()


def test_the_author_cannot_take_it_back_from_under_the_report(
    cast: Cast, talk: Room, threat: Message
) -> None:
    report(by=cast.ola, kind="message", object_id=threat.pk, reason="abuse")
    edit_message(by=cast.jan, message=threat, body="żartowałem")
    for message in Message.objects.said().filter(room=talk, author=cast.jan):
        remove_message(by=cast.jan, message=message)
    case = cast.client(cast.marta).get(f"/moderation/message/{threat.pk}/").content.decode()
    assert "GROŹBA" in case
    assert sentences(case) == [5, 6, 7, 8, 9, 11, 12, 13, 14, 15]


def test_a_decision_hides_it_for_both_and_both_are_told(
    cast: Cast, talk: Room, threat: Message
) -> None:
    report(by=cast.ola, kind="message", object_id=threat.pk, reason="abuse")
    marta = cast.client(cast.marta)
    path = f"/moderation/message/{threat.pk}/"
    assert marta.post(path, DECISION).status_code == 303
    for browser in (cast.client(cast.ola), cast.client(cast.jan)):
        page = browser.get(f"/chat/{talk.slug}/").content.decode()
        assert "GROŹBA" not in page
        assert "A message was here" in page
    told = Notification.objects.get(person=cast.jan, kind="hidden")
    assert told.detail == DECISION["reason"]
    assert Notification.objects.filter(person=cast.ola, kind="report_upheld").count() == 1
    assert "It is hidden now." in marta.get(path).content.decode()
    assert marta.post(path, {**DECISION, "verdict": "restore"}).status_code == 303
    assert "GROŹBA" in cast.client(cast.ola).get(f"/chat/{talk.slug}/").content.decode()
    restored = Notification.objects.get(person=cast.jan, kind="restored")
    assert cast.client(cast.jan).get(restored.url).status_code == 200
    assert Decision.objects.count() == 2


def test_a_newcomer_sends_nothing_from_before_their_time(
    cast: Cast, talk: Room, threat: Message
) -> None:
    add_person(by=cast.ola, room=talk, person=cast.ewa)
    late, _ = say(by=cast.jan, room=talk, body="zdanie 99.")
    assert cast.client(cast.ewa).get(f"/moderation/report/message/{threat.pk}/").status_code == 404
    report(by=cast.ewa, kind="message", object_id=late.pk, reason="abuse")
    case = cast.client(cast.marta).get(f"/moderation/message/{late.pk}/").content.decode()
    assert sentences(case) == [99]


def test_a_moderator_who_takes_part_decides_by_what_was_sent(
    cast: Cast, talk: Room, threat: Message
) -> None:
    add_person(by=cast.ola, room=talk, person=cast.marta)
    own, _ = say(by=cast.jan, room=talk, body="do Marty też")
    marta = cast.client(cast.marta)
    assert "do Marty też" in marta.get(f"/chat/{talk.slug}/").content.decode()
    assert marta.get(f"/moderation/message/{own.pk}/").status_code == 404
    report(by=cast.marta, kind="message", object_id=own.pk, reason="abuse")
    assert cast.client(cast.adam).get(f"/moderation/message/{own.pk}/").status_code == 200
    assert cast.client(cast.adam).get(f"/chat/{talk.slug}/").status_code == 404


def test_a_message_of_a_public_room_is_judged_where_it_stands(cast: Cast) -> None:
    message, _ = say(by=cast.jan, room=cast.market, body="reklama")
    report(by=cast.ola, kind="message", object_id=message.pk, reason="spam")
    assert not Quotation.objects.exists()
    case = cast.client(cast.marta).get(f"/moderation/message/{message.pk}/").content.decode()
    assert "/chat/rynek/?at=1#m1" in case
    assert isinstance(kinds["message"].judged(cast.marta, message.pk), Message)
