"""The production set-up that the cases break, one for all of them, and how a case says its figure.

PostgreSQL, which here must not lose what it has confirmed, and Redis are of these tests alone. Before Redis
and Elasticsearch stands a proxy that can be slow, cut and lie.
"""

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.faults.load import People, settle
from tests.faults.proxy import PASS, Proxy
from tests.services import postgresql, redis_server
from tests.services.processes import Missing, Running
from tests.setup.own import given_services, own_database, own_production
from tests.setup.production import Production

FULL = os.environ.get("FAULTS_FULL", "") not in ("", "0")
"""Whether the cases run as long and as often as docs/operations.md says; else shorter."""
DURABLE = {"synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}
NAME = "rynek_faults"


def figure(short: int, full: int) -> int:
    return full if FULL else short


@dataclass
class World:
    """The site, who writes in it, and what it stands on."""

    site: Production
    people: People
    folder: Path
    postgres: Running
    redis: Running
    redis_proxy: Proxy
    elastic_proxy: Proxy

    def crash_postgres(self) -> None:
        """As `pg_ctl stop -m immediate`: every connection breaks, and the next start recovers."""
        self.postgres.process.send_signal(signal.SIGQUIT)
        self.postgres.process.wait(30)

    def start_postgres(self) -> None:
        """Until it takes connections."""
        port = urlsplit(self.postgres.url).port or 0
        self.postgres = postgresql.start(self.folder / "postgres", port, **DURABLE)

    def stop_redis(self) -> None:
        self.redis.process.send_signal(signal.SIGKILL)
        self.redis.process.wait(30)

    def mend(self) -> None:
        """Whatever a case has left broken, for the next."""
        if self.postgres.process.poll() is not None:
            self.start_postgres()
        if self.redis.process.poll() is not None:
            self.start_redis()
        for between in (self.redis_proxy, self.elastic_proxy):
            between.be(PASS)

    def start_redis(self) -> None:
        self.redis = redis_server.start(self.folder / "redis", urlsplit(self.redis.url).port or 0)


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    with ExitStack() as stack:
        # Not among pytest's own: PostgreSQL's account must get through, now and when it starts again.
        place = tempfile.TemporaryDirectory(prefix="rynek-faults-", dir="/tmp")
        folder = Path(stack.enter_context(place))
        folder.chmod(0o711)
        made: list[World] = []
        try:
            for name in ("postgres", "redis"):
                (folder / name).mkdir()
            postgres = postgresql.start(folder / "postgres", **DURABLE)
            stack.callback(lambda: made[0].postgres.stop() if made else postgres.stop())
            redis = redis_server.start(folder / "redis")
            stack.callback(lambda: made[0].redis.stop() if made else redis.stop())
        except Missing as reason:
            pytest.skip(str(reason))
        given = given_services(DATABASE_URL=postgres.url, REDIS_URL=redis.url)
        redis_proxy = stack.enter_context(Proxy(redis.url))
        elastic_proxy = stack.enter_context(Proxy(given["ELASTICSEARCH_URL"]))
        services = {
            "DATABASE_URL": stack.enter_context(own_database(NAME, postgres.url)),
            "REDIS_URL": redis_proxy.url,
            "ELASTICSEARCH_URL": elastic_proxy.url,
        }
        (folder / "site").mkdir()
        site = stack.enter_context(
            own_production(folder / "site", NAME, services, RATE_LIMIT_FACTOR="100000")
        )
        made.append(World(site, settle(site), folder, postgres, redis, redis_proxy, elastic_proxy))
        yield made[0]


@pytest.fixture
def site(world: World) -> Production:
    return world.site


@pytest.fixture
def people(world: World) -> People:
    return world.people


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Prints a line that is seen without -s."""

    def line(words: str) -> None:
        with capsys.disabled():
            print(f"\n{words}", flush=True)

    return line
