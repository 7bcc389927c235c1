"""No page of the site is forgotten when pages are looked at in a browser."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.journeys import test_pages
from tests.journeys.page_types import NO_ROW, ROWS

ELSEWHERE = ("admin:", "api:")
"""Django's own pages, and answers for programs."""


def names(found: URLResolver, space: str = "") -> Iterator[tuple[str, Any]]:
    """The full name and the view of every address."""
    for one in found.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name or ''}", one.callback
        else:
            yield from names(one, f"{space}{one.namespace}:" if one.namespace else space)


def takes_get(view: Any) -> bool:
    """Unless a decorator (require_POST, require_http_methods) says that it does not."""
    while view is not None:
        code = getattr(view, "__code__", None)
        if code and "request_method_list" in code.co_freevars:
            at = code.co_freevars.index("request_method_list")
            return "GET" in view.__closure__[at].cell_contents
        view = getattr(view, "__wrapped__", None)
    return True


def visited() -> set[str]:
    """The names of the pages that test_pages has by their addresses."""
    lists = (
        test_pages.PAGES, test_pages.MORE_PAGES, test_pages.SIGNED_IN, test_pages.MORE_SIGNED_IN,
        test_pages.FOR_ADMINISTRATORS,
    )  # fmt: skip
    words = {"topic": "forums:topic", "note": "notes:note"}
    paths = {path for pages in lists for path in pages} - {"/nie-ma-takiej-strony/"}
    return {words.get(path) or resolve(path.split("?")[0]).view_name for path in paths}


def test_every_page_is_looked_at_or_says_why_not() -> None:
    pages = {
        name
        for name, view in names(get_resolver("config.urls"))
        if takes_get(view) and not name.startswith(ELSEWHERE)
    }
    known = visited() | set(ROWS) | set(NO_ROW)
    assert sorted(pages - known) == [], "a line in tests/journeys/page_types.py"
    assert sorted(known - pages) == []


def test_no_page_has_both_a_row_and_a_reason() -> None:
    assert set(ROWS) & set(NO_ROW) == set()
    assert set(NO_ROW) & visited() == set()
