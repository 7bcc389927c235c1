"""Whom an organisation found by its cards, and who found it, as rows of the statement that reads its words
(directory.page.profile): what both have confirmed, and how many wait for its answer."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from directory.models import Card, FoundWith, Organisation
from directory.page.portrait import PartRow
from directory.querysets import shown_cards

FOUND = "found"
THEY_ASK = -1
"""The place of a row that waits for the answer of this organisation."""
SHOWN = 5
FOR = timedelta(days=365)
"""So long after it was confirmed it stands on the two pages."""


@dataclass(frozen=True)
class FoundRow:
    """A card of one of the two, and the other one."""

    title: str
    url: str
    name: str
    other_url: str
    ours: bool
    """Whether it was a card of this organisation."""


def found_part(organisation: Organisation) -> QuerySet[Any, Any]:
    """Rows of PartRow, for a union."""
    own = Q(card__organisation=organisation.pk)
    shown = Q(agreed_at__gt=timezone.now() - FOR) & (own | Q(organisation=organisation.pk))
    waits = Q(organisation=organisation.pk, agreed_at=None, declined_at=None)
    rows = FoundWith.objects.filter(
        shown | waits, shown_cards("card__"), organisation__hidden=False,
        card__outcome=Card.Outcome.FOUND,
    )  # fmt: skip

    def other(name: str) -> Case:
        return Case(
            When(own, then=F(f"organisation__{name}")), default=F(f"card__organisation__{name}"),
            output_field=CharField(),
        )  # fmt: skip

    place = Case(
        When(agreed_at=None, then=Value(THEY_ASK)), default=Cast("pk", IntegerField()),
        output_field=IntegerField(),
    )  # fmt: skip
    packed = JSONObject(
        title=F("card__title"), card=F("card"), name=other("name"),
        owner=F("card__organisation"),
    )  # fmt: skip
    return rows.order_by().values_list(
        Cast(Value(FOUND), CharField(max_length=10)), place, other("slug"),
        Cast(packed, TextField()),
    )  # fmt: skip


def found_in(rows: Iterable[PartRow], own: int) -> Sequence[FoundRow]:
    """The confirmed ones among the rows, the latest first."""
    found = []
    for sort, place, slug, packed in sorted(rows, key=lambda row: -row[1]):
        if sort == FOUND and place != THEY_ASK:
            rest = json.loads(packed)
            found.append(
                FoundRow(
                    rest["title"], f"/directory/needs/{rest['card']}/", rest["name"],
                    f"/directory/{slug}/", rest["owner"] == own,
                )
            )  # fmt: skip
    return found[:SHOWN]


def found_asked_in(rows: Iterable[PartRow]) -> Sequence[str]:
    """The addresses of cards whose people say they found this one, and wait for its answer."""
    return [
        f"/directory/needs/{json.loads(packed)['card']}/"
        for sort, place, _slug, packed in rows
        if (sort, place) == (FOUND, THEY_ASK)
    ]
