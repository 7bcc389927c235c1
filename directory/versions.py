"""How often the directory has changed: what a kept list, map or home page is known by."""

from taxonomy.editions import editions, raise_edition

_NAME = "directory"


def directory_version(*more: str) -> tuple[int, ...]:
    """Numbers of the directory, of the region's units and of the shared words, in one statement; and of what
    else a page depends on."""
    return editions(_NAME, "regions", "words", *more)


def directory_changed() -> None:
    """Every action ends with this, inside its transaction: two changes at once wait for each other
    here, so a reader never sees the new number without the new rows. Whoever writes rows past the
    actions (a bulk load) calls it too."""
    raise_edition(_NAME)
