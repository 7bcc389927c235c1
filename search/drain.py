"""Working off the outbox: entries that are missing or behind, and what the other engine has to hear."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from django.db import transaction

from kernel import outbox
from kernel.breakdowns import is_away
from kernel.models import Outbox
from search import index, shelves
from search.documents import Document, Place, source_of, sources
from search.engines import elastic
from search.engines.protocol import EngineAway
from search.models import Entry
from search.shelves import Standing

log = logging.getLogger(__name__)
T = TypeVar("T")

ROWS = 200
"""Outbox rows taken at once."""
CHUNK = 250
"""Documents written in one transaction: a tenth of a second in which nobody else can write to SQLite."""
BULK_CHUNK = 1_000
"""The same where a command works alone."""


class Drained(NamedTuple):
    """What one call has done. `away` is why the other engine could not be told."""

    rows: int = 0
    documents: int = 0
    away: str = ""
    failed: int = 0


def tick() -> bool:
    """One round in the background; True when more waits."""
    if elastic.resting():
        return False
    drained = drain()
    return not drained.away and drained.rows >= ROWS


def drain(*, rows: int = ROWS, chunk: int = CHUNK) -> Drained:
    """Works off up to `rows` outbox rows."""
    claimed = outbox.claim(index.QUEUE, rows)
    if not claimed:
        return Drained()
    try:
        documents = sum(_work(kind, some, chunk) for kind, some in _by_kind(claimed))
    except EngineAway as error:
        with transaction.atomic():
            outbox.postpone(claimed, str(error), blame=False)
        return Drained(len(claimed), 0, str(error))
    except Exception as error:
        if is_away(error):
            raise
        log.exception("indexing failed; trying each object by itself")
        return _one_by_one(claimed, chunk)
    outbox.confirm(claimed)
    return Drained(len(claimed), documents)


def _one_by_one(claimed: Sequence[Outbox], chunk: int) -> Drained:
    """So that one object that cannot be read holds up no other."""
    documents = failed = 0
    for row in claimed:
        try:
            documents += _work(row.kind, [row], chunk)
        except EngineAway as error:
            outbox.postpone([row], str(error), blame=False)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("%s %s cannot be indexed", row.kind, row.object_id)
            outbox.postpone([row], repr(error))
            failed += 1
        else:
            outbox.confirm([row])
    return Drained(len(claimed), documents, "", failed)


def enqueue_unknown() -> None:
    """Leaves to the drain whatever has no entry: after rows were written by the thousand."""
    for source in sources():
        after = 0
        while ids := source.ids(after, BULK_CHUNK):
            after = ids[-1]
            entries = Entry.objects.filter(kind=source.kind, object_id__in=ids)
            known = set(entries.values_list("object_id", flat=True))
            index.enqueue(source.kind, [id for id in ids if id not in known])


def _by_kind(claimed: Iterable[Outbox]) -> Iterable[tuple[str, list[Outbox]]]:
    grouped: dict[str, list[Outbox]] = defaultdict(list)
    for row in claimed:
        grouped[row.kind].append(row)
    return grouped.items()


def _work(kind: str, rows: Sequence[Outbox], chunk: int) -> int:
    """Brings everything that these rows name in step; how many documents that were."""
    source = source_of(kind)
    if source is None:
        raise LookupError(f"nothing describes {kind!r}")
    whole = [row.object_id for row in rows if row.part == 0]
    places = [Place(row.object_id, row.part) for row in rows if row.part]
    done = renew(kind, whole, chunk=chunk) if whole else 0
    for some in batched(places, chunk):
        bring(kind, list(source.documents_at(some)), some)
        done += len(some)
    return done


def renew(
    kind: str,
    object_ids: Sequence[int],
    *,
    chunk: int = CHUNK,
    force: bool = False,
    inform: bool = True,
) -> int:
    """Brings whole objects in step, however many parts they have; how many documents that were.

    `force` writes what is in step anew; without `inform` the other engine is not told.
    """
    source = source_of(kind)
    assert source is not None
    done = 0
    left = {
        Place(object_id, part)
        for object_id, part in Entry.objects.filter(
            kind=kind, object_id__in=object_ids
        ).values_list("object_id", "part")
    }
    silent = set(object_ids)
    for documents in batched(source.documents(object_ids), chunk):
        places = [Place(d.object_id, d.part) for d in documents]
        silent.difference_update(place.object_id for place in places)
        bring(kind, documents, places, force=force, inform=inform)
        left.difference_update(places)
        done += len(places)
    for gone in batched(sorted(left), chunk):
        bring(kind, [], gone, inform=inform)
    if inform:
        # What was removed in a person's own request has no entry any more, but is still known there.
        elastic.tell(kind, [Place(object_id, 0) for object_id in sorted(silent)], {})
    return done


def bring(
    kind: str,
    documents: Sequence[Document],
    places: Sequence[Place],
    *,
    force: bool = False,
    inform: bool = True,
) -> None:
    """Brings some parts in step here, then there. The texts are taken apart before the transaction
    opens, so that it is short; inside it everything is read again."""
    # By their parts too: a long topic comes by in hundreds of calls, each with a few of its posts.
    known = Entry.objects.filter(
        kind=kind,
        object_id__in={place.object_id for place in places},
        part__in={place.part for place in places},
    )
    marks = {
        Place(object_id, part): mark
        for object_id, part, mark in known.values_list("object_id", "part", "fingerprint")
    }
    ready: dict[int, index.Ready] = {}
    behind: list[Place] = []
    described: set[Place] = set()
    for document in documents:
        place = Place(document.object_id, document.part)
        described.add(place)
        mark = index.fingerprint(document, Standing.of(document))
        if force or marks.get(place) != mark:
            ready[mark] = index.make_ready(document, mark)
            behind.append(place)
    behind += [place for place in places if place in marks and place not in described]
    if behind:
        # Before the transaction, so that in it no new shelf is waited for that somebody else is making.
        shelves.keep({Standing.of(document) for document in documents})
        index.bring_free_in_step(kind, behind, ready, force=force)
    if inform:
        elastic.tell(kind, places, ready)


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
