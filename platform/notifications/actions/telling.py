"""The rows of one telling, written by the database itself: who has an unseen line of the kind gets theirs
joined to it. One statement for all who are told by the same ways, however many they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field

from kernel.many import select_of
from notifications.channels import Ways, choices_kept_by, default_ways, group_of, ways_of
from notifications.levels import TOPIC, Said
from notifications.models import Notification

_CONSTANTS = (
    "kind", "actor_id", "organisation_id", "subject", "target_kind", "target_id", "url", "detail", "created_at",
    "topic_id", "in_page", "by_mail", "mail_after",
)  # fmt: skip
_COLUMNS = {field.attname: field for field in Notification._meta.concrete_fields}
_FIELDS = {name: _COLUMNS[name] for name in _CONSTANTS}
_LINE = """
    COALESCE(NULLIF(before.line, 0), before.id, 0), COALESCE(before.count, 0) + %s,
    COALESCE(NULLIF(before.first_url, ''), before.url, '')"""
"""What a row that joins a line takes from the newest row of it: `line`, `count`, `first_url`."""


def ways_by_reader(
    readers: Collection[int], kind: str, said: Mapping[int, Said], now: datetime
) -> dict[Ways, list[int]]:
    """The readers who want to know, by the ways by which they are told."""
    kept = choices_kept_by(readers)
    # They follow the forum or the tag, and not this topic.
    places = {who for who in readers if kind == "reply" and who in said and said[who].kind != TOPIC}
    told: dict[Ways, list[int]] = defaultdict(list)
    for group, people in ((group_of(kind), set(readers) - places), ("place", places)):
        if not people:
            continue
        usual = default_ways(group, now)
        told[usual] += people - kept.keys()
        ways: dict[int, Ways] = {}  # by the object that those who chose alike share
        for person in people & kept.keys():
            chosen = kept[person]
            if id(chosen) not in ways:
                ways[id(chosen)] = ways_of(chosen, group, now)
            told[ways[id(chosen)]].append(person)
    return {ways: sorted(people) for ways, people in told.items() if people and ways.any}


def write_rows(
    told: Mapping[Ways, Sequence[int]], common: Mapping[str, Any], alike: Mapping[str, Any]
) -> None:
    """One notification for each of these people, `common` its columns; `alike`: the columns in which a line is
    one (none: every row stands for itself). The order of notifications is held."""
    for ways, people in told.items():
        columns = {
            **common, "in_page": ways.in_page, "by_mail": ways.mail, "mail_after": ways.after,
        }  # fmt: skip
        joins = alike if ways.in_page else {}
        first = _insert(people, columns, joins)
        if joins:
            _pass_on(people, joins, first)


def _pass_on(people: Sequence[int], alike: Mapping[str, Any], first: int) -> None:
    """What was the newest of a line before these rows, the `first` of which has this id, is so no longer."""
    chosen, ids = select_of(people)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notifications_notification SET newest = FALSE WHERE id < %s AND newest AND in_page"  # noqa: S608
            f" AND seen_at IS NULL AND {' AND '.join(f'{name} = %s' for name in alike)}"
            f" AND person_id IN ({chosen})",
            [first, *alike.values(), ids],
        )


def _insert(people: Sequence[int], columns: Mapping[str, Any], alike: Mapping[str, Any]) -> int:
    """The first of the ids; 0 where none of these people is there any more."""
    sql = _insertion(connection.vendor, tuple(alike))
    values = [field.get_db_prep_save(columns[name], connection) for name, field in _FIELDS.items()]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, columns["count"], *alike.values(), select_of(people)[1]])
        return min((pk for (pk,) in cursor.fetchall()), default=0)


@cache
def _insertion(vendor: str, alike: tuple[str, ...]) -> str:
    """Its parameters: the constants, how many more the line counts, the values of `alike`, the people."""
    marks = ", ".join(_mark(field, vendor) for field in _FIELDS.values())
    like = " AND ".join(f"before.{name} = %s" for name in alike) or "FALSE"
    return (
        f"INSERT INTO notifications_notification ({', '.join(_FIELDS)}, person_id, newest,"  # noqa: S608  our own names
        f" line, count, first_url) SELECT {marks}, person.id, TRUE,{_LINE}"
        " FROM accounts_user person LEFT JOIN notifications_notification before ON"
        " before.person_id = person.id AND before.newest AND before.in_page"
        f" AND before.seen_at IS NULL AND {like}"
        f" WHERE person.id IN ({select_of(())[0]}) ORDER BY person.id RETURNING id"
    )


def _mark(field: "Field[Any, Any]", vendor: str) -> str:
    """How a column's value is written into a statement. PostgreSQL must be told what an empty one is;
    in SQLite a cast to its word for a moment would make a number of it."""
    return "%s" if vendor == "sqlite" else f"CAST(%s AS {field.cast_db_type(connection)})"
