"""Slugs of organisations."""

from collections.abc import Iterable, Sequence

from django.utils.text import slugify

from directory.models import OldAddress, Organisation
from taxonomy.spelling import fold

RESERVED = frozenset({"map", "needs", "add", "people", "new", "review", "asked", "table", "import"})
"""Words that the directory's own pages have for themselves."""
_LIMIT = 100


def free_slug(name: str) -> str:
    """A slug that no organisation has or had: the folded name, with a number if it must be."""
    return free_slugs([name])[0]


def free_slugs(names: Sequence[str]) -> list[str]:
    """The same for rows that are written together, each with its own: two statements, and two more for
    each name that is taken."""
    bases = [_base(name) for name in names]
    known = _used(slug__in=set(bases))
    taken: set[str] = set()
    slugs = []
    for base in bases:
        slug = base
        if slug in known or slug in taken:
            slug = _numbered(base, taken | _used(slug__startswith=f"{base}-"))
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _base(name: str) -> str:
    base = slugify(fold(name))[:_LIMIT].strip("-") or "organizacja"
    return f"organizacja-{base}" if base in RESERVED or base.isdigit() else base


def _used(**which: str | Iterable[str]) -> set[str]:
    """Those that there are, and those that lead on."""
    return {
        slug
        for model in (Organisation, OldAddress)
        for slug in model.objects.filter(**which).values_list("slug", flat=True)
    }


def _numbered(base: str, used: set[str]) -> str:
    number = 2
    while f"{base}-{number}" in used:
        number += 1
    return f"{base}-{number}"
