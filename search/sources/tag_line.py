"""The line of a text by which it is found through the words of its tags and practice areas, though nobody has
written them in it."""

from collections.abc import Iterable, Mapping


def tag_line(tags: Mapping[str, str], areas: Iterable[str] = ()) -> list[str]:
    """One line, or none. `tags`: names by slug. It begins with a point, since an excerpt has it after a sentence."""
    names = [*areas, *sorted(tags.values())]
    return ["· " + " · ".join(names)] if names else []
