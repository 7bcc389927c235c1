"""The production set-up as docker-compose.yml has it, with real servers and without Docker.

web, live and worker are started by the command lines and with the variables of the file; only
addresses and folders differ. A real nginx with deploy/nginx stands before them.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.services.needs import nginx
from tests.services.processes import Missing
from tests.setup import compose, proxy
from tests.setup.place import ROOT, START, clean_environment, free_port, get, running
from tests.setup.site import Site

pytestmark = pytest.mark.services
DATABASE = "rynek_production"


@pytest.fixture(scope="module")
def addresses() -> dict[str, str]:
    """The three servers' addresses, each with a part that is this test's alone."""
    found = {}
    for name in ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL"):
        if not os.environ.get(f"TEST_{name}"):
            pytest.skip(f"TEST_{name} is not set: bin/test sets it where it can")
        found[name] = os.environ[f"TEST_{name}"]
    try:
        nginx()
    except Missing as reason:
        pytest.skip(str(reason))
    for name, path in (("DATABASE_URL", f"/{DATABASE}"), ("REDIS_URL", "/15")):
        found[name] = urlunsplit(urlsplit(found[name])._replace(path=path))
    return found


@pytest.fixture(scope="module")
def empty_database(addresses: dict[str, str]) -> Iterator[str]:
    import psycopg

    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        yield addresses["DATABASE_URL"]
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


@pytest.fixture(scope="module")
def site(
    addresses: dict[str, str], empty_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("production")
    port, ports = free_port(), {"8000": free_port(), "8001": free_port()}
    address = f"http://127.0.0.1:{port}"
    places = {
        "BASE_URL": address,
        "DATA_DIR": str(folder / "data"),
        "STATIC_ROOT": str(folder / "srv" / "static"),
        "TMPDIR": str(folder),
        "PATH": compose.path_with_environment(),
        "ELASTICSEARCH_INDEX": DATABASE,
    }
    image = {
        name: value.replace("/app", str(ROOT))
        for name, value in compose.image_environment().items()
    }
    environment = clean_environment(
        **{**image, **compose.environment("web"), **addresses, **places}
    )
    made = Site(address, environment, {})
    made.manage("collectstatic", "--noinput", "--verbosity=0")
    configuration = proxy.lay_out(folder, listen=port, web=ports["8000"], live=ports["8001"])
    commands = {name: compose.command(name, ports) for name in compose.APPLICATION}
    commands["nginx"] = proxy.command(configuration, "-g", "daemon off;")
    checks = {"web": ports["8000"], "live": ports["8001"], "nginx": port}
    with ExitStack() as stack:
        for name, command in commands.items():
            log = folder / f"{name}.log"
            server = stack.enter_context(running(command, log=log, environment=environment))
            made.servers[name] = server
            if name in checks:
                server.wait_for(f"http://127.0.0.1:{checks[name]}/healthz")
                if name != "nginx":
                    assert made.healthy(str(checks[name]))
        yield made


def test_every_part_is_ready(site: Site) -> None:
    answer = get(f"{site.address}/readyz")
    assert answer.status == 200
    parts = json.loads(answer.body)
    text = answer.text
    assert "postgresql" in text
    assert "LocalLayer" not in text
    assert '"down"' not in text, parts


def test_pages_come_through_the_proxy(site: Site) -> None:
    home = get(f"{site.address}/", Accept_Language="pl", Accept_Encoding="gzip")
    assert home.status == 200
    assert home.headers["Content-Encoding"] == "gzip"
    assert "Content-Security-Policy" in home.headers
    forums = json.loads(get(f"{site.address}/api/v1/forums").body)
    assert [forum["slug"] for forum in forums["results"]] == ["ogolne"]


def test_static_files_come_from_the_disk_with_the_names_that_the_pages_use(site: Site) -> None:
    home = get(f"{site.address}/").text
    sheet = next(part for part in home.split('"') if part.endswith(".css"))
    assert sheet.startswith("/static/")
    answer = get(f"{site.address}{sheet}", Accept_Encoding="gzip")
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_socket_opens_through_the_proxy_for_our_own_pages_alone(site: Site) -> None:
    where = f"{site.address.replace('http', 'ws')}/ws/"
    with connect(where, origin=site.address) as socket:
        socket.send('{"type": "ping"}')
        assert json.loads(socket.recv(timeout=10))["type"] == "pong"
    with pytest.raises(InvalidStatus) as refusal:
        connect(where, origin="https://elsewhere.example")
    assert refusal.value.response.status_code == 403


def test_what_one_process_writes_another_pushes(site: Site) -> None:
    """Written through `web`, seen at a socket of `live`."""
    rooms = json.loads(get(f"{site.address}/api/v1/rooms").body)["results"]
    room = next(room for room in rooms if room["slug"] == "rynek")
    where = f"{site.address.replace('http', 'ws')}/ws/"
    with connect(where, origin=site.address) as socket:
        channel = f"room:{room['id']}"
        socket.send(json.dumps({"type": "subscribe", "channel": channel, "after": 0}))
        assert json.loads(socket.recv(timeout=10))["type"] == "subscribed"
        site.post(f"rooms/{room['id']}/messages", body="Czy ktoś ma rzutnik na sobotę?")
        event = json.loads(socket.recv(timeout=10))
        while event["type"] == "presence":
            event = json.loads(socket.recv(timeout=10))
    assert event["type"] == "message.created"
    assert "rzutnik" in json.dumps(event, ensure_ascii=False)


def test_the_worker_shows_that_it_lives_and_fills_the_index(site: Site) -> None:
    site.post("forums/ogolne/topics", title="Rzutnik na sobotę", body="Kto pożyczy rzutnik?")
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        found = json.loads(get(f"{site.address}/api/v1/search?q=rzutniki&kind=topic").body)
        if found["engine"] == "elasticsearch" and found["results"]:
            break
        time.sleep(2)
    assert (found["engine"], found["total"]) == ("elasticsearch", 1), site.servers["worker"].output
    assert site.healthy("worker"), site.servers["worker"].output


def test_all_share_one_key_that_was_made_for_them(site: Site) -> None:
    key = Path(site.environment["DATA_DIR"]) / "secret_key"
    assert len(key.read_text()) > 50
    assert key.stat().st_mode & 0o077 == 0


def test_every_process_ends_when_it_is_asked_to(site: Site) -> None:
    """Last in the file: it takes the site down."""
    for name in ("nginx", "worker", "live", "web"):
        server = site.servers[name]
        assert server.end() in (0, 143), f"{name}: {server.output}"
        assert server.group() == [], name
        _, found, trace = server.output.partition("Traceback")
        assert not found, f"{name}: {trace[:2000]}"
