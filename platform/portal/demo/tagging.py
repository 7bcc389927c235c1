"""Tags by their names."""

from collections.abc import Iterable, Mapping

from taxonomy.models import Tag


def tags_named(names: Iterable[str]) -> Mapping[str, Tag]:
    """The tags of these names, made where they are missing."""
    wanted = sorted(set(names))
    known = {tag.name: tag for tag in Tag.objects.filter(name__in=wanted)}
    for name in wanted:
        if name not in known:
            # One by one: the slug is found by saving, and two words may fold to the same.
            known[name] = Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(
                name=name
            )
    return known
