"""The figures of all processes as one: behind one front a scrape reaches any of them.

Each process writes what it has counted into `DATA_DIR/metrics/` every few seconds, whole and under a new name first,
and holds a lock for as long as it lives. Whoever is asked adds them up. What a process that has ended had counted goes
into `past.json`, so that no sum ever falls; what it only held (sockets) goes with it. Files that are read and written
whole survive a full disk, which memory mapped from files does not: the process would be killed.
"""

import atexit
import fcntl
import json
import logging
import os
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from prometheus_client.core import Metric

from kernel.watching.instruments import OURS

log = logging.getLogger(__name__)
EVERY = 5.0
"""Seconds."""
PAST = "past.json"

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]
"""Values by the name of the sample and its labels."""


class Family(NamedTuple):
    """Figures of one name. `kind` as Prometheus has it: "counter", "gauge", "histogram"."""

    kind: str
    help: str
    samples: Samples


Families = dict[str, Family]


def read_own() -> Families:
    return {
        metric.name: Family(
            metric.type,
            metric.documentation,
            {(s.name, tuple(sorted(s.labels.items()))): s.value for s in metric.samples},
        )
        for metric in OURS.collect()
    }


def added(all_of_them: Iterable[Families]) -> Families:
    total: Families = {}
    for families in all_of_them:
        for name, family in families.items():
            sum_ = total.setdefault(name, Family(family.kind, family.help, {})).samples
            for key, value in family.samples.items():
                sum_[key] = sum_.get(key, 0.0) + value
    return total


class Desk:
    """One process's place in the folder. Made anew in a process that was forked."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.pid = folder, os.getpid()
        self.name = secrets.token_hex(8)
        folder.mkdir(parents=True, exist_ok=True)
        # Held open, and with it locked, until the process ends, however it ends.
        self._alive = (folder / f"{self.name}.lock").open("w")
        fcntl.flock(self._alive, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def write(self) -> None:
        _put(self.folder / f"{self.name}.json", read_own())

    def total(self) -> tuple[Families, int]:
        """All figures, and how many processes live. Puts away those of the dead."""
        with self._alone():
            self.write()
            past = _read(self.folder / PAST)
            living: list[Path] = []
            dead: list[Path] = []
            for path in self.folder.glob("*.json"):
                if path.name != PAST:
                    (living if self._lives(path) else dead).append(path)
            if dead:
                past = added([past, *(_counted(_read(path)) for path in dead)])
                _put(self.folder / PAST, past)
                for path in dead:
                    path.unlink(missing_ok=True)
                    path.with_suffix(".lock").unlink(missing_ok=True)
            return added([past, *(_read(path) for path in living)]), len(living)

    def _lives(self, path: Path) -> bool:
        if path.stem == self.name:
            return True
        try:
            with path.with_suffix(".lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "reading").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _counted(families: Families) -> Families:
    """What only rises. What was open or waiting in a process ended with it."""
    return {name: family for name, family in families.items() if family.kind != "gauge"}


def _put(path: Path, families: Families) -> None:
    written = [
        [name, family.kind, family.help, [[*key, value] for key, value in family.samples.items()]]
        for name, family in families.items()
    ]
    new = path.with_suffix(".new")
    new.write_text(json.dumps(written))
    new.replace(path)


def _read(path: Path) -> Families:
    try:
        written: list[Any] = json.loads(path.read_text())
        return {
            name: Family(
                kind,
                words,
                {(of, tuple((k, v) for k, v in labels)): n for of, labels, n in samples},
            )
            for name, kind, words, samples in written
        }
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, OSError) as error:
        log.warning("the figures in %s cannot be read: %s", path, error)
        return {}


_desk: Desk | None = None


def desk() -> Desk:
    global _desk
    if _desk is None or _desk.pid != os.getpid():
        _desk = Desk(settings.DATA_DIR / "metrics")
    return _desk


def begin() -> None:
    """Has this process write its figures from now on. Nothing is written where nobody may read them."""
    if settings.METRICS_TOKEN:
        threading.Thread(target=_keep_writing, name="figures", daemon=True).start()
        atexit.register(_write)


def _keep_writing() -> None:
    pause = threading.Event()
    while True:
        _write()
        pause.wait(EVERY)


def _write() -> None:
    try:
        desk().write()
    except OSError as error:  # a full disk costs figures, nothing else
        log.warning("figures could not be written: %s", error)


def as_metrics(families: Families) -> Iterator[Metric]:
    """The sums in the form that the library prints."""
    for name, family in sorted(families.items()):
        metric = Metric(name, family.help, family.kind)
        for (sample, labels), value in family.samples.items():
            metric.add_sample(sample, dict(labels), value)
        yield metric
