"""The short facts in words, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notes.structure.kinds import Cost

HOUR, DAY = 60, 24 * 60


def fact_rows(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what it is, what it says) of the facts that a note has."""
    rows = [
        (_("Group"), str(facts.get("people", ""))),
        (_("Time"), time_words(facts["minutes"]) if "minutes" in facts else ""),
        (_("Cost"), str(Cost(facts["cost"]).label) if facts.get("cost") in Cost.values else ""),
        (_("Who runs it"), str(facts.get("staff", ""))),
    ]
    return [(name, words) for name, words in rows if words]


def time_words(minutes: int) -> str:
    """45 → "45 min", 90 → "1 h 30 min", 2880 → "2 days"."""
    days, rest = divmod(minutes, DAY)
    hours, left = divmod(rest, HOUR)
    pieces = []
    if days:
        pieces.append(ngettext("%(count)d day", "%(count)d days", days) % {"count": days})
    if hours:
        pieces.append(f"{hours} h")
    if left:
        pieces.append(f"{left} min")
    return " ".join(pieces)
