"""Partnerships: proposed by one, shown once both have said so, ended by either; told and mailed."""

import json

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from directory.actions.hide import hide_organisation
from directory.facts import OrganisationAdded
from directory.models import Membership, Organisation, Partnership
from kernel import pages
from kernel.facts import publish
from kernel.jobs import work_off
from tests.cast import Cast, person
from tests.directory.conftest import House, page_of

HOUSE = "Dom Kultury w Brzozówce"


@pytest.fixture
def library(cast: Cast, house: House) -> Organisation:
    """Jan's library."""
    made = house("Biblioteka Kalinowa")
    Membership.objects.create(organisation=made, person=cast.jan, role="editor")
    with transaction.atomic():
        publish(OrganisationAdded(made.pk))  # the search knows it
    return made


def address(organisation: Organisation, rest: str = "") -> str:
    return f"/directory/{organisation.slug}/partners/{rest}"


def propose(client: Client, mine: Organisation, other: Organisation, key: str = "a") -> int:
    sent = {"partner": other.slug, "about": "Nocne czytanie", "key": key, "q": "x"}
    return client.post(address(mine), sent).status_code


def letters() -> list[mail.EmailMessage]:
    work_off()
    return mail.outbox


@pytest.mark.django_db(transaction=True)
def test_a_partnership_from_the_proposal_to_both_pages(cast: Cast, library: Organisation) -> None:
    ola, jan = cast.client(cast.ola), cast.client(cast.jan)
    assert "Biblioteka Kalinowa" in page_of(ola, address(cast.house) + "?q=Kalinowa")
    assert propose(ola, cast.house, library) == 303
    row = Partnership.objects.get()
    assert (row.asked_by, row.person, row.confirmed_at) == (cast.house, cast.ola, None)
    # Nobody but the two sees it yet.
    for reader in (cast.client(), cast.client(cast.ewa), cast.client(cast.nowa)):
        for one, other in ((cast.house, library), (library, cast.house)):
            shown = page_of(reader, f"/directory/{one.slug}/")
            assert other.name not in shown
            assert "Nocne czytanie" not in shown
            assert reader.get(address(one)).status_code in (302, 403)
    assert "1 organisation proposes a partnership to you" in page_of(
        jan, f"/directory/{library.slug}/"
    )
    told = page_of(jan, "/notifications/")
    assert f"{HOUSE} proposes a partnership" in told.replace("\u00a0", " ")
    assert "Ola Wrona" not in told
    (letter,) = letters()
    assert letter.to == ["jan@example.org"]
    assert address(library) in letter.body
    assert jan.post(address(library, f"{row.pk}/confirm/")).status_code == 303
    for one, other in ((cast.house, library), (library, cast.house)):
        shown = page_of(cast.client(), f"/directory/{one.slug}/").replace("\u00a0", " ")
        assert other.name in shown
        assert "Nocne czytanie" in shown
        data = json.loads(page_of(cast.client(), f"/api/v1/organisations/{one.slug}"))
        assert [partner["slug"] for partner in data["partners"]] == [other.slug]
    assert letters()[-1].to == ["ola@example.org"]
    assert jan.post(address(library, f"{row.pk}/end/")).status_code == 303
    assert library.name not in page_of(cast.client(), f"/directory/{cast.house.slug}/")
    assert letters()[-1].to == ["ola@example.org"]
    data = json.loads(page_of(cast.client(), f"/api/v1/organisations/{library.slug}"))
    assert data["partners"] == []


@pytest.mark.parametrize("who", ["jan", "ewa", "nowa"])
def test_outsiders_can_neither_propose_nor_answer_nor_end(
    cast: Cast, house: House, who: str
) -> None:
    other, outsider = house("Inny dom"), cast.client(getattr(cast, who))
    assert propose(outsider, cast.house, other) == 403
    assert not Partnership.objects.exists()
    propose(cast.client(cast.ola), cast.house, other)
    row = Partnership.objects.get()
    for organisation in (cast.house, other):
        for verb in ("confirm", "end"):
            assert outsider.post(address(organisation, f"{row.pk}/{verb}/")).status_code == 403
    row.refresh_from_db()
    assert (row.confirmed_at, row.ended_at) == (None, None)
    assert cast.client().post(address(cast.house, f"{row.pk}/confirm/")).status_code == 302


def test_who_proposed_cannot_answer_for_the_other(cast: Cast, library: Organisation) -> None:
    ola = cast.client(cast.ola)
    propose(ola, cast.house, library)
    row = Partnership.objects.get()
    assert ola.post(address(cast.house, f"{row.pk}/confirm/")).status_code == 403
    assert ola.post(address(library, f"{row.pk}/confirm/")).status_code == 403
    # A moderator looks after pages but does not speak for the house.
    assert cast.client(cast.marta).post(address(library, f"{row.pk}/confirm/")).status_code == 403
    assert propose(cast.client(cast.marta), cast.house, library, "b") == 403
    third = Organisation.objects.create(slug="trzeci", name="Trzeci")
    Membership.objects.create(organisation=third, person=cast.ola, role="editor")
    assert ola.post(address(third, f"{row.pk}/confirm/")).status_code == 404
    row.refresh_from_db()
    assert row.confirmed_at is None


