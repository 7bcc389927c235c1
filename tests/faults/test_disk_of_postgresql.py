"""The disk of PostgreSQL is full, for real: the site's database lies in a tablespace on a small disk in memory, which
only root can make. Its log of writing lies elsewhere; without room for that one PostgreSQL ends
(test_log_of_postgresql.py)."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.contracts.callers import Api, Browser
from tests.faults.load import People, settle
from tests.faults.test_disk import Filler, form_is_kept, pages_are_read, small_disk, written
from tests.services import postgresql
from tests.services.processes import Missing
from tests.setup.own import own_database, own_production
from tests.setup.production import Production

pytestmark = pytest.mark.services
NAME = "rynek_full"
World = tuple[Production, People, Filler, str]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with ExitStack() as stack:
        # Not among pytest's own: PostgreSQL's account must get through.
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="rynek-full-", dir="/tmp"))
        )
        folder.chmod(0o711)
        small = stack.enter_context(small_disk(folder / "small", "160m"))
        (folder / "postgres").mkdir()
        (folder / "site").mkdir()
        try:
            server = postgresql.start(folder / "postgres", synchronous_commit="on")
        except Missing as reason:
            pytest.skip(str(reason))
        stack.callback(server.stop)
        place = small / "tables"
        place.mkdir()
        if account := postgresql.owner():
            shutil.chown(place, account)
        address = stack.enter_context(own_database(NAME, server.url))
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
            connection.execute(f"ALTER DATABASE {NAME} SET TABLESPACE small")
        site = stack.enter_context(
            own_production(
                folder / "site", NAME, {"DATABASE_URL": address}, RATE_LIMIT_FACTOR="100000"
            )
        )
        yield site, settle(site), Filler(small), address


def long_ago(address: str) -> None:
    """Nobody has been seen lately: the next page of each would write it down."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("UPDATE accounts_opensession SET seen_at = seen_at - interval '1 hour'")


def test_writing_is_refused_in_words_and_reading_goes_on(
    world: World, say: Callable[[str], None]
) -> None:
    site, people, filler, address = world
    ola, nobody = Api(site.address, people.tokens["ola"]), Api(site.address)
    jan = Browser(site.address, "jan")
    long_ago(address)
    filler.fill()
    answers = written(ola, people.topic, 3)
    refused = [answer for answer in answers if answer.status_code != 201]
    assert [answer.status_code for answer in refused] == [507] * 3, refused[0].text
    for answer in refused:
        assert answer.json()["code"] == "full" and "no room left" in answer.json()["detail"]
        assert answer.headers["content-type"].startswith("application/problem+json")
    pages = pages_are_read(people.topic, nobody.http, jan.http)
    filler.empty()
    assert ola.reply(people.topic)["number"] > len(answers) - len(refused)
    site.together(["check_integrity"])
    assert urlsplit(address).path == f"/{NAME}"
    say(
        f"PostgreSQL without room (53100): {len(answers) - len(refused)} replies taken, {len(refused)} refused with 507"
        f" and a sentence, {pages} pages read by two, all well when there was room"
    )


def test_what_was_written_in_a_form_stays_in_the_page(
    world: World, say: Callable[[str], None]
) -> None:
    site, _people, filler, _address = world
    form_is_kept(Browser(site.address, "ewa", language="pl"), filler, say, "PostgreSQL")
    site.together(["check_integrity"])
