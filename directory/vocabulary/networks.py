"""Networks that organisations belong to: which there are, and what is said of an organisation in one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from directory.models import Network, NetworkPlace
from directory.vocabulary.identity import this_year, year
from kernel.gate import BadText, clean_text
from kernel.refusals import Invalid

ROLE_LIMIT = 120
PLACES_LIMIT = 30
"""So many networks one organisation may be in."""
EARLIEST, AHEAD = 1800, 10
"""Years: the first that can be, and how far ahead a term may end."""


@dataclass(frozen=True)
class GivenPlace:
    """What somebody says of an organisation in a network. Years; None for unknown, or for still."""

    network: str
    """Its code."""
    role: str = ""
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True)
class Belonging:
    """The same as the page and the exports show it; `now` is whether it still belongs."""

    code: str
    name: str
    url: str
    role: str
    since: int | None
    until: int | None
    now: bool

    @property
    def years(self) -> str:
        """ "2004–2015", "2004–", "–2015", or "" where neither is known."""
        if self.since is None and self.until is None:
            return ""
        return f"{self.since or ''}–{self.until or ''}"


def choices() -> list[tuple[str, str]]:
    """(code, name) of every network, in order."""
    return list(Network.objects.values_list("code", "name"))


def named(codes: Iterable[str]) -> dict[str, str]:
    """Names by code, of those that there are."""
    return dict(Network.objects.filter(code__in=list(codes)).values_list("code", "name"))


def unknown(codes: Sequence[str]) -> list[str]:
    """Those of the codes that no network has."""
    known = named(codes) if codes else {}
    return [code for code in codes if code not in known]


def still() -> Q:
    """Places that have not ended. A year that is named as the last belongs to it wholly."""
    return Q(until=None) | Q(until__gte=this_year())


def is_now(until: int | None) -> bool:
    """The same of one place."""
    return until is None or until >= this_year()


def belongings(pks: Sequence[int]) -> dict[int, list[Belonging]]:
    """By organisation, those it is in now first; one statement."""
    found: dict[int, list[Belonging]] = defaultdict(list)
    rows = NetworkPlace.objects.filter(organisation__in=pks).order_by(
        "network__position", "network__name"
    )
    for pk, code, name, url, role, since, until in rows.values_list(
        "organisation_id",
        "network__code",
        "network__name",
        "network__url",
        "role",
        "since",
        "until",
    ):
        found[pk].append(Belonging(code, name, url, role, since, until, is_now(until)))
    for places in found.values():
        places.sort(key=lambda place: not place.now)
    return found


def clean_place(*, role: Any, since: Any, until: Any) -> tuple[str, int | None, int | None]:
    """Role and years, fit to be kept. Raises Invalid with sentences by field."""
    errors: dict[str, list[str]] = {}
    kept: dict[str, Any] = {"role": "", "since": None, "until": None}
    try:
        text = clean_text("" if role is None else role, limit=ROLE_LIMIT, lines=False)
        kept["role"] = " ".join(text.split())
    except BadText as error:
        errors["role"] = [str(error)]
    today = this_year()
    for name, raw, most in (("since", since, today), ("until", until, today + AHEAD)):
        try:
            kept[name] = year(raw, least=EARLIEST, most=most)
        except ValueError as error:
            errors[name] = [str(error)]
    if kept["since"] and kept["until"] and kept["until"] < kept["since"]:
        errors["until"] = [_("It cannot end before it began.")]
    if errors:
        raise Invalid(errors)
    return kept["role"], kept["since"], kept["until"]


def judge(raw: Any) -> tuple[GivenPlace, ...]:
    """All the places of an organisation, as `clean_fields` takes them: a list of GivenPlace. Raises
    ValueError."""
    if not isinstance(raw, list | tuple) or any(not isinstance(one, GivenPlace) for one in raw):
        raise ValueError(_("Choose from the list."))
    codes = [one.network for one in raw]
    if len(set(codes)) != len(codes) or len(codes) > PLACES_LIMIT:
        raise ValueError(
            _("Each network once, please, and at most %(most)s.") % {"most": PLACES_LIMIT}
        )
    missing = unknown(codes)
    if missing:
        raise ValueError(_("We do not know “%(code)s”.") % {"code": missing[0][:60]})
    try:
        return tuple(
            GivenPlace(one.network, *clean_place(role=one.role, since=one.since, until=one.until))
            for one in raw
        )
    except Invalid as error:
        raise ValueError(str(error)) from None


# ── a cell of a CSV: "eno 2004-2015 full member; blisko-krakowa 2019-" ──────────────────────────

_PLACE = re.compile(r"([a-z0-9_-]+)(?:\s+([0-9]{4})?-([0-9]{4})?)?(?:\s+(.+))?")


def written(places: Iterable[Mapping[str, Any]]) -> str:
    """The cell. `places` as in the JSON of an organisation: code, role, since, until."""
    return "; ".join(_written(place) for place in places)


def _written(place: Mapping[str, Any]) -> str:
    since, until = place["since"], place["until"]
    years = f"{since or ''}-{until or ''}" if since or until or place["role"] else ""
    role = place["role"].replace(";", ",")
    return " ".join(part for part in (place["code"], years, role) if part)


def read(cell: str) -> list[GivenPlace]:
    """The places of a cell. Raises ValueError with the part that is none."""
    found: list[GivenPlace] = []
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        match = _PLACE.fullmatch(part)
        if match is None:
            raise ValueError(part[:60])
        code, since, until, role = match.groups()
        found.append(
            GivenPlace(
                code, role or "", int(since) if since else None, int(until) if until else None
            )
        )
    return found
