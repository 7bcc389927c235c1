"""Where things are, and servers of the product that a test starts and ends."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
START = 300  # seconds until a server must have answered, on a very busy machine
# What a test run sets for itself and a server under test must not see.
OURS = ("TEST_", "PYTEST_", "DJANGO_", "DATA", "BASE_URL", "REDIS_URL", "ELASTICSEARCH", "EMBEDDED")


def clean_environment(**values: str) -> dict[str, str]:
    """This machine's environment without the test run's own variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    kept.pop("PYTHONPATH", None)
    return {**kept, **values}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Answer:
    """One HTTP answer, whatever its status."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def get(url: str, body: bytes | None = None, **headers: str) -> Answer:
    """Fetch an address; header names are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return Answer(reply.status, reply.headers, reply.read())
    except urllib.error.HTTPError as problem:
        return Answer(problem.code, problem.headers, problem.read())


class Server:
    """A process in a group of its own, with everything it has printed."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self.log = log

    @property
    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for(self, url: str) -> None:
        """Until the address answers 200."""
        deadline = time.monotonic() + START
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"it ended: {self.output}"
            with contextlib.suppress(OSError):
                if get(url).status == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"{url} did not answer: {self.output}")

    def group(self) -> list[int]:
        """The processes of its group that still run."""
        listing = subprocess.run(
            ["ps", "-eo", "pid=,pgid=,stat="], capture_output=True, text=True, check=True
        ).stdout
        rows = [line.split() for line in listing.splitlines()]
        mine = str(self.process.pid)
        return [int(pid) for pid, group, state in rows if group == mine and state[0] != "Z"]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask the process itself, not its group, to stop; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(30)


@contextlib.contextmanager
def running(
    command: Sequence[str | Path], *, log: Path, environment: Mapping[str, str], folder: Path = ROOT
) -> Iterator[Server]:
    """A server for the length of a block; ended by force if the block leaves it running."""
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Server(process, log)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def programs_without(folder: Path, *names: str) -> str:
    """A PATH with this machine's programs, less some; made of links in `folder`."""
    folder.mkdir()
    for place in reversed([Path(entry) for entry in os.get_exec_path()]):
        for program in place.iterdir() if place.is_dir() else ():
            if program.name not in names:
                (folder / program.name).unlink(missing_ok=True)
                (folder / program.name).symlink_to(program)
    return str(folder)


def copy_of_project(target: Path) -> Path:
    """The project as a clean clone has it: nothing that bin/run or bin/test has made."""
    made = shutil.ignore_patterns(
        ".git", ".venv", "var", "__pycache__", "*.mo", ".*_cache", ".hypothesis"
    )
    return Path(shutil.copytree(ROOT, target, ignore=made))
