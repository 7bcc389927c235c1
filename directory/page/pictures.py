"""The house that is drawn for an organisation."""

from kernel import pictures

_HOUSES = {
    "dom_kultury": "culture-centre",
    "swietlica": "community-room",
    "dom_ludowy": "village-house",
    "biblioteka": "library",
    "muzeum": "museum",
    "galeria": "gallery",
    "teatr": "theatre",
    "kino": "cinema",
    "szkola_artystyczna": "school",
    "szkola": "school",
    "stowarzyszenie": "association",
    "fundacja": "foundation",
    "grupa_nieformalna": "group",
    "kolo_gospodyn": "association",
    "instytut": "institute",
    "klub": "club",
    "filharmonia": "theatre",
    "zespol": "group",
    "archiwum": "library",
    "utw": "association",
    "straz": "community-room",
    "spoldzielnia": "association",
    "uczelnia": "school",
    "urzad": "institute",
    "siec": "foundation",
}


def picture_of(kind: str, slug: str) -> str:
    """SVG text of the house: its roof tells the kind, its slug picks the inks."""
    return pictures.house(_HOUSES.get(kind, "other"), slug)
