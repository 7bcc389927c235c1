"""Lanes of jobs, as bin/test runs its parts."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.setup.place import ROOT

sys.path.append(str(ROOT / "bin" / "launcher"))
import side_by_side  # type: ignore[import-not-found]

pytestmark = pytest.mark.once


def job(folder: Path, name: str, script: str, ended: list[tuple[str, int, str]]) -> object:
    def done(one: object, code: int) -> None:
        ended.append((name, code, (folder / name).read_text()))

    command = [sys.executable, "-c", script]
    return side_by_side.Job(name, command, lambda: os.environ, folder / name, done)


def test_a_lane_waits_for_its_own_jobs_only(tmp_path: Path) -> None:
    """The first of the one lane ends only when the last of the other has run."""
    ended: list[tuple[str, int, str]] = []
    waits = textwrap.dedent("""
        import pathlib, sys, time
        for _ in range(600):
            if pathlib.Path("sign").exists():
                print("seen")
                sys.exit(3)
            time.sleep(0.1)
    """)
    first = job(tmp_path, "waits", waits, ended)
    then = job(tmp_path, "then", "print('after')", ended)
    quick = job(tmp_path, "quick", "raise SystemExit('a fault')", ended)
    signs = job(tmp_path, "signs", "open('sign', 'w').close()", ended)
    side_by_side.run([[first, then], iter([quick, signs])], folder=tmp_path)
    results = {name: (code, said.strip()) for name, code, said in ended}
    assert results == {"waits": (3, "seen"), "then": (0, "after"), "quick": (1, "a fault"), "signs": (0, "")}  # fmt: skip
    names = [name for name, _, _ in ended]
    assert names.index("quick") < names.index("signs")
    assert names.index("waits") < names.index("then")


def test_an_interruption_ends_what_runs(tmp_path: Path) -> None:
    started = tmp_path / "started"
    script = textwrap.dedent(f"""
        import os, pathlib, sys
        sys.path.append({str(ROOT / "bin" / "launcher")!r})
        import environment, side_by_side
        environment.end_with_children()
        here = pathlib.Path({str(tmp_path)!r})
        long = "import os, time; open('started.tmp', 'w').write(str(os.getpid())); os.rename('started.tmp', 'started'); time.sleep(600)"
        job = side_by_side.Job("long", [sys.executable, "-c", long], lambda: os.environ, here / "out", print)
        side_by_side.run([[job]], folder=here)
    """)
    runner = subprocess.Popen([sys.executable, "-c", script])
    until = time.monotonic() + 120
    while not started.exists() and time.monotonic() < until:
        time.sleep(0.05)
    runner.send_signal(signal.SIGTERM)
    assert runner.wait(60) == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text()), 0)
