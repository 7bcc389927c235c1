"""How Elasticsearch differs from the entries, and mending it."""

from collections.abc import Iterator

from elasticsearch.helpers import scan

from kernel.models import Outbox
from search.documents import Place
from search.engines.elastic import indices
from search.engines.elastic.feed import answers, is_lost, rebuild, tell
from search.engines.elastic.link import WRITING, client, talking, writes
from search.engines.protocol import key_of
from search.index import NOBODY, QUEUE, now
from search.models import Entry


def drift(fix: bool) -> Iterator[str]:
    if answers():
        yield from _different(fix)
    elif is_lost():
        yield "Elasticsearch has no index"
        if fix:
            rebuild(lambda done: None)
    # Else it is being filled just now, and the database answers: nothing to compare, nothing wrong.


def _different(fix: bool) -> Iterator[str]:
    there = _versions_there()
    waiting = {
        (kind, id, part)
        for kind, id, part in Outbox.objects.filter(queue=QUEUE).values_list(
            "kind", "object_id", "part"
        )
    }
    wrong: dict[str, list[Place]] = {}
    entries = Entry.objects.exclude(shelf__audience=NOBODY)
    for kind, id, part, version in entries.values_list(
        "kind", "object_id", "part", "version"
    ).iterator():
        known = there.pop(key_of(kind, id, part), None)
        if known == version or (kind, id, part) in waiting or (kind, id, 0) in waiting:
            continue
        wrong.setdefault(kind, []).append(Place(id, part))
        yield f"Elasticsearch {'lacks' if known is None else 'has another version of'} {kind} {id}.{part}"
    for key in there:
        kind, *numbers = key.rsplit(":", 2)
        place = Place(*map(int, numbers))
        if (kind, *place) in waiting or (kind, place.object_id, 0) in waiting:
            continue
        wrong.setdefault(kind, []).append(place)
        yield f"Elasticsearch has {kind} {place.object_id}.{place.part}, which is no entry"
    if fix:
        for kind, places in wrong.items():
            for start in range(0, len(places), 500):
                _mend(kind, places[start : start + 500])


def _mend(kind: str, places: list[Place]) -> None:
    # Above whatever version is there: it may come from another life of the data.
    for place in places:
        Entry.objects.filter(kind=kind, object_id=place.object_id, part=place.part).update(
            version=now()
        )
    tell(kind, places, {})


def _versions_there() -> dict[str, int]:
    with talking(writes):
        server = client(WRITING)
        server.indices.refresh(index=indices.reading())
        found = scan(
            server, index=indices.reading(), query={"_source": False, "version": True}, size=2_000
        )
        return {hit["_id"]: hit["_version"] for hit in found}
