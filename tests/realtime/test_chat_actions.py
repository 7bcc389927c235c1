"""The actions of the chat, and what else follows when something happens."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from accounts.viewer import Audience
from directory.facts import OrganisationAdded
from directory.models import Organisation
from kernel.facts import publish
from kernel.integrity import checks
from kernel.refusals import Invalid, KeyReused, Refused
from moderation.registry import kinds
from realtime.chat.access import message_by_id, room_for
from realtime.chat.actions.edit_message import edit_message
from realtime.chat.actions.mark_read import mark_read
from realtime.chat.actions.open_room import open_organisation_room
from realtime.chat.actions.remove_message import hide_message, remove_message
from realtime.chat.actions.say import say
from realtime.chat.models import Message, Room, RoomSeat
from realtime.chat.unread import rooms_with_news, unread_in
from realtime.live.channels import KINDS, standing
from realtime.live.events import events_after
from realtime.live.models import Stream, StreamEvent
from realtime.start import ensure_rooms
from tests.cast import Cast


def drift() -> list[str]:
    return [
        found for name in checks if name.startswith("realtime") for found in checks[name](False)
    ]


def test_a_key_makes_one_message_and_fits_one_body(cast: Cast) -> None:
    first, made = say(by=cast.ola, room=cast.market, body="raz", client_id="a")
    again, made_again = say(by=cast.ola, room=cast.market, body="raz", client_id="a")
    assert (made, made_again, first.pk) == (True, False, again.pk)
    with pytest.raises(KeyReused):
        say(by=cast.ola, room=cast.market, body="dwa", client_id="a")
    say(by=cast.jan, room=cast.market, body="dwa", client_id="a")
    assert Message.objects.count() == 2


@pytest.mark.parametrize("body", ["", " \n ", "a\x00", "\ud800", "x" * 8_001])
def test_a_bad_text_makes_no_message(cast: Cast, body: str) -> None:
    with pytest.raises(Invalid):
        say(by=cast.ola, room=cast.market, body=body)
    assert not StreamEvent.objects.exists()


def test_numbers_are_shared_by_all_that_happens(cast: Cast) -> None:
    one, _ = say(by=cast.ola, room=cast.market, body="raz")
    edit_message(by=cast.ola, message=one, body="raz jeszcze")
    edit_message(by=cast.ola, message=one, body="raz jeszcze")  # nothing has changed
    two, _ = say(by=cast.jan, room=cast.market, body="dwa")
    remove_message(by=cast.jan, message=two)
    assert (one.seq, two.seq) == (1, 3)
    assert Stream.objects.get(kind="room", object_id=cast.market.pk).last_seq == 4
    frames = events_after(AnonymousUser(), "room", cast.market.pk, 0, 10)
    assert [frame["seq"] for frame in frames] == [1, 2, 3, 4]
    assert drift() == []


def test_only_the_author_rewords_or_takes_back(cast: Cast) -> None:
    message, _ = say(by=cast.ola, room=cast.market, body="moje")
    for stranger in (cast.jan, cast.marta, cast.nowa):
        with pytest.raises(Refused):
            edit_message(by=stranger, message=message, body="nie moje")
        with pytest.raises(Refused):
            remove_message(by=stranger, message=message)
    remove_message(by=cast.ola, message=message)
    with pytest.raises(Refused):
        remove_message(by=cast.ola, message=message)


def test_a_room_counts_what_can_be_read(cast: Cast) -> None:
    messages = [say(by=cast.ola, room=cast.market, body=f"{n}")[0] for n in range(3)]
    remove_message(by=cast.ola, message=messages[2])
    hide_message(messages[0], True)
    cast.market.refresh_from_db()
    assert (cast.market.message_count, cast.market.last_message_at) == (1, messages[1].created_at)
    hide_message(messages[0], False)
    cast.market.refresh_from_db()
    assert cast.market.message_count == 2
    assert drift() == []


def test_the_check_finds_drift_and_mends_it(cast: Cast) -> None:
    say(by=cast.ola, room=cast.market, body="raz")
    Room.objects.filter(pk=cast.market.pk).update(message_count=7)
    Stream.objects.update(last_seq=9)
    Message.objects.create(
        room=cast.market, seq=40, author=cast.jan, body="zgubione", html="<p>x</p>"
    )
    assert len(drift()) >= 3
    for name in sorted(checks, key=lambda name: name != "realtime.streams"):
        if name.startswith("realtime"):
            list(checks[name](True))
    list(checks["realtime.rooms"](True))
    assert drift() == []
    assert Message.objects.get(body="zgubione").seq == 2


def test_reading_only_goes_forward_and_never_ahead(cast: Cast) -> None:
    for n in range(5):
        say(by=cast.jan, room=cast.market, body=f"{n}")
    for seq, kept in ((3, 3), (1, 3), (99, 5)):
        mark_read(by=cast.ola, room=cast.market, seq=seq)
        assert RoomSeat.objects.get(person=cast.ola).read_seq == kept


def test_what_is_unread_is_what_others_said_since(cast: Cast) -> None:
    assert unread_in(cast.ola.pk, [cast.market.pk]) == {}
    say(by=cast.ola, room=cast.market, body="moje")
    assert rooms_with_news(cast.ola) == 0
    first, _ = say(by=cast.jan, room=cast.market, body="cudze")
    say(by=cast.jan, room=cast.market, body="cudze 2")
    remove_message(by=cast.jan, message=first)
    assert unread_in(cast.ola.pk, [cast.market.pk]) == {cast.market.pk: 1}
    assert rooms_with_news(cast.ola) == 1


def test_an_organisation_gets_its_room_with_its_first_day(cast: Cast) -> None:
    new = Organisation.objects.create(slug="biblioteka", name="Biblioteka w Rzeczycy")
    with transaction.atomic():
        publish(OrganisationAdded(new.pk))
    room = Room.objects.get(organisation=new)
    assert (room.slug, room.name, room.audience) == ("biblioteka", new.name, Audience.PUBLIC)
    assert room not in Room.objects.listed()
    assert room_for(AnonymousUser(), pk=room.pk) == room


def test_missing_rooms_are_made_and_names_do_not_clash(cast: Cast) -> None:
    clash = Organisation.objects.create(slug="rynek", name="Spółdzielnia Rynek")
    market = ensure_rooms()
    assert (market, market.always_listed) == (cast.market, True)
    ensure_rooms()
    assert Room.objects.get(organisation=cast.house).slug == cast.house.slug
    assert Room.objects.get(organisation=clash).slug != "rynek"
    assert Room.objects.exclude(organisation=None).count() == 2


def test_only_those_who_belong_open_an_organisations_room(cast: Cast) -> None:
    for outsider in (cast.jan, cast.ewa):
        with pytest.raises(Refused):
            open_organisation_room(by=outsider, organisation=cast.house)
    room = open_organisation_room(by=cast.ola, organisation=cast.house)
    assert open_organisation_room(by=cast.marta, organisation=cast.house) == room


def test_a_hidden_organisations_room_is_gone_too(cast: Cast) -> None:
    room = open_organisation_room(by=cast.ola, organisation=cast.house)
    message, _ = say(by=cast.ola, room=room, body="u nas")
    Organisation.objects.filter(pk=cast.house.pk).update(hidden=True)
    for viewer in (cast.visitor, cast.jan, cast.ola):
        assert not Room.objects.visible_to(viewer).filter(pk=room.pk).exists()
        assert message_by_id(viewer, message.pk) is None
    assert Room.objects.visible_to(cast.marta).filter(pk=room.pk).exists()


def test_moderation_knows_messages(cast: Cast) -> None:
    message, _ = say(by=cast.ola, room=cast.market, body="Kup **garnki**")
    secret, _ = say(by=cast.marta, room=cast.duty, body="poufne")
    moderated = kinds["message"]
    assert moderated.get(cast.jan, message.pk) == message
    assert moderated.get(cast.jan, secret.pk) is None
    assert (moderated.author_id(message), moderated.title(message)) == (cast.ola.pk, "Kup garnki")
    moderated.hide(message, True)
    assert moderated.get(cast.jan, message.pk) is None
    assert moderated.get(cast.marta, message.pk) == message


def test_door_filter_and_channel_agree_for_everybody(cast: Cast) -> None:
    from django.http import Http404

    rooms = [
        cast.market,
        cast.duty,
        Room.objects.create(slug="c", name="c", audience=Audience.MEMBERS),
    ]
    viewers = [cast.visitor, cast.nowa, cast.ola, cast.jan, cast.ewa, cast.marta, cast.adam]
    by_standing: dict[object, set[int]] = {}
    for viewer in viewers:
        listed = set(Room.objects.visible_to(viewer).values_list("pk", flat=True))
        assert KINDS["room"].visible(viewer, [room.pk for room in rooms]) == listed
        assert by_standing.setdefault(standing(viewer), listed) == listed
        for room in rooms:
            try:
                room_for(viewer, room.slug)
                opened = True
            except Http404:
                opened = False
            assert opened == (room.pk in listed)
