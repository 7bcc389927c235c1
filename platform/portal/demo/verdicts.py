"""What moderators of the demo region have decided, and what was reported to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from moderation.audit import record
from moderation.grounds import any_ground
from moderation.models import QUIET, Decision, Report, Statement
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
    _state(decisions)
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


def _state(decisions: Sequence[Decision]) -> None:
    """What their authors were told, and the log, as of their day."""
    stated = []
    for row in sorted(decisions, key=lambda one: one.created_at):
        ground = any_ground(row.rule)
        figures: dict[str, str | int | bool | None] = {
            "ground": ground.slug,
            "decision": row.pk,
            "found": "notice",
            "automatic": False,
        }
        record(
            row.verdict, by=row.moderator, kind=row.kind, object_id=row.object_id,
            person_id=row.author_id, figures=figures, words=row.reason, at=row.created_at,
        )  # fmt: skip
        if row.verdict not in QUIET:
            stated.append(
                Statement(
                    person_id=row.author_id, moderator=row.moderator, verdict=row.verdict, kind=row.kind,
                    object_id=row.object_id, reason=row.reason, ground=ground, ground_words=ground.words(),
                    decision=row, found=Statement.Found.NOTICE, created_at=row.created_at,
                )
            )  # fmt: skip
    Statement.objects.bulk_create(stated)
