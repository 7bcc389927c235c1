"""Taking a person's name out of the texts of others (accounts.own_data.wording): in what was written and in what was
made of it. So a thread stays readable, and the name is gone from it. A name that somebody wrote without a link
stays: it may be anybody's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, JSONField, Q

from accounts.own_data.names import Rename
from accounts.own_data.wording import renamed, spellings

AT_ONCE = 200
"""Rows rewritten in one transaction."""


@dataclass(frozen=True)
class Text:
    """Columns of a model that hold what people wrote. `told` publishes what the room's readers must hear of the
    rows that were changed, in the same transaction. `bare`: those of the columns that hold words taken out of HTML."""

    model: str
    columns: tuple[str, ...]
    told: Callable[[Sequence[Any]], None]
    bare: frozenset[str] = frozenset()


texts: list[Text] = []


def nothing_to_tell(rows: Sequence[Any]) -> None:
    """For rows that nothing else is made of: earlier versions, say."""


def rename_in_texts(names: Rename) -> None:
    """Everywhere. After a crash it is called again and goes on where it was."""
    for text in texts:
        after: int | None = 0
        while after is not None:
            after = _rename_some(text, names, after)


def _rename_some(text: Text, names: Rename, after: int) -> int | None:
    """The id up to which it has got; None at the end."""
    manager = apps.get_model(text.model)._default_manager
    with transaction.atomic():
        rows = list(
            manager.filter(_holding(text, names), pk__gt=after)
            .select_for_update(of=("self",), no_key=True)
            .order_by("pk")[:AT_ONCE]
        )
        changed = []
        for row in rows:
            before = {column: getattr(row, column) for column in text.columns}
            fresh = {
                column: _fitting(row, column, renamed(value, names, bare=column in text.bare))
                for column, value in before.items()
            }
            if fresh != before:
                manager.filter(pk=row.pk).update(**fresh, **_newer(row))
                changed.append(row)
        if changed:
            text.told(changed)
    return rows[-1].pk if len(rows) == AT_ONCE else None


def _fitting(row: Any, column: str, value: Any) -> Any:
    """The new name may be longer than the old one."""
    room = row._meta.get_field(column).max_length
    return value[:room] if room and isinstance(value, str) else value


def _newer(row: Any) -> dict[str, Any]:
    """Kept pieces of pages go by the version."""
    return {"version": F("version") + 1} if hasattr(row, "version") else {}


def _holding(text: Text, names: Rename) -> Q:
    found = Q()
    for column in text.columns:
        in_json = isinstance(apps.get_model(text.model)._meta.get_field(column), JSONField)
        for words in spellings(names, in_json=in_json):
            found |= Q(**{f"{column}__icontains": words})
    return found
