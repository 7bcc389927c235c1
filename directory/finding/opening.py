"""Which places are open now, on Saturday, on Sunday, in the evening: the directory's filter.

Seasons and exceptions count; a place of whose hours nothing is known is never among the open ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.hours.times import DAY
from directory.models import OpeningException, OpeningPeriod, Site

QUARTER = 15
"""Minutes for which an answer to "now" is kept; so long it must be true."""
EVENING = 18 * 60
CHOICES: Mapping[str, str | Promise] = {
    "now": _("open now"),
    "saturday": _("open on Saturday"),
    "sunday": _("open on Sunday"),
    "evening": _("open after 18:00 on some day of the week"),
}


def quarter(now: datetime | None = None) -> datetime:
    """The quarter of an hour that this moment lies in, by the clocks of the site."""
    local = timezone.localtime(now)
    return local.replace(minute=local.minute - local.minute % QUARTER, second=0, microsecond=0)


def open_sites(codes: Iterable[str], now: datetime | None = None) -> Q:
    """Places that are open in one of these ways. "now": for the whole of this quarter of an hour, so
    that nobody is sent to a door that closes meanwhile; "saturday", "sunday": on the one that comes
    (or is today); "evening": on one of the seven days from today."""
    found = Q(pk__in=())
    for code in codes:
        for rows in open_rows(code, now):
            found |= Q(pk__in=rows.values("site"))
    return found


Rows = Sequence[QuerySet[Any]]


def open_rows(code: str, now: datetime | None = None) -> Rows:
    """Rows of hours (each with its `site`) that say so: together they name the places that `open_sites` finds."""
    start = quarter(now)
    today = start.date()
    if code == "now":
        minute = start.hour * 60 + start.minute
        yesterday = today - timedelta(days=1)
        return [*_lasting(today, minute), *_lasting(yesterday, minute + DAY)]
    if code == "evening":
        late = Q(closes__gt=EVENING)
        return [rows for ahead in range(7) for rows in _on(today + timedelta(days=ahead), late)]
    weekday = {"saturday": 5, "sunday": 6}[code]
    return _on(today + timedelta(days=(weekday - today.weekday()) % 7), Q(opens__isnull=False))


def _lasting(day: date, minute: int) -> Rows:
    return _on(day, Q(opens__lte=minute, closes__gte=minute + QUARTER))


def _on(day: date, times: Q) -> Rows:
    """Such times among those that begin on this day: weekly ones, and exceptions, which stand instead."""
    excepted = OpeningException.objects.filter(first__lte=day, last__gte=day).order_by()
    for_visitors = OpeningPeriod.objects.filter(kind=OpeningPeriod.Kind.OPEN).order_by()
    season = _season(day)
    instead = for_visitors.filter(season, season_from__isnull=False).values("site")
    weekly = for_visitors.filter(times, weekday=day.weekday())
    weekly = weekly.filter(season | (Q(season_from=None) & ~Q(site__in=instead)))
    return [weekly.exclude(site__in=excepted.values("site")), excepted.filter(times)]


def _season(day: date) -> Q:
    code = day.month * 100 + day.day
    within = Q(season_from__lte=F("season_to")) & Q(season_from__lte=code, season_to__gte=code)
    over_new_year = Q(season_from__gt=F("season_to")) & (
        Q(season_from__lte=code) | Q(season_to__gte=code)
    )
    return within | over_new_year


def shown_sites() -> QuerySet[Site]:
    """The places that filters may find: one that is not shown can only be asked for."""
    return Site.objects.exclude(precision=Site.Precision.HIDDEN).order_by()
