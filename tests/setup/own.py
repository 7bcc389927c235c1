"""A production set-up of a test's own, over the servers that bin/test has started."""

import contextlib
import os
import secrets
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.services import patterns, postgresql
from tests.services.needs import nginx
from tests.services.processes import Missing
from tests.setup.place import get
from tests.setup.production import Production, started

SERVICES = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL")


def given_services(**instead: str) -> dict[str, str]:
    """The addresses of the three; `instead` has those of a test's own. Skips the test where one is missing."""
    found = {name: instead.get(name) or os.environ.get(f"TEST_{name}", "") for name in SERVICES}
    lacking = [name for name, address in found.items() if not address]
    if lacking:
        pytest.skip(f"{', '.join(lacking)}: bin/test --production starts them where it can")
    try:
        nginx()
    except Missing as reason:
        pytest.skip(str(reason))
    return found


@contextlib.contextmanager
def own_database(name: str, server: str = "") -> Iterator[str]:
    """The address of an empty database, which goes with the block."""
    import psycopg

    given = server or os.environ["TEST_DATABASE_URL"]
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    address = urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
    if not server:
        patterns.lay(address)
    elif pattern := patterns.on_postgresql():
        postgresql.copy_database(pattern, address)
    try:
        yield address
    finally:
        with (
            contextlib.suppress(psycopg.OperationalError),
            psycopg.connect(given, autocommit=True) as connection,
        ):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextlib.contextmanager
def own_production(
    folder: Path, name: str, services: Mapping[str, str] | None = None, **environment: str
) -> Iterator[Production]:
    """A site that is up, with a database, a part of Redis and an index named `name`."""
    found = given_services(**(services or {}))
    with contextlib.ExitStack() as stack:
        if "DATABASE_URL" not in (services or {}):
            found["DATABASE_URL"] = stack.enter_context(own_database(name))
        if "REDIS_URL" not in (services or {}):
            found["REDIS_URL"] = urlunsplit(urlsplit(found["REDIS_URL"])._replace(path="/15"))
        index = f"{name}-{secrets.token_hex(4)}"
        stack.callback(drop_index, os.environ.get("TEST_ELASTICSEARCH_URL", ""), index)
        production = Production(folder, found, ELASTICSEARCH_INDEX=index, **environment)
        yield stack.enter_context(started(production))


def drop_index(elastic: str, name: str) -> None:
    """Takes away what a site has made in an Elasticsearch that others use too."""
    if not elastic:
        return
    for index in get(f"{elastic}/_cat/indices/{name}*?h=index").text.split():
        request = urllib.request.Request(f"{elastic}/{index}", method="DELETE")
        urllib.request.urlopen(request, timeout=30).close()
