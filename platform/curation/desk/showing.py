"""What curators show in a place, as the pages there print it: only what everybody may read, made anew when
`featured` has another edition."""

import re
from collections.abc import Hashable, Sequence

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from curation.actions.feature import EDITION
from curation.models import Feature
from forums.facts import ForumChanged, TopicChanged, TopicMerged
from forums.models import Topic
from forums.paths import topic_path
from kernel.facts import receives
from kernel.pages import epoch
from notes.collections.models import Collection
from notes.facts import CollectionChanged, NoteChanged
from notes.models import PracticeNote
from notes.paths import collection_path, note_path
from notes.ports import Shown
from taxonomy.editions import raise_edition

NOBODY = AnonymousUser()


def featured(place: str, edition: int) -> Sequence[Shown]:
    """Fills notes.ports.featured: the newest first. Each process asks once an edition and day, and nothing
    where no curator has ever shown anything."""
    if not edition:
        return ()
    key = (place, edition, timezone.localdate(), epoch())
    found = _kept.get(key)
    if found is None:
        if len(_kept) > 20:
            _kept.clear()
        found = _kept[key] = [shown for _row, shown in rows_of(place)]
    return found


_kept: dict[Hashable, Sequence[Shown]] = {}
"""Few at a time: what is older than a day is let go."""


def rows_of(place: str) -> list[tuple[Feature, Shown]]:
    """With the rows that say it, the newest first."""
    today = timezone.localdate()
    rows = list(Feature.objects.filter(place=place, until__gte=today).order_by("-at", "-pk"))
    known: dict[tuple[str, int], Shown] = {}
    for kind in sorted({row.kind for row in rows}):
        ids = [row.object_id for row in rows if row.kind == kind]
        known |= {(kind, pk): shown for pk, shown in _of_kind(kind, ids)}
    pairs = [(row, known.get((row.kind, row.object_id))) for row in rows]
    return [(row, shown) for row, shown in pairs if shown is not None]


def _of_kind(kind: str, ids: list[int]) -> list[tuple[int, Shown]]:
    if kind == Feature.Kind.TOPIC:
        topics = Topic.objects.visible_to(NOBODY).filter(pk__in=ids)
        return [
            (row.pk, Shown(row.title, topic_path(row.pk, row.slug), row.excerpt, row.lang,
                           "solved" if row.accepted_id else row.kind))
            for row in topics
        ]  # fmt: skip
    if kind == Feature.Kind.NOTE:
        notes = PracticeNote.objects.published().filter(pk__in=ids)
        return [
            (row.pk, Shown(row.title, note_path(row.slug), row.summary, row.lang, "note"))
            for row in notes
        ]
    rows = Collection.objects.visible_to(NOBODY).filter(pk__in=ids)
    return [
        (row.pk, Shown(row.title, collection_path(row.slug), "", row.lang, "note")) for row in rows
    ]


def meant_by(address: str) -> tuple[str, int]:
    """The kind and id of the page at an address of this site; ("", 0) for any other."""
    if found := re.search(r"/forums/t/([0-9]{1,18})(?:/|$)", address):
        return Feature.Kind.TOPIC, int(found[1])
    if found := re.search(r"/notes/collections/([a-z0-9-]{1,100})(?:/|$)", address):
        pk = Collection.objects.filter(slug=found[1]).values_list("pk", flat=True).first()
        return Feature.Kind.COLLECTION, pk or 0
    if found := re.search(r"/notes/([a-z0-9-]{1,100})(?:/|$)", address):
        pk = PracticeNote.objects.filter(slug=found[1]).values_list("pk", flat=True).first()
        return Feature.Kind.NOTE, pk or 0
    return "", 0


@receives(TopicChanged, TopicMerged)
def topic_changed(fact: TopicChanged | TopicMerged) -> None:
    _changed(Feature.Kind.TOPIC, fact.topic_id)


@receives(NoteChanged)
def note_changed(fact: NoteChanged) -> None:
    _changed(Feature.Kind.NOTE, fact.note_id)


@receives(CollectionChanged)
def collection_changed(fact: CollectionChanged) -> None:
    _changed(Feature.Kind.COLLECTION, fact.collection_id)


@receives(ForumChanged)
def forum_changed(fact: ForumChanged) -> None:
    """Who may read its topics may be others now."""
    raise_edition(EDITION)


def _changed(kind: str, pk: int) -> None:
    if Feature.objects.filter(kind=kind, object_id=pk).exists():
        raise_edition(EDITION)


def end_what_is_over() -> None:
    """Once an hour: what has had its time is shown nowhere."""
    if Feature.objects.filter(until__lt=timezone.localdate()).delete()[0]:
        raise_edition(EDITION)
