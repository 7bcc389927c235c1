"""Real servers for the tests of the socket. One serves a whole module; each test has its own room."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.actions.take_part import leave
from realtime.chat.models import Room
from tests.cast import Cast, person
from tests.realtime.conversing import SECRET
from tests.realtime.server import Server
from tests.services import redis_server
from tests.services.processes import Missing, Running


def running(server: Server) -> Iterator[Server]:
    try:
        server.prepare()
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A Redis that the tests may stop."""
    try:
        started = redis_server.start(tmp_path_factory.mktemp("redis"))
    except Missing as reason:
        pytest.skip(str(reason))
    try:
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="session")
def local_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One process, everything inside."""
    yield from running(Server(tmp_path_factory.mktemp("server")))


@pytest.fixture(scope="session")
def redis_backed_server(
    tmp_path_factory: pytest.TempPathFactory, redis: Running
) -> Iterator[Server]:
    yield from running(Server(tmp_path_factory.mktemp("server"), REDIS_URL=redis.url))


LAYERS = ["redis"] if os.environ.get("TEST_DATABASE_URL") else ["local", "redis"]
"""Both on SQLite; on PostgreSQL the one that goes with it."""


@pytest.fixture(params=LAYERS)
def server(request: pytest.FixtureRequest) -> Server:
    """The same server over each layer."""
    name = "local_server" if request.param == "local" else "redis_backed_server"
    found: Server = request.getfixturevalue(name)
    return found


@pytest.fixture
def strict_server(tmp_path: Path) -> Iterator[Server]:
    """With the limits that people meet."""
    yield from running(Server(tmp_path, RATE_LIMIT_FACTOR="1"))


@pytest.fixture
def tight_server(tmp_path: Path) -> Iterator[Server]:
    """Over a layer that drops most of what it is given."""
    settings = "tests.realtime.settings_tight"
    yield from running(Server(tmp_path, DJANGO_SETTINGS_MODULE=settings))


@pytest.fixture
def nela(cast: Cast) -> User:
    return person("nela", "Nela Sowa")


@pytest.fixture
def talk(cast: Cast, nela: User) -> Room:
    """Of Ola, Nela and Ewa, who has left."""
    room, _ = start_conversation(by=cast.ola, to=[nela, cast.ewa], subject="Wieczór", body=SECRET)
    leave(by=cast.ewa, room=room)
    return room


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Server]:
    yield from running(Server(tmp_path))


@pytest.fixture
async def browser() -> AsyncIterator[Any]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is not installed (Debian: chromium)")
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path)
        yield started
        await started.close()
