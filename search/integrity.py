"""The check of the index against the database: missing, stale and orphaned entries, in every engine."""

from collections.abc import Iterator, Sequence

from kernel.integrity import check
from kernel.models import Outbox
from search import drain, index
from search.documents import Place, Source, lapsed, sources
from search.engines import elastic, local
from search.engines.protocol import EngineAway, Gone
from search.models import Entry
from search.shelves import Standing

OBJECTS = 100
"""Objects looked at together."""
ROWS = 1_000


@check("search.index against database")
def index_against_database(fix: bool) -> Iterator[str]:
    """Every part of every object has an entry like it, and no entry is without its part.

    What waits in the outbox is not drift.
    """
    for source in sources():
        yield from _source(source, fix)
    yield from _orphans(fix)
    yield from _engine_rows(fix)


@check("search.elasticsearch against index")
def elasticsearch_against_index(fix: bool) -> Iterator[str]:
    """Elasticsearch has every entry at its version, and nothing else."""
    if not elastic.in_use():
        return
    try:
        yield from elastic.drift(fix)
    except EngineAway as error:
        yield f"Elasticsearch cannot be compared: {error}"


def _source(source: Source, fix: bool) -> Iterator[str]:
    after = 0
    gone = {Place(id, 0) for id in lapsed(source)}
    while ids := source.ids(after, OBJECTS):
        after = ids[-1]
        waiting = _waiting(source.kind, ids) | gone
        left = {
            Place(o, p): mark
            for o, p, mark in Entry.objects.filter(kind=source.kind, object_id__in=ids).values_list(
                "object_id", "part", "fingerprint"
            )
        }
        wrong: list[Place] = []
        for document in source.documents(ids):
            place = Place(document.object_id, document.part)
            mark = left.pop(place, None)
            if mark == index.fingerprint(document, Standing.of(document)) or _waits(place, waiting):
                continue
            wrong.append(place)
            yield f"{source.kind} {place.object_id}.{place.part}: {'stale' if mark else 'missing'}"
        for place in left:
            if not _waits(place, waiting):
                wrong.append(place)
                yield f"{source.kind} {place.object_id}.{place.part}: orphan"
        if fix and wrong:
            _mend(source.kind, wrong)


def _mend(kind: str, places: Sequence[Place]) -> None:
    for some in drain.batched(places, drain.CHUNK):
        outcome = index.bring_free_in_step(kind, some)
        index.tell_others(outcome)


def _orphans(fix: bool) -> Iterator[str]:
    """Entries of objects that are gone altogether, or of a kind that nobody describes."""
    known = {source.kind: source for source in sources()}
    pairs = Entry.objects.order_by("kind", "object_id").values_list("kind", "object_id").distinct()
    by_kind: dict[str, list[int]] = {}
    for kind, object_id in pairs.iterator():
        by_kind.setdefault(kind, []).append(object_id)
    for kind, ids in by_kind.items():
        for some in drain.batched(ids, OBJECTS):
            source = known.get(kind)
            there = set(source.ids(some[0] - 1, some[-1] - some[0] + 1)) if source else set()
            there.update(lapsed(source) if source else ())
            gone = [id for id in some if id not in there]
            entries = Entry.objects.filter(kind=kind, object_id__in=gone)
            places = [Place(*place) for place in entries.values_list("object_id", "part")]
            yield from (f"{kind} {place.object_id}.{place.part}: orphan" for place in places)
            if fix and places:
                _mend(kind, places)


def _engine_rows(fix: bool) -> Iterator[str]:
    """The rows of the database's own engine belong to entries, one to one."""
    engine = local.engine()
    after = 0
    while True:
        rows = engine.entry_ids(after, ROWS)
        until = rows[-1] if len(rows) == ROWS else None
        entries = Entry.objects.filter(pk__gt=after)
        if until is not None:
            entries = entries.filter(pk__lte=until)
        ids = set(entries.values_list("pk", flat=True))
        strangers = sorted(set(rows) - ids)
        unheard = sorted(ids - set(rows))
        yield from (f"the local index has row {id} of no entry" for id in strangers)
        yield from (f"the local index lacks entry {id}" for id in unheard)
        if fix:
            engine.remove([Gone(id, "", 0, 0, 0) for id in strangers])
            _write_again(unheard)
        if until is None:
            return
        after = until


def _write_again(entry_ids: Sequence[int]) -> None:
    rows = Entry.objects.filter(pk__in=entry_ids).values_list("kind", "object_id", "part")
    for kind, object_id, part in rows:
        index.bring_free_in_step(kind, [Place(object_id, part)], force=True)


def _waiting(kind: str, ids: Sequence[int]) -> set[Place]:
    rows = Outbox.objects.filter(queue=index.QUEUE, kind=kind, object_id__in=ids)
    return {Place(*row) for row in rows.values_list("object_id", "part")}


def _waits(place: Place, waiting: set[Place]) -> bool:
    return place in waiting or Place(place.object_id, 0) in waiting
