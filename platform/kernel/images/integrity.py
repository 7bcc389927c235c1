"""Pictures on the disk against the tables that refer to them."""

import time
from collections.abc import Iterator

from kernel.images.keeping import FILE, PART, _root, discard, file_of, owners
from kernel.images.sizes import widths_of
from kernel.integrity import check

YOUNG = 24 * 60 * 60
"""Seconds in which a file may be waiting for the commit of its row."""
_LOT = 500


@check("kernel.images")
def images(fix: bool) -> Iterator[str]:
    """Files to which nothing refers, and copies that are gone. `fix` removes the former; the latter
    only a backup brings back."""
    if owners:  # without anybody to ask, every file would look forgotten
        yield from _forgotten(fix)
    for owner, table in owners.items():
        for name, width, sizes in table.every():
            gone = [w for w in widths_of(width, sizes) if not file_of(name, w).is_file()]
            if gone:
                yield f"{owner}: {name} has lost {len(gone)} of its copies"


def _forgotten(fix: bool) -> Iterator[str]:
    before = time.time() - YOUNG
    names: set[str] = set()
    for path in sorted(_root().glob("??/*")):
        if not path.is_file() or path.stat().st_mtime > before:
            continue
        relative = path.relative_to(_root()).as_posix()
        if path.name.startswith(PART):
            yield f"{relative}: never finished"
            if fix:
                path.unlink(missing_ok=True)
        elif FILE.fullmatch(relative):
            names.add(relative.rsplit("-", 1)[0])
    ordered = sorted(names)
    for start in range(0, len(ordered), _LOT):
        lot = ordered[start : start + _LOT]
        used = set[str]().union(*(table.used(lot) for table in owners.values()))
        for name in lot:
            if name not in used:
                yield f"{name}: nothing refers to it"
                if fix:
                    discard(name)
