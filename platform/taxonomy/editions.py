"""Counters of what whole lists show, so that a kept page of a list knows when it is old.

One row a name, raised in the transaction of the change itself: whoever reads the new number reads
the new rows, and two changes at once wait for each other on the row. Raise it last, so that the
wait is short.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from kernel.compiled import Compiled
from taxonomy.models import Edition

_all = Compiled(lambda: Edition.objects.values_list("name", "number"), parameters=0)


def editions(*names: str) -> tuple[int, ...]:
    """The numbers under these names in one statement; 0 for what has never changed."""
    known = dict(_all())
    return tuple(int(known.get(name, 0)) for name in names)


def raise_edition(name: str) -> None:
    """Counts one more change. Waits for others who change the same at this moment."""
    with transaction.atomic():
        if not Edition.objects.filter(name=name).update(number=F("number") + 1):
            Edition.objects.bulk_create([Edition(name=name, number=0)], ignore_conflicts=True)
            Edition.objects.filter(name=name).update(number=F("number") + 1)


def raise_editions(names: Sequence[str]) -> None:
    """Several at once, always in the same order, so that two writers never wait in a circle."""
    for name in sorted(names):
        raise_edition(name)
