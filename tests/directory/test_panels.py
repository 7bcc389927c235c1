"""What the rooms above show on an organisation's page."""

import pytest
from django.test import Client

from directory.models import Membership
from forums.actions.start_topic import start_topic
from forums.models import Topic
from notes.actions.write_note import write_note
from realtime.chat.actions.say import say
from realtime.chat.models import Room
from realtime.start import ensure_rooms
from tests.cast import Cast
from tests.directory.conftest import page_of

HOME = "/directory/dom-kultury-w-brzozowce/"


@pytest.fixture
def life(cast: Cast) -> Cast:
    """Ola, who belongs, has written here and there; Ewa, who used to, has too."""
    ensure_rooms()
    write_note(
        by=cast.ola, title="Kino na podwórku", body="Prześcieradło.", organisation=cast.house
    )
    write_note(by=cast.ola, title="Jeszcze nie", body="x", organisation=cast.house, status="draft")
    write_note(by=cast.ola, title="Całkiem prywatnie", body="x")
    start_topic(by=cast.ola, forum=cast.square, title="Kto ma rzutnik?", body="x", kind="question")
    start_topic(by=cast.ewa, forum=cast.square, title="Już nie u nich", body="x")
    Membership.objects.create(organisation=cast.house, person=cast.marta)
    start_topic(by=cast.marta, forum=cast.backroom, title="Poufne", body="x")
    return cast


def test_the_page_shows_its_notes_its_peoples_topics_and_its_room(life: Cast) -> None:
    page = page_of(life.client(), HOME)
    assert "Kino na podwórku" in page
    assert "Kto ma rzutnik?" in page
    room = Room.objects.get(organisation=life.house)
    assert f'href="/chat/{room.slug}/"' in page
    assert "Quiet here so far" in page
    for absent in ("Jeszcze nie", "Całkiem prywatnie", "Już nie u nich", "Poufne"):
        assert absent not in page
    assert "Poufne" in page_of(life.client(life.marta), HOME)


def test_what_is_hidden_or_said_shows_at_once(life: Cast) -> None:
    client = life.client()
    page_of(client, HOME)
    Topic.objects.filter(title="Kto ma rzutnik?").update(hidden=True)
    say(by=life.jan, room=Room.objects.get(organisation=life.house), body="Dzień dobry")
    page = page_of(client, HOME)
    assert "Kto ma rzutnik?" not in page
    assert "1 message, the last on" in page


def test_more_notes_than_fit_lead_to_the_list_of_them_all(life: Cast) -> None:
    for number in range(6):
        write_note(by=life.ola, title=f"Notatka {number}", body="x", organisation=life.house)
    client = life.client()
    everything = "/notes/?organisation=dom-kultury-w-brzozowce"
    assert f'href="{everything}"' in page_of(client, HOME)
    listed = page_of(client, everything)
    assert "Kino na podwórku" in listed
    assert "Całkiem prywatnie" not in listed
    assert "Dom Kultury w Brzozówce" in listed


def test_notes_by_an_author(life: Cast, visitor: Client) -> None:
    write_note(by=life.jan, title="Jana", body="x")
    listed = page_of(visitor, f"/notes/?author={life.jan.handle}")
    assert "Jana" in listed
    assert "Kino na podwórku" not in listed
    assert "Nothing found" in page_of(visitor, "/notes/?author=nikt.taki")
