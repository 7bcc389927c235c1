"""A need or an offer that moderators hide or remove: reported, decided, and then found by no door; and back again."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.viewer import is_moderator
from directory.actions.change_card import edit_card
from directory.actions.found_with import answer_found
from directory.actions.post_card import post_card
from directory.actions.tell_endings import read_renewal, renew_token, tell_endings
from directory.actions.tell_matches import tell_organisation
from directory.board.filters import CardFilters
from directory.board.found import agreed, endings, found_known_to, waiting_for
from directory.board.results import card_counts
from directory.models import Card, FoundWith, Membership, Organisation
from directory.policies import may_close_card, may_read_card, may_see_card
from kernel.refusals import Refused
from moderation.models import Report, Statement
from notifications.saved.needs import Needs
from realtime.chat.actions.open_about import open_room_about
from realtime.chat.actions.say import say
from tests.cast import Cast
from tests.directory.conftest import House

CANARY = "Kanarkowa"
REASON = "To reklama okien, a nie oferta domu kultury."


@pytest.fixture
def other(cast: Cast, house: House, region: None) -> Organisation:
    """Jan's house, which seeks the room that Ola's has."""
    made = house("Dom pod Lipą", lon=19.99, lat=49.97)
    Membership.objects.create(organisation=made, person=cast.jan, role="editor")
    return made


@pytest.fixture
def card(cast: Cast, other: Organisation) -> Card:
    """Ola's offer, for which Jan's house has a need."""
    first = timezone.localdate() + timedelta(days=2)
    made = post_card(
        by=cast.ola, organisation=cast.house, kind="offer", title=f"{CANARY} sala", what="room",
        practices=["teatr"], body=f"{CANARY} treść", first_day=first, last_day=first,
        until=first + timedelta(days=1), capacity=60,
    )  # fmt: skip
    post_card(
        by=cast.jan, organisation=other, kind="need", title="Szukamy sali", what="room",
        practices=["teatr"], capacity=40, radius_km=50,
    )  # fmt: skip
    Card.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=9))
    call_command("search_drain", "--once")
    return Card.objects.get(pk=made.pk)


def words_of(answer: Any) -> str:
    """A page's words, without marks and with plain blanks."""
    text = (b"".join(answer) if answer.streaming else answer.content).decode()
    return re.sub("</?mark>", "", text).replace("\u00a0", " ")


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.content[:500])
    return words_of(answer)


def decide_by_page(cast: Cast, card: Card, verdict: str, **more: str) -> None:
    sent = {"verdict": verdict, "rule": "spam", "reason": REASON, **more}
    answer = cast.client(cast.marta).post(f"/moderation/card/{card.pk}/", sent)
    assert answer.status_code == 303, answer.content.decode()[-2000:]


def pages(cast: Cast, card: Card, other: Organisation) -> Iterator[str]:
    need = Card.objects.get(title="Szukamy sali")
    home = f"/directory/{cast.house.slug}/"
    yield from ("/", "/directory/", "/directory/needs/", "/directory/needs/?kind=offer&what=room")
    yield from (
        home,
        f"{home}cards/",
        f"/directory/needs/{need.pk}/",
        f"/directory/{other.slug}/cards/",
    )
    yield from (f"/search/?q={CANARY}", f"/search/?q={CANARY}&kind=card", "/feeds/needs.xml")
    yield from (
        "/api/v1/needs",
        f"/api/v1/search?q={CANARY}",
        "/sitemap.xml",
        "/sitemap-directory.xml",
    )
    yield from (f"/api/v1/organisations/{cast.house.slug}", f"/search/suggest/?q={CANARY[:6]}")


def own_doors(cast: Cast, card: Card) -> Iterator[str]:
    at = f"/directory/{cast.house.slug}/cards/{card.pk}/"
    yield from (
        f"/directory/needs/{card.pk}/",
        f"/api/v1/needs/{card.pk}",
        f"{at}edit/",
        f"{at}done/",
    )
    yield f"/moderation/report/card/{card.pk}/"


def saying(client: Client, cast: Cast, card: Card, other: Organisation) -> list[str]:
    """The addresses where the canary is read."""
    found = []
    for path in pages(cast, card, other):
        # What was typed into the search stands in its field; the card's own words do not.
        if f"{CANARY} sala" in words_of(client.get(path)):
            found.append(path)
    return found


