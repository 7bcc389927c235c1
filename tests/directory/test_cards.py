"""A need or an offer: written, changed, closed, put up again; its page, who could help, "not for us"."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory import ports
from directory.actions.post_card import post_card
from directory.models import Card, Membership, NotForUs, Organisation, Site
from kernel import pages
from taxonomy.models import PracticeArea
from tests.cast import Cast
from tests.directory.conftest import House, page_of

HOME = "/directory/dom-kultury-w-brzozowce/"
ROOT = Path(__file__).resolve().parents[2]
Post = Callable[..., Card]


def in_days(number: int) -> str:
    return (timezone.localdate() + timedelta(days=number)).isoformat()


@pytest.fixture
def post(cast: Cast) -> Post:
    """Puts up a card as Ola's house, or as another one that she then belongs to no more."""

    def make(organisation: Organisation | None = None, **fields: Any) -> Card:
        owner = organisation or cast.house
        if organisation is not None:
            Membership.objects.create(organisation=owner, person=cast.adam)
        by = cast.ola if organisation is None else cast.adam
        card = post_card(by=by, organisation=owner, **{"kind": "need", "title": "Sala", **fields})
        if organisation is not None:
            Membership.objects.filter(organisation=owner, person=cast.adam).delete()
        return card

    return make


def whole(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "need", "what": "room", "title": "Sala na próby", "body": "Co **wtorek**",
        "until": in_days(30), "practices": ["teatr"], "audiences": ["seniorzy"], "gmina": str(cast.gmina.pk),
        "radius_km": "25", "first_day": in_days(3), "last_day": in_days(9), "access": ["hearing_loop", "toilet"],
        "capacity": "40", "gives": "dwa spektakle", **changes,
    }  # fmt: skip


