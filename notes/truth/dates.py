"""By when a note wants to be looked at."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.gate import BadText

USUAL = timedelta(days=365)
FURTHEST = timedelta(days=3 * 366)
BEFORE = timedelta(days=14)
"""How long before its day those who look after a note are told."""


def next_date() -> date:
    return timezone.localdate() + USUAL


def read_review_by(raw: object) -> date:
    """A day to come, as a date or as YYYY-MM-DD; nothing is a year from now. Raises BadText."""
    if raw in (None, ""):
        return next_date()
    try:
        day = raw if isinstance(raw, date) else date.fromisoformat(str(raw).strip())
    except ValueError as error:
        raise BadText(_("Give the day as year, month and day: 2027-05-31.")) from error
    today = timezone.localdate()
    if not today < day <= today + FURTHEST:
        raise BadText(_("Give a day within the next three years."))
    return day
