"""Whose turn it is to index an object, where several write at once (PostgreSQL)."""

from collections.abc import Collection, Iterable, Sequence

from django.db import connection

from search.documents import Place
from search.language.analysis import hash_of
from search.models import Entry


def hold(kind: str, object_ids: Iterable[int]) -> None:
    """Makes whoever else indexes these objects wait. SQLite has one writer at a time anyway.

    Else one transaction could read a post while another hides it, and bring it back into the index.
    """
    if connection.vendor == "postgresql":
        keys = sorted(_key(kind, id) for id in set(object_ids))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) key", [keys]
            )


def hold_free(kind: str, object_ids: Collection[int]) -> set[int]:
    """Holds those of these objects that nobody indexes at this moment, and says which."""
    if connection.vendor != "postgresql":
        return set(object_ids)
    by_key = {_key(kind, id): id for id in object_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM unnest(%s::bigint[]) key WHERE pg_try_advisory_xact_lock(key)",
            [list(by_key)],
        )
        return {by_key[key] for (key,) in cursor.fetchall()}


def _key(kind: str, object_id: int) -> int:
    return hash_of(f"{kind}:{object_id}")


def written_by_others(kind: str, places: Sequence[Place]) -> set[Place]:
    """Those whose entries somebody is putting out of sight; all others are held from now on."""
    if connection.vendor != "postgresql" or not places:
        return set()
    wanted = set(places)
    entries = Entry.objects.filter(
        kind=kind,
        object_id__in={place.object_id for place in places},
        part__in={place.part for place in places},
    ).values_list("object_id", "part")
    free = {Place(*row) for row in entries.select_for_update(skip_locked=True)}
    there = {Place(*row) for row in entries}
    return (there - free) & wanted
