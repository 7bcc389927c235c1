"""Every change of the place is written down: who, when, what, and how it was before."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from kernel.facts import publish
from place.facts import SettingChanged
from place.models import Change


def record(
    *, by: User | None, what: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Change | None:
    """Inside the transaction of the change. Of both only what differs is kept; None where nothing does."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not names:
        return None
    change = Change.objects.create(
        what=what[:80], by=by,
        before={name: before[name] for name in names if name in before},
        after={name: after[name] for name in names if name in after},
    )  # fmt: skip
    publish(SettingChanged(change.pk))
    return change
