"""Keeping the index in step with the rooms.

`touch` runs in the transaction of the change itself and writes entries and the database's own engine;
another engine hears of it through the outbox. So the index cannot know less than the database, and a
text that was hidden is gone from it in the same instant.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.viewer import Audience
from kernel import outbox
from kernel.compiled import CompiledObjects
from search import shelves
from search.documents import Document, Place, Praise, source_of
from search.engines import local
from search.engines.protocol import Gone, Prepared
from search.engines.scoring import packed, packed_title
from search.holding import hold, hold_free, written_by_others
from search.language import ANALYSER, Terms, fold, terms_of, title_terms, words
from search.models import Entry, TitleWord
from search.shelves import Standing
from search.words import Ledger

QUEUE = "search"
FEW = 50
"""Parts of an object that a person's own request may index; what is longer is left to the drain."""
TITLE_LIMIT = 300
MOST_PRAISE = 1_000
"""Votes and repetitions that are counted; more say nothing more."""
TIMES_TITLE = 2
"""How often the title's words count: short questions name titles."""


class Ready(NamedTuple):
    """A document's terms, as they are kept."""

    mark: int
    terms: Terms
    hashes: bytes
    counts: bytes
    title_hashes: bytes


@dataclass(slots=True)
class Outcome:
    """What a call has changed."""

    written: int = 0
    removed: int = 0
    unchanged: int = 0
    items: list[outbox.Item] = field(default_factory=list)


def touch(kind: str, object_id: int, part: int | None = None) -> None:
    """Brings the entry of a part, or all entries of an object, in step. Inside a transaction."""
    if part is None:
        if Entry.objects.filter(kind=kind, object_id=object_id).count() > FEW:
            _leave_to_drain(kind, object_id)
            return
        tell_others(bring_in_step(kind, [object_id]))
    else:
        tell_others(bring_parts_in_step(kind, [Place(object_id, part)]))


def later(kind: str, object_ids: Iterable[int], *, hide: bool) -> None:
    """Leaves objects to the drain; `hide` takes them out of every answer until it has come by.

    For changes of many objects at once: a forum's audience, say.
    """
    ids = list(object_ids)
    if hide:
        for start in range(0, len(ids), 500):
            _withdraw(kind, ids[start : start + 500])
    enqueue(kind, ids)


def enqueue(kind: str, object_ids: Iterable[int]) -> None:
    """Outbox rows for whole objects: the drain makes their entries. This is what bulk loading writes."""
    version = now()
    outbox.enqueue(QUEUE, (outbox.Item(kind, id, 0, version) for id in object_ids))


def enqueue_part(kind: str, place: Place) -> None:
    """The same for one part of an object, which whoever wrote it does not wait for."""
    outbox.enqueue(QUEUE, [outbox.Item(kind, place.object_id, place.part, now())])


def now() -> int:
    """A version: microseconds, so that it rises also over a removal."""
    return time.time_ns() // 1000


def elastic_in_use() -> bool:
    return bool(settings.ELASTICSEARCH_URL)


def bring_in_step(kind: str, object_ids: Sequence[int]) -> Outcome:
    """Writes, renews and removes the entries of whole objects that have few parts."""
    source = source_of(kind)
    with transaction.atomic(savepoint=False):
        hold(kind, object_ids)
        known = _entries(kind, object_ids)
        documents = list(source.documents(object_ids)) if source else []
        return _settle(kind, known, documents, {})


def bring_parts_in_step(kind: str, places: Sequence[Place]) -> Outcome:
    """The same for single parts."""
    with transaction.atomic(savepoint=False):
        hold(kind, {place.object_id for place in places})
        return _bring_held(kind, places, {}, force=False)


def bring_free_in_step(
    kind: str,
    places: Sequence[Place],
    ready: Mapping[int, Ready] | None = None,
    *,
    force: bool = False,
) -> Outcome:
    """The same for many parts of many objects, in the background: it waits for nobody.

    What a person's request has in hand goes to the queue again. To wait for one object with another in
    hand, for which that request waits, would end one of the two. `ready` has work done beforehand, by
    fingerprint; `force` writes entries anew that are in step.
    """
    with transaction.atomic(savepoint=False):
        free = hold_free(kind, {place.object_id for place in places})
        ours = [place for place in places if place.object_id in free]
        taken = written_by_others(kind, ours)
        outcome = _bring_held(kind, [p for p in ours if p not in taken], ready or {}, force=force)
    for place in places:
        if place.object_id not in free or place in taken:
            enqueue_part(kind, place)
    return outcome