def test_anybody_reports_it_and_its_author_reads_why(cast: Cast, card: Card) -> None:
    page = page_of(cast.client(cast.jan), f"/directory/needs/{card.pk}/")
    assert f"/moderation/report/card/{card.pk}/" in page
    sent = cast.client(cast.jan).post(f"/moderation/report/card/{card.pk}/", {"reason": "spam"})
    assert sent.status_code == 303
    assert Report.objects.get().kind == "card"
    queue = page_of(cast.client(cast.marta), "/moderation/")
    assert f"{CANARY} sala" in queue and "Need or offer" in queue
    decide_by_page(cast, card, "hide")
    row = Statement.objects.get()
    assert (row.person, row.title, row.url) == (
        cast.ola,
        f"{CANARY} sala",
        f"/directory/needs/{card.pk}/",
    )
    assert REASON in page_of(cast.client(cast.ola), row.path)
    assert cast.client(cast.jan).get(row.path).status_code == 404
    told = page_of(cast.client(cast.jan), f"/moderation/reports/{Report.objects.get().pk}/")
    assert REASON not in told
    appeal = cast.client(cast.ola).post(f"{row.path}appeal/", {"body": "To nasza sala."})
    assert appeal.status_code == 303
    undone = cast.client(cast.adam).post(f"{row.path}undo/", {"reason": "Pomyłka."})
    assert undone.status_code == 303
    assert f"{CANARY} sala" in page_of(cast.client(), f"/directory/needs/{card.pk}/")


@pytest.mark.parametrize("verdict", ["hide", "remove"])
def test_no_door_shows_it_and_all_of_them_do_again(
    cast: Cast, card: Card, other: Organisation, verdict: str
) -> None:
    before = saying(cast.client(), cast, card, other)
    assert {"/", "/directory/needs/", f"/directory/{cast.house.slug}/", "/feeds/needs.xml", "/api/v1/needs",
            f"/search/?q={CANARY}", f"/api/v1/search?q={CANARY}"} <= set(before)  # fmt: skip
    own = saying(cast.client(cast.jan), cast, card, other)
    assert f"/directory/{other.slug}/cards/" in own, "it fits what Jan's house seeks"
    counted = card_counts(cast.visitor, CardFilters()).what["room"]
    decide_by_page(cast, card, verdict)
    for viewer in (cast.visitor, cast.jan, cast.ola, cast.ewa, cast.nowa):
        client = cast.client(viewer)
        assert saying(client, cast, card, other) == [], viewer
        for path in own_doors(cast, card):
            assert client.get(path).status_code in (302, 403, 404), (viewer, path)
            assert CANARY not in client.get(path).content.decode()
    assert card_counts(cast.visitor, CardFilters()).what["room"] == counted - 1
    marta = cast.client(cast.marta)
    seen = marta.get(f"/directory/needs/{card.pk}/")
    if verdict == "hide":
        assert "Hidden by moderators" in seen.content.decode()
        assert f"{CANARY} sala" in page_of(marta, f"/search/?q={CANARY}&kind=card")
    else:
        assert seen.status_code == 404
        assert saying(marta, cast, card, other) == []
    undone = cast.client(cast.adam).post(
        f"{Statement.objects.get().path}undo/", {"reason": "Pomyłka."}
    )
    assert undone.status_code == 303
    call_command("search_drain", "--once")
    assert saying(cast.client(), cast, card, other) == before


def _renewal(cast: Cast, card: Card) -> Any:
    return read_renewal(renew_token(card, cast.ola))


def _told_of_match(cast: Cast, other: Organisation) -> int:
    Organisation.objects.update(told_at=None)
    return tell_organisation(other.pk)


@pytest.mark.parametrize("verdict", ["hide", "remove"])
def test_nobody_is_told_of_it_nor_acts_on_it(
    cast: Cast, card: Card, other: Organisation, verdict: str
) -> None:
    since = timezone.now() - timedelta(days=30)
    follows = Needs()
    assert card.pk in [row.pk for row in follows.fresh(cast.jan, QueryDict("what=room"), since)]
    room, _made = open_room_about(by=cast.ola, thing=card)
    say(by=cast.jan, room=room, body="Kowal o sali.")
    call_command("search_drain", "--once")
    assert cast.client(cast.jan).get(f"/chat/{room.slug}/").status_code == 200
    assert "Kowal" in page_of(cast.client(), "/search/?q=Kowal&kind=message")
    decide_by_page(cast, card, verdict)
    call_command("search_drain", "--once")
    assert card.pk not in [row.pk for row in follows.fresh(cast.jan, QueryDict("what=room"), since)]
    assert follows.items(cast.jan, [card.pk]) == []
    assert _told_of_match(cast, other) == 0 and tell_organisation(cast.house.pk) == 0
    assert tell_endings() == 0
    assert _renewal(cast, card) is None
    for viewer in (cast.jan, cast.ola, cast.visitor):
        assert cast.client(viewer).get(f"/chat/{room.slug}/").status_code in (302, 404), viewer
        assert "o sali" not in page_of(cast.client(viewer), "/search/?q=Kowal&kind=message")
    with pytest.raises(Refused):
        edit_card(by=cast.ola, card=card, version=card.version + 1, title="Znowu")
    renewed = cast.client(cast.ola).post(f"/directory/{cast.house.slug}/cards/{card.pk}/renew/")
    assert renewed.status_code == 404


