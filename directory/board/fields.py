"""What may be written on a card: one place that judges it, for forms, files and whatever comes."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Card
from directory.vocabulary.accessibility import NEEDS
from directory.vocabulary.fields import gmina_of, words_of
from kernel.fields import judged, one_of
from kernel.gate import NAME_LIMIT, BadText, clean_text, required_text, whole_number
from kernel.refusals import Invalid
from taxonomy.models import Audience, PracticeArea

BODY_LIMIT, GIVES_LIMIT = 4_000, 300
DEFAULT_DAYS, LONGEST_DAYS = 60, 366
LARGEST_RADIUS, LARGEST_CAPACITY = 1_000, 100_000
FARTHEST_DAYS = 3 * 366
"""So far ahead the days may lie on which something is needed or can be had."""
WORD_FIELDS = ("practices", "audiences")


def clean_card(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are given, fit to be kept; others are left out.

    `practices`, `audiences`, `access`: lists of codes; `gmina`: a Region, its id, its code or None;
    `first_day`, `last_day`, `until`: dates or None; `radius_km`, `capacity`: whole numbers or None.
    Raises Invalid with sentences by field.
    """
    clean, errors = judged(raw, _JUDGES)
    _check_days(clean, errors)
    if clean.get("kind") == Card.Kind.OFFER and clean.get("access"):
        errors["access"] = [
            _("Only a need asks for this. What your place offers stands on its own page.")
        ]
    if errors:
        raise Invalid(errors)
    return clean


def _check_days(clean: dict[str, Any], errors: dict[str, list[str]]) -> None:
    """One day alone is the first and the last."""
    first, last = clean.get("first_day"), clean.get("last_day")
    if "first_day" in errors or "last_day" in errors or (first is None and last is None):
        return
    first, last = first or last, last or first
    if first is None or last is None:
        return
    clean["first_day"], clean["last_day"] = first, last
    today = timezone.localdate()
    if last < first:
        errors["last_day"] = [_("The last day is before the first.")]
    elif last < today:
        errors["last_day"] = [_("This day has passed.")]
    elif last > today + timedelta(days=FARTHEST_DAYS):
        errors["last_day"] = [_("This is more than three years ahead.")]


def _access(raw: Any) -> list[str]:
    if not isinstance(raw, list | tuple) or any(code not in NEEDS for code in raw):
        raise ValueError(_("Choose from the list."))
    return [code for code in NEEDS if code in raw]


def _number(most: int) -> Callable[[Any], int | None]:
    def judge(raw: Any) -> int | None:
        if raw in (None, ""):
            return None
        number = whole_number(raw.strip() if isinstance(raw, str) else raw, least=1, most=most)
        if number is None:
            raise ValueError(_("Write a whole number from 1 to %(most)d.") % {"most": most})
        return number

    return judge


def _day(raw: Any) -> date | None:
    if raw in (None, ""):
        return None
    if not isinstance(raw, date):
        raise BadText(_("Write a day such as 2026-09-30."))
    return raw


def _until(raw: Any) -> date:
    today = timezone.localdate()
    until = _day(raw) or today + timedelta(days=DEFAULT_DAYS)
    if until < today:
        raise ValueError(_("This day has passed."))
    if until > today + timedelta(days=LONGEST_DAYS):
        raise ValueError(_("A card stands for a year at most. You can renew it then."))
    return until


_JUDGES: Mapping[str, Callable[[Any], Any]] = {
    "kind": one_of(Card.Kind.values),
    "title": lambda raw: required_text(raw, limit=NAME_LIMIT, lines=False, name=True),
    "body": lambda raw: clean_text("" if raw is None else raw, limit=BODY_LIMIT),
    "what": one_of(Card.What.values),
    "practices": words_of(PracticeArea),
    "audiences": words_of(Audience),
    "gmina": gmina_of,
    "radius_km": _number(LARGEST_RADIUS),
    "first_day": _day,
    "last_day": _day,
    "access": _access,
    "capacity": _number(LARGEST_CAPACITY),
    "gives": lambda raw: clean_text("" if raw is None else raw, limit=GIVES_LIMIT, lines=False),
    "until": _until,
}
