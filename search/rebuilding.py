"""Making the index anew while it is in use."""

from collections.abc import Callable

from kernel import outbox
from search import drain, index, words
from search.documents import Place, sources
from search.engines import elastic, local
from search.engines.protocol import Gone
from search.models import Entry

OBJECTS = 200
"""Objects read together."""

Tell = Callable[[str], None]


def rebuild(tell: Tell) -> None:
    """Every entry anew, nothing that does not belong, the words counted, then the other engine.

    Raises EngineAway when the other engine cannot be rebuilt; the local index is whole then.
    """
    began, waiting = index.now(), outbox.waiting(index.QUEUE)
    for source in sources():
        _renew(source.kind, tell)
    _sweep(began, tell)
    tell(f"{words.recount()} words")
    local.engine().tidy()
    if elastic.in_use():
        count = elastic.rebuild(lambda done: tell(f"Elasticsearch: {done} entries"))
        tell(f"Elasticsearch: {count} entries, and the new index answers")
    # All that waited when this began has been told with the rest. With much of it left, Elasticsearch would
    # count as behind, and not be asked, until everything had been told a second time.
    outbox.settle(waiting)


def _renew(kind: str, tell: Tell) -> None:
    source = next(source for source in sources() if source.kind == kind)
    after = done = told = 0
    while ids := source.ids(after, OBJECTS):
        after = ids[-1]
        done += drain.renew(kind, ids, force=True, inform=False)
        if done - told >= 5_000:
            told = done
            tell(f"{kind}: {done} entries")
    tell(f"{kind}: {done} entries, done")


def _sweep(began: int, tell: Tell) -> None:
    """Looks again at entries that were not written since: what is behind them is gone."""
    old = Entry.objects.filter(version__lt=began).values_list("kind", "object_id", "part")
    by_kind: dict[str, list[Place]] = {}
    for kind, object_id, part in old:
        by_kind.setdefault(kind, []).append(Place(object_id, part))
    for kind, places in by_kind.items():
        for some in drain.batched(places, drain.CHUNK):
            index.bring_free_in_step(kind, some)
        tell(f"{kind}: {len(places)} old entries looked at")
    _strangers()


def _strangers() -> None:
    """Removes rows of the local engine that belong to no entry."""
    engine = local.engine()
    after = 0
    while rows := engine.entry_ids(after, 1_000):
        after = rows[-1]
        gone = set(rows) - set(Entry.objects.filter(pk__in=rows).values_list("pk", flat=True))
        engine.remove([Gone(id, "", 0, 0, 0) for id in gone])
