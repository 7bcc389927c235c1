"""Elasticsearch stands still, and then dies, while people search and write: nobody sees an error, the database
answers in its place, and once it is back it knows what was written meanwhile, with nothing to do by hand.

Each of the two lasts ten seconds; FAULTS_FULL=1 makes it a minute. The figures are printed.
"""

import itertools
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.faults.conftest import FULL
from tests.services import elasticsearch_node
from tests.services.processes import Missing, Running
from tests.setup.own import own_production
from tests.setup.place import START
from tests.setup.production import Production
from tests.setup.site import Site

pytestmark = pytest.mark.services
DATABASE = "rynek_search_away"
AWAY = float(os.environ.get("FAULT_SECONDS", "60" if FULL else "10"))
"""Seconds without Elasticsearch."""
WELL = 3.0
"""Seconds of the same load before it."""
SOON = 30.0
"""Seconds after which a server that is back must know everything."""
READERS, WRITERS = 3, 2
PROCESSES = 8
"""Questions one after another that are sure to meet every process of the pages."""
BANNER = "Search works from its reserve just now."
QUESTIONS = ("lampionów", "swietlica", "warsztaty dla seniorów", '"Dom Kultury"', "lampoin")


class Node:
    """An Elasticsearch of this test's own, which may be stopped, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server: Running = elasticsearch_node.start(folder)
        self.url = self.server.url

    def sleep(self) -> None:
        self.server.process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        self.server.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.server.process.send_signal(signal.SIGKILL)
        self.server.process.wait()

    def rise(self) -> None:
        """Until it answers."""
        self.server = elasticsearch_node.start(self.folder, int(self.url.rsplit(":", 1)[1]))

    def end(self) -> None:
        self.server.process.send_signal(signal.SIGCONT)
        self.server.stop()


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    try:
        made = Node(tmp_path_factory.mktemp("node"))
    except Missing as reason:
        pytest.skip(str(reason))
    yield made
    made.end()


@pytest.fixture(scope="module")
def site(node: Node, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    """All of it, over an Elasticsearch of this test's own."""
    with own_production(
        tmp_path_factory.mktemp("away"),
        DATABASE,
        {"ELASTICSEARCH_URL": node.url},
        RATE_LIMIT_FACTOR="100000",
    ) as made:
        yield made


