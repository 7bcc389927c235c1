"""How a card ended, and with whom: named by its people, shown once the other one has agreed."""

import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from directory.actions.hide import hide_organisation
from directory.actions.merge import merge_organisations
from directory.actions.post_card import post_card
from directory.facts import OrganisationAdded
from directory.models import Card, FoundWith, Membership, Organisation, Partnership
from kernel import pages
from kernel.facts import publish
from kernel.integrity import checks
from kernel.jobs import work_off
from tests.cast import Cast
from tests.directory.conftest import House, page_of

HOME = "/directory/dom-kultury-w-brzozowce/"
NAMED = "Biblioteka Kalinowa"


@pytest.fixture
def library(cast: Cast, house: House) -> Organisation:
    """Jan's library; for this page he is its editor and no stranger."""
    made = house(NAMED)
    Membership.objects.create(organisation=made, person=cast.jan, role="editor")
    with transaction.atomic():
        publish(OrganisationAdded(made.pk))  # the search knows it
    return made


@pytest.fixture
def card(cast: Cast) -> Card:
    return post_card(by=cast.ola, organisation=cast.house, kind="need", title="Sala na próby")


def done(card: Card) -> str:
    return f"/directory/{card.organisation.slug}/cards/{card.pk}/done/"


def close(cast: Cast, card: Card, partner: str = NAMED, **more: str) -> Any:
    sent = {"outcome": "found", "partner": partner, **more}
    return cast.client(cast.ola).post(done(card), sent)


def answer(client: Client, row: FoundWith, said: str, house: Organisation | None = None) -> int:
    at = f"/directory/{(house or row.organisation).slug}/found/{row.pk}/"
    return client.post(at, {"answer": said}).status_code


