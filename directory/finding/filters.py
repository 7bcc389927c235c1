"""What a list, a map or an export of the directory is narrowed by: read from an address in one place.

Within one filter the values are alternatives (a library or a museum); a practice area that is a
heading means what stands under it too. The filters themselves must all hold, and so must every access need, since a person who needs two things needs both.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from directory.finding import opening
from directory.finding.nearby import DEFAULT_KM, MOST_KM, Near, near, unclear
from directory.models import Network, OrganisationKind
from directory.reference import DIRECTORY, REGIONS, WORDS, kept
from directory.vocabulary.accessibility import need_of
from kernel.gate import BadText, clean_text, whole_number
from kernel.refusals import Invalid
from taxonomy.former import current_practices
from taxonomy.models import Audience, Format, PracticeArea, Region

QUERY_LIMIT = 200
VALUES_LIMIT = 40
"""So many values one filter may have."""
ORDERS = (
    "name", "-name", "kind", "-kind", "gmina", "-gmina", "powiat", "-powiat", "confirmed", "-confirmed",
    "updated", "near",
)  # fmt: skip
"""How a result may be sorted; "-" turns it round. "updated" has the latest first, "near" the nearest."""
NEAR_LIMIT = 100

Bbox = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

_MANY = {
    "kind": "kinds",
    "region": "regions",
    "practice": "practices",
    "audience": "audiences",
    "format": "formats",
    "access": "access",
    "network": "networks",
    "open": "open",
}
"""Names in addresses, and the fields they fill."""


@dataclass(frozen=True)
class Filters:
    """Codes in the order in which addresses and keys write them (sorted, each once)."""

    q: str = ""
    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    bbox: Bbox | None = None
    near: Near | None = None
    """Around a town; without its `place` nothing is near, since nobody knows which is meant."""
    order: str = "name"
    unsure: bool = False
    """Instead of the places that meet the needs, those about which we do not know."""

    @classmethod
    def from_query(cls, query: QueryDict, *, asks: bool = False) -> "Filters":
        """The filters of an address. A filter may be repeated or hold several values with commas.
        Raises Invalid under the parameter's name for anything that cannot be meant. `asks`: the door can
        ask back which town is meant, so one that is not clear is no error."""
        values = {field: values_of(query, name) for name, field in _MANY.items()}
        values["practices"] = _practices_now(values["practices"])
        _check_known(values)
        around = _near(query, asks=asks)
        order = query.get("order", "") or _usual_order(around)
        if order not in ORDERS or (order == "near" and around is None):
            raise Invalid({"order": [_("Choose one of: %(all)s.") % {"all": ", ".join(ORDERS)}]})
        unsure = query.get("unsure", "")
        if unsure not in ("", "0", "1"):
            raise Invalid({"unsure": [_("Write 1 or leave it out.")]})
        return cls(
            q=_q(query),
            bbox=_bbox(query.get("bbox", "")),
            near=around,
            order=order,
            # Without a need there is nothing to be unsure of.
            unsure=unsure == "1" and bool(values["access"]),
            **values,
        )

    @property
    def chosen(self) -> int:
        """How many filters are on."""
        many = [getattr(self, field) for field in _MANY.values()]
        return sum(len(codes) for codes in many) + bool(self.q) + bool(self.bbox) + bool(self.near)

    def without(self, name: str) -> "Filters":
        """The same without one filter, by its name in addresses."""
        if name == "q":
            return replace(self, q="")
        if name == "bbox":
            return replace(self, bbox=None)
        if name == "near":
            return replace(self, near=None, order="name" if self.order == "near" else self.order)
        none: Any = {_MANY[name]: ()}
        return replace(self, **none)

    def toggled(self, name: str, code: str) -> "Filters":
        """The same with this value added, or removed if it was there."""
        field = _MANY[name]
        codes = set(getattr(self, field)) ^ {code}
        chosen: Any = {field: tuple(sorted(codes))}
        changed = replace(self, **chosen)
        return changed if changed.access else replace(changed, unsure=False)

    def instead(self, name: str, code: str, others: Sequence[str]) -> "Filters":
        """The same with this value, and without those others that say the same more loosely or more
        closely: a heading and what stands under it."""
        left = set(getattr(self, _MANY[name])) - set(others) | {code}
        chosen: Any = {_MANY[name]: tuple(sorted(left))}
        return replace(self, **chosen)

    def query(self) -> str:
        """The address's query, always in the same order: "" or "?kind=…"."""
        pairs: list[tuple[str, str]] = [("q", self.q)] if self.q else []
        for name, field in _MANY.items():
            pairs += [(name, code) for code in getattr(self, field)]
        if self.bbox:
            pairs.append(("bbox", ",".join(f"{degree:.9g}" for degree in self.bbox)))
        if self.near:
            pairs.append(("near", self.near.text))
            if self.near.km != DEFAULT_KM:
                pairs.append(("within", str(self.near.km)))
        if self.order != _usual_order(self.near):
            pairs.append(("order", self.order))
        if self.unsure:
            pairs.append(("unsure", "1"))
        return "?" + urlencode(pairs) if pairs else ""

    def around(self, code: str) -> "Filters":
        """The same around the place with this code."""
        km = self.near.km if self.near else DEFAULT_KM
        return replace(self, near=Near(code, km))

    def pairs(self, *, but: str = "") -> list[tuple[str, str]]:
        """For a form that keeps the filters in hidden fields, all but one."""
        kept = self.without(but) if but else self
        return parse_qsl(kept.query().removeprefix("?"))


