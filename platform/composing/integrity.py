"""Sent files on the disk against the table that knows them."""

import time
from collections.abc import Iterator

from composing.files import keeping
from composing.files.kinds import PICTURE
from composing.files.shown import SIZES
from composing.models import Attachment
from kernel.images import widths_of
from kernel.images.integrity import YOUNG
from kernel.images.keeping import PART
from kernel.integrity import check

_LOT = 500


def parts_of(row: Attachment) -> list[str]:
    if row.kind != PICTURE:
        return [keeping.WHOLE]
    return [str(width) for width in widths_of(row.width or 0, SIZES)]


@check("composing.files")
def files(fix: bool) -> Iterator[str]:
    """Files to which nothing refers, and files that are gone. `fix` removes the former; the latter
    only a backup brings back."""
    yield from _forgotten(fix)
    for row in Attachment.objects.iterator(chunk_size=_LOT):
        if not all(keeping.path_of(row.store, part).is_file() for part in parts_of(row)):
            yield f"file {row.pk}: {row.store} is not there as a whole"


def _forgotten(fix: bool) -> Iterator[str]:
    before = time.time() - YOUNG
    stores: set[str] = set()
    for path in sorted(keeping.root().glob("??/*")):
        if not path.is_file() or path.stat().st_mtime > before:
            continue
        relative = path.relative_to(keeping.root()).as_posix()
        if path.name.startswith(PART):
            yield f"{keeping.FOLDER}/{relative}: never finished"
            if fix:
                path.unlink(missing_ok=True)
        elif keeping.FILE.fullmatch(relative):
            stores.add(relative.rsplit("-", 1)[0])
    ordered = sorted(stores)
    for start in range(0, len(ordered), _LOT):
        lot = ordered[start : start + _LOT]
        used = set(Attachment.objects.filter(store__in=lot).values_list("store", flat=True))
        for store in lot:
            if store not in used:
                yield f"{keeping.FOLDER}/{store}: nothing refers to it"
                if fix:
                    keeping.discard(store)
