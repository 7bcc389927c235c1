"""Joining while too many join at once: a sum for browsers, another way for those without scripts."""

import re
from hashlib import sha256

import pytest
from django.test import Client

from accounts import proof
from accounts.models import User
from place.actions.change_settings import change_settings
from tests.cast import PASSWORD, Cast, person

PAGE = "/accounts/signup/"


@pytest.fixture(autouse=True)
def _limits_hold(limits_in_life: None) -> None:
    """The number of those who join in an hour is what is counted here."""


def defended(cast: Cast, when: str = "always", usual: int = 30) -> None:
    change_settings(by=cast.adam, section="defence", values={"proof": when, "joins_an_hour": usual})


def asked(client: Client) -> str:
    """The challenge of the page; "" where there is none."""
    found = re.search(r'data-proof="([^"]+)"', client.get(PAGE).content.decode())
    return found.group(1) if found else ""


def solved(challenge: str) -> str:
    for number in range(10_000_000):
        answer = f"{challenge}~{number}"
        if int.from_bytes(sha256(answer.encode()).digest(), "big") >> (256 - proof.BITS) == 0:
            return answer
    raise AssertionError


def join(client: Client, name: str, answer: str = "") -> int:
    sent = {"name": name, "email": f"{name.lower()}@przyklad.pl", "password1": PASSWORD, "proof": answer}  # fmt: skip
    return client.post(PAGE, sent).status_code


def test_usually_nobody_is_asked(cast: Cast) -> None:
    client = Client()
    assert not asked(client)
    assert b"proof.js" not in client.get(PAGE).content
    assert join(client, "Halina") == 302
    assert not User.objects.get(name="Halina").watched


def test_a_solved_sum_lets_in_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "BITS", 10)
    defended(cast)
    client = Client()
    answer = solved(asked(client))
    assert join(client, "Halina", answer) == 302
    assert not User.objects.get(name="Halina").watched
    assert join(Client(), "Zofia", answer) == 302, "the second use counts as none"
    assert User.objects.get(name="Zofia").watched


@pytest.mark.parametrize(
    "answer", ["", "x", "~", "a:b:c~1", "zły~\u0661", "x" * 190, "1" * 30 + "~1"]
)
def test_without_a_proof_what_one_writes_first_is_looked_at(cast: Cast, answer: str) -> None:
    defended(cast)
    assert join(Client(), "Halina", answer) == 302
    assert User.objects.get(name="Halina").watched


def test_only_some_join_without_a_proof(cast: Cast) -> None:
    defended(cast)
    answers = [join(Client(), f"Osoba{number}") for number in range(12)]
    assert answers[:10] == [302] * 10
    assert 302 not in answers[10:]
    page = Client(headers={"accept-language": "en"}).post(PAGE, {
        "name": "Kto", "email": "kto@przyklad.pl", "password1": PASSWORD,
    })  # fmt: skip
    assert "try again in an hour" in page.content.decode()
    assert 'value="Kto"' in page.content.decode()


def test_it_begins_by_itself_when_too_many_join(cast: Cast) -> None:
    defended(cast, "attack", usual=8)
    assert not asked(Client())
    for number in range(4):
        person(f"nowy{number}", f"Nowy {number}")
    assert asked(Client())
    defended(cast, "never", usual=1)
    assert not asked(Client())


def test_an_old_or_forged_challenge_does_not_count(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "BITS", 4)
    good = solved(proof.challenge())
    monkeypatch.setattr(proof, "FRESH", -1)
    assert not proof.holds(good)
    monkeypatch.setattr(proof, "FRESH", 60)
    assert not proof.holds(solved("a" + proof.challenge()))
    assert proof.holds(good)
    assert not proof.holds(good)
