"""Words in an address."""

from django.utils.text import slugify

_FOLD = str.maketrans("łŁ", "lL")
"""The one Polish letter that Unicode does not take apart."""


def slug(words: str, limit: int = 80) -> str:
    """ "Łódź jutro" is "lodz-jutro"; "" when no letter or digit is left."""
    return slugify(words.translate(_FOLD))[:limit].strip("-")
