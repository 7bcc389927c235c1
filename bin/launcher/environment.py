"""Makes `.venv/` from requirements/*.lock: by uv where it is there, else by venv and pip.

Standard library only. Sets are nested: core (bin/run), prod (other databases), test (bin/test).
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from speech import fail, say

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
SETS = ("core", "prod", "test")


def end_with_children() -> None:
    """Make SIGTERM an exception, so that a child being waited for ends with this process.

    SIGINT is one already, but not where a script started us with `&`: there it would be ignored.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def ready(wanted: str) -> Path:
    """The environment's Python, with at least the set `wanted` installed."""
    with _one_at_a_time():
        had = STAMP.read_text().split() if STAMP.exists() else []
        if had and had[0] in SETS:  # never take away what bin/test has put there
            wanted = max(wanted, had[0], key=SETS.index)
        if had != [wanted, fingerprint(wanted)] or not _works(PYTHON):
            _install(wanted)
            STAMP.write_text(f"{wanted} {fingerprint(wanted)}\n")
    return PYTHON


def fingerprint(wanted: str) -> str:
    """What the set is made of, in a few letters."""
    return hashlib.sha256(_lock(wanted).read_bytes()).hexdigest()[:32]


def _lock(wanted: str) -> Path:
    return ROOT / "requirements" / f"{wanted}.lock"


def _install(wanted: str) -> None:
    lock = _lock(wanted)
    count = sum("==" in line for line in lock.read_text().splitlines())
    say(
        f"Instaluję {count} pakietów w .venv/ (tylko za pierwszym razem, około minuty)…",
        f"Installing {count} packages into .venv/ (the first time only, about a minute)…",
    )
    STAMP.unlink(missing_ok=True)
    if _with_uv(lock):
        return
    pip = _with_venv()
    options = ["--require-hashes", "--no-deps", "--no-input", "--disable-pip-version-check", "-q"]
    if subprocess.run([*pip, "install", *options, "-r", lock]).returncode != 0:
        fail(
            "Instalacja się nie powiodła (powód wyżej). Sprawdź połączenie i uruchom jeszcze raz.",
            "The installation failed (the reason is above). Check the connection, run it again.",
        )


def _with_uv(lock: Path) -> bool:
    """Whether uv was there and did it; anything amiss with it leaves the work to pip."""
    uv = shutil.which("uv")
    if uv is None or subprocess.run([uv, "--version"], capture_output=True).returncode != 0:
        return False
    make = [uv, "venv", "-q", "--allow-existing", "--no-project", "--python", sys.executable, VENV]
    sync = [uv, "pip", "sync", "-q", "--require-hashes", "--python", PYTHON, lock]
    if not _works(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
    # The machine's certificates, as pip uses them: some networks have an authority of their own.
    settings = {"UV_NATIVE_TLS": "1", "UV_SYSTEM_CERTS": "1", **os.environ}
    done = _works(PYTHON) or subprocess.run(make, env=settings).returncode == 0
    if done and subprocess.run(sync, env=settings).returncode == 0:
        return True
    say("uv zawiodło, próbuję przez pip…", "uv failed, trying pip…")
    return False


def _with_venv() -> list[str | Path]:
    """The pip command that installs into `.venv/`, which is made when it is not there."""
    own: list[str | Path] = [PYTHON, "-m", "pip"]
    if _works(*own, "--version"):
        return own
    shutil.rmtree(VENV, ignore_errors=True)
    if _works(sys.executable, "-m", "venv", VENV):
        return own
    # Debian keeps ensurepip in a package of its own; a pip outside the environment does as well.
    shutil.rmtree(VENV, ignore_errors=True)
    outer: list[str | Path] = [sys.executable, "-m", "pip", "--python", PYTHON]
    if _works(sys.executable, "-m", "venv", "--without-pip", VENV) and _works(*outer, "--version"):
        return outer
    shutil.rmtree(VENV, ignore_errors=True)
    fail(
        "Ten Python nie ma modułów venv i pip (Debian, Ubuntu: apt install python3-venv).",
        "This Python lacks the venv and pip modules (Debian, Ubuntu: apt install python3-venv).",
    )


def _works(*command: str | Path) -> bool:
    """Whether a command ends well; a bare Python is asked whether it is new enough."""
    parts = [str(part) for part in command]
    if len(parts) == 1:
        parts += ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(parts, capture_output=True).returncode == 0
    except OSError:
        return False


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two launchers in one folder must not install over each other."""
    folder = os.open(ROOT / "requirements", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
