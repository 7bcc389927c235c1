"""A throw-away Redis from the machine's own packages."""

import shutil
from pathlib import Path

from tests.services.processes import Missing, Running, accepts, free_port, launch, wait_until


def program() -> str:
    """The path of the server."""
    path = shutil.which("redis-server") or shutil.which("valkey-server")
    if path is None:
        raise Missing("Redis is not installed (Debian: redis-server)")
    return path


def start(folder: Path, port: int = 0) -> Running:
    """A server that keeps nothing on disk, at a free port unless one is given."""
    port, log = port or free_port(), folder / "log"
    settings = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    process = launch([program(), *settings, "--dir", folder], log=log)
    wait_until(lambda: accepts(port), process=process, log=log, name="Redis", seconds=30)
    return Running("Redis", f"redis://127.0.0.1:{port}/0", process)
