"""The door to search: a viewer's words in, what this viewer may see out."""

import logging
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.core import signing
from django.db import connection
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.viewer import Viewer, audiences_of
from kernel.gate import BadText, clean_text
from kernel.logs import Seldom
from kernel.paging import API_LIMIT, BadCursor
from kernel.refusals import Invalid
from search import names
from search.documents import Card, Place, Praise, kinds, source_of
from search.engines import elastic, local
from search.engines.protocol import (
    FACETS,
    NONE,
    SORTS,
    Behind,
    EngineAway,
    Filters,
    Hit,
    Hits,
    Query,
)
from search.highlight import Marker
from search.language.question import Question, question_of
from search.why import Why
from search.words import IndexLexicon
from taxonomy.former import current_practice
from taxonomy.tags import current_slug, tag_called

log = logging.getLogger(__name__)
log.addFilter(Seldom())

LIMIT = 300
"""Characters of a question."""
VALUE_LIMIT = 100
_SALT = "search.cursor"


@dataclass(frozen=True, slots=True)
class Result:
    """A hit that the viewer may see now. `excerpt` and `marked` are safe HTML."""

    kind: str
    id: int
    part: int
    title: str
    marked: SafeString
    url: str
    excerpt: SafeString
    score: float
    card: Card
    why: Why


@dataclass(frozen=True, slots=True)
class Results:
    """The answer. `facets` is `{facet: {value: objects}}`; `degraded` means that a reserve answered."""

    results: Sequence[Result] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(
        default_factory=lambda: {name: {} for name in FACETS}
    )
    did_you_mean: str | None = None
    also: tuple[str, ...] = ()
    """Synonyms that were looked for too."""
    missing: tuple[str, ...] = ()
    """Words that nothing has; what is found is found by the others."""
    next: str | None = None
    engine: str = "local"
    took_ms: float = 0.0
    degraded: bool = False


