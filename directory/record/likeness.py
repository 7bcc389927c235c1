"""Whether two organisations could be one: names nearly alike, at the same place."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django.db.models import Q

from directory.models import Organisation, Site
from directory.vocabulary import identity
from taxonomy.geography import distance_km
from taxonomy.spelling import fold, polish

NEARLY = 0.88
"""From which share of common letters two names count as nearly alike."""
NEAR_KM = 0.15
"""How near two exact points must be."""
_EMPTY_WORDS = frozenset({"w", "we", "z", "ze", "im", "i", "na", "the", "of", "and"})


@dataclass(frozen=True)
class Placed:
    """As much of an organisation as it takes to recognise it. `gmina` is the row's id or None."""

    pk: int
    name: str
    gmina: int | None
    locality: str
    postcode: str
    address: str
    """Street and number, folded; "" where it is not known."""
    lon: float | None
    lat: float | None
    exact: bool
    slug: str = ""
    numbers: frozenset[str] = frozenset()
    """Those of NIP, REGON and KRS that are known, each with its register."""
    others: frozenset[str] = frozenset()
    """Its short and former names."""


def alike(a: Placed, b: Placed) -> bool:
    """Whether the two should be looked at by a person."""
    # The branches of one house share a number and have names and places of their own.
    if a.numbers & b.numbers:
        return _share_a_name(a, b) or _same_place(a, b)
    return _same_place(a, b) and _share_a_name(a, b)


def _share_a_name(a: Placed, b: Placed) -> bool:
    """Whether any name of the one is nearly one of the other: people add the house under the name that
    they know it by, which may be the one it had before."""
    return any(
        _same_name(mine, theirs) for mine in (a.name, *a.others) for theirs in (b.name, *b.others)
    )


def _same_name(a: str, b: str) -> bool:
    words_a, words_b = _words(a), _words(b)
    if words_a == words_b:
        return True
    # "Library no. 1" and "Library no. 2" differ in one letter and are two libraries.
    if {w for w in words_a if w.isdigit()} != {w for w in words_b if w.isdigit()}:
        return False
    text_a, text_b = " ".join(sorted(words_a)), " ".join(sorted(words_b))
    # What the letters alone rule out need not be compared: an import asks this a million times.
    common = sum((_letters(text_a) & _letters(text_b)).values())
    if 2 * common < NEARLY * (len(text_a) + len(text_b)):
        return False
    return SequenceMatcher(None, text_a, text_b).ratio() >= NEARLY


@lru_cache(maxsize=20_000)
def _letters(text: str) -> Counter[str]:
    return Counter(text)


@lru_cache(maxsize=20_000)
def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()) - _EMPTY_WORDS


def _same_place(a: Placed, b: Placed) -> bool:
    if a.exact and b.exact and _km(a, b) <= NEAR_KM:
        return True
    if a.address and b.address and a.address != b.address:
        return False
    if a.gmina is not None and a.gmina == b.gmina:
        # A file without localities can only be compared by the gmina.
        return not a.locality or not b.locality or fold(a.locality) == fold(b.locality)
    same_post = a.postcode and a.postcode == b.postcode
    return bool(same_post and (a.gmina is None or b.gmina is None))


def _km(a: Placed, b: Placed) -> float:
    if a.lon is None or a.lat is None or b.lon is None or b.lat is None:
        return float("inf")
    return distance_km(a.lon, a.lat, b.lon, b.lat)


def _numbers(**given: str) -> frozenset[str]:
    return frozenset(f"{name} {number}" for name, number in given.items() if number)


def _known_by(wanted: Iterable[Placed]) -> Q:
    """Organisations that have one of these numbers."""
    which = Q()
    for one in {number for placed in wanted for number in placed.numbers}:
        name, number = one.split(" ")
        which |= Q(**{f"organisation__{name}": number})
    return which


def neighbours(wanted: Collection[Placed]) -> list[Placed]:
    """Those in the database that any of these could be, in one statement."""
    gminas = {placed.gmina for placed in wanted if placed.gmina is not None}
    postcodes = {placed.postcode for placed in wanted if placed.gmina is None and placed.postcode}
    names = {polish(placed.name) for placed in wanted if placed.gmina is None}
    found = Site.objects.filter(position=0, organisation__merged_into=None).filter(
        Q(gmina__in=gminas) | Q(postcode__in=postcodes) | Q(organisation__sort_name__in=names)
        | _known_by(wanted)
    )  # fmt: skip
    rows = found.values_list(
        "organisation_id", "organisation__name", "organisation__slug", "gmina_id", "locality",
        "postcode", "street", "number", "lon", "lat", "precision", "organisation__nip",
        "organisation__regon", "organisation__krs", "organisation__short_name",
        "organisation__former_names",
    )  # fmt: skip
    return [
        Placed(
            pk, name, gmina,
            # Whoever adds a house could find out a hidden address by guessing at it.
            *(("", "", "") if precision == Site.Precision.HIDDEN else (
                locality, postcode, fold(f"{street} {number}") if street else "",
            )),
            lon, lat, precision == Site.Precision.EXACT, slug,
            _numbers(nip=nip, regon=regon, krs=krs), _others(short, former),
        )
        for pk, name, slug, gmina, locality, postcode, street, number, lon, lat, precision,
        nip, regon, krs, short, former in rows
    ]  # fmt: skip


def _others(short: str, former: str) -> frozenset[str]:
    return frozenset(name for name in (short, *identity.split(former)) if name)


def placed_by(fields: Mapping[str, Any], *, slug: str = "") -> Placed:
    """What cleaned fields say of a new one."""
    gmina = fields.get("gmina")
    street, number = fields.get("street") or "", fields.get("number") or ""
    return Placed(
        0, fields["name"], gmina.pk if gmina else None, fields.get("locality", ""),
        fields.get("postcode", ""), fold(f"{street} {number}") if street else "",
        fields.get("lon"), fields.get("lat"), fields.get("precision") == Site.Precision.EXACT, slug,
        _numbers(**{name: fields.get(name, "") for name in ("nip", "regon", "krs")}),
        _others(fields.get("short_name", ""), fields.get("former_names", "")),
    )  # fmt: skip


def like_this(placed: Placed, *, limit: int = 5, but: int = 0) -> list[Organisation]:
    """Visible organisations that somebody who adds this one may mean; `but` (an id) is itself."""
    pks = [o.pk for o in neighbours([placed]) if o.pk != but and alike(placed, o)]
    return list(Organisation.objects.filter(pk__in=pks, hidden=False).order_by("sort_name")[:limit])
