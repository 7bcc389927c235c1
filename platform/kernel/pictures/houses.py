"""One organisation, one house: the silhouette tells the kind, the seed the inks and the cut."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from kernel.pictures.openings import OPENINGS
from kernel.pictures.roofs import ROOFS
from kernel.pictures.scissors import Hand, svg

# Paper is no wall: a house must also be seen on a sheet of paper.
WALL_INKS = ("lime", "ochre", "sky", "lime")
ROOF_INKS = ("brick", "blue", "green", "plum", "brick")

GROUND = 44.0


class Plan(NamedTuple):
    """How a kind is built: names of its roof and openings, height of the eaves, half its width."""

    roof: str
    openings: str
    eaves: float = 23.0
    half: float = 15.0
    chimney: bool = False


KINDS: dict[str, Plan] = {
    "library": Plan("gable", "shelves"),
    "museum": Plan("pediment", "columns", half=17),
    "culture-centre": Plan("hip", "portal", half=17),
    "community-room": Plan("steep", "door", eaves=25, chimney=True),
    "village-house": Plan("halfhip", "pair", eaves=24, half=16, chimney=True),
    "club": Plan("mansard", "door", eaves=25),
    "theatre": Plan("barrel", "curtain", half=16),
    "cinema": Plan("marquee", "screen", eaves=19, half=16),
    "gallery": Plan("flat", "frame", eaves=20),
    "archive": Plan("flat", "drawers", eaves=17, half=13),
    "association": Plan("attic", "round"),
    "foundation": Plan("attic", "door"),
    "school": Plan("saw", "pair", half=16),
    "classroom": Plan("hip", "grid", eaves=20, half=17),
    "circle": Plan("steep", "round", eaves=25),
    "institute": Plan("tower", "grid", eaves=22),
    "company": Plan("flat", "grid", eaves=16, half=12),
    "group": Plan("tent", "flap"),
    "concert-hall": Plan("barrel", "columns", eaves=22, half=17),
    "ensemble": Plan("tent", "pair"),
    "elders": Plan("mansard", "round"),
    "brigade": Plan("flat", "portal", eaves=19, half=16),
    "cooperative": Plan("saw", "round", eaves=22),
    "parish": Plan("tower", "round"),
    "office": Plan("hip", "columns", half=17),
    "university": Plan("pediment", "grid", half=17),
    "expert": Plan("halfhip", "door", half=12),
    "network": Plan("attic", "grid", half=17),
    "other": Plan("gable", "door", chimney=True),
}

# Words for the same kinds as they stand in registers and imports, without Polish letters' marks.
_ALIASES = {
    "art-school": "school",
    "filharmonia": "concert-hall",
    "zespol": "ensemble",
    "utw": "elders",
    "straz": "brigade",
    "spoldzielnia": "cooperative",
    "parafia": "parish",
    "urzad": "office",
    "uczelnia": "university",
    "ekspert": "expert",
    "siec": "network",
    "archiwum": "archive",
    "biblioteka": "library",
    "business": "company",
    "community-centre": "community-room",
    "cultural-centre": "culture-centre",
    "culture-center": "culture-centre",
    "dom-kultury": "culture-centre",
    "dom-ludowy": "village-house",
    "dworek": "club",
    "firma": "company",
    "fundacja": "foundation",
    "galeria": "gallery",
    "grupa": "group",
    "grupa-nieformalna": "group",
    "informal-group": "group",
    "instytut": "institute",
    "kino": "cinema",
    "klub": "club",
    "kolo-gospodyn": "circle",
    "muzeum": "museum",
    "ngo": "association",
    "osrodek-kultury": "culture-centre",
    "stowarzyszenie": "association",
    "swietlica": "community-room",
    "szkola": "classroom",
    "szkola-artystyczna": "school",
    "teatr": "theatre",
    "village-hall": "village-house",
}


def _slug(kind: str) -> str:
    marks = unicodedata.normalize("NFKD", kind.strip().lower().replace("ł", "l"))
    plain = "".join(letter for letter in marks if not unicodedata.combining(letter))
    return plain.replace("_", "-").replace(" ", "-")


def plan_of(kind: str) -> Plan:
    """The plan of a kind by its slug or a known word for it; an unknown one gets a plain house."""
    slug = _slug(kind)
    return KINDS.get(_ALIASES.get(slug, slug), KINDS["other"])


@lru_cache(maxsize=2048)
def house(kind: str, seed: str, size: int = 52, title: str = "") -> str:
    """SVG text of an organisation's house.

    `kind` is a slug of KINDS (or a known word for one), `seed` anything lasting (the slug of the
    organisation), `size` pixels. With a `title` it is announced; without, it is decoration.
    """
    plan, hand = plan_of(kind), Hand(seed)
    wall = hand.chance.choice(WALL_INKS)
    top = hand.other_than(wall, ROOF_INKS)
    left, right = 24 - plan.half, 24 + plan.half
    if plan.roof == "tent":
        hand.poly(top, [(5, GROUND), (24, 5), (43, GROUND)])
    else:
        if plan.chimney:
            hand.rect(wall, right - 9, 9, 4, 12)
        hand.rect(wall, left, plan.eaves - 1, right - left, GROUND - plan.eaves + 1)
        ROOFS[plan.roof](hand, top, left, right, plan.eaves)
    OPENINGS[plan.openings](hand, left, right, plan.eaves, GROUND)
    return svg(hand.sheet(), box="3 3 42 42", size=size, title=title)
