"""The files of the demo region, and the clock that turns their times into moments."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

HERE = Path(__file__).parent
SECOND = timedelta(seconds=1)

Row = dict[str, Any]
"""A table of a file, as it stands there."""


def rows(table: str, files: str = "") -> list[Row]:
    """All rows of a table ("topics") from the files of that name ("topics*.toml")."""
    found: list[Row] = []
    for path in sorted(HERE.glob(f"{files or table}*.toml")):
        with path.open("rb") as file:
            found += tomllib.load(file)[table]
    return found


@dataclass(frozen=True)
class Clock:
    """The moment of loading. Whatever the files say, nothing happens after it."""

    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def at(self, text: str) -> datetime:
        """ "12 09:14" is twelve days ago at 09:14, by the clocks of the site's own time zone."""
        days, hour = text.split(" ")
        day = self.today - timedelta(days=int(days))
        moment = datetime.combine(day, time.fromisoformat(hour), timezone.get_default_timezone())
        return min(moment, self.now)

    def rising(self, texts: Sequence[str]) -> list[datetime]:
        """The moments of a conversation, each after the one before, also where they would lie ahead."""
        moments = [self.at(text) for text in texts]
        for place in range(len(moments) - 2, -1, -1):
            moments[place] = min(moments[place], moments[place + 1] - SECOND)
        return moments

    def after(self, moment: datetime, **delta: float) -> datetime:
        """So much later, or now."""
        return min(moment + timedelta(**delta), self.now)

    def ago(self, **delta: float) -> datetime:
        return self.now - timedelta(**delta)
