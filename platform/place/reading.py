"""What holds here now: what administrators have said, else what the environment says.

Every page shows some of it, so each process remembers the row. Whoever changes it says so in the cache that
the processes share; each looks there every other second, and reads the row anew at least every minute, in
case there is no such cache. So no hot page asks the database for it.
"""

import time
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from django.core.cache import caches
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import get_language

from place.models import Settings
from place.saying import ACCESSIBILITY, DAYS, LOGO, SAYINGS, names_of
from taxonomy.regions import region_name

_KEY = "place:version"
LOOK, READ = 2.0, 60.0
"""Seconds until a process looks whether another has changed something; until it reads in any case."""


@dataclass
class _Kept:
    values: dict[str, Any]
    version: int
    read_at: float
    region: str = ""
    """What the region is called, once somebody has asked."""


_lock = Lock()
_kept: list[_Kept] = []
_looked: list[float] = [0.0]


def said(name: str) -> Any:
    """What holds under this name of place.saying."""
    value = _values().get(name)
    return SAYINGS[name].otherwise() if value is None else value


def section(name: str) -> dict[str, Any]:
    """All of a section by its names."""
    return {one: said(one) for one in names_of(name)}


def everything() -> dict[str, Any]:
    """All of it; days as days (None where none was named)."""
    values = {name: said(name) for name in SAYINGS}
    for name in DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return values


def name_of_this_site() -> str:
    return str(said("name"))


def logo_of_this_site() -> str:
    mark = _values().get(LOGO)
    return f"/logo/{mark}.webp" if mark else ""


def lead_of_this_site() -> str:
    return str(said("lead_en" if (get_language() or "pl").startswith("en") else "lead_pl"))


def contact_of_this_site() -> str:
    return str(said("email"))


def region_of_this_site() -> str:
    """It stands on every page and changes only when a region is loaded. Before that it is asked for anew."""
    kept = _current()
    if not kept.region:
        kept.region = region_name()
    return kept.region


def complete(name: str) -> bool:
    """Whether nothing is missing that the law wants to be said there."""
    values = {one: said(one) for one in SAYINGS}
    needed = {
        "identity": ("name", "operator", "address"),
        "contacts": ("email", "authorities_email", "authorities_languages"),
        ACCESSIBILITY: ("access_person", "access_email", "access_phone", "building_pl"),
    }.get(name, ())
    return all(values[one] for one in needed)


def review_due() -> bool:
    """Whether this year's look at the statement of accessibility, due by the end of March, is still to be had."""
    last = said("statement_reviewed") or said("statement_prepared")
    return date.fromisoformat(last).year < timezone.localdate().year


def remember(values: dict[str, Any], version: int) -> _Kept:
    kept = _Kept(values, version, time.monotonic())
    with _lock:
        _kept[:] = [kept]
    return kept


def forget() -> None:
    """The next who asks reads the row."""
    with _lock:
        _kept.clear()


def tell_others(version: int) -> None:
    """After the commit: this process and the others read it anew."""
    forget()
    try:
        caches["default"].set(_KEY, version, timeout=None)
    except Exception:
        return


def _values() -> dict[str, Any]:
    return _current().values


def _current() -> _Kept:
    kept = _kept[0] if _kept else None
    now = time.monotonic()
    if kept is None or now - kept.read_at > READ or _changed(kept, now):
        kept = _read()
    return kept


def _changed(kept: _Kept, now: float) -> bool:
    if now - _looked[0] < LOOK:
        return False
    _looked[0] = now
    try:
        version = caches["default"].get(_KEY)
    except Exception:
        return False
    return version is not None and version != kept.version


def _read() -> _Kept:
    try:
        row = Settings.objects.order_by("pk").first()
    except DatabaseError:  # before the tables are there, or while the database is away
        return _Kept({}, 0, 0.0)
    values, version = (row.values, row.version) if row else ({}, 0)
    return remember(values, version)
