"""Working days: what counts between two moments, and when so much of it has passed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from forums.questions.working_time import after_working, working_seconds

pytestmark = pytest.mark.once
HOUR = 3600


def at(text: str) -> datetime:
    """A moment by the clocks of the site."""
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-11-24 10:00", "2026-11-25 10:00", 24),  # Tuesday to Wednesday
        ("2026-11-27 18:00", "2026-11-30 06:00", 12),  # over a weekend
        ("2026-11-28 09:00", "2026-11-29 21:00", 0),  # within one
        ("2026-11-10 12:00", "2026-11-12 12:00", 24),  # the eleventh is a holiday
        ("2026-12-23 12:00", "2026-12-28 12:00", 24),  # Christmas Eve to Sunday
        ("2026-04-03 00:00", "2026-04-07 00:00", 24),  # Good Friday counts, Easter Monday does not
        ("2026-06-03 20:00", "2026-06-05 04:00", 8),  # Corpus Christi
        ("2026-11-25 10:00", "2026-11-24 10:00", 0),
    ],
)
def test_only_working_days_count(since: str, until: str, hours: int) -> None:
    assert working_seconds(at(since), at(until)) == hours * HOUR


@pytest.mark.parametrize(
    ("since", "hours", "due"),
    [
        ("2026-11-24 10:00", 24, "2026-11-25 10:00"),
        ("2026-11-27 10:00", 24, "2026-11-30 10:00"),
        ("2026-11-28 10:00", 24, "2026-12-01 00:00"),
        ("2026-12-23 10:00", 72, "2026-12-30 10:00"),
        ("2026-11-28 10:00", 0, "2026-11-30 00:00"),
        ("2026-11-24 10:00", -5, "2026-11-24 10:00"),
    ],
)
def test_when_so_much_has_passed(since: str, hours: int, due: str) -> None:
    assert after_working(at(since), hours * HOUR) == at(due)


def test_the_two_agree_also_over_the_change_of_clocks() -> None:
    since = datetime(2026, 3, 27, 9, tzinfo=UTC)
    for hours in (1, 15, 24, 72, 200):
        assert working_seconds(since, after_working(since, hours * HOUR)) == hours * HOUR
    assert after_working(since, HOUR) == since + timedelta(hours=1)
