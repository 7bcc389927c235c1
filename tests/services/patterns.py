"""Databases prepared once and copied: each empty site would cost ten to thirty seconds of migrations.

bin/test names a folder of its run in TEST_PATTERNS. Whoever first needs a database with tables makes the
pattern, by `manage.py migrate`; every worker, part and server of the run copies it. Without the folder
there is no pattern, and whoever wants tables migrates.
"""

import atexit
import fcntl
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
WITH_TABLES = "rynek_with_tables"
"""The pattern's name among the databases of PostgreSQL."""

_held: list[sqlite3.Connection] = []
"""A database in memory lives as long as somebody is connected to it."""


def _in_its_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement)


def name_of(address: str) -> str:
    """The database that an address names."""
    return address.rsplit("/", 1)[1]


def keep(address: str) -> str:
    """Copies a PostgreSQL database that nobody is connected to; the copy's name."""
    copy = f"rynek_pattern_{secrets.token_hex(6)}"
    _in_its_server(f"CREATE DATABASE {copy} TEMPLATE {name_of(address)}")
    atexit.register(_forget, copy)
    return copy


def bring_back(address: str, copy: str) -> None:
    """Puts what was kept in the place of an empty database."""
    _in_its_server(f"DROP DATABASE {name_of(address)} WITH (FORCE)")
    _in_its_server(f"CREATE DATABASE {name_of(address)} TEMPLATE {copy}")


def _forget(copy: str) -> None:
    import psycopg

    try:
        _in_its_server(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")
    except psycopg.OperationalError:  # the server has been stopped, and its data with it
        return


def lay(address: str) -> bool:
    """Puts the tables where an empty database is or is to be; whether there was a pattern of them."""
    if address.startswith("postgres"):
        if _on_postgresql():
            bring_back(address, WITH_TABLES)
            return True
    elif pattern := _on_sqlite():
        shutil.copy(pattern, address.removeprefix("sqlite:///"))
        return True
    return False


def on_postgresql() -> str:
    """The address of the pattern in the server of the tests; "" where there is none."""
    if not os.environ.get("TEST_DATABASE_URL") or not _on_postgresql():
        return ""
    return os.environ["TEST_DATABASE_URL"].rsplit("/", 1)[0] + f"/{WITH_TABLES}"


def lay_for_tests(connection: Any) -> None:
    """The same for the database of a process of pytest, which Django is about to make."""
    if connection.vendor == "postgresql":
        if _on_postgresql():
            connection.settings_dict["TEST"]["TEMPLATE"] = WITH_TABLES
    elif (pattern := _on_sqlite()) and not _held:
        name = connection.creation._get_test_db_name()
        _held.append(sqlite3.connect(name, uri=True, check_same_thread=False))
        source = sqlite3.connect(pattern)
        source.backup(_held[0])
        source.close()


def _on_sqlite() -> Path | None:
    """The file of the pattern."""
    folder = _folder()
    if folder is None:
        return None
    pattern = folder / "tables.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not pattern.exists():
            raw = folder / "raw.sqlite3"
            _migrate(f"sqlite:///{raw}", folder)
            with sqlite3.connect(raw) as done:  # one file, which may also be copied into memory
                done.execute("PRAGMA journal_mode=DELETE")
            done.close()
            raw.rename(pattern)
    return pattern


def _on_postgresql() -> bool:
    """Whether the server of the tests has the pattern, now at the latest."""
    folder = _folder()
    if folder is None:
        return False
    made = folder / WITH_TABLES
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _in_its_server(f"DROP DATABASE IF EXISTS {WITH_TABLES}")  # of a server that was given
            _in_its_server(f"CREATE DATABASE {WITH_TABLES}")
            server = os.environ["TEST_DATABASE_URL"].rsplit("/", 1)[0]
            _migrate(f"{server}/{WITH_TABLES}", folder)
            made.touch()
    return True


def _folder() -> Path | None:
    named = os.environ.get("TEST_PATTERNS", "")
    return Path(named) if named else None


def _migrate(address: str, folder: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DATA_DIR": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        "REDIS_URL": "",
        "ELASTICSEARCH_URL": "",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--skip-checks", "--verbosity=0"]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)