def values_of(query: QueryDict, name: str) -> tuple[str, ...]:
    """What stands under a name of an address: repeated, or with commas between. Raises Invalid."""
    found: set[str] = set()
    for raw in query.getlist(name):
        try:
            text = clean_text(raw, limit=2_000, lines=False)
        except BadText as error:
            raise Invalid({name: [str(error)]}) from error
        found.update(part.strip() for part in text.split(",") if part.strip())
    if len(found) > VALUES_LIMIT:
        raise Invalid({name: [_("At most %(limit)s values fit.") % {"limit": VALUES_LIMIT}]})
    return tuple(sorted(found))


def _codes_of(model: type[Model]) -> Callable[[], frozenset[str]]:
    return lambda: frozenset(model._default_manager.values_list("code", flat=True))


_LISTS: Mapping[str, Callable[[], frozenset[str]]] = {
    "practice": _codes_of(PracticeArea),
    "audience": _codes_of(Audience),
    "format": _codes_of(Format),
    "network": _codes_of(Network),
    "region": _codes_of(Region),
}
"""The codes that these filters may have."""


_MADE_OF = {"network": DIRECTORY, "region": REGIONS}


def _practices_now(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Of areas that were joined the present ones; nothing is asked where all are known."""
    known = kept("codes-of-practice", _LISTS["practice"], of=WORDS) if codes else codes
    return codes if set(codes) <= set(known) else tuple(sorted(current_practices(codes)))


def _check_known(values: dict[str, tuple[str, ...]]) -> None:
    unknown = {
        "kind": [code for code in values["kinds"] if code not in OrganisationKind.values],
        "access": [code for code in values["access"] if need_of(code) is None],
        "open": [code for code in values["open"] if code not in opening.CHOICES],
    }
    for name, codes in _LISTS.items():
        asked = values[_MANY[name]]
        if asked:
            known = kept(f"codes-of-{name}", codes, of=_MADE_OF.get(name, WORDS))
            unknown[name] = [code for code in asked if code not in known]
    fields = {
        name: [_("We do not know “%(code)s”.") % {"code": code[:60]} for code in codes]
        for name, codes in unknown.items()
        if codes
    }
    if fields:
        raise Invalid(fields)


def _q(query: QueryDict) -> str:
    try:
        return " ".join(clean_text(query.get("q", ""), limit=QUERY_LIMIT, lines=False).split())
    except BadText as error:
        raise Invalid({"q": [str(error)]}) from error


def _bbox(raw: str) -> Bbox | None:
    if not raw:
        return None
    try:
        west, south, east, north = (float(part) for part in raw[:200].split(","))
    except ValueError:
        raise _bad_bbox() from None
    fit = all(math.isfinite(degree) for degree in (west, south, east, north))
    if not fit or not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise _bad_bbox()
    return west, south, east, north


def _bad_bbox() -> Invalid:
    return Invalid(
        {"bbox": [_("Write west,south,east,north in degrees, such as 19.1,49.2,21.4,50.5.")]}
    )


def _usual_order(around: Near | None) -> str:
    return "near" if around else "name"


def _near(query: QueryDict, *, asks: bool) -> Near | None:
    try:
        text = clean_text(query.get("near", ""), limit=NEAR_LIMIT, lines=False)
    except BadText as error:
        raise Invalid({"near": [str(error)]}) from error
    if not text:
        return None
    km = whole_number(query.get("within", "") or str(DEFAULT_KM), least=1, most=MOST_KM)
    if km is None:
        raise Invalid(
            {"within": [_("Give whole kilometres, from 1 to %(most)d.") % {"most": MOST_KM}]}
        )
    around = near(text, km)
    if around.place is None and not asks:
        raise Invalid({"near": [unclear(around)]})
    return around
