"""The partners of an organisation as rows of the statement that reads its words (directory.page.profile)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, JSONObject

from accounts.viewer import Viewer, is_moderator
from directory.models import Organisation, OrganisationKind
from directory.page.partnerships import SHOWN, of, relation_of
from directory.page.portrait import PartRow

PARTNER = "partner"
TOGETHER, THEY_ASK, WE_ASK = range(3)
"""How a partnership stands."""


@dataclass(frozen=True)
class PartnerRow:
    """A confirmed partner, as everybody sees it."""

    name: str
    url: str
    kind: str
    picture: str
    about: str
    relation: str
    """What it is to this organisation: a partner, the whole that it belongs to, or a part of it."""


def partner_part(viewer: Viewer, organisation: Organisation) -> QuerySet[Any, Any]:
    """Rows of PartRow, for a union: confirmed ones and those that wait."""

    def other(name: str) -> Case:
        first = When(first=organisation.pk, then=F(f"second__{name}"))
        return Case(first, default=F(f"first__{name}"), output_field=CharField())

    rows = of(organisation.pk).order_by()
    if not is_moderator(viewer):
        rows = rows.filter(first__hidden=False, second__hidden=False)
    state = Case(
        When(confirmed_at__isnull=False, then=Value(TOGETHER)),
        When(asked_by=organisation.pk, then=Value(WE_ASK)),
        default=Value(THEY_ASK),
        output_field=IntegerField(),
    )
    rest = {name: other(name) for name in ("name", "kind", "picture")}
    return rows.values_list(
        Cast(Value(PARTNER), CharField(max_length=10)), state, other("slug"),
        Cast(JSONObject(about=F("about"), whole=F("whole"), **rest), TextField()),
    )  # fmt: skip


def partners_in(rows: Iterable[PartRow], own: int) -> Sequence[PartnerRow]:
    """The confirmed ones among the rows, by name."""
    kinds = dict(OrganisationKind.choices)
    found = []
    for sort, state, slug, packed in rows:
        if sort == PARTNER and state == TOGETHER:
            rest: dict[str, Any] = json.loads(packed)
            rest["kind"] = str(kinds.get(rest["kind"], ""))
            rest["relation"] = relation_of(rest.pop("whole"), own)
            found.append(PartnerRow(url=f"/directory/{slug}/", **rest))
    return sorted(found, key=lambda row: row.name.casefold())[:SHOWN]


def asked_in(rows: Iterable[PartRow]) -> int:
    """How many organisations wait for an answer."""
    return sum(row[:2] == (PARTNER, THEY_ASK) for row in rows)
