"""Attacks on the log-in: they are slowed, the owner gets in, and nobody learns who has an account."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client, override_settings

from accounts.models import User
from kernel.jobs import work_off
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = "nikt@example.org"


@pytest.fixture(autouse=True)
def _limits_as_in_life(limits_in_life: None) -> Iterator[None]:
    with override_settings(ACCOUNT_RATE_LIMITS=False):
        yield


def browser_at(address: str) -> Client:
    return Client(headers={"accept-language": "en"}, REMOTE_ADDR=address)


def tried(browser: Client, email: str, password: str = "zgadywane-haslo") -> Any:
    return browser.post("/accounts/login/", {"login": email, "password": password})


def signed_in(browser: Client) -> bool:
    return browser.get("/accounts/settings/").status_code == 200


def places(count: int) -> list[str]:
    return [f"10.{number // 250}.0.{number % 250 + 1}" for number in range(count)]


def letters_to(address: str) -> int:
    work_off()
    return sum(address in letter.to for letter in mail.outbox)


@pytest.mark.parametrize("email", ["ola@example.org", NOBODY])
def test_one_address_against_one_account(cast: Cast, email: str) -> None:
    guesser = browser_at("10.9.9.9")
    answers = [tried(guesser, email) for _ in range(20)]
    assert [answer.status_code for answer in answers] == [200] * 7 + [429] * 13
    assert int(answers[-1]["Retry-After"]) > 0
    assert "/accounts/login/code/" in answers[-1].content.decode()
    tried(guesser, cast.ola.email, PASSWORD)
    assert signed_in(guesser) is (email == NOBODY)  # another account is not shut with it
    elsewhere = browser_at("10.8.8.8")
    tried(elsewhere, cast.ola.email, PASSWORD)
    assert signed_in(elsewhere)


def test_one_address_against_many_accounts(cast: Cast) -> None:
    guesser = browser_at("10.9.9.9")
    answers = [tried(guesser, f"osoba{number}@example.org").status_code for number in range(40)]
    assert answers == [200] * 30 + [429] * 10


def test_a_header_that_anybody_can_write_moves_nobody(cast: Cast) -> None:
    answers = [
        browser_at("10.9.9.9").post(
            "/accounts/login/",
            {"login": NOBODY, "password": "x"},
            headers={"x-forwarded-for": place},
        )
        for place in places(12)
    ]
    assert answers[-1].status_code == 429


def test_many_addresses_against_one_account_never_lock_the_owner_out(cast: Cast) -> None:
    own = browser_at("10.1.1.1")
    tried(own, cast.ola.email, PASSWORD)
    own.post("/accounts/logout/")
    answers = [tried(browser_at(place), cast.ola.email).status_code for place in places(70)]
    assert answers.count(200) == 10
    assert set(answers[10:]) == {429}
    stranger = browser_at("10.7.7.7")
    assert tried(stranger, cast.ola.email, PASSWORD).status_code == 429  # not even the right one
    tried(own, cast.ola.email, PASSWORD)
    assert signed_in(own)  # a browser that is known
    fresh = browser_at("10.6.6.6")
    fresh.post("/accounts/login/code/", {"email": cast.ola.email})
    work_off()
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", str(mail.outbox[-1].body), re.M)
    assert code, mail.outbox[-1].body
    fresh.post("/accounts/login/code/confirm/", {"code": code[1]})
    assert signed_in(fresh)  # a code by mail
    tried(browser_at("10.5.5.5"), cast.jan.email, PASSWORD)  # others are not held up


def test_a_known_browser_has_a_count_too_and_is_known_for_its_owner_alone(cast: Cast) -> None:
    own = browser_at("10.1.1.1")
    tried(own, cast.ola.email, PASSWORD)
    own.post("/accounts/logout/")
    assert [tried(own, cast.ola.email).status_code for _ in range(16)][-1] == 429
    assert [tried(own, cast.jan.email).status_code for _ in range(11)][-1] == 429
    forged = browser_at("10.1.1.2")
    forged.cookies["known"] = own.cookies["known"].value[:-3] + "abc"
    assert [tried(forged, cast.ola.email).status_code for _ in range(11)][-1] == 429


def test_right_passwords_of_a_whole_room_do_not_count(cast: Cast) -> None:
    for _ in range(14):
        browser = browser_at("10.3.3.3")
        tried(browser, cast.ola.email, PASSWORD)
        assert signed_in(browser)


def test_nobody_is_flooded_with_letters(cast: Cast) -> None:
    for number, email in enumerate((cast.jan.email, NOBODY)):
        browser = browser_at(f"10.4.4.{number + 1}")
        for _ in range(12):
            answer = browser.post("/accounts/password/reset/", {"email": email})
            assert answer.status_code == 302
        assert letters_to(email) == 3


def told(answer: Any, email: str) -> str:
    """What the page says, but for the address itself and for tokens."""
    text = re.sub(
        r'(csrfmiddlewaretoken" value=|name="opened" value=)"[^"]*"', "", answer.content.decode()
    )
    return text.replace(email, "ADDRESS")


DOORS = {
    "log-in": ("/accounts/login/", {"login": "{}", "password": "zle-haslo-zle"}),
    "code": ("/accounts/login/code/", {"email": "{}"}),
    "reset": ("/accounts/password/reset/", {"email": "{}"}),
    "sign-up": (
        "/accounts/signup/",
        {"email": "{}", "name": "Zofia", "password1": "wapno-i-farbka-2"},
    ),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("known", ["jan@example.org", "nowa@example.org", "zamkniety@example.org"])
def test_every_door_says_the_same_of_who_is_there_and_who_is_not(
    cast: Cast, door: str, known: str
) -> None:
    if known.startswith("zamkniety"):
        User.objects.filter(pk=cast.ewa.pk).update(is_active=False)
        known = cast.ewa.email
    path, fields = DOORS[door]
    seen = []
    for number, email in enumerate((known, NOBODY)):
        browser = browser_at(f"10.2.{number}.1")
        sent = {name: value.format(email) for name, value in fields.items()}
        answer = browser.post(path, sent, follow=True)
        seen.append((answer.redirect_chain, answer.status_code, told(answer, email)))
    assert seen[0] == seen[1]
    if door != "log-in":
        # A letter goes out either way: how long the answer takes says nothing, nor does the queue.
        assert letters_to(NOBODY) == 1


def test_another_address_that_somebody_has_is_taken_like_any(cast: Cast) -> None:
    browser = cast.client(cast.ola)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answers = [
        browser.post("/accounts/email/", {"email": email, "action_add": ""}, follow=True)
        for email in (cast.jan.email, NOBODY)
    ]
    pages = [re.sub(r"jan@example.org|nikt@example.org", "A", told(one, "")) for one in answers]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert "already" not in pages[0] and "already" not in pages[1]
    assert letters_to(cast.jan.email) == letters_to(NOBODY) == 1


def test_a_wrong_log_in_is_told_in_one_sentence_for_all_causes(cast: Cast) -> None:
    said = "Adres albo hasło się nie zgadza. Spróbuj jeszcze raz albo poproś o kod."
    for address in (cast.ola.email, NOBODY):
        browser = Client(headers={"accept-language": "pl"})
        answer = browser.post("/accounts/login/", {"login": address, "password": "zle-haslo-zle"})
        assert said in answer.content.decode()
