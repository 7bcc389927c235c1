"""A site of one's own: its data, prepared by commands of manage.py, and its server, as bin/run has it.

On SQLite with everything inside the one process; where TEST_DATABASE_URL names a PostgreSQL, on that,
with Redis and, where it is there, Elasticsearch.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.realtime.server import drop_database, own_database
from tests.services import patterns, redis_server
from tests.services.processes import Missing, Running
from tests.setup.place import PYTHON, ROOT, Server, clean_environment, free_port, get

PASSWORD = "farbka-i-wapno-1"
PEOPLE = {
    "ola": ("Ola Wrona", "member"),
    "jan": ("Jan Zubek", "member"),
    "ewa": ("Ewa Kostka", "member"),
    "marta": ("Marta Lis", "moderator"),
    "adam": ("Adam Pasternak", "admin"),
}
HANDLES = {"ola": "ola.wrona", "jan": "jan.zubek", "ewa": "ewa.kostka", "marta": "marta.lis",
           "adam": "adam.pasternak"}  # fmt: skip
HERE = Path(__file__).resolve().parent


def in_production() -> bool:
    return os.environ.get("TEST_DATABASE_URL", "").startswith("postgres")


_pattern: list[tuple[Path, dict[str, str], str]] = []
"""The folder of a prepared house, its people's tokens, and its database where that is no file."""


class House:
    """`start`, `kill`, `start` again: the data stay."""

    def __init__(self, folder: Path, **environment: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.port = folder, free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.index = f"contracts-{secrets.token_hex(6)}"
        self.tokens: dict[str, str] = {}
        self._redis: Running | None = None
        self._server: Server | None = None
        self._helper: subprocess.Popen[str] | None = None
        self._asking = threading.Lock()
        self.environment = clean_environment(
            DATA_DIR=str(folder), BASE_URL=self.base, RATE_LIMIT_FACTOR="1000", EMBEDDED="1",
            PYTHONPATH=f"{ROOT}:{ROOT / 'platform'}", **self._services(), **environment,
        )  # fmt: skip

    def _services(self) -> dict[str, str]:
        given = {"DATABASE_URL": f"sqlite:///{self.folder / 'rynek.sqlite3'}"}
        if not in_production():
            return given
        given = {"DATABASE_URL": own_database(self.folder)}
        # What is published reaches every client of a Redis, whatever database it chose.
        try:
            self._redis = redis_server.start(self.folder)
            given["REDIS_URL"] = self._redis.url
        except Missing:
            given["REDIS_URL"] = os.environ.get("TEST_REDIS_URL", "")
        if elastic := os.environ.get("TEST_ELASTICSEARCH_URL"):
            given |= {"ELASTICSEARCH_URL": elastic, "ELASTICSEARCH_INDEX": self.index}
        return given

    def prepare(self) -> None:
        """The tables, what an empty site starts with, and the people with a token each."""
        if _pattern:
            folder, tokens, database = _pattern[0]
            shutil.copytree(folder, self.folder, dirs_exist_ok=True)
            self.tokens = dict(tokens)
            if database:
                patterns.bring_back(self.environment["DATABASE_URL"], database)
            return
        made = [
            [
                "make_member",
                f"{who}@example.org",
                "--name",
                name,
                "--password",
                PASSWORD,
                "--role",
                role,
            ]
            for who, (name, role) in PEOPLE.items()
        ]
        patterns.lay(self.environment["DATABASE_URL"])
        tokens = [["make_token", f"{who}@example.org"] for who in PEOPLE]
        said = self.commands(["start"], *made, *tokens)
        self.tokens = dict(zip(PEOPLE, said[-len(PEOPLE) :], strict=True))
        self._keep()

    def _keep(self) -> None:
        """What was prepared is copied for the next house."""
        self._dismiss()
        kept = Path(tempfile.mkdtemp(prefix="rynek-pattern-"))
        shutil.copytree(self.folder, kept, dirs_exist_ok=True)
        address = self.environment["DATABASE_URL"]
        _pattern.append((kept, self.tokens, patterns.keep(address) if in_production() else ""))

    def commands(self, *wanted: Sequence[str]) -> list[str]:
        """What each command of manage.py printed. Raises AssertionError for one that failed."""
        return [str(self._ask(list(command))) for command in wanted]

    def beside(self, name: str, **arguments: Any) -> Any:
        """Something for which there is no page and no command, done by `tests/realtime/world.py`."""
        return self._ask({"name": name, "arguments": arguments})

    def _ask(self, asked: Any) -> Any:
        """One process for all of it: each start of Python would cost seconds."""
        with self._asking:
            if self._helper is None:
                self._helper = subprocess.Popen(
                    [PYTHON, HERE / "beside.py"], env=self.environment, cwd=ROOT, text=True,
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                )  # fmt: skip
            assert self._helper.stdin is not None
            assert self._helper.stdout is not None
            self._helper.stdin.write(json.dumps(asked) + "\n")
            self._helper.stdin.flush()
            answer = json.loads(self._helper.stdout.readline())
        assert "error" not in answer, f"{asked}: {answer['error']}"
        return answer["result"]

    def _dismiss(self) -> None:
        if self._helper is not None:
            assert self._helper.stdin is not None
            self._helper.stdin.close()
            self._helper.wait(30)
            self._helper = None

    def start(self) -> None:
        command = [PYTHON, ROOT / "bin" / "launcher" / "serve.py", "--host", "127.0.0.1"]
        with (self.folder / "log").open("ab") as sink:
            process = subprocess.Popen(
                [*command, "--port", str(self.port), "--empty"], cwd=ROOT, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, start_new_session=True,
            )  # fmt: skip
        self._server = Server(process, self.folder / "log")
        self._server.wait_for(f"{self.base}/healthz")

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def kill(self) -> None:
        """As a power cut ends it."""
        if self._server is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._server.process.pid, signal.SIGKILL)
            self._server.process.wait()
            self._server = None

    def stop(self) -> None:
        self.kill()
        self._dismiss()
        if in_production():
            drop_database(self.environment["DATABASE_URL"])
            self._drop_index()
        if self._redis is not None:
            self._redis.stop()

    def _drop_index(self) -> None:
        elastic = self.environment.get("ELASTICSEARCH_URL")
        if not elastic:
            return
        names = get(f"{elastic}/_cat/indices/{self.index}*?h=index").text.split()
        for name in names:
            request = urllib.request.Request(f"{elastic}/{name}", method="DELETE")
            urllib.request.urlopen(request, timeout=30).close()
