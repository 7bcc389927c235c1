"""Adding an organisation, its people, its needs and offers; hiding it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from directory.actions.add_organisation import add_organisation
from directory.actions.post_card import post_card
from directory.models import Card, Membership, Organisation
from kernel.refusals import Invalid
from moderation.registry import kinds
from tests.cast import Cast
from tests.directory.conftest import House, page_of

HOME = "/directory/dom-kultury-w-brzozowce/"
NEW = {"name": "Świetlica pod Lipą", "kind": "swietlica", "lang": "pl", "precision": "locality"}


def test_a_member_adds_an_organisation_and_looks_after_it(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    response = jan.post("/directory/add/", {**NEW, "gmina": str(cast.gmina.pk), "key": "k1"})
    assert response.status_code == 303
    made = Organisation.objects.get(name=NEW["name"])
    assert made.slug == "swietlica-pod-lipa"
    assert made.sites.get().gmina == cast.gmina
    assert made.memberships.get().person == cast.jan
    assert (
        jan.post(
            "/directory/add/", {**NEW, "gmina": str(cast.gmina.pk), "key": "k1", "sure": "1"}
        ).status_code
        == 303
    )
    assert Organisation.objects.filter(name=NEW["name"]).count() == 1, "one send, one object"
    assert jan.post("/directory/add/", {**NEW, "name": "Inna", "key": "k1"}).status_code == 422
    assert "Świetlica pod Lipą" in page_of(cast.client(), "/directory/")


def test_who_may_not_add(cast: Cast) -> None:
    assert cast.client().post("/directory/add/", NEW)["Location"].startswith("/accounts/login/")
    for method in ("get", "post"):
        assert getattr(cast.client(cast.nowa), method)("/directory/add/", NEW).status_code == 403
    assert Organisation.objects.count() == 1


def test_a_likely_twin_is_shown_before_it_is_made(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    twin = {
        **NEW,
        "name": "Dom Kultury Brzozówka",
        "gmina": str(cast.gmina.pk),
        "locality": "Brzozówka",
    }
    response = jan.post("/directory/add/", {**twin, "name": "Dom kultury w Brzozowce"})
    assert response.status_code == 422
    assert HOME in response.content.decode()
    assert Organisation.objects.count() == 1
    assert (
        jan.post(
            "/directory/add/", {**twin, "name": "Dom kultury w Brzozowce", "sure": "1"}
        ).status_code
        == 303
    )
    assert Organisation.objects.count() == 2


def test_slugs_are_free_and_never_those_of_pages(cast: Cast) -> None:
    slugs = [
        add_organisation(by=cast.ola, fields={"name": name}).slug
        for name in ("Map", "Mapa", "Mapa", "Needs", "東京", "2026", "Ż" * 200)
    ]
    assert slugs[:4] == ["organizacja-map", "mapa", "mapa-2", "organizacja-needs"]
    assert len(set(slugs)) == len(slugs)
    assert all(len(slug) <= 120 and slug for slug in slugs)
    with pytest.raises(Invalid):
        add_organisation(by=cast.ola, fields={})


def test_a_card_is_put_up_and_taken_down(cast: Cast, visitor: Client) -> None:
    ola = cast.client(cast.ola)
    until = timezone.localdate() + timedelta(days=10)
    sent = {
        "kind": "offer",
        "title": "Sala",
        "body": "Na **30** osób",
        "until": until.isoformat(),
        "key": "c",
    }
    for _again in range(2):
        response = ola.post(f"{HOME}cards/new/", sent)
        assert response.status_code == 303
    card = Card.objects.get()
    assert response["Location"] == f"/directory/needs/{card.pk}/"
    assert "<strong>30</strong>" in page_of(visitor, HOME)
    assert "Sala" in page_of(visitor, "/directory/needs/?kind=offer")
    assert "Sala" not in page_of(visitor, "/directory/needs/?kind=need")
    assert "Has: Sala" in page_of(visitor, "/directory/")
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        assert (
            cast.client(outsider)
            .post(f"{HOME}cards/{card.pk}/done/", {"outcome": "gone"})
            .status_code
            == 403
        )
    assert visitor.post(f"{HOME}cards/{card.pk}/done/", {"outcome": "gone"}).status_code == 302
    assert ola.post(f"{HOME}cards/{card.pk}/done/", {"outcome": "gone"}).status_code == 303
    assert ola.post(f"{HOME}cards/{card.pk}/done/", {"outcome": "gone"}).status_code == 303
    assert "Sala" not in page_of(visitor, HOME)
    assert "Sala" not in page_of(visitor, "/directory/needs/")


def test_a_card_of_another_house_is_not_found_here(cast: Cast, house: House) -> None:
    other = house("Inny")
    card = Card.objects.create(
        organisation=other, author=cast.ola, kind="need", title="x", until=timezone.localdate()
    )
    assert (
        cast.client(cast.ola).post(f"{HOME}cards/{card.pk}/done/", {"outcome": "gone"}).status_code
        == 404
    )
    assert cast.client(cast.ola).post(f"{HOME}cards/{10**30}/done/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "wish"}, {"kind": ""}, {"title": ""}, {"title": "a" * 201}, {"title": "\x00"}, {"until": "x"},
        {"until": "2000-01-01"}, {"until": "2999-01-01"}, {"body": "x" * 4_001}, {"until": ""},
        {"key": "k" * 101},
    ],
)  # fmt: skip
def test_a_wrong_card_keeps_what_was_written(cast: Cast, wrong: dict[str, str]) -> None:
    until = timezone.localdate() + timedelta(days=10)
    sent = {"kind": "need", "title": "Tytuł", "body": "Treść", "until": until.isoformat(), **wrong}
    response = cast.client(cast.ola).post(f"{HOME}cards/new/", sent)
    assert response.status_code == 422
    assert ("Treść" in response.content.decode()) or "body" in wrong
    assert not Card.objects.exists()


def test_the_board_turns_its_pages_and_knows_powiats(
    cast: Cast, visitor: Client, region: None
) -> None:
    for number in range(25):
        post_card(by=cast.ola, organisation=cast.house, kind="need", title=f"Potrzeba {number:02}")
    page = page_of(visitor, "/directory/needs/?region=1206")
    assert page.count("<article") == 20
    onward = re.search(r'href="([^"]+)" rel="next"', page)
    assert onward is not None
    rest = page_of(visitor, "/directory/needs/" + onward[1].replace("&amp;", "&"))
    assert rest.count("<article") == 5
    assert page_of(visitor, "/directory/needs/?region=1201").count("<article") == 0
    Organisation.objects.filter(pk=cast.house.pk).update(hidden=True)
    from directory.versions import directory_changed

    directory_changed()
    assert page_of(visitor, "/directory/needs/").count("<article") == 0


@pytest.mark.parametrize(
    "query", ["kind=x", "region=12", "region=xx", "cursor=x", "kind=%00", "region=" + "1" * 400]
)
def test_bad_addresses_of_the_board(visitor: Client, query: str) -> None:
    assert 400 <= visitor.get(f"/directory/needs/?{query}").status_code < 500


def test_an_editor_names_another_who_may_then_edit(cast: Cast) -> None:
    ola, jan = cast.client(cast.ola), cast.client(cast.jan)
    assert ola.post(f"{HOME}people/", {"handle": "@Jan", "role": "editor"}).status_code == 303
    assert jan.get(f"{HOME}edit/").status_code == 200
    assert "Jan Zubek" in page_of(cast.client(), HOME)
    assert ola.post(f"{HOME}people/remove/", {"handle": "jan"}).status_code == 303
    assert jan.get(f"{HOME}edit/").status_code == 403
    assert Membership.objects.get(person=cast.jan).left_at is not None
    assert ola.post(f"{HOME}people/", {"handle": "ewa", "role": "member"}).status_code == 303
    assert cast.client(cast.ewa).get(f"{HOME}edit/").status_code == 403
    assert cast.client(cast.ewa).get(f"{HOME}cards/new/").status_code == 200


def test_the_last_editor_stays(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    assert ola.post(f"{HOME}people/remove/", {"handle": "ola"}).status_code == 403
    assert ola.post(f"{HOME}people/", {"handle": "ola", "role": "member"}).status_code == 403
    assert Membership.objects.get(person=cast.ola, left_at=None).role == "editor"
    assert (
        cast.client(cast.marta).post(f"{HOME}people/remove/", {"handle": "ola"}).status_code == 303
    )


def test_a_closed_account_looks_after_nothing(cast: Cast) -> None:
    Membership.objects.create(organisation=cast.house, person=cast.jan, role="editor")
    cast.jan.is_active = False
    cast.jan.save()
    ola = cast.client(cast.ola)
    assert ola.post(f"{HOME}people/remove/", {"handle": "ola"}).status_code == 403
    cast.jan.is_active = True
    cast.jan.save()
    assert ola.post(f"{HOME}people/remove/", {"handle": "ola"}).status_code == 303


@pytest.mark.parametrize("handle", ["nikt", "", "a" * 61, "\x00", "nowa"])
def test_nobody_is_added_by_mistake(cast: Cast, handle: str) -> None:
    response = cast.client(cast.ola).post(f"{HOME}people/", {"handle": handle, "role": "editor"})
    assert response.status_code == 422
    assert Membership.objects.filter(left_at=None).count() == 1


def test_moderation_hides_and_shows(cast: Cast, visitor: Client) -> None:
    moderated = kinds["organisation"]
    assert moderated.get(cast.visitor, cast.house.pk) == cast.house
    assert moderated.author_id(cast.house) == cast.ola.pk
    page_of(visitor, HOME)
    moderated.hide(cast.house, True)
    assert visitor.get(HOME).status_code == 404
    assert "Brzozówce" not in page_of(visitor, "/directory/")
    assert moderated.get(cast.visitor, cast.house.pk) is None
    assert moderated.get(cast.marta, cast.house.pk) == cast.house
    moderated.hide(cast.house, False)
    assert visitor.get(HOME).status_code == 200
