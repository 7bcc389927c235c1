""" "I belong to this organisation": proved by mail, decided by moderators, answered by editors."""

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client

from directory.models import Claim, Membership, Organisation
from kernel.jobs import work_off
from notifications.models import Notification
from tests.cast import Cast
from tests.directory.conftest import House, page_of
from tests.directory.test_pages import HOME

pytestmark = pytest.mark.django_db(transaction=True)
EVIDENCE = "Prowadzę tam bibliotekę od 2015 roku, moje nazwisko stoi na stronie."


def letters(to: str) -> list[str]:
    work_off()
    return [str(letter.body) for letter in mail.outbox if letter.to == [to]]


def link_in(body: str) -> str:
    return re.findall(r"http://testserver(/directory/\S+)", body)[0]


@pytest.fixture
def shadow(cast: Cast, house: House) -> Organisation:
    """A record from a register that nobody looks after."""
    one = house("Biblioteka w Skawinie")
    Organisation.objects.filter(pk=one.pk).update(
        website="https://www.biblioteka-skawina.pl/kontakt", email="czytelnia@gmail.com",
        source="Rejestr instytucji kultury",
    )  # fmt: skip
    one.refresh_from_db()
    return one


def claim_of(person: str) -> Claim:
    return Claim.objects.get(person__handle=person, status="open")


def by_mail(client: Client, shadow: Organisation, email: str, **more: str) -> int:
    sent = {"way": "mail", "email": email, **more}
    return client.post(f"{shadow.get_absolute_url()}claim/", sent).status_code


def test_the_page_says_that_it_is_prefilled_and_how_to_claim_it(
    cast: Cast, shadow: Organisation
) -> None:
    page = page_of(cast.client(), shadow.get_absolute_url())
    assert "Nobody of this organisation looks after this page yet." in page
    assert "We have filled it in from: Rejestr instytucji kultury." in page
    assert f"{shadow.get_absolute_url()}claim/" in page
    assert f"/moderation/report/organisation/{shadow.pk}/" in page
    assert "looks after this page yet" not in page_of(cast.client(), HOME)
    answer = cast.client().get(f"{shadow.get_absolute_url()}claim/")
    assert answer["Location"].startswith("/accounts/login/")
    assert cast.client(cast.nowa).get(f"{shadow.get_absolute_url()}claim/").status_code == 403
    page = page_of(cast.client(cast.jan), f"{shadow.get_absolute_url()}claim/")
    assert "…@biblioteka-skawina.pl" in page and "czytelnia@gmail.com" in page
    assert "…@gmail.com" not in page


@pytest.mark.parametrize("email", ["jan@biblioteka-skawina.pl", "CZYTELNIA@gmail.com"])
def test_a_link_to_the_own_address_is_enough(cast: Cast, shadow: Organisation, email: str) -> None:
    jan, home = cast.client(cast.jan), shadow.get_absolute_url()
    assert by_mail(jan, shadow, email) == 303
    link = link_in(letters(email)[0])
    page = page_of(jan, link)
    assert "Jan Zubek" in page
    assert not Membership.objects.filter(organisation=shadow).exists(), "looking proves nothing"
    for outsider in (cast.ewa, cast.ola):
        assert cast.client(outsider).post(link).status_code == 403, "another account proves nothing"
    assert cast.client().post(link)["Location"].startswith("/accounts/login/")
    assert jan.post(link).status_code == 303
    assert Membership.objects.get(organisation=shadow).person == cast.jan
    assert Claim.objects.get().status == "accepted"
    assert "Change this page" in page_of(jan, home)
    assert "looks after this page yet" not in page_of(cast.client(), home)
    assert "możesz zmieniać stronę" in letters("jan@example.org")[0]
    assert Notification.objects.get(person=cast.jan).kind == "claim_accepted"
    if email.startswith("jan"):
        assert "Jan Zubek prowadzi od dziś stronę" in letters("czytelnia@gmail.com")[0]
    Membership.objects.filter(organisation=shadow).delete()
    assert jan.post(link).status_code == 409, "a link is used once"
    assert not Membership.objects.filter(organisation=shadow).exists()


