"""A real server in a process of its own: Daphne, a database of its own, and `world` beside it."""

import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import websockets

from tests.realtime.talk import Talk
from tests.services import patterns

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_database(folder: Path) -> str:
    """The address of an empty database: in PostgreSQL when the suite runs on it."""
    given = os.environ.get("TEST_DATABASE_URL", "")
    if not given.startswith("postgres"):
        return f"sqlite:///{folder / 'server.sqlite3'}"
    import psycopg

    name = f"rynek_live_{secrets.token_hex(6)}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return given.rsplit("/", 1)[0] + "/" + name


def drop_database(address: str) -> None:
    given = os.environ.get("TEST_DATABASE_URL", "")
    if address.startswith("postgres"):
        import psycopg

        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {address.rsplit('/', 1)[1]} WITH (FORCE)")


_pattern: list[Path] = []
"""A folder with what goes with a database that has the cast in it, once they have been made."""


PROGRAMS = {
    "daphne": [
        "daphne",
        "-v",
        "0",
        "-b",
        "127.0.0.1",
        "--websocket-max-message-size",
        "131072",
        "-p",
    ],
    "uvicorn": [
        "uvicorn",
        "--host",
        "127.0.0.1",
        "--no-access-log",
        "--log-level",
        "error",
        "--port",
    ],
}
"""The command of each, up to the number of the port."""


class Server:
    """`start`, `kill` and `start` again: the data stay."""

    def __init__(self, folder: Path, program: str = "daphne", **environment: str) -> None:
        """`program`: what serves the site, one of PROGRAMS."""
        self.port = free_port()
        self.program = program
        self.base = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name != "DJANGO_SETTINGS_MODULE"
            },
            "DATA_DIR": str(folder),
            "BASE_URL": self.base,
            "DATABASE_URL": own_database(folder),
            "REDIS_URL": "",
            "ELASTICSEARCH_URL": "",
            "RATE_LIMIT_FACTOR": "1000",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEBUG": "1",  # static files as they lie, not collected
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.others: list[subprocess.Popen[bytes]] = []
        self.world: subprocess.Popen[str] | None = None
        self.made: dict[str, Any] = {}

    def prepare(self) -> None:
        """The cast in the database: made once, then copied."""
        if _pattern:
            self._bring_back(_pattern[0])
            return
        if not patterns.lay(self.environment["DATABASE_URL"]):
            self._run("manage.py", "migrate", "--skip-checks", "--verbosity=0")
        self.made = self.do("make")
        self._keep()

    def _keep(self) -> None:
        kept = Path(tempfile.mkdtemp(prefix="rynek-pattern-"))
        address, path = self.environment["DATABASE_URL"], self.folder / "server.sqlite3"
        if address.startswith("postgres"):
            self._dismiss_world()  # a database that somebody uses is not copied
            (kept / "name").write_text(patterns.keep(address))
        else:
            with sqlite3.connect(path) as source, sqlite3.connect(kept / "pattern") as target:
                source.backup(target)
        shutil.copy(self.folder / "secret_key", kept)
        (kept / "made").write_text(json.dumps(self.made))
        _pattern[:] = [kept]

    def _bring_back(self, kept: Path) -> None:
        address = self.environment["DATABASE_URL"]
        if address.startswith("postgres"):
            patterns.bring_back(address, (kept / "name").read_text())
        else:
            shutil.copy(kept / "pattern", self.folder / "server.sqlite3")
        shutil.copy(kept / "secret_key", self.folder)
        self.made = json.loads((kept / "made").read_text())

    def _run(self, *command: str) -> None:
        subprocess.run([sys.executable, *command], env=self.environment, cwd=ROOT, check=True)

    def join(self, handle: str) -> str:
        """A new member, known to `talk` by the handle."""
        made = self.do("join", handle=handle)
        for kind in ("session", "token", "id"):
            self.made[kind + "s"][handle] = made[kind]
        return handle

    def room(self, audience: str = "public") -> int:
        """A room of its own for a test."""
        slug = f"pokoj-{secrets.token_hex(4)}"
        return int(self.do("open_room", slug=slug, audience=audience))

    def do(self, name: str, **arguments: Any) -> Any:
        """Has a process beside the server do something."""
        if self.world is None:
            self.world = subprocess.Popen(
                [sys.executable, str(ROOT / "tests/realtime/world.py")],
                env=self.environment, cwd=ROOT, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        assert self.world.stdin is not None
        assert self.world.stdout is not None
        self.world.stdin.write(json.dumps([name, arguments]) + "\n")
        self.world.stdin.flush()
        answer = json.loads(self.world.stdout.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]

    def _dismiss_world(self) -> None:
        if self.world is not None:
            assert self.world.stdin is not None
            self.world.stdin.close()
            self.world.wait(20)
            self.world = None

    def start(self) -> None:
        self.process = self._serve(self.port)

    def start_another(self) -> int:
        """A second process on the same data; returns its port."""
        port = free_port()
        self.others.append(self._serve(port))
        return port

    def _serve(self, port: int) -> subprocess.Popen[bytes]:
        with (self.folder / "server.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *PROGRAMS[self.program], str(port), "config.asgi:application"],
                env=self.environment, cwd=ROOT, stdout=log, stderr=log,
            )  # fmt: skip
        self._wait(process, port)
        return process

    def _wait(self, process: subprocess.Popen[bytes], port: int) -> None:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            if process.poll() is not None:
                raise AssertionError(self.log())
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server does not listen")

    def kill(self, sign: int = signal.SIGKILL) -> None:
        if self.process is not None:
            self.process.send_signal(sign)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def stop(self) -> None:
        self.kill(signal.SIGTERM)
        for other in self.others:
            other.terminate()
            other.wait(20)
        self._dismiss_world()
        drop_database(self.environment["DATABASE_URL"])

    def log(self) -> str:
        return (self.folder / "server.log").read_text()

    def rss(self) -> int:
        """The server's memory in bytes."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * 1024

    async def talk(
        self, who: str | None = None, *, token: bool = False, origin: str | None = "",
        port: int = 0, path: str = "/ws/", named: str = "", **more: Any,
    ) -> Talk:  # fmt: skip
        """An open socket of this person (of a visitor, without one). `named`: the Host it asks for."""
        headers = dict(more.pop("headers", {}))
        if who and token:
            headers["Authorization"] = f"Bearer {self.made['tokens'][who]}"
        elif who:
            headers["Cookie"] = f"session={self.made['sessions'][who]}"
        if origin is not None:
            headers["Origin"] = origin or self.base
        if "sock" not in more:
            more |= {"host": "127.0.0.1", "port": port or self.port}
        more = {"max_size": 16 * 1024 * 1024, "max_queue": None, **more}
        connection = await websockets.connect(
            f"ws://{named or f'127.0.0.1:{port or self.port}'}{path}",
            additional_headers=headers, compression=None, open_timeout=60, **more,
        )  # fmt: skip
        return Talk(connection)

    def post(self, path: str, who: str, **fields: str) -> int:
        """Sends a form as a browser without scripts does; returns the status."""
        token = secrets.token_hex(16)
        body = "&".join(
            f"{name}={urllib.parse.quote(value)}"
            for name, value in {"csrfmiddlewaretoken": token, **fields}.items()
        )
        request = urllib.request.Request(
            self.base + path,
            data=body.encode(),
            headers={
                "Cookie": f"session={self.made['sessions'][who]}; csrf={token}",
                "Origin": self.base,
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=20) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return int(error.code)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None
