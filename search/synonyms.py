"""Abbreviations and synonyms as moderators keep them, read by every question."""

from collections.abc import Sequence
from threading import Lock

from django.db import connection

from search.language.alike import Alikes, Group, phrase_of
from search.models import Alike
from taxonomy.editions import editions, raise_edition

EDITION = "search_alike"

_kept: dict[str, tuple[int, Alikes]] = {}
_lock = Lock()


def alikes() -> Alikes:
    """Every group. One small statement tells whether something has changed since they were read."""
    name = str(connection.settings_dict["NAME"])
    (edition,) = editions(EDITION)
    with _lock:
        known = _kept.get(name)
    if known is None or known[0] != edition:
        rows = Alike.objects.order_by("pk").values_list("phrases", flat=True)
        known = (edition, Alikes(map(_group, rows)))
        with _lock:
            _kept[name] = known
    return known[1]


def _group(phrases: Sequence[str]) -> Group:
    return tuple(dict.fromkeys(words for phrase in phrases if (words := phrase_of(phrase))))


def changed() -> None:
    """Questions look at the groups anew. Inside the transaction of the change."""
    raise_edition(EDITION)
