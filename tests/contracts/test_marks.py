"""Reactions, votes and thanks sent by many at once, from several browsers: each is counted once."""

import uuid
from collections.abc import Callable
from typing import Any

import httpx

from tests.contracts.callers import Api
from tests.contracts.house import House
from tests.contracts.test_writing import at_once

MANY = 12


def _put(one: Api, path: str, body: Any = None) -> httpx.Response:
    return one.http.put(f"/api/v1/{path}", json=body if body is not None else {})


def test_presses_at_once_count_each_person_once(
    house: House, api: Callable[..., Api], ola: Api, nobody: Api
) -> None:
    topic = ola.topic("Kto przyjdzie?", "Piszcie.")
    post = nobody.get(f"topics/{topic['id']}/posts").json()["results"][0]
    people = [api(who) for who in ("jan", "ewa", "marta")]
    path = f"posts/{post['id']}/reactions/agree"
    answers = at_once(lambda n: _put(people[n % 3], path), MANY)
    assert {answer.status_code for answer in answers} == {200}

    def turn(n: int) -> httpx.Response:
        one = people[n % 3]
        return _put(one, path) if n % 2 else one.http.delete(f"/api/v1/{path}")

    at_once(turn, MANY)
    for one in people:
        _put(one, path)
    found = nobody.get(f"posts/{post['id']}/reactions").json()["results"]
    said = {row["kind"]: (row["count"], len(row["people"])) for row in found}
    assert said["agree"] == (3, 3)
    assert nobody.get(f"topics/{topic['id']}/posts").json()["results"][0]["reactions"] == {
        "agree": 3
    }


def test_ballots_at_once_count_each_person_once(
    house: House, api: Callable[..., Api], ola: Api, nobody: Api
) -> None:
    topic = ola.topic("Który dzień?", "Wybierzcie.")
    made = ola.post(
        f"topics/{topic['id']}/polls",
        {"question": "Dzień?", "choices": ["wtorek", "czwartek"], "results": "always"},
    ).json()
    choices = [choice["id"] for choice in made["choices"]]
    people = [api(who) for who in ("jan", "ewa", "marta")]

    def vote(n: int) -> httpx.Response:
        return _put(people[n % 3], f"polls/{made['id']}/vote", {"choices": [choices[n % 2]]})

    answers = at_once(vote, MANY)
    assert {answer.status_code for answer in answers} == {200}
    poll = nobody.get(f"polls/{made['id']}").json()
    assert poll["voters"] == 3
    assert sum(choice["votes"] for choice in poll["choices"]) == 3
    closed = at_once(lambda _n: ola.post(f"polls/{made['id']}/close", {}), 4)
    assert {answer.status_code for answer in closed} == {200}
    assert vote(0).status_code == 403


def test_thanks_at_once_are_one(ola: Api, jan: Api, nobody: Api) -> None:
    topic = ola.topic("Za co dziękujemy?", "Za wszystko.")
    post = nobody.get(f"topics/{topic['id']}/posts").json()["results"][0]["id"]
    key = uuid.uuid4().hex
    path = f"posts/{post}/thanks"
    same = at_once(lambda _n: jan.post(path, {"words": "Za ławki."}, key=key), 6)
    assert {answer.status_code for answer in same} == {201}
    assert len({answer.json()["id"] for answer in same}) == 1
    again = at_once(lambda _n: jan.post(path, {"words": "Za ławki."}), 4)
    assert {answer.status_code for answer in again} == {409}


def test_nothing_has_drifted(house: House) -> None:
    said = house.commands(["search_drain", "--once"], ["check_integrity"])
    assert "no drift" in said[-1]
