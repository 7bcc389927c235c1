"""What a list of needs and offers is narrowed by: read from an address in one place.

Within one filter the values are alternatives; the filters themselves must all hold, and so must every
access need.
"""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from directory.finding.filters import values_of
from directory.finding.nearby import Near, near, unclear
from directory.models import Card
from directory.vocabulary.accessibility import NEEDS
from kernel.gate import BadText, clean_text, whole_number
from kernel.refusals import Invalid
from taxonomy.former import current_practices
from taxonomy.models import Audience, PracticeArea, Region
from taxonomy.regions import units_by_code
from taxonomy.words import unknown_codes

NEAR_LIMIT = 100
DEFAULT_KM, LARGEST_KM = 30, 500

_MANY = {"what": "things", "practice": "practices", "audience": "audiences", "access": "access"}
"""Names in addresses, and the fields they fill."""


@dataclass(frozen=True)
class CardFilters:
    """`kind`: "need", "offer" or ""; `region`: a powiat's code or ""; codes sorted, each once."""

    kind: str = ""
    region: str = ""
    things: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    near: Near | None = None
    """Around a town; without its `place` nothing is near, since nobody knows which is meant."""
    km: int = DEFAULT_KM

    @classmethod
    def from_query(cls, query: QueryDict, *, asks: bool = False) -> "CardFilters":
        """The filters of an address. Raises Invalid under the parameter's name for what cannot be
        meant. `asks`: the door can ask back which town is meant, so one that is not clear is no error."""
        values = {field: values_of(query, name) for name, field in _MANY.items()}
        not_areas = unknown_codes(PracticeArea, values["practices"])
        if not_areas:
            values["practices"] = tuple(sorted(current_practices(values["practices"])))
            not_areas = unknown_codes(PracticeArea, values["practices"])
        kind, region = _word(query, "kind"), _word(query, "region")
        unknown = {
            "kind": [kind] if kind and kind not in Card.Kind.values else [],
            "region": [region] if region and not _is_powiat(region) else [],
            "what": [code for code in values["things"] if code not in Card.What.values],
            "access": [code for code in values["access"] if code not in NEEDS],
            "practice": not_areas,
            "audience": unknown_codes(Audience, values["audiences"]),
        }
        wrong = {
            name: [_("We do not know “%(code)s”.") % {"code": code[:60]} for code in codes]
            for name, codes in unknown.items()
            if codes
        }
        if wrong:
            raise Invalid(wrong)
        return cls(kind=kind, region=region, near=_near(query, asks=asks), km=_km(query), **values)

    @property
    def chosen(self) -> int:
        """How many filters are on, the tabs apart."""
        many = (self.things, self.practices, self.audiences, self.access)
        return sum(len(codes) for codes in many) + bool(self.region) + bool(self.near)

    def without(self, name: str) -> "CardFilters":
        """The same without one filter, by its name in addresses."""
        if name == "near":
            return replace(self, near=None, km=DEFAULT_KM)
        none: Any = {_MANY.get(name, name): () if name in _MANY else ""}
        return replace(self, **none)

    def toggled(self, name: str, code: str) -> "CardFilters":
        """The same with this value added, or removed if it was there."""
        if name in _MANY:
            field = _MANY[name]
            chosen: Any = {field: tuple(sorted(set(getattr(self, field)) ^ {code}))}
        else:
            chosen = {name: "" if getattr(self, name) == code else code}
        return replace(self, **chosen)

    def around(self, code: str) -> "CardFilters":
        """The same around the place with this code."""
        return replace(self, near=near(code, self.km))

    def query(self) -> str:
        """The address's query, always in the same order: "" or "?kind=…"."""
        pairs = [(name, value) for name in ("kind", "region") if (value := getattr(self, name))]
        for name, field in _MANY.items():
            pairs += [(name, code) for code in getattr(self, field)]
        if self.near:
            pairs += [("near", self.near.text), ("km", str(self.km))]
        return "?" + urlencode(pairs) if pairs else ""

    def pairs(self, *, but: str = "") -> list[tuple[str, str]]:
        """For a form that keeps the filters in hidden fields, all but one."""
        return parse_qsl((self.without(but) if but else self).query().removeprefix("?"))

    def turned(self, cursor: str | None) -> str:
        """The address of a neighbouring page; "" at an end."""
        if cursor is None:
            return ""
        return f"{self.query()}&cursor={cursor}" if self.query() else f"?cursor={cursor}"


def _word(query: QueryDict, name: str, limit: int = 20) -> str:
    try:
        return clean_text(query.get(name, ""), limit=limit, lines=False)
    except BadText as error:
        raise Invalid({name: [str(error)]}) from error


def _is_powiat(code: str) -> bool:
    unit = units_by_code([code]).get(code)
    return unit is not None and unit.level == Region.Level.POWIAT


def _near(query: QueryDict, *, asks: bool) -> Near | None:
    text = _word(query, "near", NEAR_LIMIT)
    if not text:
        return None
    around = near(text, _km(query))
    if around.place is None and not asks:
        raise Invalid({"near": [unclear(around)]})
    return around


def _km(query: QueryDict) -> int:
    raw = _word(query, "km")
    km = whole_number(raw, least=1, most=LARGEST_KM) if raw else DEFAULT_KM
    if km is None:
        raise Invalid({"km": [_("Write kilometres, from 1 to %(most)d.") % {"most": LARGEST_KM}]})
    return km
