"""Practice areas that were joined or removed: what their codes mean now, and how rows follow."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from taxonomy.facts import PracticeGone
from taxonomy.models import OldPractice, PracticeArea


def current_practices(codes: Sequence[str]) -> list[str]:
    """The codes as they are called now, each once: of what was joined the other's, without what was removed. What
    was never an area stays, to be refused by whoever reads it."""
    former = dict(OldPractice.objects.filter(code__in=codes).values_list("code", "area__code"))
    now = [former.get(code, code) for code in codes]
    return list(dict.fromkeys(code for code in now if code is not None))


def current_practice(code: str) -> str:
    """The same of one; the code itself for what was removed."""
    return next(iter(current_practices([code])), code)


def move_practice(rows: QuerySet[Any], *, owner: str, fact: PracticeGone) -> list[int]:
    """Gives rows of a through table the area that is kept, so that nothing has it twice. `owner`: the column of
    what has the area. Answers with the ids of those that had it."""
    had = rows.filter(practicearea=fact.gone_id)
    owners = list(had.order_by(owner).values_list(owner, flat=True))
    both = rows.filter(practicearea=fact.kept_id).values_list(owner, flat=True)
    had.exclude(**{f"{owner}__in": list(both)}).update(practicearea=fact.kept_id)
    rows.filter(practicearea=fact.gone_id).delete()
    return owners


def uses_of(area: PracticeArea) -> int:
    """How many things have this area, in any room: whatever points at it but areas that stand under it."""
    number = 0
    for relation in PracticeArea._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        field: Any = relation.field  # type: ignore[union-attr]
        if field.model not in (PracticeArea, OldPractice):
            number += field.model._base_manager.filter(**{field.name: area}).count()
    return number
