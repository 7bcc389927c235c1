"""docs/security.md: every item that we hold ourselves to stands there once, with tests that exist or an honest reason."""

import re

import pytest

from tests.setup.place import ROOT

pytestmark = pytest.mark.once
PAGE = (ROOT / "docs" / "security.md").read_text()
ROW = re.compile(r"^\| (?P<items>[\d., ]+) \| (?P<what>[^|]+) \|(?P<shown>[^|]*)\|$", re.M)
ITEMS = re.findall(
    r"\S+",
    """
1.1.1 1.1.2 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.2.9 1.3.1 1.3.3 1.3.4 1.3.5 1.3.6 1.3.7 1.3.11 1.5.1
2.1.3 2.2.1 2.2.2 2.2.3 2.3.1 2.3.2 2.3.3 2.3.4 2.4.1
3.2.1 3.2.2 3.3.1 3.3.2 3.3.3 3.3.4 3.4.1 3.4.2 3.4.3 3.4.4 3.4.5 3.4.6 3.5.1 3.5.2 3.5.3 3.7.2
4.1.1 4.1.2 4.1.3 4.2.1 4.4.1 4.4.2 4.4.3
5.1.1 5.2.1 5.2.2 5.2.3 5.3.1 5.3.2 5.4.1 5.4.2 5.4.3
6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.2.9 6.2.10 6.2.11 6.2.12 6.3.1 6.3.2 6.3.3 6.3.4 6.4.1 6.4.2 6.4.3 6.5.1 6.5.5
7.1.1 7.1.2 7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2
8.1.1 8.1.2 8.2.1 8.2.2 8.2.3 8.3.1 12.2.1 13.4.1 13.4.2 13.4.3 13.4.4 13.4.5 14.2.1 14.3.1 14.3.2 14.3.3
15.2.2 15.2.3 15.3.1 15.3.2 15.3.3 15.3.4 15.3.7 16.3.1 16.3.2 16.3.3 16.3.4 16.4.1 16.5.1 16.5.2 16.5.3
""",
)


def rows() -> list[tuple[list[str], str]]:
    return [
        (re.findall(r"[\d.]+\d", m["items"]), m["what"] if "**" in m["what"] else m["shown"])
        for m in ROW.finditer(PAGE)
    ]


def test_every_item_stands_there_once() -> None:
    listed = [item for items, _shown in rows() for item in items]
    assert sorted(listed) == sorted(ITEMS)


def test_every_item_is_shown_or_said_not_to_be_met() -> None:
    for items, shown in rows():
        assert "tests/" in shown or re.search(r"\*\*not (met|shown)\*\*.{20,}", shown), items


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)
    assert len(named) > 50
    for path, name in named:
        assert (ROOT / path).is_file(), path
        if name:
            assert re.search(rf"def {name}\(", (ROOT / path).read_text()), f"{path}::{name}"


def test_how_to_report_says_when_to_expect_what() -> None:
    words = (ROOT / "SECURITY.md").read_text()
    for promise in ("72 hours", "14 days", "docs/security.md", "Which versions"):
        assert promise in words
