"""In which order a result stands: columns that are never null, so that any page can follow any other."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db.models import Case, FilteredRelation, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from directory.finding.filters import Filters
from directory.finding.nearby import square_of
from directory.models import OrganisationKind
from directory.querysets import OrganisationQuerySet
from taxonomy.models import Region
from taxonomy.regions import units
from taxonomy.spelling import polish

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def ordered(
    found: OrganisationQuerySet, filters: Filters
) -> tuple[OrganisationQuerySet, Sequence[str]]:
    """The result with the columns that it is sorted by, and their names for `keyset`."""
    name, falling = filters.order.removeprefix("-"), filters.order.startswith("-")
    if name == "near" and filters.near and filters.near.place:
        found = _first_place(found).annotate(square=square_of(filters.near.place, prefix="place__"))
        return found, ("square", "id")
    if name == "updated":
        return found, ("-updated_at", "-id")
    names = ["sort_name", "id"]
    if name == "kind":
        found, names = found.annotate(rank=_kinds()), ["rank", *names]
    elif name in ("gmina", "powiat"):
        found = _first_place(found).annotate(rank=_units(name))
        names = ["rank", *names]
    elif name == "confirmed":
        found = found.annotate(confirmed=Coalesce("confirmed_at", Value(_NEVER)))
        names = ["confirmed", *names]
    return found, [f"-{column}" for column in names] if falling else names


def _first_place(found: OrganisationQuerySet) -> OrganisationQuerySet:
    return found.annotate(place=FilteredRelation("sites", condition=Q(sites__position=0)))


def _kinds() -> Case:
    """By the word in the reader's language."""
    kinds = sorted(OrganisationKind.choices, key=lambda pair: polish(str(pair[1])))
    return Case(
        *(When(kind=code, then=Value(rank)) for rank, (code, _name) in enumerate(kinds)),
        default=Value(len(kinds)), output_field=IntegerField(),
    )  # fmt: skip


def _units(level: str) -> Case:
    """By the unit's name in the Polish order, whatever the database sorts by; those without one last."""
    column = "place__gmina" if level == Region.Level.GMINA else "place__gmina__parent"
    rows = sorted(units(level), key=lambda unit: (polish(unit.name), unit.code))
    return Case(
        *(When(**{column: unit.pk}, then=Value(rank)) for rank, unit in enumerate(rows)),
        default=Value(len(rows)), output_field=IntegerField(),
    )  # fmt: skip
