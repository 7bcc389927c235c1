"""The production set-up as docker-compose.yml has it, with real servers and without Docker.

The pages, the live server and the worker are started by the command lines and with the variables of the
file, each as often as the file says; only addresses and folders differ. A real nginx with deploy/nginx
stands before them. `bin/production-here` keeps one for people and benchmarks, the tests make their own.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.setup import compose, proxy
from tests.setup.place import PYTHON, ROOT, START, Server, clean_environment, free_port, get
from tests.setup.site import Site

INNER = {"web": "8000", "live": "8001"}
"""The port on which each listens in its container."""
DRAIN = 10.0
"""Seconds in which a process that is asked to stop has answered what it had begun."""
REST = 2.5
"""Seconds until nginx asks again a server that was away (fail_timeout in deploy/nginx)."""


class Production(Site):
    """`start`, then `replace`, `kill` or `end` one of `names`, at last `stop`.

    `services`: DATABASE_URL, REDIS_URL and ELASTICSEARCH_URL, of servers that run. `environment`: more
    variables, which win over those of the file.
    """

    def __init__(
        self,
        folder: Path,
        services: Mapping[str, str],
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        **environment: str,
    ) -> None:
        self.folder, self.host, self.port = folder, host, port or free_port()
        self.ports: dict[str, int] = {}
        commands = {}
        for service in compose.APPLICATION:
            for number in range(1, compose.replicas(service) + 1):
                name = f"{service}-{number}"
                if service in INNER:
                    self.ports[name] = free_port()
                inner = {INNER[service]: self.ports[name]} if service in INNER else {}
                commands[name] = compose.command(service, inner)
        self.commands = commands
        address = f"http://127.0.0.1:{self.port}"
        super().__init__(address, self._environment(services, environment), {})

    def _environment(self, services: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
        image = {
            name: value.replace("/app", str(ROOT))
            for name, value in compose.image_environment().items()
        }
        places = {
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "DATA_DIR": str(self.folder / "data"),
            "STATIC_ROOT": str(self.folder / "srv" / "static"),
            "TMPDIR": str(self.folder),
            "PATH": compose.path_with_environment(),
        }
        written = compose.environment("web")
        return clean_environment(**{**image, **written, **services, **places, **more})

    @property
    def names(self) -> list[str]:
        """The processes of the product: web-1, web-2, live-1, live-2, worker-1."""
        return list(self.commands)

    def start(self) -> None:
        """Everything, in the order of the file. Raises AssertionError with the log of what fails."""
        (self.folder / "srv").mkdir(parents=True, exist_ok=True)
        # nginx sends the media, as it does from the volume that both have.
        media = Path(self.environment["DATA_DIR"]) / "media"
        media.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            (self.folder / "srv" / "media").symlink_to(media)
        # As in the image, before any process: each reads once, at its start, what there is.
        subprocess.run(
            [PYTHON, ROOT / "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
            env=self.environment, check=True,
        )  # fmt: skip
        first = [name for name in self.names if name.startswith("web")]
        for name in [*first, *(name for name in self.names if name not in first)]:
            self.launch(name)
            if name == "web-1":  # it brings the database up to date; the others would only wait
                self.wait(name)
        for name in self.ports:
            self.wait(name)
        self._start_nginx()

    def _start_nginx(self) -> None:
        ports = {
            kind: [port for name, port in self.ports.items() if name.startswith(kind)]
            for kind in INNER
        }
        configuration = proxy.lay_out(
            self.folder, listen=self.port, host=self.host, web=ports["web"], live=ports["live"]
        )
        self._run("nginx", proxy.command(configuration, "-g", "daemon off;"))
        self.servers["nginx"].wait_for(f"{self.address}/healthz")

    def launch(self, name: str) -> None:
        """Starts one process and does not wait for it."""
        self._run(name, self.commands[name])

    def _run(self, name: str, command: list[str]) -> None:
        log = self.folder / f"{name}.log"
        with log.open("ab") as sink:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=sink,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self.servers[name] = Server(process, log)

    def wait(self, name: str) -> None:
        """Until one process answers; the worker has no door and is not waited for."""
        if name in self.ports:
            self.servers[name].wait_for(f"http://127.0.0.1:{self.ports[name]}/healthz")

    def kill(self, name: str) -> None:
        """As the kernel kills it, with whatever it has started."""
        server = self.servers[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()

    def end(self, name: str) -> float:
        """Asks one to stop; the seconds it took. By force after twice its time."""
        began = time.monotonic()
        server = self.servers[name]
        server.process.send_signal(signal.SIGTERM)
        try:
            server.process.wait(2 * DRAIN)
        finally:
            self.kill(name)
        return time.monotonic() - began

    def replace(self, name: str) -> float:
        """One process ends and another takes its place; the seconds the old one took to end."""
        took = self.end(name)
        self.launch(name)
        self.wait(name)
        time.sleep(REST)
        return took

    def replace_all(self) -> dict[str, float]:
        """A rolling restart: the next goes only when the one before is back."""
        return {name: self.replace(name) for name in self.names}

    def drain(self) -> dict[str, int]:
        """Asks all to stop, the door first; the exit code of each."""
        codes = {}
        for name in ("nginx", *reversed(self.names)):
            if name in self.servers:
                number = signal.SIGQUIT if name == "nginx" else signal.SIGTERM
                self.servers[name].process.send_signal(number)
        for name, server in self.servers.items():
            with contextlib.suppress(subprocess.TimeoutExpired):
                codes[name] = server.process.wait(2 * DRAIN)
        self.stop()
        return codes

    def stop(self) -> None:
        """Ends whatever still runs, by force."""
        for name in self.servers:
            self.kill(name)

    def ready(self) -> bool:
        """Whether every part says that it is well."""
        answer = get(f"{self.address}/readyz")
        return answer.status == 200 and '"down"' not in answer.text

    def variables(self) -> dict[str, str]:
        """What a command of manage.py needs to work on the same site."""
        ours = (
            *compose.environment("web"), *compose.image_environment(), "STATIC_ROOT", "TMPDIR",
            "ELASTICSEARCH_INDEX",
        )  # fmt: skip
        return {name: self.environment[name] for name in ours if name in self.environment}


@contextlib.contextmanager
def started(production: Production) -> Iterator[Production]:
    """For the length of a block."""
    try:
        production.start()
        yield production
    finally:
        production.stop()


def until_ready(production: Production, seconds: float = START) -> float:
    """How long it took until every part was well."""
    began = time.monotonic()
    while not production.ready():
        assert time.monotonic() - began < seconds, get(f"{production.address}/readyz").text
        time.sleep(0.1)
    return time.monotonic() - began
