"""Every column that can hold text is filled by a door of the table, or stands among the exempt with a reason."""

from typing import Any

import pytest

from tests.hostile.exempt import exempt
from tests.hostile.filling import Filler

pytestmark = pytest.mark.once


def test_every_door_takes_it_or_says_why_not(planted: Filler) -> None:
    assert planted.refused == [], "\n".join(planted.refused)


def test_every_text_column_has_its_door_or_its_reason(columns: dict[str, Any]) -> None:
    without = set(columns["columns"]) - set(columns["written"]) - set(exempt())
    assert without == set(), (
        "no door in doors.py or deeds.py fills these, and exempt.py names no reason"
    )


def test_no_reason_outlives_its_column(columns: dict[str, Any]) -> None:
    assert set(exempt()) - set(columns["columns"]) == set(), "there are no such columns"
    assert set(exempt()) & set(columns["written"]) == set(), "a door fills these after all"
