"""Telling Elasticsearch what the entries say. A version goes along, so that order does not matter."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db import transaction
from elasticsearch import Elasticsearch

from search.documents import Place, Praise
from search.engines.elastic import indices
from search.engines.elastic.link import WRITING, client, talking, writes
from search.engines.protocol import EngineAway, Prepared, key_of
from search.holding import hold_free
from search.index import NOBODY, enqueue_part, now, terms_of_text
from search.language import Terms, title_terms
from search.models import Entry
from search.shelves import YES, Standing, standings

COPIED_AT_ONCE = 500
SIGN_EVERY = 10.0
"""Seconds between two signs of life of who builds."""

Ready = Mapping[int, Any]
"""Terms that were made just now, by fingerprint (`index.Ready`)."""


def tell(kind: str, places: Sequence[Place], ready: Ready) -> None:
    with talking(writes):
        server = client(WRITING)
        names = indices.behind(server, indices.writing())
        if indices.lost(server, names):
            # The server is new or has lost its data: all entries go there, these among them.
            rebuild(lambda done: None)
            return
        send(server, names, list(_actions(kind, places, ready)))


def make_sure() -> None:
    with suppress(EngineAway):
        if is_lost():
            rebuild(lambda done: None)


def is_lost() -> bool:
    """Whether the server has no index that answers, nor one that is being filled. Raises EngineAway."""
    with talking(writes):
        server = client(WRITING)
        return indices.lost(server, indices.behind(server, indices.writing()))


def answers() -> bool:
    """Whether questions reach an index. Raises EngineAway."""
    with talking(writes):
        return bool(indices.behind(client(WRITING), indices.reading()))


def rebuild(progress: Callable[[int], None]) -> int:
    with talking(writes):
        server = client(WRITING)
        name = indices.create(server)
        done, said = 0, time.monotonic()
        try:
            for entries in _all_entries():
                shelves = standings({entry.shelf_id for entry in entries})
                send(
                    server, [name], [_put(entry, shelves[entry.shelf_id], {}) for entry in entries]
                )
                done += len(entries)
                progress(done)
                if time.monotonic() - said > SIGN_EVERY:
                    indices.give_sign(server, name)
                    said = time.monotonic()
            server.indices.refresh(index=name)
            indices.switch(server, name)
        except BaseException:
            server.options(ignore_status=404).indices.delete(index=name)
            raise
    return done


def _all_entries() -> Iterator[list[Entry]]:
    after = 0
    while True:
        found = Entry.objects.filter(pk__gt=after).order_by("pk").defer("hashes", "counts")
        entries = list(found[:COPIED_AT_ONCE])
        if not entries:
            return
        yield entries
        after = entries[-1].pk


def _actions(kind: str, places: Sequence[Place], ready: Ready) -> Iterator[list[dict[str, Any]]]:
    found = _entries(kind, places)
    lacking = [place for place in places if place not in found]
    version = 0  # of the removals
    busy: set[Place] = set()
    if lacking:
        # One that is coming back just now has its version already, but cannot be seen until its
        # transaction ends: a removal above its version would hide it for good. It is looked at again.
        with transaction.atomic():
            free = hold_free(kind, {place.object_id for place in lacking})
            version = now()
            found |= _entries(kind, lacking)
        busy = {p for p in lacking if p not in found and p.object_id not in free}
        for place in busy:
            enqueue_part(kind, place)
    shelves = standings({entry.shelf_id for entry in found.values()})
    for place in places:
        entry = found.get(place)
        if place in busy:
            continue
        if entry is None:
            yield [delete(key_of(kind, *place), version)]
        else:
            yield _put(entry, shelves[entry.shelf_id], ready)


def _entries(kind: str, places: Sequence[Place]) -> dict[Place, Entry]:
    wanted = set(places)
    entries = Entry.objects.filter(
        kind=kind,
        object_id__in={place.object_id for place in places},
        part__in={place.part for place in places},
    ).defer("hashes", "counts")
    return {place: e for e in entries if (place := Place(e.object_id, e.part)) in wanted}


def _put(entry: Entry, standing: Standing, ready: Ready) -> list[dict[str, Any]]:
    key = key_of(entry.kind, entry.object_id, entry.part)
    if standing.audience == NOBODY:
        return [delete(key, entry.version)]
    terms: Terms = (
        ready[entry.fingerprint].terms
        if entry.fingerprint in ready
        else terms_of_text(entry.title, entry.text, standing.language)
    )
    praise = Praise(entry.accepted, entry.helped, entry.replicated, entry.stale)
    return document(
        Prepared(
            entry.pk, entry.object_id, entry.part, entry.version, standing, terms,
            entry.created_at, praise, title_terms(entry.title),
        )
    )  # fmt: skip


def document(entry: Prepared) -> list[dict[str, Any]]:
    """The two lines of a bulk request that put an entry."""
    standing, terms = entry.standing, entry.terms
    version = {"version": entry.version, "version_type": "external_gte"}
    body = {
        "kind": standing.kind,
        "group": f"{standing.kind}:{entry.object_id}",
        "object_id": entry.object_id,
        "part": entry.part,
        "audience": standing.audience,
        "language": standing.language.split(),
        "tags": standing.tags,
        "regions": standing.regions,
        "practices": standing.practices,
        "groups": standing.groups,
        "dates": standing.dates,
        "created": int(entry.created_at.timestamp()),
        "accepted": entry.praise.accepted,
        "helped": entry.praise.helped,
        "replicated": entry.praise.replicated,
        "stale": entry.praise.stale,
        "lemma": " ".join(terms.lemma),
        "prefix": " ".join(terms.prefix),
        "pair": " ".join(terms.pair),
        "title": " ".join(entry.title),
    }
    if standing.organisation:
        body["organisation"] = standing.organisation
    if standing.answered:
        body["answered"] = YES
    return [{"index": {"_id": entry.key, **version}}, body]


def delete(key: str, version: int) -> dict[str, Any]:
    return {"delete": {"_id": key, "version": version, "version_type": "external_gte"}}


def send(
    server: Elasticsearch, names: Iterable[str], actions: Sequence[list[dict[str, Any]]]
) -> None:
    lines = [line for action in actions for line in action]
    if not lines:
        return
    for name in names:
        answer = server.bulk(index=name, operations=lines, require_alias=False)
        if not answer["errors"]:
            continue
        for item in answer["items"]:
            told = next(iter(item.values()))
            # 409: a newer version is there. 404: what was to be removed is not.
            if told["status"] >= 400 and told["status"] not in (404, 409):
                raise EngineAway(f"{told['_id']}: {told.get('error')}"[:300])
            if told["status"] == 404 and "error" in told:
                raise EngineAway(f"index {name} is gone")
