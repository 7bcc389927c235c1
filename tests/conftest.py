import gc
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.cast import Cast, assemble
from tests.services import patterns

SLOW = ("setup", "faults", "hostile", "contracts", "realtime", "kernel")
"""They start servers of their own: first, so that no worker is left alone with them at the end."""

PURE = {
    "directory/test_hours_plain.py", "directory/test_matching_rules.py", "kernel/test_gate.py",
    "kernel/test_images.py", "kernel/test_layout.py", "kernel/test_markdown.py", "kernel/test_words.py",
    "look/test_assets.py", "look/test_contrast.py", "look/test_frame.py", "look/test_pictures.py", "look/test_tags.py",
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


def pytest_collection_finish() -> None:
    """What is loaded now stays to the end: looking through it for garbage takes a twentieth of the computing."""
    gc.collect()
    gc.freeze()


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
def _emptied_quickly() -> None:
    """A test that really commits is cleaned up by tests/emptying.py."""
    from django.test import TransactionTestCase

    from tests.emptying import empty

    TransactionTestCase._fixture_teardown = lambda _: empty()  # type: ignore[attr-defined]


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and places of tests.cast, in this test's database."""
    return assemble()


@pytest.fixture
def limits_in_life(settings: Any) -> Iterator[None]:
    """Limits as on a real site, at the beginning of an hour: no window of theirs ends while a test counts."""
    settings.RATE_LIMIT_FACTOR = 1
    with time_machine.travel((time.time() // 3600 + 1) * 3600):
        yield


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
