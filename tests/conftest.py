from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast, assemble
from tests.services import patterns

SLOW = ("setup", "faults", "contracts", "realtime", "kernel")
"""They start servers of their own: first, so that no worker is left alone with them at the end."""

PURE = {
    "directory/test_hours_plain.py", "directory/test_matching_rules.py", "kernel/test_gate.py",
    "kernel/test_images.py", "kernel/test_layout.py", "kernel/test_markdown.py", "kernel/test_words.py",
    "look/test_assets.py", "look/test_contrast.py", "look/test_pictures.py", "look/test_tags.py",
    "search/test_language.py", "taxonomy/test_geography.py",
}  # fmt: skip
"""About functions, texts and files: no database, layer, cache or server can change what they say."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow folders first, the rest as it came; what no database can change is marked to run once.

    A test that may use the database is never among those, whatever its module is listed as.
    """
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).as_posix() in PURE and not uses_database(item):
            item.add_marker(pytest.mark.once)
    rank = {name: number for number, name in enumerate(SLOW)}
    items.sort(key=lambda item: rank.get(item.path.relative_to(here).parts[0], len(SLOW)))


def uses_database(item: pytest.Item) -> bool:
    """Without one of these, pytest-django refuses every query."""
    asked = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or bool(item.get_closest_marker("django_db"))


FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The one browser of a process: Playwright's event loop runs in it once."""
    from playwright.sync_api import sync_playwright

    from tests.services.needs import chromium
    from tests.services.processes import Missing

    try:
        path = chromium()
    except Missing as reason:
        pytest.skip(str(reason))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The tables are copied where this run has a pattern of them; the migrations then find nothing to do."""
    from django.db import connection

    patterns.lay_for_tests(connection)


@pytest.fixture(autouse=True, scope="session")
def _log_can_be_emptied() -> None:
    """A test that really commits is cleaned up by deleting all rows, which SQLite's log of moderation refuses
    row by row: for that moment alone it is let."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    from django.db.backends.sqlite3.operations import DatabaseOperations

    plain = DatabaseOperations.sql_flush

    def flush(self: Any, *arguments: Any, **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'moderation_log_undeleted'")
            kept = [row[0] for row in cursor.fetchall()]
        loose = ["DROP TRIGGER moderation_log_undeleted"] if kept else []
        return [*loose, *plain(self, *arguments, **options), *kept]

    DatabaseOperations.sql_flush = flush  # type: ignore[method-assign]


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and places of tests.cast, in this test's database."""
    return assemble()


@pytest.fixture(autouse=True)
def _empty_index(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """A test that really commits is cleaned up by emptying Django's tables; the index of words is none
    of them, and would keep what is gone."""
    yield
    mark = request.node.get_closest_marker("django_db")
    commits = bool(mark and mark.kwargs.get("transaction"))
    if commits or "transactional_db" in request.fixturenames:
        from django.db import connection

        with django_db_blocker.unblock():
            table = "search_fts" if connection.vendor == "sqlite" else "search_terms"
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table}")


@pytest.fixture(autouse=True)
def _fresh_places() -> None:
    """No kept page, count of a limit or message of one test reaches the next."""
    from django.core.cache import caches

    from curation.desk import showing
    from directory import reference
    from directory.finding import sets
    from kernel import pages
    from place import reading
    from search import names, synonyms

    for store in pages._stores.values():
        store.clear()
    pages._parts.clear()
    # As on a running server: what the place is called has been read before.
    reading.remember({}, 0).region = "małopolskie"
    reference._atlases.clear()
    sets._kept.clear()
    names._kept.clear()
    synonyms._kept.clear()
    showing._kept.clear()
    caches["default"].clear()
    caches["local"].clear()