@dataclass
class Load:
    """People who search and people who write, each in a thread, until `stop`."""

    site: Site
    first: int
    """Topics that are there already: no word comes twice."""
    answers: list[tuple[float, int, str]] = field(default_factory=list)
    """(seconds, status, who answered: an engine, or what was asked for)"""
    written: list[str] = field(default_factory=list)
    """Words that were answered with 201, each in a topic of its own."""
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._end = threading.Event()
        self._words = itertools.count(self.first)
        self._threads = [
            *(threading.Thread(target=self._read, args=(n,)) for n in range(READERS)),
            *(threading.Thread(target=self._write) for _ in range(WRITERS)),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _read(self, number: int) -> None:
        with self._client() as client:
            for turn in itertools.count(number):
                if self._end.wait(0.02):
                    return
                q = QUESTIONS[turn % len(QUESTIONS)]
                if turn % 4:
                    found = self._ask(client, "GET", "/api/v1/search", params={"q": q})
                else:
                    found = self._ask(client, "GET", "/search/", params={"q": q})
                if found is not None and found.status_code != 200:
                    self.wrong.append(f"{found.status_code} {found.request.url}")

    def _write(self) -> None:
        with self._client() as client:
            client.headers["authorization"] = f"Bearer {self.site.token}"
            while not self._end.wait(0.1):
                word = word_of(next(self._words))
                made = {"title": f"Lampiony {word}", "body": f"W świetlicy wisi {word}."}
                found = self._ask(client, "POST", "/api/v1/forums/ogolne/topics", json=made)
                if found is not None and found.status_code == 201:
                    self.written.append(word)
                elif found is not None:
                    self.wrong.append(f"{found.status_code} {found.text[:300]}")

    def _client(self) -> httpx.Client:
        return httpx.Client(
            base_url=self.site.address, timeout=60, headers={"accept-language": "en"}
        )

    def _ask(self, client: httpx.Client, how: str, path: str, **more: Any) -> httpx.Response | None:
        began = time.monotonic()
        try:
            found = client.request(how, path, **more)
        except httpx.HTTPError as error:
            self.wrong.append(f"{how} {path}: {error!r}")
            return None
        who = path
        if path == "/api/v1/search" and found.status_code == 200:
            who = found.json()["engine"]
        self.answers.append((time.monotonic() - began, found.status_code, who))
        return found

    def figures(self) -> str:
        """Answers and their times in milliseconds, by who gave them."""
        by: dict[str, list[float]] = {}
        for seconds, _, who in self.answers:
            by.setdefault(who, []).append(seconds * 1000)
        told = []
        for who, times in sorted(by.items()):
            times.sort()
            told.append(
                f"{who}: {len(times)}, p50 {times[len(times) // 2]:.0f} ms,"
                f" p95 {times[int(len(times) * 0.95)]:.0f} ms, worst {times[-1]:.0f} ms"
            )
        return "; ".join(told)


def word_of(number: int) -> str:
    """A word that no other topic has and that is no slip of another."""
    letters = "bdfgklmnprstwz"
    made = ""
    for _ in range(4):
        number, place = divmod(number, len(letters))
        made += letters[place] + "aeiou"[(place + len(made)) % 5]
    return f"qx{made}"


def search(site: Site, q: str) -> dict[str, Any]:
    answer = httpx.get(f"{site.address}/api/v1/search", params={"q": q}, timeout=60)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def page(site: Site, q: str) -> str:
    answer = httpx.get(
        f"{site.address}/search/", params={"q": q}, headers={"accept-language": "en"}, timeout=60
    )
    assert answer.status_code == 200
    return answer.text


def until(true: Callable[[], bool], seconds: float, why: str) -> float:
    """How long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, why
        time.sleep(0.1)
    return time.monotonic() - began


def known_there(site: Site, topics: int) -> bool:
    """Whether Elasticsearch itself answers, in every process, with every topic, and nothing waits."""
    ready = httpx.get(f"{site.address}/readyz", timeout=60).json()
    if ready["outbox"]["pending"] or ready["search"]["state"] != "ok":
        return False
    found = [search(site, "lampiony") for _ in range(PROCESSES)]
    return all((f["engine"], f["total"]) == ("elasticsearch", topics) for f in found) and all(
        BANNER not in page(site, "lampiony") for _ in range(PROCESSES)
    )


@pytest.mark.parametrize("how", ["stands still", "is killed"])
def test_a_minute_without_elasticsearch_costs_nobody_anything(
    site: Site, node: Node, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("httpx").setLevel(
        logging.WARNING
    )  # else each question is a line of a failure
    if not site.token:
        site.post("forums/ogolne/topics", title="Na początek", body="Dom Kultury zaprasza.")
    until(
        lambda: search(site, "zaprasza")["engine"] == "elasticsearch",
        START,
        site.servers["worker-1"].output,
    )
    before = int(search(site, "lampiony")["total"])
    load = Load(site, before)
    load.start()
    try:
        time.sleep(WELL)
        well = len(load.answers)
        node.sleep() if how == "stands still" else node.kill()
        away = time.monotonic()
        until(lambda: BANNER in page(site, "lampiony"), 20, "no word on the reserve")
        told = time.monotonic() - away
        while time.monotonic() - away < AWAY:
            time.sleep(0.2)
        last = load.written[-1]
        found = search(site, last)
        assert (found["engine"], found["total"]) == ("local", 1), "what was just written is found"
        node.wake() if how == "stands still" else node.rise()
    finally:
        back = time.monotonic()
        load.stop()
    expected = before + len(load.written)
    took = time.monotonic() - back
    took += until(
        lambda: known_there(site, expected),
        SOON - took,
        f"not in step after {SOON} s: {site.servers['worker-1'].output[-2000:]}",
    )
    with capsys.disabled():
        print(
            f"\nElasticsearch {how} for {AWAY:.0f} s: {len(load.answers)} answers"
            f" ({well} before), {len(load.written)} topics written, {len(load.wrong)} wrong;"
            f" banner after {told:.1f} s, in step {took:.1f} s after it was back\n  {load.figures()}"
        )
    assert load.wrong == []
    assert {status for _, status, _ in load.answers} <= {200, 201}
    assert {"local", "elasticsearch"} <= {who for _, _, who in load.answers}
    for word in (load.written[0], load.written[len(load.written) // 2], load.written[-1]):
        assert search(site, word)["total"] == 1
    site.manage("check_integrity")  # ends with an error on drift
