"""Times of a day as minutes after its midnight, and the judgement of what may be opening hours."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

DAY = 24 * 60
LATEST = DAY + 8 * 60
"""What is open past midnight closes by eight in the morning; a later end is a slip of the pen."""
SPANS_LIMIT = 6
"""So many times may a place open on one day."""


class BadHours(ValueError):
    """These cannot be opening hours; the message says why, for the person who wrote them."""


class Span(NamedTuple):
    """Open from a minute of the day to another; `closes` is past DAY where it is after midnight."""

    opens: int
    closes: int


Day = tuple[Span, ...]
"""The spans of one day, in order, apart from one another; none: closed."""


def span(opens: int, closes: int) -> Span:
    """A span between two times of the clock; one that ends before it begins ends on the next day.
    Raises BadHours."""
    for minute in (opens, closes):
        if not 0 <= minute <= DAY:
            raise BadHours(_("There is no such time as %(time)s.") % {"time": clock(minute)})
    if opens == DAY:
        opens = 0
    if closes <= opens:
        closes += DAY
    if closes - opens == DAY and opens:
        raise BadHours(_("This opens and closes at the same time."))
    if closes > LATEST:
        raise BadHours(
            _("%(span)s closes before it opens. After midnight, hours until 8:00 can be given.")
            % {"span": f"{clock(opens)}–{clock(closes - DAY)}"}
        )
    return Span(opens, closes)


def day_of(spans: Iterable[Span]) -> Day:
    """The spans in order. Raises BadHours where two of them meet in time or there are too many."""
    ordered = tuple(sorted(spans))
    if len(ordered) > SPANS_LIMIT:
        raise BadHours(_("That is more than %(most)s times a day.") % {"most": SPANS_LIMIT})
    for before, after in pairwise(ordered):
        if after.opens < before.closes:
            raise BadHours(
                _("%(one)s and %(other)s overlap.") % {"one": brief(before), "other": brief(after)}
            )
    return ordered


def clock(minute: int) -> str:
    """9:00; past midnight 2:00; the end of the day 24:00."""
    hours, minutes = divmod(minute - DAY if minute > DAY else minute, 60)
    return f"{hours}:{minutes:02}"


def iso(minute: int) -> str:
    """The same with two digits, as files have it: 09:00."""
    return clock(minute).zfill(5)


def brief(one: Span) -> str:
    """As people write it: 9–17, but 9:30–17:00."""
    if one.opens % 60 == 0 and one.closes % 60 == 0:
        return f"{one.opens // 60}–{clock(one.closes).removesuffix(':00')}"
    return f"{clock(one.opens)}–{clock(one.closes)}"


def line(day: Sequence[Span]) -> str:
    """The spans of a day as a person types them; "" for a closed one."""
    return ", ".join(brief(one) for one in day)


def from_iso(text: str) -> int:
    """Minutes of "09:00" or "24:00". Raises BadHours."""
    hours, _colon, minutes = text.partition(":")
    if not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        raise BadHours(_("There is no such time as %(time)s.") % {"time": text[:20]})
    if len(hours) > 2 or len(minutes) != 2 or int(minutes) > 59:
        raise BadHours(_("There is no such time as %(time)s.") % {"time": text[:20]})
    return int(hours) * 60 + int(minutes)
