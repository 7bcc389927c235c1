"""The figure at the bell."""

from typing import Any

from kernel.compiled import Compiled
from notifications.models import Notification

_unseen = Compiled(
    lambda person: (
        Notification.objects.filter(person_id=person, seen_at=None).order_by().values_list("pk")
    ),
    parameters=1,
)


def unseen_of(person: Any) -> int:
    """How many notifications the person has not seen yet."""
    return len(_unseen(person.pk))
