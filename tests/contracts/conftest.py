"""One site for all these tests, as an operator would set it up; the tests know it from outside only."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.contracts.callers import Api, Browser, until
from tests.contracts.house import PEOPLE, House
from tests.contracts.matrix_things import things  # noqa: F401
from tests.contracts.shown import secrets, written  # noqa: F401
from tests.contracts.sockets import connect, room  # noqa: F401


@pytest.fixture(autouse=True)
def _fresh_places() -> None:
    """Nothing of this process is under test: no cache to clear."""


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    try:
        made.prepare()
        made.start()
        yield made
        # Whatever the tests have sent: the server has never been at a loss.
        before, found, after = made.log.partition("Traceback")
        assert not found, before[-1000:] + found + after[:5000]
    finally:
        made.stop()


@pytest.fixture(scope="session")
def api(house: House) -> Callable[..., Api]:
    """`api("ola")`: the API for her; `api()` for a visitor."""
    made: dict[str | None, Api] = {}

    def of(who: str | None = None) -> Api:
        if who not in made:
            made[who] = Api(house.base, house.tokens[who] if who else None)
        return made[who]

    return of


@pytest.fixture(scope="session")
def browser(house: House) -> Callable[..., Browser]:
    """`browser("ola")`: hers, logged in through the page; `browser()` a visitor's."""
    made: dict[str | None, Browser] = {}

    def of(who: str | None = None) -> Browser:
        if who not in made:
            made[who] = Browser(house.base, who)
        return made[who]

    return of


@pytest.fixture(scope="session")
def ola(api: Callable[..., Api]) -> Api:
    return api("ola")


@pytest.fixture(scope="session")
def jan(api: Callable[..., Api]) -> Api:
    return api("jan")


@pytest.fixture(scope="session")
def marta(api: Callable[..., Api]) -> Api:
    return api("marta")


@pytest.fixture(scope="session")
def nobody(api: Callable[..., Api]) -> Api:
    return api()


@pytest.fixture(scope="session")
def market(nobody: Api) -> int:
    """The id of the room "rynek"."""
    rooms = nobody.get("rooms").json()["results"]
    return int(next(one["id"] for one in rooms if one["slug"] == "rynek"))


@pytest.fixture(scope="session")
def backroom(browser: Callable[..., Browser]) -> str:
    """A forum for moderators alone, made by the administrator's own page."""
    form = browser("adam").form("/admin/forums/forum/add/", "slug")
    answer = browser("adam").send(
        form,
        name="Zaplecze",
        slug="zaplecze",
        audience="moderators",
        lang="pl",
        position="9",
        description="x",
    )
    assert answer.status_code == 302, answer.text
    return "zaplecze"


@pytest.fixture(scope="session")
def duty(house: House) -> int:
    """A room for moderators alone."""
    return int(house.beside("open_room", slug="dyzur", audience="moderators"))


@pytest.fixture(scope="session")
def organisation(browser: Callable[..., Browser]) -> str:
    """The slug of an organisation of Ola's."""
    return new_organisation(browser("ola"), name="Dom Kultury w Brzozówce", summary="Scena i sala.")


def new_organisation(browser: Browser, **fields: Any) -> str:
    """Adds one by the form; its slug."""
    form = browser.form("/directory/add/", "summary")
    answer = browser.send(form, kind="dom_kultury", sure="1", **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).strip("/").split("/")[-1]


__all__ = ["PEOPLE", "until"]