def test_a_whole_card_is_kept_and_shown(cast: Cast, visitor: Client) -> None:
    ola = cast.client(cast.ola)
    form = page_of(ola, f"{HOME}cards/new/?what=room&kind=need")
    assert (
        form.index('name="until"')
        < form.index('<details class="fold"')
        < form.index('name="radius_km"')
    )
    response = ola.post(f"{HOME}cards/new/", {**whole(cast), "key": "k"})
    assert response.status_code == 303
    card = Card.objects.get()
    assert (card.what, card.radius_km, card.capacity, card.gmina) == ("room", 25, 40, cast.gmina)
    assert card.access == ["toilet", "hearing_loop"], "in the order of the list"
    assert [word.code for word in card.practices.all()] == ["teatr"]
    page = page_of(visitor, response["Location"])
    for words in (
        "Sala na próby", "<strong>wtorek</strong>", "up to 25 km from there", "hearing loop", "dwa spektakle",
        "theatre", "older people", "gmina Skawina", "Who could help",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("what", "spaceship"), ("practices", ["x"]), ("audiences", ["x"]), ("gmina", "999999"), ("gmina", "x"),
        ("radius_km", "0"), ("radius_km", "1001"), ("radius_km", "many"), ("capacity", "-3"),
        ("capacity", "1.5"), ("capacity", "9" * 12), ("access", ["x"]), ("gives", "x" * 301), ("gives", "a\x00b"),
        ("first_day", "soon"), ("last_day", in_days(-1)), ("last_day", in_days(2)), ("last_day", in_days(4_000)),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_comes_back_as_typed(cast: Cast, name: str, value: Any) -> None:
    response = cast.client(cast.ola).post(f"{HOME}cards/new/", whole(cast, **{name: value}))
    assert response.status_code == 422
    page = response.content.decode()
    assert "Co **wtorek**" in page
    assert '<details class="fold" open' in page or name == "what", (
        "what is wrong is not folded away"
    )
    assert not Card.objects.exists()


def test_an_offer_asks_nothing_of_a_place_and_one_day_is_both(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    offer = whole(cast, kind="offer")
    assert ola.post(f"{HOME}cards/new/", offer).status_code == 422
    assert ola.post(f"{HOME}cards/new/", {**offer, "access": [], "last_day": ""}).status_code == 303
    card = Card.objects.get()
    assert card.first_day == card.last_day is not None


def test_a_card_is_changed_by_its_people_alone(cast: Cast, post: Post, visitor: Client) -> None:
    card = post()
    address = f"{HOME}cards/{card.pk}/edit/"
    ola = cast.client(cast.ola)
    assert 'value="Sala"' in page_of(ola, address)
    sent = {**whole(cast), "version": "1"}
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        assert cast.client(outsider).get(address).status_code == 403
        assert cast.client(outsider).post(address, sent).status_code == 403
    assert visitor.post(address, sent).status_code == 302
    assert ola.post(address, {**sent, "kind": "offer", "access": []}).status_code == 422
    assert ola.post(address, {**sent, "version": "x"}).status_code == 422
    assert ola.post(address, sent).status_code == 303
    card.refresh_from_db()
    assert (card.title, card.version, card.capacity) == ("Sala na próby", 2, 40)
    stale = ola.post(address, {**sent, "title": "Inaczej"})
    assert stale.status_code == 409
    assert (
        'value="Inaczej"' in stale.content.decode()
        and 'name="version" value="2"' in stale.content.decode()
    )
    card.refresh_from_db()
    assert card.title == "Sala na próby"
    assert ola.post(address, {**sent, "title": "Inaczej", "version": "2"}).status_code == 303


def test_what_a_member_may_do_with_cards_of_others_of_the_house(cast: Cast, post: Post) -> None:
    """Members change their own, editors all of them."""
    card = post()
    Membership.objects.create(organisation=cast.house, person=cast.jan)
    jan = cast.client(cast.jan)
    assert jan.post(f"{HOME}cards/{card.pk}/done/", {"outcome": "found"}).status_code == 403
    own = post_card(by=cast.jan, organisation=cast.house, kind="offer", title="Krzesła")
    assert jan.post(f"{HOME}cards/{own.pk}/done/", {"outcome": "found"}).status_code == 303
    other = post_card(by=cast.jan, organisation=cast.house, kind="offer", title="Stoły")
    done = f"{HOME}cards/{other.pk}/done/"
    assert cast.client(cast.ola).post(done).status_code == 422, "nothing was chosen"
    assert cast.client(cast.ola).post(done, {"outcome": "gone"}).status_code == 303
    Membership.objects.filter(person=cast.jan).update(left_at=timezone.now())
    assert jan.post(f"{HOME}cards/{own.pk}/renew/").status_code == 403


def test_found_stays_readable_and_no_longer_is_gone(
    cast: Cast, post: Post, visitor: Client
) -> None:
    card = post()
    ola, address, done = (
        cast.client(cast.ola),
        card.get_absolute_url(),
        f"{HOME}cards/{card.pk}/done/",
    )
    assert ola.post(done, {"outcome": "perhaps"}).status_code == 422
    assert ola.post(done, {"outcome": "found"}).status_code == 303
    page = page_of(visitor, address)
    assert "This has been found." in page and "Who could help" not in page
    assert "Sala" not in page_of(visitor, "/directory/needs/")
    assert "Sala" not in page_of(visitor, HOME)
    assert ola.post(done, {"outcome": "gone"}).status_code == 303
    for outsider in (visitor, cast.client(cast.jan), cast.client(cast.ewa), cast.client(cast.nowa)):
        assert outsider.get(address).status_code == 404
        assert outsider.get(f"/api/v1/needs/{card.pk}").status_code == 404
    assert "no longer true" in page_of(ola, address)
    assert "no longer true" in page_of(cast.client(cast.marta), address)


def test_what_has_run_out_is_put_up_again(cast: Cast, post: Post, visitor: Client) -> None:
    card = post(first_day=timezone.localdate(), last_day=timezone.localdate())
    past = timezone.localdate() - timedelta(days=3)
    Card.objects.filter(pk=card.pk).update(until=past, first_day=past, last_day=past)
    assert "This stood until" in page_of(visitor, card.get_absolute_url())
    ola = cast.client(cast.ola)
    assert f"cards/{card.pk}/renew/" in page_of(ola, f"{HOME}cards/")
    renew = f"{HOME}cards/{card.pk}/renew/"
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        assert cast.client(outsider).post(renew).status_code == 403
    assert ola.get(renew).status_code == 405
    for _again in range(2):
        assert ola.post(renew).status_code == 303
    card.refresh_from_db()
    assert card.until == timezone.localdate() + timedelta(days=60)
    assert card.first_day is None, "the days have passed: they are to be agreed"
    assert "Sala" in page_of(visitor, "/directory/needs/")


def test_a_hidden_house_hides_its_cards_everywhere(
    cast: Cast, post: Post, house: House, visitor: Client
) -> None:
    other = house("Schowany", hidden=True)
    hidden = Card.objects.create(
        organisation=other, kind="offer", title="Tajna sala", until=timezone.localdate()
    )
    mine = post()
    assert visitor.get(hidden.get_absolute_url()).status_code == 404
    assert cast.client(cast.ola).get(hidden.get_absolute_url()).status_code == 404
    assert cast.client(cast.ola).post(f"{hidden.get_absolute_url()}write/").status_code == 404
    for address in (
        mine.get_absolute_url(),
        "/directory/needs/",
        "/feeds/needs.xml",
        "/api/v1/needs",
    ):
        assert "Tajna sala" not in page_of(visitor, address)
    assert "Tajna sala" in page_of(cast.client(cast.marta), hidden.get_absolute_url())


# ── Who could help ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def pair(cast: Cast, post: Post, house: House) -> tuple[Card, Card]:
    """Ola's house seeks a room with a loop; Jan's has one, 60 people large, some kilometres away."""
    theatre = PracticeArea.objects.get(code="teatr")
    other = house("Dom pod Lipą", lon=19.99, lat=49.97, petla_indukcyjna="yes")
    other.practices.add(theatre)
    Membership.objects.create(organisation=other, person=cast.jan, role="editor")
    need = post(
        what="room", practices=["teatr"], access=["hearing_loop", "toilet"], capacity=40, radius_km=50,
    )  # fmt: skip
    offer = post(other, kind="offer", title="Lipowa sala", what="room", capacity=60)
    return need, offer


def test_the_page_says_who_could_help_and_why(
    pair: tuple[Card, Card], visitor: Client, cast: Cast
) -> None:
    need, offer = pair
    page = page_of(visitor, need.get_absolute_url())
    for words in (
        "Lipowa sala", "Dom pod Lipą", "of 100", "the very thing: room",
        "areas in common: 1 of 1 (theatre)", "12 km, at most 50 asked for", "there: hearing loop",
        "not confirmed: accessible toilet", "a room for 60 people",
    ):  # fmt: skip
        assert words in page.replace("\u00a0", " "), words
    assert "Not for us" not in page and "Log in to write to them" in page
    back = page_of(visitor, offer.get_absolute_url())
    assert "Who seeks this" in back and ">Sala<" in back
    ours = page_of(cast.client(cast.ola), f"{HOME}cards/")
    assert "Lipowa sala" in ours and "Not for us" in ours
    for outsider in (cast.jan, cast.ewa):
        assert cast.client(outsider).get(f"{HOME}cards/").status_code == 403


def test_a_place_that_is_not_shown_is_not_found_out_by_distances(
    pair: tuple[Card, Card], visitor: Client, cast: Cast
) -> None:
    """The gmina's middle stands for it, for cards and for partners."""
    need, offer = pair
    cast.house.practices.add(PracticeArea.objects.get(code="teatr"))
    Site.objects.filter(organisation=offer.organisation).update(precision="hidden")
    from directory.versions import directory_changed

    directory_changed()
    for address in (need.get_absolute_url(), HOME):
        page = page_of(visitor, address).replace("\u00a0", " ")
        assert "Dom pod Lipą" in page and "12 km" not in page
        assert "0 km" in page


def test_not_for_us_lowers_this_pair_alone_and_can_be_undone(
    pair: tuple[Card, Card], visitor: Client, cast: Cast, post: Post
) -> None:
    need, offer = pair
    ola, jan = cast.client(cast.ola), cast.client(cast.jan)
    aside = f"/directory/needs/{need.pk}/aside/{offer.pk}/"
    assert visitor.post(aside).status_code == 302
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        assert cast.client(outsider).post(aside).status_code == 403, "nobody speaks for others"
    assert not NotForUs.objects.exists()
    second = post(title="Druga sala", what="room")
    for _again in range(2):
        response = ola.post(aside, {"at": str(need.pk)})
        assert response["Location"] == need.get_absolute_url()
    assert NotForUs.objects.get().by == cast.ola
    page = page_of(ola, need.get_absolute_url())
    assert page.index("1 set aside") < page.index("Lipowa sala") and "It fits after all" in page
    theirs = page_of(jan, offer.get_absolute_url())
    assert "1 set aside" in theirs and "It fits after all" not in theirs, "it is not theirs to undo"
    assert "Lipowa sala" not in page_of(visitor, need.get_absolute_url()), (
        "it is nobody else's matter"
    )
    assert "Lipowa sala" in page_of(visitor, second.get_absolute_url()), "other pairs are as before"
    assert jan.post(f"/directory/needs/{offer.pk}/aside/{need.pk}/?undo=1").status_code == 303
    assert NotForUs.objects.count() == 1
    assert ola.post(f"{aside}?undo=1").status_code == 303
    assert not NotForUs.objects.exists()
    assert "set aside" not in page_of(ola, need.get_absolute_url())
    assert ola.post(f"/directory/needs/{need.pk}/aside/{second.pk}/").status_code == 422
    assert ola.post(f"/directory/needs/{need.pk}/aside/999/").status_code == 404


def test_contact_opens_a_conversation(
    pair: tuple[Card, Card], cast: Cast, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _need, offer = pair
    address = f"{offer.get_absolute_url()}write/"
    ola = cast.client(cast.ola)
    assert ola.get(address).status_code == 405
    assert visitor.post(address).status_code == 302
    assert cast.client(cast.nowa).post(address).status_code == 403
    assert cast.client(cast.jan).post(address).status_code == 403, "one's own house"
    asked: list[tuple[Any, ...]] = []

    def answer(*question: Any) -> str:
        asked.append(question)
        return "/chat/c/1/"

    with monkeypatch.context() as patch:
        patch.setattr(ports.conversation, "_answer", ports._chat_room)
        assert ola.post(address)["Location"] == f"/chat/{offer.organisation.slug}/"
        patch.setattr(ports.conversation, "_answer", answer)
        assert ola.post(address)["Location"] == "/chat/c/1/"
    assert asked == [(cast.ola, offer.organisation, "Lipowa sala")]


def cost(client: Client, address: str) -> int:
    client.get(address)
    for store in pages._stores.values():
        store.clear()
    with CaptureQueriesContext(connection) as statements:
        assert client.get(address).status_code == 200
    return len(statements)


def test_the_number_of_statements_is_fixed(
    pair: tuple[Card, Card], cast: Cast, house: House, visitor: Client, region: None
) -> None:
    need, _offer = pair
    ola, theatre = cast.client(cast.ola), PracticeArea.objects.get(code="teatr")
    addresses = (
        need.get_absolute_url(), f"{HOME}cards/", "/directory/needs/",
        "/directory/needs/?what=room&practice=teatr&access=hearing_loop&near=Skawina&region=1206",
        "/api/v1/needs", "/feeds/needs.xml",
    )  # fmt: skip

    def costs() -> list[tuple[int, int]]:
        whom = {f"{HOME}cards/": (ola, ola)}
        return [
            (cost(whom.get(a, (visitor, ola))[0], a), cost(whom.get(a, (visitor, ola))[1], a))
            for a in addresses
        ]

    few = costs()
    for number in range(50):
        other = house(f"Dom {number:02}", petla_indukcyjna="yes", toaleta="no")
        other.practices.add(theatre)
        card = Card.objects.create(
            organisation=other, kind="offer", what="room", title=f"Sala {number}",
            until=timezone.localdate(), access=[],
        )  # fmt: skip
        card.practices.add(theatre)
    for number in range(5):
        Card.objects.create(
            organisation=cast.house, author=cast.ola, kind="need", title=f"{number}", what="room",
            until=timezone.localdate(),
        )  # fmt: skip
    many = costs()
    assert few == many
    assert all(seen <= 18 for _anonymous, seen in many), many
    assert all(
        anonymous <= 12 for address, (anonymous, _seen) in zip(addresses, many, strict=True)
        if not address.endswith("/cards/")
    ), many  # fmt: skip


def test_the_setting_is_judged_before_anything_starts() -> None:
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        "DATA_DIR": os.environ["DATA_DIR"], "MATCHING_WEIGHTS": '{"colour": 1}',
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith(
        'The setting MATCHING_WEIGHTS cannot be used: there is no weight "colour"'
    )
    assert "Traceback" not in done.stderr


def test_who_changes_an_offer_is_not_asked_what_a_place_must_have(cast: Cast, post: Post) -> None:
    offer, need = post(kind="offer"), post(kind="need")
    ola = cast.client(cast.ola)
    assert 'name="access"' not in page_of(ola, f"{HOME}cards/{offer.pk}/edit/")
    assert 'name="access"' in page_of(ola, f"{HOME}cards/{need.pk}/edit/")
