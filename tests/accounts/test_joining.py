"""From a stranger to a member who writes: sign-up, the letter, log-in, log-out, a new password."""

import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from forums.models import Topic
from kernel.jobs import work_off
from tests.cast import PASSWORD, Cast

NEW = {"name": "Zofia Żak", "email": "zofia@example.org", "password1": "wapno-i-farbka-22"}
pytestmark = pytest.mark.django_db(transaction=True)


def letters() -> list[EmailMessage]:
    """What the background has sent by now."""
    work_off()
    return mail.outbox


def link(letter: EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", str(letter.body))
    assert found, letter.body
    return found.group(1)


def joined(client: Client) -> None:
    assert client.post("/accounts/signup/", NEW).status_code in (302, 303)


def signed_in(client: Client) -> bool:
    return client.get("/accounts/settings/").status_code == 200


def test_signing_up_wants_the_address_confirmed_and_then_opens_everything(cast: Cast) -> None:
    client = cast.client()
    joined(client)
    assert mail.outbox == []  # nobody waits for the mail server
    letter = letters()[0]
    assert letter.to == ["zofia@example.org"]
    assert not signed_in(client)
    zofia = User.objects.get(email="zofia@example.org")
    assert (zofia.name, zofia.handle, zofia.verified) == ("Zofia Żak", "zofia.zak", False)
    page = client.get(link(letter))
    assert page.status_code == 200
    zofia.refresh_from_db()
    assert not zofia.verified  # a mail program that opens links in advance confirms nothing
    assert client.post(link(letter)).status_code in (302, 303)
    zofia.refresh_from_db()
    assert zofia.verified
    assert signed_in(client)
    sent = client.post(
        f"/forums/{cast.square.slug}/ask/",
        {"title": "Dzień dobry", "body": "Jestem tu nowa.", "kind": "discussion", "lang": "pl"},
    )
    assert sent.status_code == 303
    assert Topic.objects.get(title="Dzień dobry").author == zofia


def test_without_the_confirmation_nobody_gets_in(cast: Cast) -> None:
    client = cast.client()
    joined(client)
    client.post("/accounts/login/", {"login": NEW["email"], "password": NEW["password1"]})
    assert not signed_in(client)


def test_sign_up_answers_the_same_for_an_address_that_is_known(cast: Cast) -> None:
    known, unknown = cast.client(), cast.client()
    first = known.post("/accounts/signup/", {**NEW, "email": cast.ola.email}, follow=True)
    second = unknown.post("/accounts/signup/", NEW, follow=True)
    assert first.redirect_chain == second.redirect_chain

    def told(page: bytes) -> str:
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.decode())
        return text.replace(cast.ola.email, "A").replace(NEW["email"], "A")

    assert told(first.content) == told(second.content)
    assert User.objects.filter(email=cast.ola.email).count() == 1
    to_ola = next(letter for letter in letters() if letter.to == [cast.ola.email])
    assert "/accounts/password/reset/" in str(to_ola.body)
    assert not signed_in(known)


def test_a_forgotten_password_is_answered_the_same_for_a_stranger(cast: Cast) -> None:
    known = cast.client().post("/accounts/password/reset/", {"email": cast.ola.email}, follow=True)
    unknown = cast.client().post(
        "/accounts/password/reset/", {"email": "x@example.org"}, follow=True
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert known.status_code == unknown.status_code == 200
    assert {tuple(letter.to) for letter in letters()} >= {(cast.ola.email,)}


def test_a_new_password_by_mail_ends_the_old_one(cast: Cast) -> None:
    client = cast.client()
    client.post("/accounts/password/reset/", {"email": cast.ola.email})
    page = client.get(link(letters()[0]), follow=True)
    form = page.redirect_chain[-1][0]
    new = {"password1": "nowe-haslo-na-rynek", "password2": "nowe-haslo-na-rynek"}
    assert client.post(form, new).status_code in (302, 303)
    old = cast.client()
    old.post("/accounts/login/", {"login": cast.ola.email, "password": PASSWORD})
    assert not signed_in(old)
    fresh = cast.client()
    fresh.post("/accounts/login/", {"login": cast.ola.email, "password": new["password1"]})
    assert signed_in(fresh)
    again = cast.client().get(link(mail.outbox[0]), follow=True)
    assert b'name="password1"' not in again.content  # the link works once


def test_logging_in_and_out(cast: Cast) -> None:
    client = cast.client()
    wrong = client.post("/accounts/login/", {"login": cast.ola.email, "password": "zle-haslo-zle"})
    assert wrong.status_code in (200, 422)
    assert not signed_in(client)
    right = client.post("/accounts/login/", {"login": "OLA@example.org", "password": PASSWORD})
    assert right.status_code in (302, 303)
    assert signed_in(client)
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client)  # a link cannot log anybody out
    assert client.post("/accounts/logout/").status_code in (302, 303)
    assert not signed_in(client)


def test_a_wrong_password_says_the_same_as_a_wrong_address(cast: Cast) -> None:
    known = cast.client().post(
        "/accounts/login/", {"login": cast.ola.email, "password": "abcabcabc1"}
    )
    unknown = cast.client().post(
        "/accounts/login/", {"login": "x@example.org", "password": "abcabcabc1"}
    )

    def error(page: bytes) -> list[str]:
        return re.findall(r'class="error"[^>]*>(.*?)</', page.decode(), re.S)

    assert error(known.content) == error(unknown.content)


def test_someone_barred_does_not_get_in(cast: Cast) -> None:
    User.objects.filter(pk=cast.jan.pk).update(is_active=False)
    client = cast.client()
    client.post("/accounts/login/", {"login": cast.jan.email, "password": PASSWORD})
    assert not signed_in(client)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "a\x00b"},
        {"name": "\u202eadmin"},
        {"name": "a" * 40_000},
        {"email": "not an address"},
        {"email": "a\x00@example.org"},
        {"email": "a" * 40_000 + "@example.org"},
        {"password1": "short"},
        {"password1": "12345678901"},
        {"password1": "haslo\x00haslo-haslo"},
        {"password1": "x" * 40_000},
        {"password1": "zofia@example.org"},
    ],
)
def test_what_cannot_be_an_account_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    before = User.objects.count()
    answer = cast.client().post("/accounts/signup/", {**NEW, **wrong})
    assert answer.status_code in (200, 400, 422)
    assert User.objects.count() == before
    assert letters() == []


def test_two_people_of_one_name_get_two_handles(cast: Cast) -> None:
    for address in ("a@example.org", "b@example.org"):
        cast.client().post("/accounts/signup/", {**NEW, "email": address})
    assert set(User.objects.filter(name="Zofia Żak").values_list("handle", flat=True)) == {
        "zofia.zak",
        "zofia.zak2",
    }


def test_the_letter_speaks_the_language_of_the_browser(cast: Cast) -> None:
    Client(headers={"accept-language": "pl"}).post("/accounts/signup/", NEW)
    assert User.objects.get(email=NEW["email"]).language == "pl"
    cast.client().post("/accounts/signup/", {**NEW, "email": "zo@example.org"})
    assert User.objects.get(email="zo@example.org").language == "en"
