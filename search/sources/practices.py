"""Codes of what something is about and for whom it is, by the object's id."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Model


def practices_of(through: type[Model], owner: str, ids: Collection[int]) -> dict[int, list[str]]:
    """Codes of practice areas and of the headings above them: a search by heading finds what stands
    under it. `through`: the table between; `owner`: its column of the object."""
    found: dict[int, list[str]] = defaultdict(list)
    rows: Any = through._default_manager.filter(**{f"{owner}__in": ids})
    for pk, code, heading in rows.values_list(
        owner, "practicearea__code", "practicearea__parent__code"
    ):
        found[pk] += [code, heading] if heading else [code]
    return found


def areas_of(through: type[Model], owner: str, ids: Collection[int]) -> dict[int, list[str]]:
    """Polish names of practice areas, as they are found by."""
    found: dict[int, list[str]] = defaultdict(list)
    rows: Any = through._default_manager.filter(**{f"{owner}__in": ids}).order_by(
        "practicearea__name_pl"
    )
    for pk, name in rows.values_list(owner, "practicearea__name_pl"):
        found[pk].append(name)
    return found


def groups_of(through: type[Model], owner: str, ids: Collection[int]) -> dict[int, list[str]]:
    """Codes of those for whom it is."""
    found: dict[int, list[str]] = defaultdict(list)
    rows: Any = through._default_manager.filter(**{f"{owner}__in": ids})
    for pk, code in rows.values_list(owner, "audience__code"):
        found[pk].append(code)
    return found
