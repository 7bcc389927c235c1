"""A throw-away PostgreSQL cluster from the machine's own packages."""

import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from tests.services.processes import Broken, Missing, Running, free_port, launch, wait_until

# The cluster is thrown away, so it need not survive a power cut.
INITDB = ("-A", "scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    # What a test writes is never committed: figures of tables that look empty would make plans for one row.
    "autovacuum": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


def programs() -> Path:
    """The folder of initdb and postgres: Debian keeps it off the PATH. The newest version wins."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(re.sub(r"\D.*", "", path.parent.parent.name) or 0),
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise Missing("PostgreSQL is not installed (Debian: postgresql)")
    return Path(on_path).resolve().parent


def owner() -> str | None:
    """PostgreSQL refuses to run as root, so root lends it the account its package made."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise Missing("PostgreSQL cannot run as root and there is no other account for it")


def start(folder: Path, port: int = 0, **settings: str) -> Running:
    """A server with an empty database `rynek`, its files in `folder`; one whose files are there goes on.

    `port`: its old one. `settings`: of postgresql.conf, instead of those for tests.
    """
    tools, user, port = programs(), owner(), port or free_port()
    data, log, secret = folder / "data", folder / "log", folder / "password"
    if not (data / "PG_VERSION").exists():
        _make_cluster(folder, user)
    password = secret.read_text()
    named = {**SETTINGS, **settings, "port": str(port), "unix_socket_directories": ""}
    options = [part for name, value in named.items() for part in ("-c", f"{name}={value}")]
    process = launch([tools / "postgres", "-D", data, *options], log=log, user=user, folder=folder)
    environment = {**os.environ, "PGPASSWORD": password, "PGCONNECT_TIMEOUT": "2"}
    connection = ["-h", "127.0.0.1", "-p", str(port), "-U", "rynek"]

    def asked(database: str, statement: str) -> bool:
        command = [tools / "psql", *connection, "-d", database, "-qc", statement]
        return subprocess.run(command, env=environment, capture_output=True).returncode == 0

    def answers() -> bool:
        return asked("rynek", "SELECT 1") or asked("postgres", "CREATE DATABASE rynek")

    wait_until(answers, process=process, log=log, name="PostgreSQL", seconds=60)
    url = f"postgres://rynek:{password}@127.0.0.1:{port}/rynek"
    return Running("PostgreSQL", url, process, stop_with=signal.SIGINT)


def _make_cluster(folder: Path, user: str | None) -> None:
    data, log, secret = folder / "data", folder / "log", folder / "password"
    secret.write_text(secrets.token_hex(16))
    log.touch()
    if user is not None:
        for path in (folder, secret, log):
            shutil.chown(path, user)
    made = launch(
        [programs() / "initdb", "-D", data, "-U", "rynek", "--pwfile", secret, *INITDB],
        log=log,
        user=user,
        folder=folder,
    )
    if made.wait(120) != 0:
        raise Broken(f"initdb failed.\n{log.read_text(errors='replace')[-2000:]}")


def copy_database(source: str, target: str) -> None:
    """Puts the contents of one database into another, empty one, of another server."""
    tools = programs()
    dump = subprocess.Popen(
        [tools / "pg_dump", "--no-owner", "-d", source.replace("postgres://", "postgresql://")],
        stdout=subprocess.PIPE,
    )
    load = [tools / "psql", "-q", "-d", target.replace("postgres://", "postgresql://")]
    done = subprocess.run(load, stdin=dump.stdout, capture_output=True)
    if dump.wait() != 0 or done.returncode != 0:
        raise Broken(f"a database could not be copied: {done.stderr[-2000:]!r}")
