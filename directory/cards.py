"""The list of needs and offers: its filters, its figures, its pages."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.models import Card
from directory.querysets import CardQuerySet
from kernel.gate import BadText, clean_text
from kernel.paging import Slice, keyset
from kernel.refusals import Invalid
from taxonomy.models import Region
from taxonomy.regions import units_by_code

ROWS = 20


@dataclass(frozen=True)
class CardFilters:
    """`kind`: "need", "offer" or ""; `region`: a powiat's code or ""."""

    kind: str = ""
    region: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "CardFilters":
        """Raises Invalid for what cannot be meant."""
        try:
            kind = clean_text(query.get("kind", ""), limit=20, lines=False)
            region = clean_text(query.get("region", ""), limit=20, lines=False)
        except BadText as error:
            raise Invalid({"kind": [str(error)]}) from error
        if kind and kind not in Card.Kind.values:
            raise Invalid({"kind": [_("We do not know “%(code)s”.") % {"code": kind}]})
        if region:
            unit = units_by_code([region]).get(region)
            if unit is None or unit.level != Region.Level.POWIAT:
                raise Invalid({"region": [_("We do not know “%(code)s”.") % {"code": region}]})
        return cls(kind, region)

    def query(self) -> str:
        pairs = [(n, v) for n, v in (("kind", self.kind), ("region", self.region)) if v]
        return "?" + urlencode(pairs) if pairs else ""

    def turned(self, cursor: str | None) -> str:
        """The address of a neighbouring page; "" at an end."""
        if cursor is None:
            return ""
        return f"{self.query()}&cursor={cursor}" if self.query() else f"?cursor={cursor}"

    def in_powiat(self, code: str) -> str:
        return replace(self, region=code).query() or "?"

    def tabs(self, counts: "CardCounts") -> list[dict[str, Any]]:
        words = (("", _("All")), ("need", _("They seek")), ("offer", _("They have")))
        return [
            {
                "label": word, "href": replace(self, kind=kind).query() or "?", "chosen": kind == self.kind,
                "count": counts.kinds[kind] if kind else sum(counts.kinds.values()),
            }
            for kind, word in words
        ]  # fmt: skip


@dataclass(frozen=True)
class CardCounts:
    """By kind under the chosen powiat; by powiat's code under the chosen kind."""

    kinds: Counter[str]
    powiats: Counter[str]


def _current(viewer: Viewer, *, kind: str = "", region: str = "") -> CardQuerySet:
    cards = Card.objects.visible_to(viewer).current()
    if kind:
        cards = cards.filter(kind=kind)
    if region:
        cards = cards.filter(
            organisation__sites__position=0, organisation__sites__gmina__parent__code=region
        )
    return cards


def card_page(viewer: Viewer, filters: CardFilters, *, cursor: str | None) -> Slice[Card]:
    """Newest first, with the organisation and its first place, in two statements."""
    found: QuerySet[Card] = _current(viewer, kind=filters.kind, region=filters.region)
    found = found.select_related("organisation").defer(
        "organisation__description", "organisation__html"
    )
    return keyset(found, order=("-created_at", "-id"), cursor=cursor, limit=ROWS)


def card_counts(viewer: Viewer, filters: CardFilters) -> CardCounts:
    """One statement: figures by kind and powiat, narrowed here."""
    cards = Card.objects.visible_to(viewer).current().filter(organisation__sites__position=0)
    rows = cards.order_by().values_list("kind", "organisation__sites__gmina__parent__code")
    kinds: Counter[str] = Counter()
    powiats: Counter[str] = Counter()
    for kind, powiat, number in rows.annotate(number=Count("pk")):
        if not filters.region or powiat == filters.region:
            kinds[kind] += number
        if not filters.kind or kind == filters.kind:
            powiats[powiat or ""] += number
    return CardCounts(kinds, powiats)