def test_with_whom_it_was_found_is_told_no_more(
    cast: Cast, card: Card, other: Organisation
) -> None:
    Card.objects.filter(pk=card.pk).update(fulfilled_at=timezone.now(), outcome="found")
    row = FoundWith.objects.create(card=card, organisation=other, by=cast.ola)
    assert waiting_for(other.pk) == [row] and found_known_to(cast.jan, [row.pk]) == {row.pk}
    decide_by_page(cast, card, "hide")
    assert waiting_for(other.pk) == [] and found_known_to(cast.jan, [row.pk]) == set()
    refused = cast.client(cast.jan).post(
        f"/directory/{other.slug}/found/{row.pk}/", {"answer": "yes"}
    )
    assert refused.status_code == 404
    decide_by_page(cast, card, "restore")
    answer_found(by=cast.jan, organisation=other, found_id=row.pk, agrees=True)
    assert agreed().get() == row and endings().found == 1
    assert f"{CANARY} sala" in page_of(cast.client(), f"/directory/{other.slug}/")
    decide_by_page(cast, card, "remove")
    assert not agreed().exists() and endings().found == 0
    assert CANARY not in page_of(cast.client(), f"/directory/{other.slug}/")


def test_words_changed_by_a_moderator_come_back(cast: Cast, card: Card) -> None:
    too_long = cast.client(cast.marta).post(
        f"/moderation/card/{card.pk}/",
        {"verdict": "edit", "rule": "spam", "reason": REASON, "body": "a" * 5_000},
    )
    assert too_long.status_code == 422
    decide_by_page(cast, card, "edit", body="Bez *reklamy*.")
    page = page_of(cast.client(), f"/directory/needs/{card.pk}/")
    assert "<em>reklamy</em>" in page and f"{CANARY} treść" not in page
    cast.client(cast.adam).post(f"{Statement.objects.get().path}undo/", {"reason": "Pomyłka."})
    assert f"{CANARY} treść" in page_of(cast.client(), f"/directory/needs/{card.pk}/")


def test_who_belongs_to_the_house_does_not_decide(cast: Cast, card: Card) -> None:
    Membership.objects.create(organisation=cast.house, person=cast.marta)
    answer = cast.client(cast.marta).post(
        f"/moderation/card/{card.pk}/", {"verdict": "hide", "rule": "spam", "reason": REASON}
    )
    assert answer.status_code == 403 and not Card.objects.filter(hidden=True).exists()
    for stranger in (cast.ola, cast.jan, cast.visitor):
        refused = cast.client(stranger).post(f"/moderation/card/{card.pk}/", {"verdict": "hide"})
        assert refused.status_code in (302, 403, 404)


STATES: list[Callable[[], dict[str, Any]]] = [
    lambda: {},
    lambda: {"hidden": True},
    lambda: {"hidden": True, "removed_at": timezone.now()},
    lambda: {"fulfilled_at": timezone.now(), "outcome": "gone"},
    lambda: {"fulfilled_at": timezone.now(), "outcome": "found", "hidden": True},
]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("house_hidden", [False, True])
def test_the_check_and_the_filter_agree(
    cast: Cast, card: Card, state: Callable[[], dict[str, Any]], house_hidden: bool
) -> None:
    Card.objects.filter(pk=card.pk).update(**state())
    Organisation.objects.filter(pk=cast.house.pk).update(hidden=house_hidden)
    card = Card.objects.select_related("organisation").get(pk=card.pk)
    people: list[Any] = [
        cast.visitor,
        cast.jan,
        cast.ola,
        cast.ewa,
        cast.nowa,
        cast.marta,
        cast.adam,
    ]
    for viewer in people:
        seen = Card.objects.visible_to(viewer).filter(pk=card.pk).exists()
        assert seen == may_see_card(viewer, card), viewer
        alike = Card.objects.readable_alike(viewer).filter(pk=card.pk).exists()
        assert not alike or may_read_card(viewer, card), viewer
        if isinstance(viewer, User):
            ours = Card.objects.of_houses_of([viewer.pk]).filter(pk=card.pk).exists()
            assert (alike or ours) == may_read_card(viewer, card), viewer
        if not is_moderator(viewer) and (card.hidden or house_hidden):
            assert not may_close_card(viewer, card)
