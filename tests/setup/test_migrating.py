"""`manage.py migrate` on PostgreSQL while a site is in use: nobody is kept waiting, and a run that is cut off is taken
up where it ended. With a million posts: tests/bench/bench_migrations.py."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.contracts.callers import until
from tests.services import postgresql
from tests.setup.own import own_database
from tests.setup.place import ROOT, clean_environment

pytestmark = pytest.mark.skipif(
    not os.environ.get("TEST_DATABASE_URL", "").startswith("postgres"),
    reason="SQLite writes one transaction at a time anyway",
)
LATER = "tests.setup.later.settings"
PLAIN = "import sys; from django.core.management import execute_from_command_line as run; "
ORDINARY = (
    "import kernel.management.commands.migrate as ours; "
    "from django.core.management.commands.migrate import Command; ours.Command = Command; "
)


@pytest.fixture
def address() -> Iterator[str]:
    """A site's database as it is today."""
    with own_database("rynek_migrating") as made:
        yield made


def begun(address: str, folder: Any, how: str = "") -> "subprocess.Popen[str]":
    """`manage.py migrate` of the release to come."""
    environment = clean_environment(
        DATABASE_URL=address, DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE=LATER,
        PYTHONPATH=f"{ROOT}:{ROOT / 'platform'}",
    )  # fmt: skip
    code = (
        f"{PLAIN}import django; django.setup(); {how}run(['manage.py', 'migrate', '--skip-checks'])"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def finished(run: "subprocess.Popen[str]") -> str:
    said, _ = run.communicate(timeout=120)
    assert run.returncode == 0, said
    return said


def tables(address: str) -> str:
    """What the database is made of, without the names that are drawn by lot."""
    dump = subprocess.run(
        [postgresql.programs() / "pg_dump", "--schema-only", "--no-owner", address],
        text=True, capture_output=True, check=True,
    ).stdout  # fmt: skip
    return re.sub(r"^\\(un)?restrict .*$", "", dump, flags=re.M)


@contextmanager
def reading(address: str, table: str) -> Iterator[Any]:
    """Somebody whose long look at a table keeps it from being changed."""
    import psycopg

    with psycopg.connect(address) as connection:
        connection.execute(f"SELECT 1 FROM {table} LIMIT 1")
        yield connection


def waits_for_lock(address: str) -> bool:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock'"
        ).fetchone()
    return bool(row and row[0])


def has_been_applied(address: str) -> bool:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        row = connection.execute("SELECT 1 FROM django_migrations WHERE app = 'later'").fetchone()
    return row is not None


def has_column(address: str, table: str, column: str) -> bool:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        row = connection.execute(
            "SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
            [table, column],
        ).fetchone()
    return row is not None


def test_it_ends_in_the_same_tables_as_the_ordinary_way(address: str, tmp_path: Any) -> None:
    before = tables(address)
    finished(begun(address, tmp_path))
    with own_database("rynek_migrating_plain") as plain:
        assert tables(plain) == before
        finished(begun(plain, tmp_path, ORDINARY))
        assert tables(address) == tables(plain) != before


def test_who_reads_meanwhile_is_not_kept_waiting(address: str, tmp_path: Any) -> None:
    """A long look holds the migration up; those who come after it are held up for a moment only."""
    import psycopg

    failures: list[str] = []
    with reading(address, "forums_post") as long_look:
        run = begun(address, tmp_path)
        until(lambda: waits_for_lock(address))
        with psycopg.connect(address, autocommit=True) as other:
            other.execute("SET statement_timeout = '6s'")
            for _ in range(8):
                try:
                    other.execute("SELECT count(*) FROM forums_post")
                except psycopg.errors.QueryCanceled as error:
                    failures.append(str(error))
                time.sleep(0.5)
        assert run.poll() is None
        long_look.rollback()
    assert "trying again" in finished(run)
    assert failures == []
    assert has_column(address, "forums_post", "checked_by_id")


def test_a_run_that_was_killed_is_taken_up_again(address: str, tmp_path: Any) -> None:
    with reading(address, "notes_practicenote") as long_look:
        run = begun(address, tmp_path)
        until(lambda: has_column(address, "forums_post", "mood") and waits_for_lock(address))
        run.kill()
        run.communicate()
        long_look.rollback()
    assert not has_been_applied(address)
    finished(begun(address, tmp_path))
    with own_database("rynek_migrating_plain") as plain:
        finished(begun(plain, tmp_path, ORDINARY))
        assert tables(address) == tables(plain)


def test_writing_goes_on_while_an_index_is_made(address: str, tmp_path: Any) -> None:
    """Somebody who looks at how things were before holds up the making of the index, which holds up nobody."""
    import psycopg

    with psycopg.connect(address) as slow, psycopg.connect(address, autocommit=True) as other:
        slow.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        slow.execute("SELECT 1 FROM taxonomy_tag LIMIT 1")
        run = begun(address, tmp_path)
        until(lambda: waits_for_lock(address))
        other.execute("SET statement_timeout = '4s'")
        other.execute("UPDATE forums_post SET body = body")
        slow.rollback()
    finished(run)
