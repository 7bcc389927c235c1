"""Taking a person's name out of the texts of others: "@ola" becomes the handle of the deleted account, a quotation
says "deleted account", in what was written and in what was made of it. So a thread stays readable, and the name is
gone from it. A name that somebody wrote without a link stays: it may be anybody's."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, Q

AT_ONCE = 200
"""Rows rewritten in one transaction."""


@dataclass(frozen=True)
class Rename:
    """What a person was called, and what the account is called now."""

    handle: str
    new_handle: str
    name: str
    new_name: str


@dataclass(frozen=True)
class Text:
    """Columns of a model that hold what people wrote. `told` publishes what the room's readers must hear of the
    rows that were changed, in the same transaction."""

    model: str
    columns: tuple[str, ...]
    told: Callable[[Sequence[Any]], None]


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
            fresh = {column: renamed(value, names) for column, value in before.items()}
            if fresh != before:
                manager.filter(pk=row.pk).update(**fresh, **_newer(row))
                changed.append(row)
        if changed:
            text.told(changed)
    return rows[-1].pk if len(rows) == AT_ONCE else None


def _newer(row: Any) -> dict[str, Any]:
    """Kept pieces of pages go by the version."""
    return {"version": F("version") + 1} if hasattr(row, "version") else {}


def _holding(text: Text, names: Rename) -> Q:
    found = Q()
    for column in text.columns:
        for words in (f"@{names.handle}", f"/people/{names.handle}/", f"{names.name}, #"):
            found |= Q(**{f"{column}__icontains": words})
    return found


def renamed(value: Any, names: Rename) -> Any:
    """A text, or a structure of JSON that holds texts, with the new names."""
    if isinstance(value, str):
        handle = re.escape(names.handle)
        at = rf"(?<![\w@/.&-])@{handle}(?![\w@-]|\.\w)"
        value = _in_place(at, f"@{names.new_handle}", value)
        value = _in_place(rf"/people/{handle}/", f"/people/{names.new_handle}/", value)
        value = _in_place(rf"(?<=\[){_marked(names.name)}(?=, #\d+\]\()", names.new_name, value)
        return _in_place(rf"(?<=>){_html(names.name)}(?=, #\d+</a>)", names.new_name, value)
    if isinstance(value, list):
        return [renamed(one, names) for one in value]
    if isinstance(value, dict):
        return {key: renamed(one, names) for key, one in value.items()}
    return value


def _in_place(pattern: str, words: str, text: str) -> str:
    return re.sub(pattern, lambda _: words, text, flags=re.IGNORECASE)


def _marked(name: str) -> str:
    """A name as it stands in the Markdown of a quotation (forums.quoting)."""
    return "".join(rf"\\?{re.escape(letter)}" for letter in name)


def _html(name: str) -> str:
    return re.escape(escape(name, quote=False))
