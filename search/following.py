"""The page of results as a list that can be saved: the letters tell of what has come to it since."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import Max
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.viewer import Viewer, audiences_of
from directory.models import Card as Notice
from directory.models import Organisation
from forums.models import Topic
from kernel.refusals import Invalid
from notes.collections.models import Collection
from notes.models import PracticeNote
from notifications.saved.registry import FRESH_LIMIT, Fresh, Item, written
from realtime.chat.models import Message
from search import names, narrowing
from search.documents import Card, Place, kinds, source_of
from search.engines import local
from search.engines.local.base import DEEPEST
from search.engines.protocol import SORTS, Filters, Hit, Query
from search.language.question import Question, question_of
from search.matching import whole
from search.models import Entry
from search.query import tag_or_practice
from search.shelves import YES
from search.words import IndexLexicon
from taxonomy.models import Audience
from taxonomy.tags import tag_called

NUMBERED = ("topic", "note", "organisation", "card", "person", "message", "collection")
"""The memory of the letters knows objects by a number alone, so the kind is part of it: its place here.
New kinds are added at the end."""
MOST_KINDS = 16
LONG_AGO = datetime.min.replace(tzinfo=UTC)
WRITERS: Mapping[str, tuple[Any, str]] = {
    "topic": (Topic, "author"), "note": (PracticeNote, "author"), "card": (Notice, "author"),
    "message": (Message, "author"), "collection": (Collection, "curator"),
}  # fmt: skip
"""Kinds that somebody has written, each with the column of its author: nobody is told of their own."""
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


class Searches:
    code = "search"

    def label(self) -> str:
        return _("Search")

    def read(self, viewer: Viewer, query: QueryDict) -> str:
        asked = _asked(query)
        wrong = _wrong(viewer, asked)
        if wrong:
            raise Invalid(wrong)
        if not (asked.q or any(asked.filters.values())):
            raise Invalid({"query": [_("Say what you are looking for first.")]})
        pairs = [("q", asked.q), *((name, asked.filters[name]) for name in narrowing.PARAMETERS)]
        return written([*pairs, ("sort", asked.sort)])

    def words(self, viewer: Viewer, query: QueryDict) -> str:
        asked = _asked(query)
        kind = names.kind_name(asked.filters["kind"]) if asked.filters["kind"] else ""
        told = [f"„{asked.q}”" if asked.q else "", kind]
        told += [str(choice.label) for choice in narrowing.chosen(asked)]
        return ", ".join(filter(None, told))

    def address(self, query: str) -> str:
        return _asked(QueryDict(query)).href()

    def fresh(self, viewer: Viewer, query: QueryDict, since: datetime) -> Sequence[Fresh]:
        """In the order of the list, since a letter shows the first of them."""
        asked = _asked(query)
        question = _question(viewer, asked)
        found = _hits(viewer, asked, question)
        came = _came(found, answered=asked.filters["answered"] == YES)
        new = [hit for hit in found if came.get((hit.kind, hit.object_id), LONG_AGO) >= since]
        if question:
            new = whole(question, new)
        own = _own(viewer, new)
        seen = _cards(viewer, [(hit.kind, Place(hit.object_id, hit.part)) for hit in new])
        shown = [
            hit for hit in new
            if (hit.kind, hit.object_id) not in own
            and (hit.kind, Place(hit.object_id, hit.part)) in seen
        ]  # fmt: skip
        return [
            Fresh(_number(hit.kind, hit.object_id), came[hit.kind, hit.object_id])
            for hit in _ordered(shown, asked)[:FRESH_LIMIT]
        ]

    def items(self, viewer: Viewer, pks: Sequence[int]) -> Sequence[Item]:
        things = [_thing(pk) for pk in pks]
        cards = _cards(viewer, [(kind, Place(pk, _first_part(kind))) for kind, pk in things])
        return [
            Item(card.title, card.line or names.kind_of_one(kind), card.url)
            for kind, pk in things
            if (card := cards.get((kind, Place(pk, _first_part(kind)))))
        ]


def _asked(query: QueryDict) -> narrowing.Asked:
    """As the page reads its address. What names nothing stays, to be spoken of."""
    values = {name: query.get(name, "").strip() for name in narrowing.PARAMETERS}
    tag, practice = tag_or_practice(values["tag"], values["practice"])
    values |= {"tag": tag or "", "practice": practice or ""}
    sort = query.get("sort", "").strip()
    q = " ".join(query.get("q", "").split())
    return narrowing.Asked(q, values, "" if sort == SORTS[0] else sort)


def _wrong(viewer: Viewer, asked: narrowing.Asked) -> dict[str, list[str]]:
    """A sentence for each filter that names nothing, or nothing any more."""
    value = asked.filters
    wrong: dict[str, list[str]] = {}
    if value["tag"] and tag_called(value["tag"]) is None:
        wrong["tag"] = [_("Nobody uses the tag “%(tag)s” any more.") % {"tag": value["tag"][:60]}]
    unknown = {
        "practice": value["practice"] and not names.is_practice(value["practice"]),
        "audience": value["audience"]
        and not Audience.objects.filter(code=value["audience"]).exists(),
        "region": value["region"] and value["region"] not in names.units(),
        "date": value["date"] and not _DATE.fullmatch(value["date"]),
    }
    for name in (name for name, missing in unknown.items() if missing):
        wrong[name] = [_("We do not know “%(code)s”.") % {"code": value[name][:60]}]
    if value["organisation"] and not _house_is_there(viewer, value["organisation"]):
        wrong["organisation"] = [_("This organisation is no longer here.")]
    if (
        value["kind"] not in ("", *kinds())
        or value["lang"] not in ("", *names.LANGUAGES)
        or value["answered"] not in ("", YES)
        or asked.sort not in ("", *SORTS)
    ):
        wrong["query"] = [_("These filters cannot be kept.")]
    return wrong


def _house_is_there(viewer: Viewer, pk: str) -> bool:
    if not (pk.isdecimal() and len(pk) < names.DIGITS):
        return False
    there = Organisation.objects.visible_to(viewer).filter(pk=pk, merged_into=None)
    return bool(there.exists())


def _question(viewer: Viewer, asked: narrowing.Asked) -> Question:
    return question_of(asked.q, IndexLexicon(audiences_of(viewer)))


def _hits(viewer: Viewer, asked: narrowing.Asked, question: Question) -> Sequence[Hit]:
    """What the list has, the newest first. The database's own engine is asked: it is right at this
    moment."""
    value = {**asked.filters, "language": asked.filters["lang"]}
    del value["lang"]
    filters = Filters(**{name: one or None for name, one in value.items()})
    query = Query(question, tuple(audiences_of(viewer)), filters, DEEPEST, sort="newest")
    if question:
        return local.engine().search(query).hits
    # Words were given, but none that can be looked for: nothing rather than all.
    return [] if asked.q else local.engine().browse(query).hits


def _came(hits: Iterable[Hit], *, answered: bool) -> dict[tuple[str, int], datetime]:
    """When each object came: the day of the thing itself; of what is wanted for its answer, the answer's."""
    ids: dict[str, set[int]] = {}
    for hit in hits:
        if hit.kind in NUMBERED:
            ids.setdefault(hit.kind, set()).add(hit.object_id)
    came: dict[tuple[str, int], datetime] = {}
    for kind, some in ids.items():
        rows: Any
        if kind == "topic" and answered:
            topics = Topic.objects.filter(pk__in=some, accepted_at__isnull=False)
            rows = topics.values_list("pk", "accepted_at")
        else:
            first = Entry.objects.filter(kind=kind, object_id__in=some, part=_first_part(kind))
            rows = first.values_list("object_id", "created_at")
        came |= {(kind, pk): at for pk, at in rows}
    return came


