"""The rows of one telling, written by the database itself: who has an unseen line of the kind gets theirs
joined to it. One statement for all who are told by the same ways, however many they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from kernel.many import select_of
from notifications.channels import Ways, default_ways, group_of, preferences_kept_by, ways_of
from notifications.levels import TOPIC, Said
from notifications.models import Notification

_CONSTANTS = (
    "kind", "actor_id", "organisation_id", "subject", "target_kind", "target_id", "url", "detail", "created_at",
    "topic_id", "in_page", "by_mail", "mail_after",
)  # fmt: skip
_LINE = """
    COALESCE(NULLIF(before.line, 0), before.id, 0), COALESCE(before.count, 0) + %s,
    COALESCE(NULLIF(before.first_url, ''), before.url, '')"""
"""What a row that joins a line takes from the newest row of it: `line`, `count`, `first_url`."""


def ways_by_reader(
    readers: Collection[int], kind: str, said: Mapping[int, Said], now: datetime
) -> dict[Ways, list[int]]:
    """The readers who want to know, by the ways by which they are told."""
    kept = preferences_kept_by(readers)
    told: dict[Ways, list[int]] = defaultdict(list)
    usual: dict[str, Ways] = {}
    for person in sorted(readers):
        group = group_of(kind)
        if kind == "reply" and person in said and said[person].kind != TOPIC:
            group = "place"  # they follow the forum or the tag, and not this topic
        if person in kept:
            ways = ways_of(kept[person], group, now)
        else:
            ways = usual.get(group) or usual.setdefault(group, default_ways(group, now))
        if ways.any:
            told[ways].append(person)
    return told


def write_rows(
    told: Mapping[Ways, Sequence[int]], common: Mapping[str, Any], alike: Mapping[str, Any]
) -> int:
    """One notification for each of these people, `common` its columns; `alike`: the columns in which a line is
    one (none: every row stands for itself). Answers with the largest id there was before. The order of
    notifications is held."""
    last = Notification.objects.aggregate(last=Max("pk"))["last"] or 0
    for ways, people in told.items():
        columns = {
            **common, "in_page": ways.in_page, "by_mail": ways.mail, "mail_after": ways.after,
        }  # fmt: skip
        joins = alike if ways.in_page else {}
        _insert(people, columns, joins)
        if joins:
            _pass_on(people, joins, last)
    return last


def _pass_on(people: Sequence[int], alike: Mapping[str, Any], last: int) -> None:
    """What was the newest of a line up to now is so no longer."""
    chosen, ids = select_of(people)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notifications_notification SET newest = FALSE WHERE id <= %s AND newest AND in_page"  # noqa: S608
            f" AND seen_at IS NULL AND {' AND '.join(f'{name} = %s' for name in alike)}"
            f" AND person_id IN ({chosen})",
            [last, *alike.values(), ids],
        )


def _insert(people: Sequence[int], columns: Mapping[str, Any], alike: Mapping[str, Any]) -> None:
    constants = [_prepared(name, columns[name]) for name in _CONSTANTS]
    chosen, ids = select_of(people)
    like = " AND ".join(f"before.{name} = %s" for name in alike) or "FALSE"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO notifications_notification ({', '.join(_CONSTANTS)}, person_id, newest,"  # noqa: S608  our own names
            f" line, count, first_url) SELECT {', '.join(mark for mark, _ in constants)}, person.id, TRUE,{_LINE}"
            " FROM accounts_user person LEFT JOIN notifications_notification before ON"
            " before.person_id = person.id AND before.newest AND before.in_page"
            f" AND before.seen_at IS NULL AND {like}"
            f" WHERE person.id IN ({chosen}) ORDER BY person.id",
            [*(value for _, value in constants), columns["count"], *alike.values(), ids],
        )


def _prepared(name: str, value: Any) -> tuple[str, Any]:
    """How a column's value is written into a statement. PostgreSQL must be told what an empty one is."""
    field = next(field for field in Notification._meta.concrete_fields if field.attname == name)
    prepared = field.get_db_prep_save(value, connection)
    if connection.vendor == "sqlite":
        return "%s", prepared  # a cast to its word for a moment would make a number of it
    return f"CAST(%s AS {field.cast_db_type(connection)})", prepared
