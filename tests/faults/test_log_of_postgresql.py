"""PostgreSQL has no room for its log of writing (pg_wal), which lies on a small disk in memory here, as only root can
make one. Without it PostgreSQL confirms nothing and ends itself."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.faults.conftest import World
from tests.faults.following import all_told, watched
from tests.faults.load import judge, under_load
from tests.faults.test_disk import Filler, small_disk
from tests.faults.test_servers_away import RECOVERED, check_it_is_said
from tests.services import postgresql
from tests.setup.production import until_ready

pytestmark = pytest.mark.services
SIZE = "256m"
PATIENCE = 60
"""Seconds within which it ends once there is no room."""


@pytest.fixture
def filler(world: World) -> Iterator[Filler]:
    with tempfile.TemporaryDirectory(prefix="rynek-log-", dir="/tmp") as place:
        Path(place).chmod(0o711)
        with small_disk(Path(place) / "small", SIZE) as small, _log_on(small, world):
            until_ready(world.site, 60)
            yield Filler(small)


@contextmanager
def _log_on(small: Path, world: World) -> Iterator[None]:
    usual, here = world.folder / "postgres" / "data" / "pg_wal", small / "log"
    world.postgres.stop()
    shutil.move(usual, here)
    usual.symlink_to(here)
    if account := postgresql.owner():
        for path in (here, *here.rglob("*")):
            shutil.chown(path, account, account)
        here.chmod(0o700)
    world.start_postgres()
    try:
        yield
    finally:
        world.postgres.stop()
        usual.unlink()
        shutil.move(here, usual)
        if account:
            for path in (usual, *usual.rglob("*")):
                shutil.chown(path, account, account)
        world.mend()


def use_up(world: World) -> None:
    """Fills what is left of the log until PostgreSQL ends; it may rise a few times before."""
    end = time.monotonic() + PATIENCE
    while world.postgres.process.poll() is None and time.monotonic() < end:
        with (
            suppress(psycopg.Error),
            psycopg.connect(world.postgres.url, autocommit=True, connect_timeout=2) as admin,
        ):
            while True:
                admin.execute("SELECT pg_logical_emit_message(false, 'full', repeat('x', 1000000))")
        time.sleep(0.2)
    assert world.postgres.process.poll() is not None, "there was room all the time"


def test_without_room_for_its_log_nothing_confirmed_is_lost(
    world: World, filler: Filler, say: Callable[[str], None]
) -> None:
    site, people = world.site, world.people
    with watched(site, people) as followers:
        with under_load(site, people) as load:
            time.sleep(1.5)
            filler.fill()
            use_up(world)
            check_it_is_said(world)
            filler.empty()
            world.start_postgres()
            back = time.monotonic()
            until_ready(site, 60)
            time.sleep(3)
        took = load.well_since(back)
        all_told(site, people, followers)
    assert took <= RECOVERED
    assert set(load.statuses) <= {200, 201, 503, 507}, load.statuses
    assert load.broken == 0
    judge(site, people, load)
    say(
        f"PostgreSQL without room for its log: {len(load.answered)} answered, 0 lost, 0 twice; {load.away()} told to come"
        f" again; well {took:.1f} s after there was room and it had been started"
    )
