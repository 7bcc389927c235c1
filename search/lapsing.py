"""What ends by itself, without anybody doing anything: needs and offers after their day."""

from search import index
from search.documents import lapsed, sources


def lapse() -> int:
    """Has the drain look at everything that has an entry and should have none any more."""
    found = 0
    for source in sources():
        if ids := lapsed(source):
            index.enqueue(source.kind, ids)
            found += len(ids)
    return found


def tick() -> bool:
    lapse()
    return False