def _bring_held(
    kind: str, places: Sequence[Place], ready: Mapping[int, Ready], *, force: bool
) -> Outcome:
    if not places:
        return Outcome()
    source = source_of(kind)
    wanted = set(places)
    found = _entries(kind, {place.object_id for place in places}, places)
    known = {place: entry for place, entry in found.items() if place in wanted}
    documents = list(source.documents_at(places)) if source else []
    return _settle(kind, known, documents, ready, force=force)


def _leave_to_drain(kind: str, object_id: int) -> None:
    """A long topic: its beginning now; its replies at once out of sight if fewer may see them."""
    first = Entry.objects.filter(kind=kind, object_id=object_id).order_by("part").first()
    if first is None:
        return
    before = first.shelf.audience
    tell_others(bring_parts_in_step(kind, [Place(object_id, first.part)]))
    after = Entry.objects.filter(pk=first.pk).values_list("shelf__audience", flat=True).first()
    later(kind, [object_id], hide=after != before)


def _withdraw(kind: str, object_ids: Sequence[int]) -> None:
    """Puts entries where nobody may see them: one statement a shelf, however many entries."""
    _put_aside(kind, Entry.objects.filter(kind=kind, object_id__in=object_ids))


def withdraw_parts(kind: str, object_id: int, parts: Sequence[int]) -> None:
    """The same for some parts of an object, which the drain is about to look at."""
    _put_aside(kind, Entry.objects.filter(kind=kind, object_id=object_id, part__in=parts))


def _put_aside(kind: str, entries: QuerySet[Entry]) -> None:
    ledger = Ledger()
    public = entries.filter(shelf__audience=Audience.PUBLIC)
    for title, text in public.values_list("title", "text"):
        ledger.take(kind, title, text)
    ledger.record()
    nobody = Standing(kind, NOBODY)
    shelf_id = shelves.keep([nobody])[nobody]
    entries.update(shelf_id=shelf_id, fingerprint=0)


NOBODY = "nobody"
"""The audience of an entry that waits to be looked at again."""


def _entries(
    kind: str, object_ids: Iterable[int], places: Sequence[Place] | None = None
) -> dict[Place, Entry]:
    """The entries as they are, without their terms."""
    if places is not None and len(places) == 1:
        entry = _entry_at.one(places[0].object_id, places[0].part, kind)
        return {places[0]: entry} if entry else {}
    found = Entry.objects.filter(kind=kind, object_id__in=list(object_ids))
    if places is not None:
        found = found.filter(part__in={place.part for place in places})
    entries = found.select_related("shelf").defer("hashes", "counts")
    return {Place(entry.object_id, entry.part): entry for entry in entries}


_entry_at = CompiledObjects[Entry](
    lambda object_id, part, kind: (
        Entry.objects.filter(kind=kind, object_id=object_id, part=part)
        .select_related("shelf")
        .defer("hashes", "counts")
    ),
    parameters=3,
    text=frozenset({2}),
)


def _settle(
    kind: str,
    known: dict[Place, Entry],
    documents: Sequence[Document],
    ready: Mapping[int, Ready],
    *,
    force: bool = False,
) -> Outcome:
    """Makes the entries equal to the documents."""
    outcome = Outcome()
    ledger = Ledger()
    fresh: list[tuple[Document, Standing, Ready]] = []
    there: set[Place] = set()
    for document in documents:
        place = Place(document.object_id, document.part)
        there.add(place)
        standing = Standing.of(document)
        mark = fingerprint(document, standing)
        entry = known.get(place)
        if entry is not None and entry.fingerprint == mark and not force:
            outcome.unchanged += 1
            continue
        if entry is not None and entry.shelf.audience == Audience.PUBLIC:
            ledger.take(kind, entry.title, entry.text)
        if standing.audience == Audience.PUBLIC:
            ledger.add(kind, document.title[:TITLE_LIMIT], document.text)
        fresh.append((document, standing, ready.get(mark) or make_ready(document, mark)))
    _remove(kind, [known[place] for place in known.keys() - there], ledger, outcome)
    _write(kind, fresh, known, outcome)
    ledger.record()
    return outcome


