"""Bench runs: one note in three has been done by others, a few of them very often."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from django.utils import timezone

from notes.runs.counting import Figures
from notes.runs.models import Run
from portal.bulk.rows import Rows
from portal.bulk.texts import Writer

SHARE = 1 / 3
MOST = 40
STEEPNESS = 1.1
"""Of the numbers of runs: about one note in a hundred has more than ten."""
IN_A_HOUSE = 0.7


class Done(NamedTuple):
    """A run before it is written."""

    author: int
    house: int | None
    on: date


def runs_of(
    published: datetime, random: Random, authors: Sequence[int], houses: Sequence[int]
) -> list[Done]:
    """The runs of a note, between its publication and today."""
    if random.random() >= SHARE:
        return []
    number = min(MOST, int(random.paretovariate(STEEPNESS)))
    days = max(0, (timezone.now() - published).days)
    return [
        Done(
            random.choice(authors),
            random.choice(houses) if houses and random.random() < IN_A_HOUSE else None,
            (published + timedelta(days=random.randint(0, days))).date(),
        )
        for _ in range(number)
    ]


def figures_of(done: Sequence[Done]) -> Figures:
    """What the note says of them."""
    houses = {run.house for run in done if run.house is not None}
    return Figures(len(done), len(houses), max((run.on for run in done), default=None))


def write_runs(of: Iterable[tuple[int, str, Sequence[Done]]], writer: Writer) -> None:
    """`of`: (note, its language, its runs)."""
    Rows(
        Run, "note_id", "author_id", "organisation_id", "ran_on", "body", "html", "created_at",
        "updated_at",
    ).write(
        (note, run.author, run.house, run.on.isoformat(), text.body, text.html, at, at)
        for note, lang, done in of
        for run in done
        for text in [writer.post(lang)]
        for at in [_evening(run.on)]
    )  # fmt: skip


def _evening(day: date) -> datetime:
    """When it was told of: that evening, never later than now."""
    told = timezone.make_aware(datetime.combine(day, time(20)))
    return min(told, timezone.now())