def text(page: str) -> str:
    """As people read it: without tags and tied words."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


@pytest.mark.parametrize("outcome", ["found", "elsewhere", "gone"])
def test_how_it_ended_is_asked_once(cast: Cast, card: Card, outcome: str) -> None:
    ola = cast.client(cast.ola)
    page = page_of(ola, done(card))
    assert "We found it elsewhere" in page and "With which organisation?" in page
    assert ola.post(done(card), {"outcome": ""}).status_code == 422
    response = ola.post(done(card), {"outcome": outcome})
    assert response["Location"] == card.get_absolute_url()
    card.refresh_from_db()
    assert (card.outcome, card.is_open) == (outcome, False)
    status = 404 if outcome == "gone" else 200
    for outsider in (cast.client(), cast.client(cast.jan), cast.client(cast.ewa)):
        assert outsider.get(card.get_absolute_url()).status_code == status
        assert "Sala na próby" not in page_of(outsider, "/directory/needs/")


@pytest.mark.django_db(transaction=True)
def test_named_asked_confirmed_and_shown(cast: Cast, card: Card, library: Organisation) -> None:
    ola, jan = cast.client(cast.ola), cast.client(cast.jan)
    others = [cast.client(), *(cast.client(one) for one in (cast.ewa, cast.nowa, cast.marta))]
    assert close(cast, card, "biblioteka KALINOWA").status_code == 303
    row = FoundWith.objects.get()
    assert (row.organisation, row.by, row.agreed_at) == (library, cast.ola, None)
    # Nobody but the two sees it yet, by whichever door.
    everywhere = (
        card.get_absolute_url(), "/directory/needs/", HOME, f"/api/v1/needs/{card.pk}", "/feeds/needs.xml",
    )  # fmt: skip
    jan.get(card.get_absolute_url())  # what is kept for him is not handed on
    for reader in others:
        for address in everywhere:
            assert NAMED not in text(page_of(reader, address)), address
        assert "Sala na próby" not in page_of(reader, f"/directory/{library.slug}/")
    assert f"Found with {NAMED}: we have asked" in text(page_of(ola, card.get_absolute_url()))
    asked = text(page_of(jan, card.get_absolute_url()))
    assert f"says that it found {NAMED} here. Is it so?" in asked
    assert "Is it so?" in page_of(jan, f"/directory/{library.slug}/")
    assert "They say that they found you" in page_of(jan, f"/directory/{library.slug}/cards/")
    told = text(page_of(jan, "/notifications/"))
    assert f"Dom Kultury w Brzozówce says that it found “{NAMED}” here" in told
    assert "Ola Wrona" not in told
    work_off()
    (letter,) = mail.outbox
    assert letter.to == ["jan@example.org"]
    assert card.get_absolute_url() in letter.body and "/directory/needs/stop/" in letter.body
    assert answer(jan, row, "yes") == 303
    for reader in (*others, ola, jan):
        assert f"Found a partner: {NAMED}" in text(page_of(reader, card.get_absolute_url()))
        assert NAMED in page_of(reader, "/directory/needs/").replace("\u00a0", " ")
        assert f"found with {NAMED}" in text(page_of(reader, HOME))
        assert "Sala na próby" in page_of(reader, f"/directory/{library.slug}/")
    data = cast.client().get(f"/api/v1/needs/{card.pk}").json()
    assert data["found_with"] == {
        "slug": library.slug, "name": NAMED, "url": library.get_absolute_url(),
    }  # fmt: skip
    work_off()
    assert mail.outbox[-1].to == ["ola@example.org"]
    assert not Partnership.objects.exists(), "nothing is made in silence"
    assert "of these with an organisation that has confirmed it 1" in text(
        page_of(cast.client(cast.marta), "/directory/review/")
    )


def test_declining_leaves_no_trace_for_others(
    cast: Cast, card: Card, library: Organisation
) -> None:
    close(cast, card)
    row, jan = FoundWith.objects.get(), cast.client(cast.jan)
    assert answer(jan, row, "perhaps") == 422
    for _again in range(2):
        assert answer(jan, row, "no") == 303
    row.refresh_from_db()
    assert (row.agreed_at, row.answered_by) == (None, cast.jan)
    for reader in (cast.client(), cast.client(cast.ewa), cast.client(cast.marta)):
        for address in (
            card.get_absolute_url(),
            HOME,
            "/directory/needs/",
            f"/api/v1/needs/{card.pk}",
        ):
            assert NAMED not in text(page_of(reader, address))
    assert "has not confirmed that you found one another" in text(
        page_of(cast.client(cast.ola), card.get_absolute_url())
    )
    assert close(cast, card).status_code == 422, "not again at once"
    assert answer(jan, row, "yes") == 303, "but they may think again"
    assert NAMED in text(page_of(cast.client(), card.get_absolute_url()))
    assert answer(jan, row, "no") == 303, "and take their name away"
    assert NAMED not in text(page_of(cast.client(), card.get_absolute_url()))


@pytest.mark.parametrize("who", ["ewa", "nowa", "marta", "ola"])
def test_only_its_editors_answer(cast: Cast, card: Card, library: Organisation, who: str) -> None:
    """Neither strangers nor moderators nor who has named it; and a member does not speak for it."""
    close(cast, card)
    row, client = FoundWith.objects.get(), cast.client(getattr(cast, who))
    assert answer(client, row, "yes") == 403
    # The own house is no door to what was said of another one.
    assert answer(client, row, "yes", cast.house) == (404 if who == "ola" else 403)
    assert cast.client().post(f"/directory/{library.slug}/found/{row.pk}/").status_code == 302
    Membership.objects.filter(person=cast.jan).update(role="member")
    assert answer(cast.client(cast.jan), row, "yes") == 403
    assert "Is it so?" not in page_of(cast.client(cast.jan), card.get_absolute_url())
    row.refresh_from_db()
    assert row.agreed_at is None


def test_who_may_name(cast: Cast, card: Card, library: Organisation) -> None:
    """A moderator closes a card, but names nobody: that would be speaking for the house."""
    sent = {"outcome": "found", "partner": NAMED}
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        assert cast.client(outsider).get(done(card)).status_code == 403
        assert cast.client(outsider).post(done(card), sent).status_code == 403
    assert cast.client().post(done(card), sent).status_code == 302
    marta = cast.client(cast.marta)
    assert "With which organisation?" not in page_of(marta, done(card))
    assert marta.post(done(card), sent).status_code == 303
    card.refresh_from_db()
    assert card.outcome == "found" and not FoundWith.objects.exists()


def test_a_name_that_may_be_several_is_asked_about(
    cast: Cast, card: Card, library: Organisation, house: House
) -> None:
    twin = house(NAMED, locality="Rabka")
    response = close(cast, card)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose below which one you mean." in page and "Rabka" in page
    assert page.count('name="which"') == 2 and 'name="asked" value="Biblioteka Kalinowa"' in page
    assert not FoundWith.objects.exists() and Card.objects.get().is_open
    assert close(cast, card, "Kalinowa").status_code == 422, (
        "one that is like it is asked about too"
    )
    assert close(cast, card, "Inna", which=twin.slug, asked=NAMED).status_code == 422
    assert close(cast, card, which=twin.slug, asked=NAMED).status_code == 303
    assert FoundWith.objects.get().organisation == twin
    assert close(cast, card, library.slug).status_code == 303, "another one instead"
    assert FoundWith.objects.get().organisation == library
    assert close(cast, card, "").status_code == 303
    assert not FoundWith.objects.exists(), "nobody after all"


@pytest.mark.parametrize(
    "name", ["Nie ma takiej", "\x00", "x" * 201, "Dom Kultury w Brzozówce", "Tajna"]
)
def test_bad_names_change_nothing(cast: Cast, card: Card, house: House, name: str) -> None:
    house("Tajna", hidden=True)
    response = close(cast, card, name)
    assert response.status_code == 422
    assert 'class="summary-error"' in response.content.decode()
    assert Card.objects.get().is_open and not FoundWith.objects.exists()
    # With another answer the name means nothing; what cannot be read is refused all the same.
    status = close(cast, card, name, outcome="elsewhere").status_code
    assert status == (422 if name in ("\x00", "x" * 201) else 303)
    assert not FoundWith.objects.exists()


def test_put_up_again_it_is_found_no_more(cast: Cast, card: Card, library: Organisation) -> None:
    close(cast, card)
    row = FoundWith.objects.get()
    answer(cast.client(cast.jan), row, "yes")
    assert cast.client(cast.ola).post(f"{HOME}cards/{card.pk}/renew/").status_code == 303
    assert NAMED not in text(page_of(cast.client(), card.get_absolute_url()))
    assert answer(cast.client(cast.jan), row, "yes") == 404
    assert text(page_of(cast.client(cast.jan), "/notifications/")).count(NAMED) == 0


def test_a_hidden_or_removed_partner_is_not_shown(
    cast: Cast, card: Card, library: Organisation
) -> None:
    close(cast, card)
    answer(cast.client(cast.jan), FoundWith.objects.get(), "yes")
    hide_organisation(organisation=library, hidden=True)
    for address in (card.get_absolute_url(), HOME, "/directory/needs/", f"/api/v1/needs/{card.pk}"):
        assert NAMED not in text(page_of(cast.client(), address))
    hide_organisation(organisation=library, hidden=False)
    assert NAMED in text(page_of(cast.client(), card.get_absolute_url()))
    library.delete()
    card.refresh_from_db()
    assert card.outcome == "found" and not FoundWith.objects.exists()


def merged(cast: Cast, gone: Organisation, kept: Organisation) -> None:
    for one in (gone, kept):
        one.refresh_from_db()
    merge_organisations(
        by=cast.marta, gone=gone, kept=kept, choices={}, versions=(gone.version, kept.version),
        same_place=True,
    )  # fmt: skip


def test_a_merged_record_takes_over(
    cast: Cast, card: Card, library: Organisation, house: House
) -> None:
    close(cast, card)
    row = FoundWith.objects.get()
    answer(cast.client(cast.jan), row, "yes")
    kept = house("Biblioteka w Kalinowej")
    FoundWith.objects.create(card=card, organisation=kept, declined_at="2026-01-01T00:00Z")
    merged(cast, library, kept)
    assert FoundWith.objects.get().organisation == kept, "what was agreed counts more"
    assert "Biblioteka w Kalinowej" in text(page_of(cast.client(), card.get_absolute_url()))
    merged(cast, kept, cast.house)
    assert not FoundWith.objects.exists(), "nobody finds themselves"


def test_a_partnership_is_offered_by_one_press(
    cast: Cast, card: Card, library: Organisation
) -> None:
    close(cast, card)
    ola, jan = cast.client(cast.ola), cast.client(cast.jan)
    at = f"{HOME}found/{card.pk}/partnership/"
    assert ola.post(at).status_code == 403, "not before they have confirmed it"
    answer(jan, FoundWith.objects.get(), "yes")
    for outsider in (cast.ewa, cast.nowa, cast.marta, cast.jan):
        assert cast.client(outsider).post(at).status_code == 403
        if outsider != cast.jan:
            assert "partnership" not in page_of(cast.client(outsider), card.get_absolute_url())
    assert "Propose a lasting partnership" in page_of(ola, card.get_absolute_url())
    for _again in range(2):
        assert ola.post(at)["Location"] == f"{HOME}partners/"
    row = Partnership.objects.get()
    assert (row.asked_by, row.about, row.confirmed_at) == (cast.house, "Sala na próby", None)
    assert "They propose a partnership: answer" in page_of(jan, card.get_absolute_url())
    theirs = f"/directory/{library.slug}/partners/"
    assert jan.post(f"{theirs}{row.pk}/confirm/").status_code == 303
    assert "You are partners." in page_of(ola, card.get_absolute_url())


@pytest.mark.django_db(transaction=True)
def test_letters_only_to_those_who_want_them(cast: Cast, card: Card, library: Organisation) -> None:
    User.objects.filter(pk=cast.jan.pk).update(hears_of_matches=False)
    close(cast, card)
    work_off()
    assert mail.outbox == []
    assert "Is it so?" in page_of(cast.client(cast.jan), "/notifications/")


def test_integrity_finds_what_cannot_be(cast: Cast, card: Card, library: Organisation) -> None:
    check = checks["directory.found"]
    close(cast, card)
    assert list(check(False)) == []
    Card.objects.update(outcome="gone")
    assert len(list(check(False))) == 1
    assert len(list(check(True))) == 1
    assert list(check(False)) == [] and not FoundWith.objects.exists()
    FoundWith.objects.create(card=card, organisation=cast.house, declined_at="2026-01-01T00:00Z")
    assert len(list(check(True))) == 1


def test_statements_are_few_and_fixed(cast: Cast, card: Card, library: Organisation) -> None:
    close(cast, card)
    answer(cast.client(cast.jan), FoundWith.objects.get(), "yes")
    visitor, ola = cast.client(), cast.client(cast.ola)
    for address in (card.get_absolute_url(), "/directory/needs/", HOME):
        for client, most in ((visitor, 12), (ola, 18)):
            client.get(address)
            for store in pages._stores.values():
                store.clear()
            with CaptureQueriesContext(connection) as statements:
                assert client.get(address).status_code == 200
            assert len(statements) <= most, (address, len(statements))


def test_names_are_proposed_while_typing(cast: Cast, library: Organisation, house: House) -> None:
    house("Kalinowa tajna", hidden=True)
    at = "/suggest/?of=organisations&q=@kalin"
    assert cast.client().get(at).status_code == 401
    (one,) = cast.client(cast.ola).get(at).json()["results"]
    assert one == {"insert": library.slug, "name": NAMED, "note": "Skawina"}
