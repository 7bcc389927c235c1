"""The production set-up as docker-compose.yml has it, with real servers and without Docker: see production.py."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.setup.own import own_production
from tests.setup.place import START, get
from tests.setup.production import Production

pytestmark = pytest.mark.services
FIGURES = "ciche-liczby"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    with own_production(
        tmp_path_factory.mktemp("production"), "rynek_production", METRICS_TOKEN=FIGURES
    ) as made:
        yield made


def test_every_part_is_ready(site: Production) -> None:
    answer = get(f"{site.address}/readyz")
    assert answer.status == 200
    parts = json.loads(answer.body)
    text = answer.text
    assert "postgresql" in text
    assert "LocalLayer" not in text
    assert '"down"' not in text, parts


def test_pages_come_through_the_proxy(site: Production) -> None:
    home = get(f"{site.address}/", Accept_Language="pl", Accept_Encoding="gzip")
    assert home.status == 200
    assert home.headers["Content-Encoding"] == "gzip"
    assert "Content-Security-Policy" in home.headers
    forums = json.loads(get(f"{site.address}/api/v1/forums").body)
    assert [forum["slug"] for forum in forums["results"]] == ["ogolne"]


def test_static_files_come_from_the_disk_with_the_names_that_the_pages_use(
    site: Production,
) -> None:
    home = get(f"{site.address}/").text
    sheet = next(part for part in home.split('"') if part.endswith(".css"))
    assert sheet.startswith("/static/")
    answer = get(f"{site.address}{sheet}", Accept_Encoding="gzip")
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_socket_opens_through_the_proxy_for_our_own_pages_alone(site: Production) -> None:
    where = f"{site.address.replace('http', 'ws')}/ws/"
    with connect(where, origin=site.address) as socket:
        socket.send('{"type": "ping"}')
        assert json.loads(socket.recv(timeout=10))["type"] == "pong"
    with pytest.raises(InvalidStatus) as refusal:
        connect(where, origin="https://elsewhere.example")
    assert refusal.value.response.status_code == 403


def test_what_one_process_writes_another_pushes(site: Production) -> None:
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


def test_whoever_is_scraped_speaks_for_all_processes(site: Production) -> None:
    """Two processes of `web`, two of `live` and the worker; a scrape reaches any of the first."""

    def figure(name: str, **labels: str) -> float:
        answer = get(f"{site.address}/metrics", Authorization=f"Bearer {FIGURES}")
        return sum(
            sample.value
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def becomes(value: float, name: str, **labels: str) -> None:
        for _ in range(100):
            if figure(name, **labels) == value:
                return
            time.sleep(0.3)
        pytest.fail(f"{name}: {figure(name, **labels)}, not {value}")

    becomes(5, "rynek_processes")
    time.sleep(6)  # until all have written what came before
    page = {"route": "/feeds/", "status": "2xx"}
    before = figure("rynek_request_seconds_count", **page)
    for _ in range(20):
        assert get(f"{site.address}/feeds/").status == 200
    becomes(before + 20, "rynek_request_seconds_count", **page)
    with connect(f"{site.address.replace('http', 'ws')}/ws/", origin=site.address):
        becomes(1, "rynek_sockets_open")
    becomes(0, "rynek_sockets_open")
    becomes(1, "rynek_part_up", part="channel_layer")
    assert get(f"{site.address}/metrics").status == 404


def test_the_proxy_gives_each_request_its_number(site: Production) -> None:
    answer = get(f"{site.address}/healthz", X_Request_ID="0123456789abcdef")
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])
    with connect(f"{site.address.replace('http', 'ws')}/ws/", origin=site.address) as socket:
        assert socket.response is not None
        assert re.fullmatch(r"[0-9a-f]{32}", socket.response.headers["X-Request-ID"])


def test_the_worker_shows_that_it_lives_and_fills_the_index(site: Production) -> None:
    site.post("forums/ogolne/topics", title="Rzutnik na sobotę", body="Kto pożyczy rzutnik?")
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        found = json.loads(get(f"{site.address}/api/v1/search?q=rzutniki&kind=topic").body)
        if found["engine"] == "elasticsearch" and found["results"]:
            break
        time.sleep(2)
    assert (found["engine"], found["total"]) == ("elasticsearch", 1), site.servers[
        "worker-1"
    ].output
    assert site.healthy("worker"), site.servers["worker-1"].output


def test_all_share_one_key_that_was_made_for_them(site: Production) -> None:
    key = Path(site.environment["DATA_DIR"]) / "secret_key"
    assert len(key.read_text()) > 50
    assert key.stat().st_mode & 0o077 == 0


def test_two_of_the_pages_and_two_of_the_live_servers_know_one_another(site: Production) -> None:
    """Logged in by one process, seen by the other: sessions, rooms and what is kept are everybody's."""
    site.post("forums/ogolne/topics", title="Raz", body="Napisane przez jeden proces.")
    for name in ("web-1", "web-2"):
        own = get(f"http://127.0.0.1:{site.ports[name]}/forums/ogolne/", Host=site.address[7:])
        assert "Raz" in own.text, name
    rooms = json.loads(get(f"{site.address}/api/v1/rooms").body)["results"]
    room = next(room["id"] for room in rooms if room["slug"] == "rynek")
    with ExitStack() as stack:
        sockets = [
            stack.enter_context(
                connect(f"ws://127.0.0.1:{site.ports[name]}/ws/", origin=site.address)
            )
            for name in ("live-1", "live-2")
        ]
        for socket in sockets:
            socket.send(json.dumps({"type": "subscribe", "channel": f"room:{room}"}))
            assert json.loads(socket.recv(timeout=10))["type"] == "subscribed"
        site.post(f"rooms/{room}/messages", body="Do obu naraz.")
        for socket in sockets:
            event = json.loads(socket.recv(timeout=10))
            while event["type"] == "presence":
                event = json.loads(socket.recv(timeout=10))
            assert "Do obu naraz." in json.dumps(event, ensure_ascii=False)


def test_every_process_ends_when_it_is_asked_to(site: Production) -> None:
    """Last in the file: it takes the site down."""
    codes = site.drain()
    for name, server in site.servers.items():
        assert codes[name] in (0, 143), f"{name}: {server.output}"
        assert server.group() == [], name
        _, found, trace = server.output.partition("Traceback")
        assert not found, f"{name}: {trace[:2000]}"
