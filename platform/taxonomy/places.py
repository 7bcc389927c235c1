"""Places by their names: which town is meant by "Skawina", "w Nowym Sączu" or "zakopanem", without asking
anybody's browser for a position.

Names are typed in any case and without marks. A rule does for the cases: a form begins as the name does and
differs at its end. A dictionary of forms would know no village's name, and the names to choose among are few.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from taxonomy.models import Region
from taxonomy.spelling import fold

LOCALITY = "locality"
"""The level of a village or town that is no unit by itself."""
KM_OF_LATITUDE = 6371.0 * math.pi / 180
"""Kilometres of a degree of latitude."""
_BEFORE = frozenset(
    {
        "w", "we", "do", "z", "ze", "kolo", "obok", "pod", "przy", "blisko", "okolice", "okolicy", "okolicach",
        "poblizu", "niedaleko", "od", "miasto", "miescie", "wies", "near", "in", "around", "close", "to",
    }
)  # fmt: skip
"""Words before the name that say nothing of which place it is."""
_LEVELS = {
    "gmina": "gmina", "gminie": "gmina", "gminy": "gmina", "gm": "gmina",
    "powiat": "powiat", "powiecie": "powiat", "powiatu": "powiat", "pow": "powiat",
}  # fmt: skip
_IRREGULAR = {"wsi": "wies", "cracow": "krakow"}
"""Forms that do not begin as their names do."""


@dataclass(frozen=True)
class Place:
    """`code`: TERYT of a unit, or "Brzozówka@120611" of a locality; `title` tells it from its namesakes."""

    code: str
    name: str
    title: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Named:
    """A place as the look-up knows it. `rank`: of one name, what people mean first comes first."""

    folded: str
    rank: int
    unit: str
    """The code of the unit, or of the gmina that a locality lies in."""
    level: str
    place: Place


def meant(text: str, known: Sequence[Named]) -> list[Place]:
    """The places that these words could mean, what people mean first before the rest: one where it is clear,
    none where nothing is called so. A code means its own place. Behind the name may stand where it lies:
    "Wola, gmina Skawina", "Wola (powiat krakowski)", "Wola, Skawina"."""
    by_code = [one.place for one in known if one.place.code == text]
    if by_code:
        return by_code[:1]
    name, within = _name_and_within(text)
    found = _named(name, known)
    inside = [one for one in found if _lies_in(one, within, known)] if within else found
    return [one.place for one in _apart(inside)]


def _name_and_within(text: str) -> tuple[str, list[str]]:
    """The name, and the folded words that say where it lies."""
    name, _mark, rest = text.replace("(", ",").replace(")", " ").partition(",")
    words = name.split()
    levels = [at for at, word in enumerate(words) if at and fold(word) in _LEVELS]
    # "w gminie Skawina" is the gmina; "Wola gmina Skawina" is a village in it.
    if levels and not set(map(fold, words[: levels[0]])) <= _BEFORE:
        name, rest = " ".join(words[: levels[0]]), " ".join([*words[levels[0] :], rest])
    return name, [word for word in fold(rest).split() if word not in _BEFORE]


def _lies_in(one: Named, within: Sequence[str], known: Sequence[Named]) -> bool:
    """Whether these words, a level before the name perhaps, name a unit that it lies in or is."""
    level = _LEVELS.get(within[0], "")
    name = " ".join(within[1:] if level else within)
    around = [
        unit for unit in known
        if unit.level != LOCALITY and one.unit.startswith(unit.unit) and level in ("", unit.level)
    ]  # fmt: skip
    return any(unit.folded.startswith(name) for unit in around) or name in fold(one.place.title)


def _named(text: str, known: Sequence[Named]) -> Sequence[Named]:
    words = [_IRREGULAR.get(word, word) for word in fold(text).split()]
    while len(words) > 1 and words[0] in _BEFORE:
        words.pop(0)
    level = _LEVELS.get(words[0], "") if len(words) > 1 else ""
    if level:
        words.pop(0)
        known = [one for one in known if one.level == level]
    if not words:
        return []
    name = " ".join(words)
    # Nothing is called so: then what it could be a case of, then what begins so.
    found = [one for one in known if one.folded == name]
    towns = known if level else [one for one in known if one.level != Region.Level.POWIAT]
    found = found or _inflected(words, towns, whole=True) or _inflected(words, towns, whole=False)
    return found or [one for one in known if len(name) > 2 and one.folded.startswith(name)]


def _inflected(asked: Sequence[str], known: Iterable[Named], *, whole: bool) -> list[Named]:
    """Names whose cases the words could be ("nowym targu" of "nowy targ"): those that share most. Not `whole`:
    they may leave out how a name ends ("rabce" of "rabka zdroj")."""
    likely: dict[str, int] = {}
    for name in {one.folded for one in known}:
        words = name.split()
        shared = [_shared(a, b) for a, b in zip(asked, words, strict=False)]
        fits = len(words) == len(asked) if whole else len(words) > len(asked)
        if fits and all(shared):
            likely[name] = 2 * sum(shared) - sum(map(len, words[: len(asked)]))
    most = max(likely.values(), default=0)
    return [one for one in known if likely.get(one.folded) == most] if likely else []


def _shared(asked: str, name: str) -> int:
    """Letters with which both begin; 0 where one is no case of the other."""
    pairs = zip(asked, name, strict=False)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    # "Rabka" is "Rabce", "Praga" is "Pradze": the last consonant of a name may change.
    shared += name[shared : shared + 1] + asked[shared : shared + 1] in ("kc", "gd")
    fits = shared >= max(3, len(name) - 2) and len(asked) - shared <= 3
    return shared if asked == name or fits else 0


def _apart(found: Sequence[Named]) -> list[Named]:
    """Each place once: a town, its gmina and the gmina around it are one to somebody who says the name."""
    kept: list[Named] = []
    for one in sorted(found, key=lambda one: (one.rank, one.place.title)):
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    return kept


def _same(a: Named, b: Named) -> bool:
    if a.folded != b.folded:
        return False
    far = km_between(a.place, b.place.lon, b.place.lat)
    villages = (a.level == LOCALITY) + (b.level == LOCALITY)
    if villages == 2:
        return a.unit == b.unit or far < 2
    return far < 12 if villages == 0 else a.unit == b.unit or far < 5


_RANKS = {"miejska": 0, "miejsko-wiejska": 2, "wiejska": 3}


def units_named() -> list[Named]:
    """Powiats and gminas by their names, in one statement."""
    rows = Region.objects.exclude(level=Region.Level.VOIVODESHIP)
    found: list[Named] = []
    for code, level, name, kind, lon, lat, parent in rows.values_list(
        "code", "level", "name", "kind", "lon", "lat", "parent__name"
    ):
        if lon is None or lat is None:
            continue
        title = Region(level=level, name=name).title
        gmina = level == Region.Level.GMINA
        if gmina:
            above = Region(level=Region.Level.POWIAT, name=parent or "").title
            title = f"{name} (gmina {kind}, {above})" if kind else f"{name} (gmina, {above})"
        rank = _RANKS.get(kind, 2) if gmina else 4
        found.append(Named(fold(name), rank, code, str(level), Place(code, name, title, lon, lat)))
    return found


def locality_named(name: str, gmina: str, of: str, kind: str, lon: float, lat: float) -> Named:
    """A village or town of the gmina with this code, name and kind (a town and the gmina around it often share
    a name). One that is called as its gmina is its seat."""
    level = str(Region.Level.GMINA) if fold(name) == fold(of) else LOCALITY
    place = Place(
        f"{name}@{gmina}", name, f"{name} ({' '.join(filter(None, ('gmina', kind, of)))})", lon, lat
    )
    return Named(fold(name), 1, gmina, level, place)


def scales(lat: float) -> tuple[float, float]:
    """Kilometres of a degree of longitude at this latitude, and how they change with it. Within a region
    this is as good as the sphere, and the same few products in Python and in any database."""
    angle = math.radians(lat)
    return math.cos(angle) * KM_OF_LATITUDE, -math.sin(angle) * math.radians(0.5) * KM_OF_LATITUDE


def km_between(place: Place, lon: float, lat: float) -> float:
    """The way of the crow from the place, in kilometres."""
    wide, bent = scales(place.lat)
    east = (lon - place.lon) * (wide + bent * (lat - place.lat))
    return math.hypot(east, (lat - place.lat) * KM_OF_LATITUDE)
