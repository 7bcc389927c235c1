"""Starting a server process, waiting until it answers, and ending it for certain."""

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Set once nobody wants the servers any more: those that are still starting give up.
unwanted = threading.Event()


class Missing(Exception):
    """The service cannot run here; the message says what to install."""


class Broken(Exception):
    """The service is installed but did not start; the message ends with its log."""


@dataclass(frozen=True)
class Running:
    """One server: its address for clients, its process, and the signal that ends it soonest."""

    name: str
    url: str
    process: subprocess.Popen[bytes]
    stop_with: signal.Signals = signal.SIGTERM

    def stop(self, *, patience: float = 10.0) -> None:
        """End the server and whatever it started; after `patience` seconds by force."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_with)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)  # its children too, should any be left
        self.process.wait()


def free_port() -> int:
    """A port of loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def launch(
    command: Sequence[str | Path],
    *,
    log: Path,
    user: str | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, so that Ctrl+C in the terminal does not reach it."""
    options: dict[str, object] = {}
    if user is not None:
        options = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    with log.open("ab") as sink:
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=dict(environment) if environment is not None else None,
            cwd=folder,
            start_new_session=True,
            **options,
        )


def wait_until(
    answers: Callable[[], bool],
    *,
    process: subprocess.Popen[bytes],
    log: Path,
    name: str,
    seconds: float,
) -> None:
    """Return once `answers()` is true; raise Broken when the process ends or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answers():
            return
        if process.poll() is not None:
            raise Broken(f"{name} stopped while starting (exit {process.returncode}).\n{tail(log)}")
        if unwanted.wait(0.1):
            break
    process.kill()
    raise Broken(f"{name} did not answer within {seconds:.0f} s.\n{tail(log)}")


def accepts(port: int) -> bool:
    """Whether something listens on this port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def tail(log: Path, lines: int = 20) -> str:
    """The last lines of a log, for an error message."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
