"""What moderators of the demo region have decided, and what was reported to them."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from moderation.models import Decision, Report
from portal.demo.people import People
from portal.demo.reading import Clock, Row, rows


class Thing(NamedTuple):
    """What a decision of the file is about."""

    kind: str
    author: str
    made: str


def thing_of(row: Row) -> Thing:
    return Thing(row["kind"], row["author"], row["made"])


def hidings() -> Mapping[Thing, str]:
    """When (in the words of the files) something was hidden by a moderator."""
    return {
        thing_of(row): row["at"]
        for row in rows("decisions")
        if row["verdict"] == Decision.Verdict.HIDE
    }


def gone_at(
    kind: str, row: Row, made: datetime, clock: Clock, hidden: Mapping[Thing, str]
) -> tuple[datetime | None, datetime | None]:
    """(when its author took it back, when a moderator hid it), of a row that may be `removed`."""
    if not row.get("removed"):
        return None, None
    when = hidden.get(Thing(kind, row["author"], row["at"]))
    if when is None:
        return clock.after(made, minutes=1, seconds=40), None
    return None, max(made, clock.at(when))


def decide(people: People, clock: Clock, ids: Mapping[Thing, int]) -> list[Decision]:
    """Writes the decisions and reports about those things (by their ids) that were loaded just now."""
    wanted = [row for row in rows("decisions") if thing_of(row) in ids]
    decisions = Decision.objects.bulk_create(
        Decision(
            kind=row["kind"],
            object_id=ids[thing_of(row)],
            author=people[row["author"]],
            moderator=people[row["moderator"]],
            verdict=row["verdict"],
            rule=row["rule"],
            reason=row["reason"],
            created_at=clock.at(row["at"]),
        )
        for row in wanted
    )
    answers = {thing_of(row): decision for row, decision in zip(wanted, decisions, strict=True)}
    Report.objects.bulk_create(
        Report(
            kind=row["kind"],
            object_id=ids[thing_of(row)],
            reporter=people[row["reporter"]],
            reason=row["reason"],
            detail=row["detail"],
            created_at=clock.at(row["at"]),
            decision=answers[thing_of(row)] if row["decided"] else None,
        )
        for row in rows("reports", "decisions")
        if thing_of(row) in ids
    )
    return decisions
