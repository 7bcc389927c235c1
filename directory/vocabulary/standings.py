"""Certificates, awards, grants and standards: what may be said of one, and how a file writes it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Standing
from directory.vocabulary.reaching import address, day
from kernel.fields import gathered, one_of
from kernel.gate import clean_text, required_text
from kernel.refusals import Invalid

TITLE_LIMIT = GIVER_LIMIT = 160
STANDINGS_LIMIT = 30
"""So many of one organisation."""


@dataclass(frozen=True)
class GivenStanding:
    """What somebody says of one. Days; None for unknown, or for without an end."""

    kind: str
    title: str
    giver: str = ""
    url: str = ""
    since: date | None = None
    until: date | None = None


FIELDS = tuple(GivenStanding.__dataclass_fields__)


@dataclass(frozen=True)
class Stood:
    """The same as a page and the exports show it; `now` is whether it still holds."""

    kind: str
    kind_name: str
    title: str
    giver: str
    url: str
    since: date | None
    until: date | None
    now: bool


def is_now(until: date | None) -> bool:
    """The last day belongs to it wholly."""
    return until is None or until >= timezone.localdate()


def stood(given: GivenStanding) -> Stood:
    name = str(dict(Standing.Kind.choices).get(given.kind, given.kind))
    return Stood(kind_name=name, now=is_now(given.until), **asdict(given))


def given_of(row: Standing) -> GivenStanding:
    return GivenStanding(**{name: getattr(row, name) for name in FIELDS})


def in_order(rows: Iterable[Stood]) -> list[Stood]:
    """What holds first, then the latest."""
    rows = sorted(rows, key=lambda one: one.since or date.min, reverse=True)
    return sorted(rows, key=lambda one: not one.now)


def clean_standing(raw: Mapping[str, Any]) -> GivenStanding:
    """Fit to be kept. Raises Invalid with sentences by field."""
    clean = gathered(
        kind=lambda: one_of(Standing.Kind.values)(raw.get("kind")),
        title=lambda: _plain(required_text(raw.get("title") or "", limit=TITLE_LIMIT, lines=False)),
        giver=lambda: _plain(clean_text(raw.get("giver") or "", limit=GIVER_LIMIT, lines=False)),
        url=lambda: address(raw.get("url")),
        since=lambda: day(raw.get("since")),
        until=lambda: day(raw.get("until"), ahead=True),
    )
    if clean["since"] and clean["until"] and clean["until"] < clean["since"]:
        raise Invalid({"until": [_("It cannot end before it began.")]})
    return GivenStanding(**clean)


def _plain(text: str) -> str:
    return " ".join(text.split())


def judge(raw: Any) -> tuple[GivenStanding, ...]:
    """All of an organisation, as `clean_fields` takes them: a list of GivenStanding. Raises ValueError."""
    if not isinstance(raw, list | tuple) or any(not isinstance(one, GivenStanding) for one in raw):
        raise ValueError(_("Choose from the list."))
    if len(raw) > STANDINGS_LIMIT:
        raise ValueError(_("At most %(most)s fit here.") % {"most": STANDINGS_LIMIT})
    try:
        return tuple(dict.fromkeys(clean_standing(asdict(one)) for one in raw))
    except Invalid as error:
        raise ValueError(str(error)) from None


# ── JSON, and a cell of a CSV: "certificate 2024-01-01/2026-12-31 Title | who gave it | address; …" ─────


def as_data(one: GivenStanding) -> dict[str, Any]:
    days = {name: getattr(one, name) for name in ("since", "until")}
    return {**asdict(one), **{name: one and one.isoformat() for name, one in days.items()}}


def of_data(data: Mapping[str, Any]) -> GivenStanding:
    days = {name: data[name] and date.fromisoformat(data[name]) for name in ("since", "until")}
    return GivenStanding(**{**{name: data[name] for name in FIELDS}, **days})


_ONE = re.compile(r"([a-z]+)(?:\s+([0-9-]{10})?/([0-9-]{10})?)?\s+(.+)")


def written(data: Sequence[Mapping[str, Any]]) -> str:
    """The cell. `data`: as in the JSON of an organisation."""
    return "; ".join(_written(one) for one in data)


def _written(one: Mapping[str, Any]) -> str:
    texts = [str(one[name]).replace(";", ",").replace("|", "/") for name in ("title", "giver")]
    address = str(one["url"]).replace(";", "%3B").replace("|", "%7C")
    rest = " | ".join([*texts, address]).rstrip("| ")
    return f"{one['kind']} {one['since'] or ''}/{one['until'] or ''} {rest}"


def read(cell: str) -> list[GivenStanding]:
    """Those of a cell, their days judged later. Raises ValueError with the part that is none."""
    found: list[GivenStanding] = []
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        match = _ONE.fullmatch(part)
        if match is None:
            raise ValueError(part[:60])
        kind, since, until, rest = match.groups()
        title, giver, url, *more = *(word.strip() for word in rest.split("|")), "", ""
        if [word for word in more if word]:
            raise ValueError(part[:60])
        try:
            days = [date.fromisoformat(one) if one else None for one in (since, until)]
        except ValueError:
            raise ValueError(part[:60]) from None
        found.append(GivenStanding(kind, title, giver, url, *days))
    return found