def search(
    viewer: Viewer,
    q: str,
    *,
    kind: str | None = None,
    tag: str | None = None,
    practice: str | None = None,
    audience: str | None = None,
    region: str | None = None,
    lang: str | None = None,
    organisation: str | None = None,
    date: str | None = None,
    answered: str | None = None,
    sort: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Results:
    """Finds what the viewer may see. Empty filters are none.

    Raises Invalid when a text cannot be taken, the kind or the order is unknown, BadCursor for a cursor
    that was not made for this question.
    """
    began = time.perf_counter()
    text = _text("q", q, LIMIT)
    tag, practice = tag_or_practice(tag, practice)
    if practice and not names.is_practice(practice):
        practice = current_practice(_text("practice", practice, VALUE_LIMIT))
    values = {
        "tag": tag, "practice": practice, "audience": audience, "region": region, "language": lang,
        "organisation": organisation, "date": date, "answered": answered,
    }  # fmt: skip
    filters = Filters(
        kind=_kind(kind),
        **{name: _text(name, value, VALUE_LIMIT) or None for name, value in values.items()},
    )
    filters = NONE if filters == NONE else filters
    sort = _sort(sort)
    limit = max(1, min(limit, API_LIMIT))
    mark = [text, sort, *sorted(f"{name} {value}" for name, value in filters.wanted().items())]
    offset = _offset(cursor, mark)
    audiences = audiences_of(viewer)
    question = question_of(text, IndexLexicon(audiences))
    query = Query(question, tuple(audiences), filters, limit + 1, offset, sort)
    # Words were given, but none that can be looked for: no hits rather than all.
    found, engine, degraded = ask(query) if question or not text else (Hits(), "local", False)
    page = found.hits[:limit]
    results = shown(viewer, page, question)
    return Results(
        results=results,
        total=max(0, found.total - (len(page) - len(results))),
        facets=found.facets,
        did_you_mean=question.did_you_mean,
        also=question.also,
        missing=question.missing,
        next=_cursor(offset + limit, mark) if len(found.hits) > limit else None,
        engine=engine,
        took_ms=round((time.perf_counter() - began) * 1000, 1),
        degraded=degraded,
    )


def order_ids(viewer: Viewer, q: str, *, kind: str, limit: int = 500) -> list[int]:
    """Ids of one kind, best first: for lists of other rooms, which decide themselves what they show."""
    audiences = tuple(audiences_of(viewer))
    question = question_of(_text("q", q, LIMIT), IndexLexicon(audiences))
    found = local.engine().search(Query(question, audiences, Filters(kind=kind), limit))
    return [hit.object_id for hit in found.hits]


def ask(query: Query) -> tuple[Hits, str, bool]:
    """The hits, the engine's name, and whether it stands in for another."""
    if not query.question:
        # Without words nothing is to be ranked; the database knows the newest.
        found = local.engine().browse(query) if query.filters is not NONE else Hits()
        return found, local.engine().name, False
    degraded = False
    if elastic.in_use():
        try:
            return elastic.engine().search(query), elastic.engine().name, False
        except EngineAway as error:
            log.warning("the database answers in place of Elasticsearch: %s", error)
            degraded = not isinstance(error, Behind)
    return local.engine().search(query), local.engine().name, degraded


def shown(viewer: Viewer, hits: Sequence[Hit], question: Question) -> list[Result]:
    """The hits that the viewer may see at this moment, whatever an engine believes."""
    places: dict[str, list[Place]] = defaultdict(list)
    for hit in hits:
        places[hit.kind].append(Place(hit.object_id, hit.part))
    cards = {
        (kind, place): card
        for kind, some in places.items()
        if (source := source_of(kind))
        for place, card in source.cards(viewer, some).items()
    }
    texts = _texts(places)
    marker = Marker(question)
    now = time.time()
    results = []
    for hit in hits:
        place = Place(hit.object_id, hit.part)
        card = cards.get((hit.kind, place))
        entry = texts.get((hit.kind, place))
        if card is None or entry is None:
            continue
        text, created, praise = entry
        marked = marker.hit(card.title, text)
        results.append(
            Result(
                kind=hit.kind,
                id=hit.object_id,
                part=hit.part,
                title=card.title,
                marked=marked.title,
                url=card.url,
                excerpt=marked.excerpt,
                score=round(hit.score, 4),
                card=card,
                why=Why(marked.words, praise, created, now),
            )
        )
    return results


Kept = tuple[str, float, Praise]
"""An entry's text, when it was written, what others say of it."""


def _texts(places: Mapping[str, Sequence[Place]]) -> dict[tuple[str, Place], Kept]:
    wanted = [(kind, *place) for kind, some in places.items() for place in some]
    if not wanted:
        return {}
    # By hand: the ORM takes as long to put this statement together as the database to answer it.
    with connection.cursor() as cursor:
        each = " OR ".join(["(kind = %s AND object_id = %s AND part = %s)"] * len(wanted))
        cursor.execute(
            "SELECT kind, object_id, part, text, created_at, accepted, helped, replicated, stale"  # noqa: S608
            f" FROM search_entry WHERE {each}",
            [value for row in wanted for value in row],
        )
        return {
            (kind, Place(id, part)): (
                text,
                _seconds(at),
                Praise(bool(accepted), helped, replicated, bool(stale)),
            )
            for kind, id, part, text, at, accepted, helped, replicated, stale in cursor.fetchall()
        }


def _seconds(at: object) -> float:
    """A moment as the database gives it, in seconds since 1970."""
    moment = datetime.fromisoformat(str(at))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _text(name: str, raw: str | None, limit: int) -> str:
    try:
        return clean_text(raw or "", limit=limit, lines=False).strip()
    except BadText as error:
        raise Invalid({name: [str(error)]}) from error


def _kind(raw: str | None) -> str | None:
    if not raw:
        return None
    if raw not in kinds():
        raise Invalid({"kind": [_("This kind of thing is not there.")]})
    return raw


def _sort(raw: str | None) -> str:
    if not raw:
        return SORTS[0]
    if raw not in SORTS:
        raise Invalid({"sort": [_("Choose one from the list.")]})
    return raw


def tag_or_practice(tag: str | None, practice: str | None) -> tuple[str | None, str | None]:
    """Addresses from before name practice areas as tags: such a one means the area."""
    if not tag:
        return tag, practice
    slug = current_slug(_text("tag", tag, VALUE_LIMIT))
    if not practice and tag_called(slug) is None and names.is_practice(slug):
        return None, slug
    return slug, practice


def _cursor(offset: int, mark: Sequence[str | None]) -> str:
    return signing.dumps([offset, *mark], salt=_SALT, compress=True)


def _offset(cursor: str | None, mark: Sequence[str | None]) -> int:
    if not cursor:
        return 0
    try:
        offset, *made_for = signing.loads(cursor, salt=_SALT)
    except Exception as error:  # signing raises many kinds for bytes it never made
        raise BadCursor() from error
    if made_for != list(mark) or not isinstance(offset, int):
        raise BadCursor()
    return offset
