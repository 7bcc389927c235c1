"""What is kept of a person, column by column, and what becomes of it when the account is erased.

Every column of any room that points at a person is named here by its room; a test walks all models and
finds the one that somebody has forgotten. The copy of one's own data and the erasure both go by this list,
so that nothing can be in one and missing in the other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

from accounts.models import User


class Fate(Enum):
    """What an erasure does to the rows."""

    GONE = "gone"
    """They are removed: nobody but the person needs them."""
    FREED = "freed"
    """They stay, and point at nobody: a vote still counts."""
    STAYS = "stays"
    """They stay, and show a deleted account: a thread without its words could not be read."""


GONE, FREED, STAYS = Fate.GONE, Fate.FREED, Fate.STAYS


@dataclass(frozen=True)
class Holding:
    """The rows of one model that point at a person by one column."""

    model: str
    column: str
    fate: Fate
    told: bool
    """Whether they are in the copy of one's own data. Not: what others did that names the person."""
    hide: frozenset[str]
    """Columns that are left out of the copy: secrets, and what is somebody else's."""

    @property
    def name(self) -> str:
        return f"{self.model}.{self.column}"

    @property
    def rows(self) -> type[Model]:
        return apps.get_model(self.model)


holdings: dict[str, Holding] = {}


def hold(model: str, column: str, fate: Fate, *, told: bool = True, hide: str = "") -> None:
    """Names one column. `model` as "forums.post"; `hide`: columns, with spaces between them."""
    holding = Holding(model.lower(), column, fate, told, frozenset(hide.split()))
    holdings[holding.name] = holding


def pointing_at_people() -> Iterator[str]:
    """Every column there is that points at a person, as `Holding.name` says it."""
    for relation in User._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            field: Any = relation.field  # type: ignore[union-attr]
            yield f"{field.model._meta.label_lower}.{field.name}"


MADE_OF_OTHERS = {"html", "bio_html", "hashes", "counts", "fingerprint", "digest", "key"}
"""Columns that say nothing which another column of the row does not say, and secrets."""


def told_columns(holding: Holding) -> list[str]:
    """The columns of a row that its person gets: no other person, nothing twice."""
    return [
        field.attname
        for field in holding.rows._meta.concrete_fields
        if field.name not in MADE_OF_OTHERS | holding.hide and not _points_at_somebody_else(field, holding)
    ]  # fmt: skip


def _points_at_somebody_else(field: "Field[Any, Any]", holding: Holding) -> bool:
    return field.related_model is User and field.name != holding.column


Files = Callable[[User], Iterator[tuple[str, Path]]]
"""The files of a person: (the name in the copy, where it lies)."""
Work = Callable[[User], None]
"""What a room does besides, within the erasure's transaction, before the rows go. The account still has its name."""

files: list[Files] = []
besides: list[Work] = []
