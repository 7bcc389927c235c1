"""An administrator says something of the place."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404

from accounts.models import User
from kernel.facts import after_commit
from kernel.fields import judged
from kernel.refusals import Invalid
from place.access import administrator_of
from place.actions.record import record
from place.models import Settings
from place.reading import forget, tell_others
from place.saying import SAYINGS, SECTIONS, names_of
from place.seen import check_seen


def change_settings(
    *, by: User, section: str, values: Mapping[str, Any], seen: str | None = None
) -> None:
    """The values of one section; what is not named stays. `seen`: the mark of what the form showed
    (place.seen). Raises Invalid, Conflict, or Http404 for who does not administer."""
    administrator_of(by)
    if section not in SECTIONS:
        raise Http404
    names = names_of(section)
    clean, errors = judged(values, {name: SAYINGS[name].judge for name in names})
    if errors:
        raise Invalid(errors)
    with transaction.atomic():
        row = held_settings()
        before = {name: _holds(row, name) for name in names}
        check_seen(seen, before)
        after = {**before, **clean}
        if record(by=by, what=f"settings:{section}", before=before, after=after) is None:
            return
        keep_settings(row, clean)


def held_settings() -> Settings:
    """The row, held: two administrators follow one another."""
    Settings.objects.get_or_create(pk=1)
    return Settings.objects.select_for_update().get(pk=1)


def keep_settings(row: Settings, values: Mapping[str, Any]) -> None:
    """More of them; every process hears of it after the commit."""
    row.values = {**row.values, **values}
    row.version += 1
    row.save(update_fields=["values", "version"])
    version = row.version
    # Whoever asks within this transaction reads what it has written.
    forget()
    after_commit(lambda: tell_others(version))


def _holds(row: Settings, name: str) -> Any:
    value = row.values.get(name)
    return SAYINGS[name].otherwise() if value is None else value
