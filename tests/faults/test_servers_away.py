"""PostgreSQL, Redis and Elasticsearch go away, or are slow and lie, while people write, read and watch."""

import json
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.faults import proxy
from tests.faults.conftest import FULL, World, figure
from tests.faults.following import all_told, watched
from tests.faults.load import drained, judge, under_load
from tests.setup.place import get
from tests.setup.production import until_ready

pytestmark = pytest.mark.services
RECOVERED = 5.0
"""Seconds after which pages go well again once PostgreSQL takes connections."""
SOON = 30.0
"""Seconds after which the index knows everything once Elasticsearch is back."""
WITHOUT_DATABASE = figure(3, 20)
WITHOUT_REDIS = figure(5, 60)
WITH_LIES = figure(3, 20)


@pytest.fixture(autouse=True)
def _mended(world: World) -> Iterator[None]:
    yield
    world.mend()


def test_postgresql_restarts_under_load(world: World, say: Callable[[str], None]) -> None:
    site, people = world.site, world.people
    with watched(site, people) as followers:
        with under_load(site, people) as load:
            time.sleep(1.5)
            world.crash_postgres()
            time.sleep(WITHOUT_DATABASE)
            check_it_is_said(world)
            world.start_postgres()
            back = time.monotonic()
            until_ready(site, 60)
            time.sleep(3)
        took = load.well_since(back)
        all_told(site, people, followers)
    assert took <= RECOVERED
    assert set(load.statuses) <= {200, 201, 503}, load.statuses
    assert load.broken == 0
    judge(site, people, load)
    say(
        f"PostgreSQL ended at once, {WITHOUT_DATABASE} s away: {len(load.answered)} answered, 0 lost, 0 twice;"
        f" {load.away()} told to come again, none otherwise; well {took:.1f} s after it was back"
    )


def check_it_is_said(world: World) -> None:
    """The page, the API and the probes, each in its way; nothing that needs no database is gone."""
    site = world.site
    page = get(f"{site.address}/forums/", Accept_Language="pl")
    assert page.status == 503
    assert "Chwila" in page.text or "bazy" in page.text
    assert page.headers["Retry-After"]
    assert "Traceback" not in page.text
    english = get(f"{site.address}/notes/", Accept_Language="en")
    assert (english.status, "its database just now" in english.text) == (503, True)
    answer = get(f"{site.address}/api/v1/forums", Accept_Language="en")
    assert answer.status == 503
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert json.loads(answer.body)["code"] == "unavailable"
    assert get(f"{site.address}/healthz").status == 200
    assert get(f"{site.address}/readyz").status == 503


def test_connections_that_break_are_made_anew(world: World, say: Callable[[str], None]) -> None:
    """As a failover or an administrator breaks them: all at once, in the middle of what they do."""
    import psycopg

    site, people, breaks = world.site, world.people, figure(3, 20)
    with under_load(site, people) as load, psycopg.connect(world.postgres.url) as admin:
        for _ in range(breaks):
            time.sleep(1)
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND datname = 'rynek_faults'"
            )
        time.sleep(1)
    assert set(load.statuses) <= {200, 201, 503}, load.statuses
    judge(site, people, load)
    say(
        f"every connection broken {breaks} times: {len(load.answered)} answered, 0 lost, 0 twice;"
        f" {load.away()} of {sum(load.statuses.values())} told to come again"
    )


@pytest.mark.parametrize("how", ["stopped", "deaf", "garbled", *(["slow"] if FULL else [])])
def test_redis_is_away_or_lies(world: World, how: str, say: Callable[[str], None]) -> None:
    site, people, between = world.site, world.people, world.redis_proxy
    with watched(site, people) as followers:
        with under_load(site, people) as load:
            time.sleep(1)
            if how == "stopped":
                world.stop_redis()
            else:
                named = {"deaf": proxy.DEAF, "slow": proxy.SLOW, "garbled": proxy.GARBLE}[how]
                between.be(named, seconds=3)
            time.sleep(WITHOUT_REDIS if how == "stopped" else WITH_LIES)
            if how == "stopped":
                world.start_redis()
            between.be(proxy.PASS)
            back = time.monotonic()
        all_told(site, people, followers)
        caught_up = time.monotonic() - back
    assert set(load.statuses) <= {200, 201}, load.statuses
    assert load.broken == 0
    slowest = max(took for _, took in load.times)
    judge(site, people, load)
    until_ready(site, 60)
    say(
        f"Redis {how}: {len(load.answered)} answered, {sum(load.statuses.values())} requests, 0 failed,"
        f" slowest {slowest:.1f} s; watchers knew everything {caught_up:.1f} s after"
    )


LIES = {
    "slow": (proxy.SLOW, {"seconds": 30}),
    "cut": (proxy.CUT, {}),
    "deaf": (proxy.DEAF, {}),
    "garbled": (proxy.GARBLE, {}),
    "truncated": (proxy.TRUNCATE, {}),
    "429": (proxy.ANSWER, {"status": 429, "body": b'{"error": "too many", "status": 429}'}),
    "403": (
        proxy.ANSWER,
        {"status": 403, "body": b'{"error": {"type": "cluster_block_exception"}, "status": 403}'},
    ),
    "nonsense": (proxy.ANSWER, {"status": 200, "body": b'{"hits": 3, "items": "none"}'}),
}


SHORT = ("slow", "truncated", "403", "nonsense")


@pytest.mark.parametrize("how", list(LIES) if FULL else SHORT)
def test_elasticsearch_is_slow_or_lies(world: World, how: str, say: Callable[[str], None]) -> None:
    site, people, between = world.site, world.people, world.elastic_proxy
    mode, more = LIES[how]
    with under_load(site, people) as load:
        time.sleep(1)
        between.be(mode, **more)  # type: ignore[arg-type]
        time.sleep(WITH_LIES)
        found = httpx.get(f"{site.address}/api/v1/search?q=rozmowa", timeout=30).json()
        between.be(proxy.PASS)
        back = time.monotonic()
    assert found["total"] >= 1
    assert found["results"], "what is there is found whoever answers"
    assert set(load.statuses) <= {200, 201}, load.statuses
    assert load.broken == 0
    slowest = max(took for _, took in load.times)
    assert slowest < 15, "a page never waits for what does not come"
    drained(site, SOON)
    in_step = time.monotonic() - back
    judge(site, people, load)
    say(
        f"Elasticsearch {how} for {WITH_LIES} s: {len(load.answered)} answered, 0 failed, search by"
        f" {found['engine']}, slowest {slowest:.1f} s; index in step {in_step:.1f} s after"
    )
