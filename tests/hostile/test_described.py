"""The API against its own description: whatever is sent that the description allows, or nearly, is answered as it
says, and never with a breakdown.

It goes on for `API_SECONDS` (15), and until every role has asked for everything; more finds more. What is sent is
drawn anew each time; what fails is printed with the request that shows it.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.contracts.callers import Api
from tests.contracts.house import House
from tests.hostile.filling import Filler

schemathesis = pytest.importorskip("schemathesis")

from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.core.failures import Failure, FailureGroup  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

SECONDS = float(os.environ.get("API_SECONDS", "15"))
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    response_headers_conformance,
]  # fmt: skip
ROLES = (None, "ola", "marta")
"""Nobody, a member, a moderator."""
LEAST = 300


@dataclass
class Run:
    """What was asked and what was wrong."""

    asked: int = 0
    fine: int = 0
    wrong: dict[str, str] = field(default_factory=dict)


class Enough(Exception):
    """The time is up."""


@pytest.fixture(scope="module")
def known(api: Callable[..., Api], planted: Filler, market: int) -> dict[str, str]:
    """Real things for the places in addresses: a wrong id alone would only ever find nothing."""
    topic, note = (
        api("ola").topic("Do opisu", "Treść", kind="question"),
        api("ola").note("Do opisu"),
    )
    reply = api("jan").reply(topic["id"])
    return {
        "topic_id": str(topic["id"]), "post_id": str(reply["id"]), "room_id": str(market), "seq": "1", "revision": "1",
        "handle": "jan.zubek", "kind": "agree", "pk": str(planted.at["card"]), "card_id": str(planted.at["card"]),
        "note": note["slug"],
    }  # fmt: skip


def slug_for(path: str, known: dict[str, str], planted: Filler) -> str:
    if "/forums/" in path:
        return "ogolne"
    if "/collections/" in path:
        return str(planted.at["collection"])
    return known["note"] if "/notes/" in path else str(planted.at["house"])


def test_the_api_does_what_its_description_says(
    house: House, planted: Filler, known: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    schema = schemathesis.openapi.from_url(f"{house.base}/api/v1/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 60
    run, until = Run(), time.monotonic() + SECONDS
    with suppress(Enough):
        for turn in range(1_000):
            for role in ROLES:
                for operation in operations:
                    _ask(run, operation, house, role, turn, until, known, planted)
    with capsys.disabled():
        print(f"\n{run.asked} requests, {len(operations)} operations, {run.fine} answered with 2xx")
    assert run.wrong == {}, "\n\n".join(f"{name}\n{said}" for name, said in run.wrong.items())
    assert run.asked >= LEAST
    assert run.fine > 20


def _ask(
    run: Run, operation: Any, house: House, role: str | None, turn: int, until: float,
    known: dict[str, str], planted: Filler,
) -> None:  # fmt: skip
    headers = {"Authorization": f"Bearer {house.tokens[role]}"} if role else {}

    @given(case=operation.as_strategy())
    @settings(
        max_examples=2, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def once(case: Any) -> None:
        if turn > 0 and time.monotonic() > until:
            raise Enough
        if turn % 2 == 0:  # every second turn with things that are there
            case.path_parameters = dict(
                _real(case.path_parameters or {}, operation.path, known, planted)
            )
        answer = case.call(headers=headers)
        run.asked += 1
        run.fine += answer.status_code < 300
        try:
            case.validate_response(answer, checks=CHECKS)
        except (Failure, FailureGroup) as error:
            found = error.exceptions if isinstance(error, FailureGroup) else [error]
            for one in found:
                run.wrong.setdefault(f"{operation.label}: {type(one).__name__}", str(error)[:1500])

    once()


def _real(
    given_: dict[str, Any], path: str, known: dict[str, str], planted: Filler
) -> Iterator[tuple[str, Any]]:
    for name, value in given_.items():
        yield name, slug_for(path, known, planted) if name == "slug" else known.get(name, value)
