"""The house that is drawn for an organisation."""

from kernel import pictures


def picture_of(kind: str, slug: str) -> str:
    """SVG text of the house: its roof tells the kind, its slug picks the inks."""
    return pictures.house(kind, slug)
