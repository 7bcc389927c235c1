"""Work that comes round again: what waits for one server holds up no other work, and is named when it takes long."""

import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError

from kernel import background
from kernel.background import Tick
from tests.contracts.callers import until


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> dict[str, Tick]:
    made: dict[str, Tick] = {}
    monkeypatch.setattr(background, "ticks", made)
    return made


@pytest.fixture
def working(ticks: dict[str, Tick]) -> Iterator[Callable[[], None]]:
    """Begins the work; it ends with the test."""
    stop = threading.Event()
    thread = threading.Thread(target=background.run, args=(stop,), daemon=True)
    yield thread.start
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def test_what_waits_for_a_server_holds_up_its_own_lane_alone(
    ticks: dict[str, Tick], working: Callable[[], None], caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(background, "LONG", 0.5)
    answered, after, rounds = threading.Event(), threading.Event(), [0]

    def deaf() -> None:
        answered.wait(30)

    def quick() -> None:
        rounds[0] += 1

    background.register("letters", deaf, every=0.1, lane="mail")
    background.register("after the letters", after.set, every=0.1, lane="mail")
    background.register("everything else", quick, every=0.1)
    with caplog.at_level(logging.WARNING, "kernel.background"):
        working()
        until(lambda: rounds[0] > 3, patience=10)
        assert not after.is_set()
        until(lambda: "letters has been going on" in caplog.text, patience=10)
        assert "in deaf" in caplog.text, "where it waits is said"
        time.sleep(0.5)
        assert caplog.text.count("has been going on") == 1, "once"
    answered.set()
    assert after.wait(10)


def test_what_fails_comes_back_and_holds_up_nothing(
    ticks: dict[str, Tick], working: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    tries, rounds = [0], [0]

    def failing() -> None:
        tries[0] += 1
        raise ValueError("no such thing")

    def away() -> None:
        raise OperationalError("unable to open database file")

    def quick() -> bool:
        rounds[0] += 1
        return rounds[0] < 5

    background.register("failing", failing, every=0.1)
    background.register("away", away, every=0.1)
    background.register("quick", quick, every=60.0)
    working()
    until(lambda: rounds[0] == 5, patience=5)
    until(lambda: tries[0] >= 2, patience=10)
    assert ticks["failing"].failures >= 2
    assert ticks["away"].failures == 0, "not its fault"
    assert rounds[0] == 5, "what is done waits for its time"
