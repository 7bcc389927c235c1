"""Questions that ask what an older one has asked: by the words of their titles, as the search keeps them."""

from collections import defaultdict

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef

from curation.models import Duplicate
from forums.models import Topic
from search.models import Entry

NEWEST, AMONG = 100, 2_000
"""So many of the newest topics are compared with so many before them."""
LEAST_WORDS, LEAST_ALIKE = 3, 0.6
"""So many words in common, and such a part of all words of both."""
_BYTES = 4


def pairs(most: int) -> list[tuple[Topic, Topic]]:
    """The newer and the older of two that are very alike, the newest first, as far as everybody may read
    both and nobody has linked them."""
    entries = Entry.objects.filter(kind="topic", part=1).order_by("-created_at", "-pk")
    rows = list(entries.values_list("object_id", "title_hashes")[:AMONG])
    words = {pk: _words(bytes(hashes)) for pk, hashes in rows}
    having: dict[bytes, list[int]] = defaultdict(list)
    for pk, own in words.items():
        for word in own:
            having[word].append(pk)
    order = {pk: place for place, (pk, _hashes) in enumerate(rows)}
    found = []
    for pk, _hashes in rows[:NEWEST]:
        best = _nearest(pk, words, having, order)
        if best is not None:
            found.append((pk, best))
    return _shown(found, most)


def _nearest(
    pk: int,
    words: dict[int, frozenset[bytes]],
    having: dict[bytes, list[int]],
    order: dict[int, int],
) -> int | None:
    """The older one that is most like this one, if any is very like it."""
    common: dict[int, int] = defaultdict(int)
    for word in words[pk]:
        for other in having[word]:
            if order[other] > order[pk]:
                common[other] += 1
    best, part = None, LEAST_ALIKE
    for other, count in common.items():
        alike = count / len(words[pk] | words[other])
        if count >= LEAST_WORDS and alike >= part:
            best, part = other, alike
    return best


def _shown(found: list[tuple[int, int]], most: int) -> list[tuple[Topic, Topic]]:
    ids = {pk for pair in found for pk in pair}
    linked = Duplicate.objects.filter(topic=OuterRef("pk"))
    topics = Topic.objects.visible_to(AnonymousUser()).filter(pk__in=ids)
    known = {topic.pk: topic for topic in topics.annotate(linked=Exists(linked))}
    both = [(known.get(new), known.get(old)) for new, old in found]
    return [
        (new, old) for new, old in both
        if new is not None and old is not None and not new.linked  # type: ignore[attr-defined]
    ][:most]  # fmt: skip


def _words(hashes: bytes) -> frozenset[bytes]:
    return frozenset(hashes[at : at + _BYTES] for at in range(0, len(hashes), _BYTES))
