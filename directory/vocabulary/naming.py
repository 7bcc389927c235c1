"""Slugs of organisations."""

from django.utils.text import slugify

from directory.models import OldAddress, Organisation
from taxonomy.spelling import fold

RESERVED = frozenset({"map", "needs", "add", "people", "new", "review", "asked", "table", "import"})
"""Words that the directory's own pages have for themselves."""
_LIMIT = 100


def free_slug(name: str, *, taken: set[str] | None = None) -> str:
    """A slug that no organisation has or had: the folded name, with a number if it must be. `taken` are
    those of rows that are not written yet; the new one is added to it."""
    base = slugify(fold(name))[:_LIMIT].strip("-") or "organizacja"
    if base in RESERVED or base.isdigit():
        base = f"organizacja-{base}"
    used = set(
        Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    ) | (taken or set())
    used |= set(OldAddress.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in used:
        slug, number = f"{base}-{number}", number + 1
    if taken is not None:
        taken.add(slug)
    return slug
