"""Each process is replaced, and each is killed, while people write, read and watch: nobody loses a word."""

import random
import threading
import time
from collections.abc import Callable

import pytest

from tests.faults.conftest import figure
from tests.faults.following import all_told, watched
from tests.faults.load import Load, People, judge, under_load
from tests.setup.production import DRAIN, REST, Production

pytestmark = pytest.mark.services
KILLS = figure(6, 50)


ORDER = ("web-1", "live-1", "worker-1", "web-2", "live-2")


class Back:
    """Brings killed processes back, and knows how long each took; two of a kind are never away together."""

    def __init__(self, site: Production) -> None:
        self.site = site
        self.seconds: list[float] = []
        self._coming: dict[str, threading.Thread] = {}

    def bring(self, name: str) -> None:
        def come() -> None:
            began = time.monotonic()
            self.site.launch(name)
            self.site.wait(name)
            if name in self.site.ports:
                self.seconds.append(time.monotonic() - began)

        self._coming[name] = threading.Thread(target=come, daemon=True)
        self._coming[name].start()

    def wait_for_kin(self, name: str) -> None:
        """Until all of its kind are there, and nginx has had time to notice."""
        kin = name.partition("-")[0]
        for other, thread in self._coming.items():
            if other.startswith(kin) and thread.is_alive():
                thread.join()
                time.sleep(REST)

    def wait(self) -> None:
        for thread in self._coming.values():
            thread.join()

    def median(self) -> float:
        return sorted(self.seconds)[len(self.seconds) // 2]


def test_a_rolling_restart_fails_nobody(
    site: Production, people: People, say: Callable[[str], None]
) -> None:
    with watched(site, people) as followers:
        with under_load(site, people) as load:
            time.sleep(1)
            took = site.replace_all()
        all_told(site, people, followers)
    assert load.broken == 0
    assert set(load.statuses) <= {200, 201}, load.statuses
    assert max(took.values()) <= DRAIN, took
    codes = [code for one in followers for code in one.codes]
    assert codes, "nobody was sent away"
    assert [why for one in followers for why in one.turned_away] == []
    assert set(codes) == {1012}
    judge(site, people, load)
    slowest = max(took, key=lambda name: took[name])
    say(
        f"rolling restart of {len(took)} processes: {sum(load.statuses.values())} requests, 0 failed;"
        f" slowest to end {slowest} {took[slowest]:.1f} s; {len(codes)} sockets closed, all 1012"
    )


def test_what_was_answered_survives_every_kill(
    site: Production, people: People, say: Callable[[str], None]
) -> None:
    chance, back = random.Random(7), Back(site)
    with watched(site, people) as followers:
        with under_load(site, people) as load:
            for turn in range(KILLS):
                name = ORDER[turn % len(ORDER)]
                back.wait_for_kin(name)
                time.sleep(chance.uniform(0.2, 1.0))
                site.kill(name)
                back.bring(name)
            back.wait()
        caught_up = all_told(site, people, followers)
    assert_only_short_breaks(load)
    judge(site, people, load)
    say(
        f"kill -9, {KILLS} times over {len(site.names)} processes: {len(load.answered)} answered, 0 lost,"
        f" 0 twice; {load.away()} told to come again, {load.broken} without an answer; back after"
        f" {back.median():.1f} s; watchers caught up {caught_up:.1f} s after"
    )


def assert_only_short_breaks(load: Load) -> None:
    """One of two page processes is always there: few are sent away, and they are told so."""
    assert set(load.statuses) <= {200, 201, 503}, load.statuses
    assert load.away() < 0.2 * sum(load.statuses.values()), load.statuses
