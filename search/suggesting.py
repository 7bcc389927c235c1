"""What somebody may mean who has typed some letters: titles, organisations, tags and places.

Only what the viewer may see now, and of tags only those that stand on something they may see."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from accounts.viewer import Viewer, audiences_of
from forums.models import TaggedTopic, Topic
from kernel.gate import BadText, clean_text
from notes.models import PracticeNote, TaggedNote
from search import names
from search.documents import Place, source_of
from search.language import fold, words
from search.models import TitleWord
from search.words import ByLetters, beginning_with
from taxonomy.models import Region, Tag

MOST, MOST_TAGS, MOST_PLACES = 8, 2, 2
LEAST, LONGEST = 2, 80
"""Letters that must be given; characters that are looked at."""
LOOKED_AT = 400
"""Titles with the rarest word that was typed; beyond, more letters must come."""


@dataclass(frozen=True)
class Suggestion:
    name: str
    note: str
    url: str


def suggestions(viewer: Viewer, raw: object) -> list[Suggestion]:
    """At most MOST: the titles that begin so first, then other titles, tags and places."""
    typed = _typed(raw)
    if sum(map(len, typed)) < LEAST:
        return []
    others = [*islice(_tags(viewer, typed), MOST_TAGS), *islice(_places(typed), MOST_PLACES)]
    titles = _titles(viewer, typed)[: MOST - len(others)]
    return [*titles, *others]


def _typed(raw: object) -> list[str]:
    try:
        text = clean_text(raw, limit=LONGEST, lines=False)
    except BadText:
        return []
    return [fold(word) for word in words(text)]


def _titles(viewer: Viewer, typed: Sequence[str]) -> list[Suggestion]:
    """Titles that have a word beginning like each of those typed."""
    rarest = max(typed, key=len)
    rows = TitleWord.objects.filter(
        beginning_with("word", rarest), entry__shelf__audience__in=audiences_of(viewer)
    )
    found = rows.order_by(ByLetters(F("word"))).values_list(
        "entry__kind", "entry__object_id", "entry__part", "entry__title"
    )[:LOOKED_AT]
    ranked: dict[tuple[str, Place], tuple[bool, int, str]] = {}
    for kind, object_id, part, title in found:
        there = [fold(word) for word in words(title)]
        if all(any(word.startswith(one) for word in there) for one in typed):
            begins = not there[0].startswith(typed[0])
            ranked[(kind, Place(object_id, part))] = (begins, len(title), title)
    best = sorted(ranked, key=lambda key: ranked[key])[:MOST]
    return _shown(viewer, best)


def _shown(viewer: Viewer, best: Sequence[tuple[str, Place]]) -> list[Suggestion]:
    """Those that the viewer may see at this moment, whatever the index believes."""
    places: dict[str, list[Place]] = defaultdict(list)
    for kind, place in best:
        places[kind].append(place)
    cards = {
        (kind, place): card
        for kind, some in places.items()
        if (source := source_of(kind))
        for place, card in source.cards(viewer, some).items()
    }
    return [
        Suggestion(card.title, card.line or names.kind_of_one(key[0]), card.url)
        for key in best
        if (card := cards.get(key))
    ]


def _tags(viewer: Viewer, typed: Sequence[str]) -> Iterator[Suggestion]:
    tagged = {"tag": OuterRef("pk")}
    topics = TaggedTopic.objects.filter(content_object__in=Topic.objects.visible_to(viewer))
    notes = TaggedNote.objects.filter(content_object__in=PracticeNote.objects.published())
    rows = Tag.objects.filter(beginning_with("slug", "-".join(typed)))
    used = rows.filter(Exists(topics.filter(**tagged)) | Exists(notes.filter(**tagged)))
    for slug, name in used.order_by("slug").values_list("slug", "name")[:MOST_TAGS]:
        yield Suggestion(name, _("tag"), f"/search/?{urlencode({'tag': slug})}")


def _places(typed: Sequence[str]) -> Iterator[Suggestion]:
    for code, unit in names.units().items():
        there = [fold(word) for word in words(unit.name)]
        if all(any(word.startswith(one) for word in there) for one in typed):
            title = Region(name=unit.name, level=unit.level).title
            yield Suggestion(title, _("place"), f"/search/?{urlencode({'region': code})}")