def _own(viewer: Viewer, hits: Iterable[Hit]) -> set[tuple[str, int]]:
    own: set[tuple[str, int]] = set()
    some = list(hits)
    if not viewer.pk:
        return own
    own.add(("person", viewer.pk))
    for kind, (model, column) in WRITERS.items():
        ids = {hit.object_id for hit in some if hit.kind == kind}
        if ids:
            mine = model.objects.filter(pk__in=ids, **{column: viewer.pk})
            own |= {(kind, pk) for pk in mine.values_list("pk", flat=True)}
    return own


def _ordered(hits: list[Hit], asked: narrowing.Asked) -> list[Hit]:
    """The hits, which come the newest first, in the order that was saved."""
    if asked.sort == "replicated":
        notes = Entry.objects.filter(kind="note", object_id__in=[hit.object_id for hit in hits])
        runs = dict(
            notes.values_list("object_id").annotate(Max("replicated")).order_by("object_id")
        )
        return sorted(
            hits, key=lambda hit: -runs.get(hit.object_id, 0) if hit.kind == "note" else 0
        )
    return hits if asked.sort or not asked.q else sorted(hits, key=lambda hit: -hit.score)


def _cards(viewer: Viewer, things: Iterable[tuple[str, Place]]) -> dict[tuple[str, Place], Card]:
    """Those that the viewer may see now."""
    places: dict[str, list[Place]] = {}
    for kind, place in things:
        places.setdefault(kind, []).append(place)
    return {
        (kind, place): card
        for kind, some in places.items()
        if (source := source_of(kind))
        for place, card in source.cards(viewer, some).items()
    }


def _first_part(kind: str) -> int:
    return 1 if kind == "topic" else 0


def _number(kind: str, pk: int) -> int:
    return pk * MOST_KINDS + NUMBERED.index(kind)


def _thing(number: int) -> tuple[str, int]:
    pk, kind = divmod(number, MOST_KINDS)
    return NUMBERED[kind], pk