@pytest.mark.parametrize(
    "email",
    [
        "jan@gmail.com", "jan@example.org", "jan@evil-biblioteka-skawina.pl", "a@biblioteka-skawina.pl.evil.com",
        "jan@poczta.biblioteka-skawina.pl", "biblioteka-skawina.pl", "", "a\x00@biblioteka-skawina.pl",
        "a@biblioteka-skawina.pl, jan@example.org", "x" * 300 + "@biblioteka-skawina.pl",
        "a\nBcc: x@example.org@biblioteka-skawina.pl",
    ],
)  # fmt: skip
def test_other_addresses_prove_nothing(cast: Cast, shadow: Organisation, email: str) -> None:
    assert by_mail(cast.client(cast.jan), shadow, email) == 422
    assert not Claim.objects.exists()
    work_off()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("website", "email", "good"),
    [
        ("https://facebook.com/dk", "", "jan@facebook.com"), ("https://sites.google.com/x", "", "a@google.com"),
        ("https://wp.pl", "", "jan@wp.pl"), ("", "dk@op.pl", "inny@op.pl"), ("https://127.0.0.1/", "", "a@127.0.0.1"),
        ("https://www.gov.pl/web/dk", "", "a@mkidn.gov.pl"),
    ],
)  # fmt: skip
def test_shared_domains_never_count(
    cast: Cast, shadow: Organisation, website: str, email: str, good: str
) -> None:
    Organisation.objects.filter(pk=shadow.pk).update(website=website, email=email)
    assert by_mail(cast.client(cast.jan), shadow, good) == 422


def test_an_address_that_is_not_for_everybody_is_neither_shown_nor_good(
    cast: Cast, shadow: Organisation
) -> None:
    Organisation.objects.filter(pk=shadow.pk).update(
        email="dyrektor@tajna.pl", shown_to={"email": "editors"}, website=""
    )
    jan = cast.client(cast.jan)
    assert "tajna.pl" not in page_of(jan, f"{shadow.get_absolute_url()}claim/")
    assert by_mail(jan, shadow, "dyrektor@tajna.pl") == 422


def test_a_link_ends_after_a_week_or_with_a_newer_one(cast: Cast, shadow: Organisation) -> None:
    jan = cast.client(cast.jan)
    by_mail(jan, shadow, "jan@biblioteka-skawina.pl")
    old = link_in(letters("jan@biblioteka-skawina.pl")[0])
    by_mail(jan, shadow, "biuro@biblioteka-skawina.pl")
    new = link_in(letters("biuro@biblioteka-skawina.pl")[0])
    assert Claim.objects.count() == 1
    assert jan.post(old).status_code == 409
    assert jan.post(new[:-8] + "abcdefg/").status_code == 409
    with time_machine.travel("2030-01-01", tick=False):
        late = cast.client(cast.jan)
        assert late.post(new).status_code == 409
    assert not Membership.objects.filter(organisation=shadow).exists()
    assert jan.post(f"{HOME}claim/{new.split('/')[-2]}/").status_code == 409, "of another page"
    assert jan.post(f"{shadow.get_absolute_url()}claim/withdraw/").status_code == 303
    assert jan.post(new).status_code == 409, "it was taken back"


def test_a_moderator_decides_where_mail_proves_nothing(cast: Cast, shadow: Organisation) -> None:
    jan, marta = cast.client(cast.jan), cast.client(cast.marta)
    sent = {"way": "word", "evidence": EVIDENCE, "key": "k1"}
    address = f"{shadow.get_absolute_url()}claim/"
    assert jan.post(address, {"way": "word", "evidence": " "}).status_code == 422
    for _again in range(2):
        assert jan.post(address, sent).status_code == 303
    assert jan.post(address, {**sent, "evidence": "Inne"}).status_code == 422, "a used key"
    claim = claim_of("jan")
    assert len(letters("marta@example.org")) == 1
    assert Notification.objects.get(person=cast.marta).kind == "claim_made"
    page = f"/directory/review/claims/{claim.pk}/"
    assert EVIDENCE in page_of(marta, page)
    assert "Jan Zubek: Biblioteka" in page_of(marta, "/directory/review/")
    for outsider in (cast.jan, cast.ola, cast.ewa, cast.nowa, cast.visitor):
        client = cast.client(outsider)
        assert client.get(page).status_code == 404
        assert client.post(page, {"verdict": "yes"}).status_code == 404
    assert marta.post(page, {"verdict": "no"}).status_code == 422
    assert (
        marta.post(page, {"verdict": "yes", "reason": "Zgadza się.", "review": "1"}).status_code
        == 303
    )
    assert Membership.objects.get(organisation=shadow).person == cast.jan
    shadow.refresh_from_db()
    assert shadow.moderated
    assert "Zgadza się." in letters("jan@example.org")[0]
    assert cast.client(cast.adam).post(page, {"verdict": "no", "reason": "Nie"}).status_code == 409
    assert Claim.objects.get().status == "accepted"


