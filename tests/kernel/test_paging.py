"""Pages begin where the last one ended."""

from datetime import UTC, datetime

import pytest

from forums.models import Topic
from kernel.paging import BadCursor, keyset, limit_of
from kernel.refusals import Invalid
from tests.cast import Cast


@pytest.fixture
def topics(cast: Cast) -> list[Topic]:
    """Seven topics, of which four fell into one moment."""
    days = [1, 2, 3, 3, 3, 3, 4]
    return [
        Topic.objects.create(
            forum=cast.square, title=f"T{n}", slug=f"t{n}", author=cast.ola, last_poster=cast.ola,
            last_post_at=datetime(2026, 1, day, tzinfo=UTC),
        )
        for n, day in enumerate(days)
    ]  # fmt: skip


ORDER = ("-last_post_at", "-id")


def test_a_walk_there_and_back_sees_each_row_once(topics: list[Topic]) -> None:
    expected = [t.pk for t in sorted(topics, key=lambda t: (t.last_post_at, t.pk), reverse=True)]
    there, cursor, previous = [], None, None
    while True:
        page = keyset(Topic.objects.all(), order=ORDER, cursor=cursor, limit=2)
        there += [row.pk for row in page.rows]
        previous = page.previous
        if page.next is None:
            break
        cursor = page.next
    assert there == expected
    back = [row.pk for row in page.rows]
    while previous:
        page = keyset(Topic.objects.all(), order=ORDER, cursor=previous, limit=2)
        back = [row.pk for row in page.rows] + back
        previous = page.previous
    assert back == expected


def test_a_new_row_moves_nobody(topics: list[Topic], cast: Cast) -> None:
    first = keyset(Topic.objects.all(), order=ORDER, cursor=None, limit=3)
    Topic.objects.create(
        forum=cast.square, title="N", slug="n", author=cast.ola, last_poster=cast.ola
    )
    second = keyset(Topic.objects.all(), order=ORDER, cursor=first.next, limit=10)
    assert len({row.pk for row in first.rows} | {row.pk for row in second.rows}) == len(topics)


@pytest.mark.parametrize("cursor", ["x", "a:b:c", "{}", "\x00", "ż", "W10:1:2", "." * 5000])
def test_a_cursor_of_nobody_is_a_400(cursor: str, topics: list[Topic]) -> None:
    with pytest.raises(BadCursor) as caught:
        keyset(Topic.objects.all(), order=ORDER, cursor=cursor, limit=2)
    assert caught.value.status == 400


def test_a_cursor_of_another_list_is_refused(topics: list[Topic]) -> None:
    page = keyset(Topic.objects.all(), order=("-id",), cursor=None, limit=2)
    with pytest.raises(BadCursor):
        keyset(Topic.objects.all(), order=ORDER, cursor=page.next, limit=2)


@pytest.mark.parametrize("raw", ["0", "-1", "101", "x", "1e2", "9" * 30])
def test_limits_are_judged(raw: str) -> None:
    assert limit_of("") == 20
    assert limit_of("100") == 100
    with pytest.raises(Invalid):
        limit_of(raw)