def _remove(kind: str, entries: Sequence[Entry], ledger: Ledger, outcome: Outcome) -> None:
    if not entries:
        return
    for entry in entries:
        if entry.shelf.audience == Audience.PUBLIC:
            ledger.take(kind, entry.title, entry.text)
    gone = [Gone(e.pk, kind, e.object_id, e.part, max(now(), e.version + 1)) for e in entries]
    local.engine().remove(gone)
    Entry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    outcome.removed += len(gone)
    outcome.items += [outbox.Item(kind, g.object_id, g.part, g.version) for g in gone]


def _write(
    kind: str,
    fresh: Sequence[tuple[Document, Standing, Ready]],
    known: Mapping[Place, Entry],
    outcome: Outcome,
) -> None:
    if not fresh:
        return
    ids = shelves.keep({standing for _, standing, _ in fresh})
    version = now()
    entries: list[Entry] = []
    for document, standing, ready in fresh:
        before = known.get(Place(document.object_id, document.part))
        entry = _entry(document, ids[standing], ready)
        entry.version = max(version, before.version + 1) if before else version
        entries.append(entry)
    Entry.objects.bulk_create(
        entries,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["kind", "object_id", "part"],
        update_fields=_WRITTEN,
    )
    _title_words(entries)
    local.engine().put(
        [
            Prepared(
                e.pk,
                e.object_id,
                e.part,
                e.version,
                standing,
                ready.terms,
                document.created_at,
                document.praise,
                title_terms(document.title[:TITLE_LIMIT]),
            )
            for e, (document, standing, ready) in zip(entries, fresh, strict=True)
        ]
    )
    outcome.written += len(entries)
    outcome.items += [outbox.Item(kind, e.object_id, e.part, e.version) for e in entries]


def _title_words(entries: Sequence[Entry]) -> None:
    """What is suggested while somebody types. Replies and messages have no title, and no statement."""
    titled = [entry for entry in entries if entry.title]
    if not titled:
        return
    TitleWord.objects.filter(entry__in=[entry.pk for entry in titled]).delete()
    TitleWord.objects.bulk_create(
        (
            TitleWord(entry=entry, word=word)
            for entry in titled
            for word in dict.fromkeys(fold(word)[:TITLE_WORD] for word in words(entry.title))
        ),
        batch_size=2_000,
    )


TITLE_WORD = 40
_WRITTEN = [
    "shelf", "version", "fingerprint", "lemma_length", "prefix_length", "pair_length", "created_at",
    "accepted", "helped", "replicated", "stale", "title", "text", "hashes", "counts", "title_hashes",
]  # fmt: skip


def _entry(document: Document, shelf_id: int, ready: Ready) -> Entry:
    terms = ready.terms
    return Entry(
        kind=document.kind,
        object_id=document.object_id,
        part=document.part,
        shelf_id=shelf_id,
        fingerprint=ready.mark,
        lemma_length=len(terms.lemma),
        prefix_length=len(terms.prefix),
        pair_length=len(terms.pair),
        created_at=document.created_at,
        accepted=document.praise.accepted,
        helped=min(document.praise.helped, MOST_PRAISE),
        replicated=min(document.praise.replicated, MOST_PRAISE),
        stale=document.praise.stale,
        title=document.title[:TITLE_LIMIT],
        text=document.text,
        hashes=ready.hashes,
        counts=ready.counts,
        title_hashes=ready.title_hashes,
    )


def make_ready(document: Document, mark: int) -> Ready:
    """The work that needs no database: a text into its terms."""
    terms = terms_of_text(document.title[:TITLE_LIMIT], document.text, document.language)
    title = packed_title(title_terms(document.title[:TITLE_LIMIT]))
    return Ready(mark, terms, *packed(terms), title)


def terms_of_text(title: str, text: str, language: str) -> Terms:
    """The terms of an entry; the title counts more than once."""
    return terms_of([*([title] * TIMES_TITLE if title else []), text], language=language)


def fingerprint(document: Document, standing: Standing) -> int:
    """A hash of all that makes the entry what it is; never 0."""
    content = "\0".join(
        (ANALYSER, str(TIMES_TITLE), str(standing.id), document.created_at.isoformat(),
         _said(document.praise), document.title, document.text)
    )  # fmt: skip
    return (int.from_bytes(blake2b(content.encode(), digest_size=8).digest(), "big") >> 1) or 1


def _said(praise: Praise) -> str:
    """What is no news makes no other fingerprint."""
    return f"{tuple(praise[:3])}{' stale' if praise.stale else ''}"


def tell_others(outcome: Outcome) -> None:
    """Outbox rows for the other engine, in the same transaction."""
    if elastic_in_use() and outcome.items:
        outbox.enqueue(QUEUE, outcome.items)
