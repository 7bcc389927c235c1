"""The days on which somebody was here: the one thing that is counted of reading without writing."""

from datetime import date

from django.db import connection


def count_day(person_id: int, today: date) -> list[tuple[int, bool, int]]:
    """Counts the day once: [(level, pinned, days so far)]; [] where it was counted already.

    One statement: it is asked with the first thing that a person reads or writes on a day.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET seen_on = %(today)s, days_seen = days_seen + 1"
            " WHERE id = %(person)s AND (seen_on IS NULL OR seen_on < %(today)s)"
            " RETURNING level, level_pinned, days_seen",
            {"today": today.isoformat(), "person": person_id},
        )
        return [(level, bool(pinned), days) for level, pinned, days in cursor.fetchall()]