@pytest.mark.django_db(transaction=True)
def test_a_proposal_is_declined_taken_back_or_met_by_the_same_one(
    cast: Cast, library: Organisation
) -> None:
    ola, jan = cast.client(cast.ola), cast.client(cast.jan)
    propose(ola, cast.house, library)
    assert propose(ola, cast.house, library, "b") == 422
    assert ola.post(address(cast.house, f"{Partnership.objects.get().pk}/end/")).status_code == 303
    assert not Partnership.objects.exists()
    propose(ola, cast.house, library, "c")
    jan.post(address(library, f"{Partnership.objects.get().pk}/end/"))
    assert "odmawia partnerstwa" in letters()[-1].subject
    assert propose(ola, cast.house, library, "d") == 422  # not again at once
    assert propose(jan, library, cast.house, "e") == 303  # but the other side may
    assert propose(ola, cast.house, library, "f") == 303  # and proposing it too confirms it
    assert Partnership.objects.get().confirmed_at is not None
    assert propose(ola, cast.house, library, "g") == 422
    assert Partnership.objects.count() == 1


def test_bad_proposals_change_nothing(cast: Cast, library: Organisation) -> None:
    ola = cast.client(cast.ola)
    for sent in (
        {"partner": cast.house.slug}, {"partner": "nie-ma"}, {"partner": ""}, {"partner": "\x00"},
        {"partner": library.slug, "about": "x" * 201}, {"partner": "a b/c"},
    ):  # fmt: skip
        assert ola.post(address(cast.house), {"key": "k", **sent}).status_code == 422
    hide_organisation(organisation=library, hidden=True)
    assert propose(ola, cast.house, library) == 422
    assert not Partnership.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_send_makes_one_proposal(cast: Cast, library: Organisation) -> None:
    ola = cast.client(cast.ola)
    assert propose(ola, cast.house, library) == 303
    assert propose(ola, cast.house, library) == 303
    assert Partnership.objects.count() == 1
    assert len(letters()) == 1


def test_an_editor_who_left_hears_and_reads_no_more(cast: Cast, library: Organisation) -> None:
    propose(cast.client(cast.ola), cast.house, library)
    assert "proposes" in page_of(cast.client(cast.jan), "/notifications/")
    Membership.objects.filter(organisation=library, person=cast.jan).update(left_at=timezone.now())
    assert "proposes" not in page_of(cast.client(cast.jan), "/notifications/")
    assert cast.client(cast.jan).get(address(library)).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_closed_account_gets_no_letter(cast: Cast, library: Organisation) -> None:
    User.objects.filter(pk=cast.jan.pk).update(is_active=False)
    propose(cast.client(cast.ola), cast.house, library)
    assert letters() == []


def test_a_hidden_partner_is_not_named(cast: Cast, library: Organisation) -> None:
    propose(cast.client(cast.ola), cast.house, library)
    cast.client(cast.jan).post(address(library, f"{Partnership.objects.get().pk}/confirm/"))
    hide_organisation(organisation=library, hidden=True)
    assert library.name not in page_of(cast.client(), f"/directory/{cast.house.slug}/")
    assert library.name not in page_of(cast.client(), f"/api/v1/organisations/{cast.house.slug}")


def test_a_moderator_may_end_what_shows(cast: Cast, library: Organisation) -> None:
    propose(cast.client(cast.ola), cast.house, library)
    row = Partnership.objects.get()
    marta = cast.client(cast.marta)
    assert marta.post(address(cast.house, f"{row.pk}/end/")).status_code == 403
    cast.client(cast.jan).post(address(library, f"{row.pk}/confirm/"))
    assert marta.post(address(cast.house, f"{row.pk}/end/")).status_code == 303


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_page_costs_the_same_with_many_partners(
    cast: Cast, house: House, signed_in: bool
) -> None:
    client = cast.client(cast.ola if signed_in else None)

    def cost() -> int:
        client.get(f"/directory/{cast.house.slug}/")
        for store in pages._stores.values():
            store.clear()
        with CaptureQueriesContext(connection) as seen:
            page_of(client, f"/directory/{cast.house.slug}/")
        return len(seen)

    few = cost()
    for number in range(20):
        other = house(f"Partner {number}")
        Partnership.objects.create(
            first=cast.house, second=other, asked_by=cast.house, confirmed_at=timezone.now()
        )
    assert cost() == few <= (18 if signed_in else 12)


def test_the_proposer_is_not_told_of_what_she_did(cast: Cast, library: Organisation) -> None:
    zofia = person("zofia", "Zofia Żak")
    for organisation in (cast.house, library):
        Membership.objects.create(organisation=organisation, person=zofia, role="editor")
    propose(cast.client(zofia), cast.house, library)
    assert "proposes" not in page_of(cast.client(zofia), "/notifications/")
    assert "proposes" in page_of(cast.client(cast.jan), "/notifications/")
