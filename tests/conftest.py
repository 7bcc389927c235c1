import pytest

from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and places of tests.cast, in this test's database."""
    return assemble()


@pytest.fixture(autouse=True)
def _fresh_places() -> None:
    """No kept page, count of a limit or message of one test reaches the next."""
    from django.core.cache import caches

    from kernel import pages

    for store in pages._stores.values():
        store.clear()
    pages._parts.clear()
    caches["default"].clear()
    caches["local"].clear()
