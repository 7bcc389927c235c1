"""Indices and their two aliases: one for questions, one for writing, which a rebuild doubles."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.dsl import Index, Mapping

from search.index import now

SHAPE = 3
"""Raised when the mapping changes. It is part of the aliases' names: a new release asks and fills a new
index, and meanwhile the database answers."""


LISTS = ("language", "tags", "practices", "groups", "regions", "dates")
ABANDONED = 60_000_000
"""Microseconds without a sign of life after which an index that never answered counts as left behind."""


def reading() -> str:
    """The alias that questions go to."""
    return f"{settings.ELASTICSEARCH_INDEX}-search-{SHAPE}"


def writing() -> str:
    """The alias of every index that must hear of changes: two of them during a rebuild."""
    return f"{settings.ELASTICSEARCH_INDEX}-search-{SHAPE}-write"


def mapping() -> Mapping:
    """Terms come ready made, so `whitespace` is the only analyser; no text is kept, no plugin needed."""
    shape = Mapping()
    shape.meta("dynamic", "strict")
    for name in ("lemma", "prefix", "pair"):
        shape.field(name, "text", analyzer="whitespace", index_options="freqs")
    shape.field("title", "text", analyzer="whitespace", index_options="docs", norms=False)
    for name in ("kind", "group", "audience", "organisation", "answered", *LISTS):
        shape.field(name, "keyword")
    shape.field("object_id", "long")
    shape.field("part", "integer")
    shape.field("created", "long")
    for name in ("accepted", "stale"):
        shape.field(name, "boolean")
    for name in ("helped", "replicated"):
        shape.field(name, "integer")
    return shape


def create(client: Elasticsearch, *, first: bool = False) -> str:
    """A new index that hears of changes from now on; if `first`, it also answers. Its name."""
    name = f"{reading()}-{now()}"
    index = Index(name, using=client)
    # A removal's version must outlive a rebuild, else the rebuild could bring the removed back.
    index.settings(number_of_shards=1, number_of_replicas=0, gc_deletes="2h", refresh_interval="1s")
    index.mapping(mapping())
    index.aliases(**{writing(): {}, **({reading(): {}} if first else {})})
    index.create()
    return name


def behind(client: Elasticsearch, alias: str) -> list[str]:
    """The indices behind an alias; none if it is not there."""
    try:
        return sorted(client.indices.get_alias(name=alias).body)
    except NotFoundError:
        return []


def lost(client: Elasticsearch, names: Sequence[str]) -> bool:
    """Whether nothing answers and nobody is building: a build that was killed says nothing for a minute."""
    if behind(client, reading()):
        return not names
    if not names:
        return True
    shapes = client.indices.get_mapping(index=",".join(names)).body
    return now() - max(_last_sign(name, shape) for name, shape in shapes.items()) > ABANDONED


def give_sign(client: Elasticsearch, name: str) -> None:
    """Says that somebody is still filling this index."""
    client.indices.put_mapping(index=name, meta={"filled_at": now()})


def _last_sign(name: str, shape: dict[str, Any]) -> int:
    made = int(name.rsplit("-", 1)[1])
    return max(made, int(shape["mappings"].get("_meta", {}).get("filled_at", 0)))


def switch(client: Elasticsearch, name: str) -> None:
    """Questions go to this index from the same instant, and every other is removed."""
    old = {*behind(client, reading()), *behind(client, writing()), *_of_other_shapes(client)}
    old.discard(name)
    actions = [{"add": {"index": name, "alias": reading()}}]
    actions += [{"remove_index": {"index": other}} for other in sorted(old)]
    client.indices.update_aliases(actions=actions)


def _of_other_shapes(client: Elasticsearch) -> set[str]:
    """Indices of releases before this one."""
    every = client.indices.get(index=f"{settings.ELASTICSEARCH_INDEX}-search-*").body
    return {name for name in every if not name.startswith(f"{reading()}-")}
