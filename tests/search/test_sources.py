"""Needs and offers, people, and what was said in rooms: found by those who may see them, and by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from directory.actions.add_organisation import add_organisation
from directory.actions.change_card import close_card, edit_card, renew_card
from directory.actions.hide import hide_organisation
from directory.actions.merge import merge_organisations
from directory.actions.post_card import post_card
from directory.models import Card
from kernel.integrity import checks
from realtime.chat.actions.edit_message import edit_message
from realtime.chat.actions.open_room import room_of
from realtime.chat.actions.remove_message import hide_message, remove_message
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import start_conversation
from search import lapsing
from search.models import Entry
from search.query import Results
from tests.cast import Cast
from tests.search.conftest import VISITOR, Finder, settle

pytestmark = pytest.mark.django_db


def _kinds(found: Results) -> list[tuple[str, int]]:
    return [(result.kind, result.id) for result in found.results]


def _drift(kind: str) -> list[str]:
    told = [line for name in checks if name.startswith("search.") for line in checks[name](False)]
    return [line for line in told if f"{kind} " in line]


@pytest.fixture
def card(cast: Cast, engine: str) -> Card:
    made = post_card(
        by=cast.ola, organisation=cast.house, kind="need", title="Rzutnik na piątki",
        body="Szukamy rzutnika z **krótkim** rzutem.", practices=["teatr"],
    )  # fmt: skip
    settle()
    return made


def test_a_need_is_found_by_everybody_while_it_stands(find: Finder, cast: Cast, card: Card) -> None:
    for viewer in (VISITOR, cast.jan, cast.ewa, cast.marta):
        found = find("rzutników", viewer)
        assert _kinds(found) == [("card", card.pk)]
        assert found.results[0].url == f"/directory/needs/{card.pk}/"
        assert found.facets["practice"] == {"teatr": 1}
        assert found.facets["organisation"] == {str(cast.house.pk): 1}
        assert found.facets["region"]["120611"] == 1, "where its organisation is"
    changed = edit_card(
        by=cast.ola, card=card, version=card.version, title="Ekran na piątki", body="Duży ekran."
    )
    assert find("rzutnik").total == 0, "also before another engine has heard"
    settle()
    assert _kinds(find("ekrany")) == [("card", card.pk)]
    close_card(by=cast.ola, card=changed)
    assert find("ekran").total == 0
    renew_card(by=cast.ola, card=changed)
    settle()
    assert _kinds(find("ekran")) == [("card", card.pk)]


def test_a_need_whose_day_is_over_shows_nowhere_and_is_forgotten(find: Finder, card: Card) -> None:
    Card.objects.filter(pk=card.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert find("rzutnik").results == [], "though nobody has told the index"
    assert find("rzutnik").total == 0
    assert _drift("card") == [], "what ends by itself is no drift"
    lapsing.tick()
    settle()
    assert not Entry.objects.filter(kind="card").exists()


def test_a_hidden_organisation_takes_its_needs_and_its_room_along(
    find: Finder, cast: Cast, card: Card
) -> None:
    said, _new = say(by=cast.ola, room=room_of(cast.house), body="Próba klarnetów o szóstej.")
    settle()
    assert _kinds(find("klarnet")) == [("message", said.pk)]
    with transaction.atomic():
        hide_organisation(organisation=cast.house, hidden=True)
    for viewer in (VISITOR, cast.jan, cast.ola):
        for q in ("rzutnik", "klarnet"):
            found = find(q, viewer)
            assert (found.total, found.results, found.facets["kind"]) == (0, [], {})
    settle()
    assert find("rzutnik", cast.jan).total == find("klarnet", cast.jan).total == 0
    assert _kinds(find("rzutnik", cast.marta)) == [("card", card.pk)]
    with transaction.atomic():
        hide_organisation(organisation=cast.house, hidden=False)
    settle()
    assert _kinds(find("klarnet")) == [("message", said.pk)]


def test_a_person_is_found_once_they_open_their_page_and_not_after(
    find: Finder, cast: Cast
) -> None:
    def profile(**fields: Any) -> None:
        browser = cast.client(cast.ola)
        form = {
            "name": "Ola Wrona", "handle": "ola", "organisation": "Brzozówka",
            "bio": "Prowadzę chór **gospel**.", "language": "en", "theme": "system",
            "written_to_by": "people", "reading_order": "tree", **fields,
        }  # fmt: skip
        answer = browser.post("/accounts/settings/", form)
        assert answer.status_code in (302, 303), answer.content.decode()[:3000]
        settle()

    say(by=cast.ola, room=cast.market, body="Dzień dobry.")
    settle()
    assert find("wrona").total == 0, "a name alone is not found"
    profile(open="on")
    for q in ("gospel", "Oli Wrony", "wrona"):
        assert _kinds(find(q)) == [("person", cast.ola.pk)], q
    assert find("gospel").results[0].url == "/people/ola/"
    assert find("ola@example.org gospelowy example").facets["kind"].get("person", 0) <= 1
    profile()
    assert find("gospel").total == find("wrona").total == 0
    profile(open="on")
    type(cast.ola).objects.filter(pk=cast.ola.pk).update(is_active=False)
    assert find("gospel").results == [], "an account that is closed by hand"
    lapsing.tick()
    settle()
    assert find("gospel").total == 0
    assert _drift("person") == []


def test_what_is_said_in_a_room_is_found_by_those_who_may_read_the_room(
    find: Finder, cast: Cast
) -> None:
    public, _ = say(by=cast.ola, room=cast.market, body="Kto ma **statyw** do mikrofonu?")
    private, _ = say(by=cast.marta, room=cast.duty, body="Sprawa ksylofonu na dyżurze.")
    settle()
    found = find("statywy")
    assert _kinds(found) == [("message", public.pk)]
    assert found.results[0].url == f"/chat/rynek/?at={public.seq}#m{public.seq}"
    assert "Ola Wrona" in found.results[0].title
    for viewer in (VISITOR, cast.jan, cast.ewa, cast.ola):
        assert find("ksylofon", viewer).total == 0
    assert _kinds(find("ksylofon", cast.marta)) == [("message", private.pk)]


def test_a_message_follows_its_edits_and_is_gone_when_it_is_gone(find: Finder, cast: Cast) -> None:
    said, _ = say(by=cast.ola, room=cast.market, body="Statyw jest w magazynie.")
    settle()
    edit_message(by=cast.ola, message=said, body="Pulpit jest w magazynie.")
    assert find("statyw").total == 0
    settle()
    assert _kinds(find("pulpity")) == [("message", said.pk)]
    with transaction.atomic():
        hide_message(said, True)
    assert find("pulpit", cast.jan).total == 0
    settle()
    assert find("pulpit", cast.jan).total == 0
    assert _kinds(find("pulpit", cast.marta)) == [("message", said.pk)]
    with transaction.atomic():
        hide_message(said, False)
    remove_message(by=cast.ola, message=said)
    settle()
    assert find("pulpit", cast.marta).total == 0


def test_no_word_of_a_conversation_is_in_the_index(find: Finder, cast: Cast) -> None:
    room, _ = start_conversation(by=cast.ola, to=[cast.jan], body="Sekretny ksylofon.")
    settle()
    for viewer in (VISITOR, cast.ola, cast.jan, cast.marta, cast.adam):
        assert find("ksylofon", viewer).total == 0
        assert find("ksylofonn", viewer).did_you_mean is None
    assert not Entry.objects.filter(text__icontains="ksylofon").exists()
    assert not Entry.objects.filter(kind="message").exists()
    assert room.private


def test_a_room_that_closes_takes_its_messages_along(find: Finder, cast: Cast) -> None:
    from kernel.facts import publish
    from realtime.chat.facts import RoomChanged

    say(by=cast.ola, room=cast.market, body="Statyw do oddania.")
    settle()
    with transaction.atomic():
        type(cast.market).objects.filter(pk=cast.market.pk).update(audience="moderators")
        publish(RoomChanged(room_id=cast.market.pk))
    assert find("statyw", cast.jan).total == 0
    settle()
    assert find("statyw", cast.jan).total == 0
    assert find("statyw", cast.marta).total == 1


def test_old_news_of_an_index_shows_nothing(find: Finder, cast: Cast) -> None:
    """The database alone says who may read: here it was changed behind the index's back."""
    said, _ = say(by=cast.ola, room=cast.market, body="Statyw do oddania.")
    settle()
    type(said).objects.filter(pk=said.pk).update(hidden=True)
    found = find("statyw", cast.jan)
    assert (found.results, found.total) == ([], 0)


def test_what_was_a_twins_is_found_under_the_record_that_stays(find: Finder, cast: Cast) -> None:
    twin = add_organisation(
        by=cast.ola, fields={"name": "Dom Kultury Brzozówka", "kind": "dom_kultury"}
    )
    card = post_card(by=cast.ola, organisation=twin, kind="need", title="Rzutnik na piątki")
    settle()
    assert find("rzutnik").facets["organisation"] == {str(twin.pk): 1}
    cast.house.refresh_from_db()
    merge_organisations(
        by=cast.adam, gone=twin, kept=cast.house, choices={}, same_place=True,
        versions=(twin.version, cast.house.version),
    )  # fmt: skip
    settle()
    found = find("rzutnik", organisation=str(cast.house.pk))
    assert _kinds(found) == [("card", card.pk)]
    assert found.facets["organisation"] == {str(cast.house.pk): 1}
    assert _drift("card") == []
