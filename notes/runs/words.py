"""How often a note was done, in a sentence."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

_MONTHS = (
    pgettext_lazy("when", "in January"), pgettext_lazy("when", "in February"), pgettext_lazy("when", "in March"),
    pgettext_lazy("when", "in April"), pgettext_lazy("when", "in May"), pgettext_lazy("when", "in June"),
    pgettext_lazy("when", "in July"), pgettext_lazy("when", "in August"), pgettext_lazy("when", "in September"),
    pgettext_lazy("when", "in October"), pgettext_lazy("when", "in November"), pgettext_lazy("when", "in December"),
)  # fmt: skip
"""Polish bends the name of the month after this word, and Django knows no such form."""


def in_month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def ran_words(count: int, houses: int, last: date | None) -> str:
    """ "run 7 times by 5 organisations, last in May 2026"; "" where nobody has."""
    if not count:
        return ""
    words = ngettext("run once", "run %(count)d times", count) % {"count": count}
    if houses:
        by = ngettext("by %(count)d organisation", "by %(count)d organisations", houses)
        words += " " + by % {"count": houses}
    if last:
        words += ", " + _("last %(when)s") % {"when": in_month(last)}
    return words
