"""What of an address can be meant. Machines are refused what nobody can mean; a person who follows an old
or a mistyped address is shown the rest, and told what was left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from kernel.refusals import Invalid

MOST_TOLD = 4
_TRIES = 12
"""There are fewer filters than this: each try leaves one of them out."""
_VALUES = 40

Filters = TypeVar("Filters")


@dataclass(frozen=True)
class Read(Generic[Filters]):
    """Filters, and the sentences that say what was left out of the address."""

    filters: Filters
    left_out: Sequence[str]


def forgiven(read: Callable[[QueryDict], Filters], query: QueryDict) -> Read[Filters]:
    """Reads with `read` what can be read. Of several values only those go that mean nothing."""
    rest, told = query.copy(), dict[str, None]()
    for _try in range(_TRIES):
        try:
            return Read(read(rest), list(told)[:MOST_TOLD])
        except Invalid as error:
            told.update(dict.fromkeys(_sentences(error)))
            for name in error.fields:
                _leave_out(read, rest, name)
    return Read(read(QueryDict("")), list(told)[:MOST_TOLD])


def _sentences(error: Invalid) -> list[str]:
    labels = {
        "q": _("Name or place"), "near": _("Near a town"), "within": _("Up to"), "km": _("Up to"),
        "order": _("Order"), "bbox": _("within a part of the map"),
    }  # fmt: skip
    return [
        f"{labels[name]}: {word}" if name in labels else word
        for name, words in error.fields.items()
        for word in words
    ]


def _leave_out(read: Callable[[QueryDict], Filters], query: QueryDict, name: str) -> None:
    values = [part for raw in query.getlist(name) for part in raw.split(",")]
    good = [one for one in values if _means(read, name, one)] if 1 < len(values) <= _VALUES else []
    query.pop(name, None)
    if good:
        query.setlist(name, good)


def _means(read: Callable[[QueryDict], Filters], name: str, value: str) -> bool:
    alone = QueryDict(mutable=True)
    alone[name] = value
    try:
        read(alone)
    except Invalid:
        return False
    return bool(value.strip())
