"""One site into which everything hostile has been written through every door; looked at from outside only."""

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.contracts.callers import Api, until
from tests.contracts.house import PYTHON, ROOT, House
from tests.hostile.filling import Filler

FACTOR = "90"
"""Below 100, or nothing would ever wait for a moderator."""


@pytest.fixture(autouse=True)
def _fresh_places() -> None:
    """Nothing of this process is under test: no cache to clear."""


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("hostile"), MAIL_DELAY="0")
    made.environment["RATE_LIMIT_FACTOR"] = FACTOR
    try:
        made.prepare()
        made.start()
        yield made
        assert "Traceback" not in made.log, made.log[-5000:]
        assert "Internal Server Error" not in made.log, made.log[-5000:]
    finally:
        made.stop()


@pytest.fixture(scope="session")
def api(house: House) -> Callable[..., Api]:
    """`api("ola")`: the API for her; `api()` for a visitor."""

    def of(who: str | None = None) -> Api:
        return Api(house.base, house.tokens[who] if who else None)

    return of


@pytest.fixture(scope="session")
def market(api: Callable[..., Api]) -> int:
    rooms = api().get("rooms").json()["results"]
    return int(next(one["id"] for one in rooms if one["slug"] == "rynek"))


@pytest.fixture(scope="session")
def planted(house: House, api: Callable[..., Api], market: int) -> Filler:
    other = api("ola").topic("Inny temat", "Pytanie o coś innego.", kind="question")
    known = {"number": market, "own": 1, "other": other["id"], "statement": 1, "appeal": 1}
    filler = Filler(house.base, known)
    filler.all()
    until(lambda: api().get("search", q="psotnik").status_code == 200)
    # At once: other tests of this site delete what was planted.
    filler.columns = columns_of(house)
    return filler


def columns_of(house: House) -> dict[str, Any]:
    """What tests/hostile/columns.py says of this site's database."""
    done = subprocess.run(
        [PYTHON, ROOT / "tests" / "hostile" / "columns.py"], env=house.environment, text=True,
        capture_output=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="session")
def columns(planted: Filler) -> dict[str, Any]:
    return planted.columns
