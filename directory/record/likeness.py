"""Whether two organisations could be one: names nearly alike, at the same place."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from directory.models import Organisation, Site
from directory.record.same_name import same_name
from directory.vocabulary import identity
from taxonomy.geography import distance_km
from taxonomy.spelling import fold, polish

NEAR_KM = 0.15
"""How near two exact points must be."""


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
    where: frozenset[str] = frozenset()
    """Folded words of its village or town and of its gmina."""


def alike(a: Placed, b: Placed) -> bool:
    """Whether the two should be looked at by a person."""
    # The branches of one house share a number and have names and places of their own.
    if a.numbers & b.numbers:
        return _share_a_name(a, b) or _same_place(a, b)
    return _same_place(a, b) and _share_a_name(a, b)


def _share_a_name(a: Placed, b: Placed) -> bool:
    """Whether any name of the one is nearly one of the other: people add the house under the name that
    they know it by, which may be the one it had before."""
    where = a.where | b.where
    return any(
        same_name(mine, theirs, where)
        for mine in (a.name, *a.others)
        for theirs in (b.name, *b.others)
    )


def _same_place(a: Placed, b: Placed) -> bool:
    if a.exact and b.exact and _km(a, b) <= NEAR_KM:
        return True
    if a.address and b.address and a.address != b.address:
        return False
    if a.gmina is not None and b.gmina is not None:
        # A file without localities can only be compared by the gmina.
        return a.gmina == b.gmina and _same_locality(a, b, unknown=True)
    if a.postcode and b.postcode:
        return a.postcode == b.postcode
    # Of one nothing is known but the name: it may be anywhere, and a person should look.
    return _same_locality(a, b, unknown=_nowhere(a) or _nowhere(b))


def _same_locality(a: Placed, b: Placed, *, unknown: bool) -> bool:
    """`unknown`: what it is where one of the two does not say."""
    if a.locality and b.locality:
        return fold(a.locality) == fold(b.locality)
    return unknown


def _nowhere(one: Placed) -> bool:
    return not (one.gmina or one.postcode or one.locality or one.address or one.exact)


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


def neighbours(wanted: Collection[Placed], *, also: Collection[int] = ()) -> list[Placed]:
    """Those in the database that any of these could be, in one statement; `also`: ids of others that
    are worth a look. Always in the same order, so that a second look finds the same."""
    loose = [placed for placed in wanted if placed.gmina is None]
    gminas = {placed.gmina for placed in wanted if placed.gmina is not None}
    by_word = Q(organisation__sort_name__in=_sort_names(loose)) | Q(postcode__in=_postcodes(loose))
    unplaced = Q(organisation__sort_name__in=_sort_names(wanted)) | Q(
        postcode__in=_postcodes(wanted)
    )
    found = Site.objects.filter(position=0, organisation__merged_into=None).filter(
        Q(gmina__in=gminas) | by_word | Q(gmina=None) & unplaced | Q(organisation__in=also)
        | _known_by(wanted)
    ).order_by("organisation_id")  # fmt: skip
    rows = found.values_list(
        "organisation_id", "organisation__name", "organisation__slug", "gmina_id", "gmina__name", "locality",
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
            _where(unit, "" if precision == Site.Precision.HIDDEN else locality),
        )
        for pk, name, slug, gmina, unit, locality, postcode, street, number, lon, lat, precision,
        nip, regon, krs, short, former in rows
    ]  # fmt: skip


def _sort_names(wanted: Iterable[Placed]) -> set[str]:
    return {polish(placed.name)[:620] for placed in wanted}


def _postcodes(wanted: Iterable[Placed]) -> set[str]:
    return {placed.postcode for placed in wanted if placed.postcode}


def _where(*names: str | None) -> frozenset[str]:
    return frozenset(word for name in names for word in fold(name or "").split())


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
        _where(gmina.name if gmina else "", fields.get("locality", "")),
    )  # fmt: skip


def like_this(
    placed: Placed, *, limit: int = 5, but: int = 0, also: Collection[int] = ()
) -> list[Organisation]:
    """Visible organisations that somebody who adds this one may mean; `but` (an id) is itself; `also`:
    ids that a search for the name has found."""
    near = neighbours([placed], also=also)
    pks = [o.pk for o in near if o.pk != but and alike(placed, o)]
    return list(Organisation.objects.filter(pk__in=pks, hidden=False).order_by("sort_name")[:limit])