def test_a_claim_is_not_accepted_with_a_reason(cast: Cast, shadow: Organisation) -> None:
    jan, address = cast.client(cast.jan), f"{shadow.get_absolute_url()}claim/"
    jan.post(address, {"way": "word", "evidence": EVIDENCE})
    page = f"/directory/review/claims/{claim_of('jan').pk}/"
    cast.client(cast.marta).post(page, {"verdict": "no", "reason": "Nikt tam Pana nie zna."})
    assert not Membership.objects.filter(organisation=shadow).exists()
    assert "Nikt tam Pana nie zna." in letters("jan@example.org")[0]
    assert "Nikt tam Pana nie" in page_of(jan, address)
    assert jan.post(address, {"way": "word", "evidence": "Mam pismo."}).status_code == 303, (
        "once more"
    )


def test_open_claims_are_bounded(cast: Cast, house: House) -> None:
    jan = cast.client(cast.jan)
    homes = [house(f"Dom {number}").get_absolute_url() for number in range(6)]
    codes = [
        jan.post(f"{home}claim/", {"way": "word", "evidence": EVIDENCE}).status_code
        for home in homes
    ]
    assert codes == [303] * 5 + [422]


def test_editors_are_asked_and_add_by_one_press(cast: Cast) -> None:
    jan, ola, address = cast.client(cast.jan), cast.client(cast.ola), f"{HOME}claim/"
    assert "Ask the people who look after the page" in page_of(jan, address)
    assert jan.post(address, {"way": "mail", "email": "a@b.pl"}).status_code == 422
    assert jan.post(address, {"way": "word", "evidence": "Prowadzę chór."}).status_code == 303
    claim = claim_of("jan")
    assert "Prowadzę chór." in letters("ola@example.org")[0]
    assert Notification.objects.get(person=cast.ola).url == f"{HOME}people/"
    assert "Nobody waits." in page_of(cast.client(cast.marta), "/directory/review/")
    assert "Prowadzę chór." in page_of(ola, f"{HOME}people/")
    answer = f"{HOME}people/asks/{claim.pk}/"
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        assert cast.client(outsider).post(answer, {"verdict": "yes"}).status_code == 403
    assert cast.client().post(answer, {"verdict": "yes"})["Location"].startswith("/accounts/login/")
    assert ola.post(f"{HOME}people/asks/{claim.pk + 1}/", {"verdict": "yes"}).status_code == 404
    assert ola.post(answer, {"verdict": "yes"}).status_code == 303
    assert Membership.objects.get(organisation=cast.house, person=cast.jan).role == "editor"
    assert ola.post(answer, {"verdict": "no", "reason": "Nie"}).status_code == 409


def test_who_used_to_belong_asks_like_anybody(cast: Cast) -> None:
    ewa, ola = cast.client(cast.ewa), cast.client(cast.ola)
    assert ewa.post(f"{HOME}claim/", {"way": "word", "evidence": ""}).status_code == 303
    answer = f"{HOME}people/asks/{claim_of('ewa').pk}/"
    assert ola.post(answer, {"verdict": "no", "reason": ""}).status_code == 303
    assert Membership.objects.get(organisation=cast.house, person=cast.ewa).left_at is not None
    assert Claim.objects.get().reason
    assert ola.post(f"{HOME}claim/", {"way": "word", "evidence": ""}).status_code == 422


def test_when_the_editors_leave_the_moderators_answer(cast: Cast) -> None:
    cast.client(cast.jan).post(f"{HOME}claim/", {"way": "word", "evidence": EVIDENCE})
    Membership.objects.filter(person=cast.ola).delete()
    assert EVIDENCE[:30] in page_of(cast.client(cast.marta), "/directory/review/")


def test_a_hidden_record_cannot_be_claimed(cast: Cast, house: House) -> None:
    home = house("Ukryta", hidden=True).get_absolute_url()
    assert cast.client(cast.jan).get(f"{home}claim/").status_code == 404
    assert cast.client(cast.jan).post(f"{home}claim/", {"way": "word"}).status_code == 404
