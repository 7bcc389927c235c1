"""Runs lanes of jobs beside each other: within a lane one after another, each with its output in a file.

A machine of two processors is busy with two workers of pytest only while they compute. A browser, a
server that starts or a database that answers leaves room, which a second lane fills.
"""

import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

PAUSE = 0.1  # seconds between two looks at what runs


@dataclass
class Job:
    """One command. `environment` is asked when its turn comes, and may take its time."""

    name: str
    command: Sequence[str | Path]
    environment: Callable[[], Mapping[str, str]]
    output: Path
    done: Callable[["Job", int], None]
    """What to do about its exit code."""
    begun: float = field(default=0.0)


@dataclass
class _Running:
    job: Job
    process: subprocess.Popen[bytes]
    sink: IO[bytes]


def run(lanes: Sequence[Iterable[Job]], *, folder: Path) -> None:
    """Until every lane is at its end. Whatever interrupts this ends the commands too."""
    waiting: list[Iterator[Job]] = [iter(lane) for lane in lanes]
    running: dict[int, _Running] = {}
    try:
        for number in range(len(lanes)):
            _next(number, waiting, running, folder)
        while running:
            time.sleep(PAUSE)
            for number, one in list(running.items()):
                code = one.process.poll()
                if code is None:
                    continue
                del running[number]
                one.sink.close()
                one.job.done(one.job, code)
                _next(number, waiting, running, folder)
    finally:
        _end(running)


def _next(
    number: int, waiting: list[Iterator[Job]], running: dict[int, _Running], folder: Path
) -> None:
    job = next(waiting[number], None)
    if job is None:
        return
    environment = dict(job.environment())
    job.begun = time.monotonic()
    sink = job.output.open("wb")
    process = subprocess.Popen(
        job.command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=sink,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    running[number] = _Running(job, process, sink)


def _end(running: dict[int, _Running]) -> None:
    for one in running.values():
        one.process.send_signal(signal.SIGINT)  # pytest then ends the servers of its tests
    for one in running.values():
        try:
            one.process.wait(30)
        except subprocess.TimeoutExpired:
            one.process.kill()
            one.process.wait()
        one.sink.close()
