"""All that is known of the places of an organisation, in one statement: its page has no more to spend."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, DateField, F, Field, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from accounts.models import User
from directory.hours.stored import Rows, from_rows
from directory.hours.timetable import Hours
from directory.models import AccessFact, OpeningException, OpeningPeriod, Site
from directory.vocabulary.accessibility import ATTRIBUTES

_TEXTS, _NUMBERS, _DAYS = ("a", "b", "c", "d", "e", "f"), ("i", "j", "k", "l", "m"), ("x", "y")
_COLUMNS = ("sort", "place", *_TEXTS, *_NUMBERS, *_DAYS)
_ORDER = {code: number for number, code in enumerate(ATTRIBUTES)}


@dataclass
class Known:
    """What is known of one place."""

    facts: list[AccessFact] = field(default_factory=list)
    """In the order of the attributes; `checked_by` has the person's name alone."""
    rows: Rows = field(default_factory=Rows)

    def hours(self, site: Site) -> Hours:
        return from_rows(self.rows, site.hours_note)


def known_of(*organisations: int) -> dict[int, Known]:
    """By the id of the place, of all the places of these organisations."""
    facts = _part(
        AccessFact, organisations, "fact",
        a="attribute", b="value", c="measure", d="note", e="source", f="checked_by__name",
        i="checked_by", x="checked_on",
    )  # fmt: skip
    periods = _part(
        OpeningPeriod, organisations, "period",
        a="kind", i="weekday", j="opens", k="closes", l="season_from", m="season_to",
    )  # fmt: skip
    exceptions = _part(
        OpeningException, organisations, "exception", a="note", i="opens", j="closes", x="first", y="last"
    )  # fmt: skip
    found: dict[int, Known] = defaultdict(Known)
    rows = facts.union(periods, exceptions, all=True)
    for sort, place, a, b, c, d, e, f, i, j, k, l, m, x, y in rows:  # noqa: E741
        if sort == "period":
            found[place].rows.periods.append((a, i, j, k, l, m))
        elif sort == "exception":
            found[place].rows.exceptions.append((x, y, i, j, a))
        else:
            fact = AccessFact(
                site_id=place, attribute=a, value=b, measure=c, note=d, source=e, checked_on=x,
                checked_by=User(pk=i, name=f) if i else None,
            )  # fmt: skip
            found[place].facts.append(fact)
    for known in found.values():
        known.facts.sort(key=lambda fact: _ORDER.get(fact.attribute, len(_ORDER)))
    return found


def _part(
    model: Any, organisations: Sequence[int], sort: str, **columns: str
) -> QuerySet[Any, Any]:
    """Rows of one table as (sort, place, six texts, five numbers, two days), None where it has none."""
    kinds: dict[str, Field[Any, Any]] = {
        **dict.fromkeys(_TEXTS, CharField(max_length=300)),
        **dict.fromkeys(_NUMBERS, IntegerField()),
        **dict.fromkeys(_DAYS, DateField()),
    }
    # The casts tell PostgreSQL of which type a column is that has nothing but NULL here.
    named: dict[str, Any] = {
        name: Cast(F(columns[name]) if name in columns else Value(None), kind)
        for name, kind in kinds.items()
    }
    rows = model.objects.filter(site__organisation__in=organisations).order_by()
    rows = rows.annotate(
        sort=Cast(Value(sort), CharField(max_length=20)), place=F("site_id"), **named
    )
    values: QuerySet[Any, Any] = rows.values_list(*_COLUMNS)
    return values
