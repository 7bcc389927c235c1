"""The recipe of `docs/decisions/search-ranking.md` in Elasticsearch's words."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Q, Search

from kernel.models import Outbox
from search.documents import Praise
from search.engines import local
from search.engines.elastic import indices
from search.engines.elastic.feed import delete, document, send
from search.engines.elastic.link import ASKING, WRITING, client, questions, talking, writes
from search.engines.local.base import DEEPEST
from search.engines.protocol import (
    FACETS,
    Behind,
    EngineAway,
    Filters,
    Gone,
    Health,
    Hit,
    Hits,
    Prepared,
    Query,
)
from search.engines.scoring import Share, shares_of
from search.index import QUEUE
from search.language.alike import Bundle
from search.language.question import PAIR, PREFIX, Word
from search.weights import DAY, KINDS, WEIGHTS

FIELDS = {
    "kind": "kind", "tag": "tags", "practice": "practices", "audience": "groups", "region": "regions",
    "language": "language", "organisation": "organisation", "date": "dates", "answered": "answered",
}  # fmt: skip
VALUES = {"tag": 60, "practice": 100, "region": 300, "organisation": 60, "date": 60}
OTHER_VALUES = 20
"""How many values of a facet are counted."""
ORDERS: Mapping[str, tuple[str, ...]] = {
    "relevance": ("_score", "-object_id", "part"),
    "newest": ("-created", "-object_id", "-part"),
    "replicated": ("-replicated", "-created", "-object_id"),
}
TOTAL_EXACT_TO, FACET_EXACT_TO = 40_000, 1_000
"""Objects that are counted exactly; above, within a few in a hundred. Facets keep one count a value: with
40,000 each they took three times as long as the question itself."""
MOST_UNTOLD = 500
"""Changes not yet confirmed that a question can leave out; with more of them it is not asked here."""


class ElasticEngine:
    name = "elasticsearch"

    def put(self, entries: Sequence[Prepared]) -> None:
        with talking(writes):
            self._write([document(entry) for entry in entries])

    def remove(self, entries: Sequence[Gone]) -> None:
        with talking(writes):
            self._write([[delete(entry.key, entry.version)] for entry in entries])

    def _write(self, actions: Sequence[list[dict[str, Any]]]) -> None:
        server = client(WRITING)
        names = indices.behind(server, indices.writing()) or [indices.create(server, first=True)]
        send(server, names, actions)
        server.indices.refresh(index=",".join(names))

    def health(self) -> Health:
        try:
            with talking(questions):
                server = client(ASKING)
                if not indices.behind(server, indices.reading()):
                    return Health(False, "no index yet")
                status = server.cluster.health(timeout="1s")["status"]
        except EngineAway as error:
            return Health(False, str(error))
        return Health(status in ("green", "yellow"), f"elasticsearch {status}")

    def search(self, query: Query) -> Hits:
        untold = _untold()
        limit = min(query.limit, DEEPEST - query.offset)
        if limit <= 0 or not query.question:
            limit = 0
        with talking(questions):
            # Two questions in one request: counting has to look at every entry that is met, and would
            # have each of them scored if it stood beside the hits (52 ms of the server in place of 21).
            hits, counts = _searches(query, untold)
            head = {"index": indices.reading(), "preference": "_local"}
            asked = [head, hits[query.offset : query.offset + limit].to_dict()]
            asked += [head, counts[:0].to_dict()]
            found, counted = client(ASKING).msearch(searches=asked)["responses"]
            for answer in (found, counted):
                if "error" in answer:
                    raise EngineAway(str(answer["error"])[:300])
                if answer["timed_out"] or answer["_shards"]["failed"]:
                    raise EngineAway("only part of the index answered")
            return _hits(found, counted)


def _patience() -> str:
    return f"{ASKING * 900:.0f}ms"


def _untold() -> list[tuple[str, int, int]]:
    """Changes that the server has not confirmed. What it knows of these is not to be believed."""
    rows = Outbox.objects.filter(queue=QUEUE).values_list("kind", "object_id", "part")
    untold = list(rows[: MOST_UNTOLD + 1])
    if len(untold) > MOST_UNTOLD:
        raise Behind("too much is waiting in the outbox")
    return untold


def _term(field: str, term: str, boost: float) -> Any:
    return Q("term", **{field: {"value": term, "boost": round(boost, 4)}})


def _word(word: Word) -> list[Any]:
    """A word's best term and its best prefix: adding a word's lemmas up would favour the ambiguous.
    A phrase that means the same counts whole, and then all its words."""
    lemmas = [_term("lemma", term, word.weight) for term in word.terms]
    lemmas += [_bundle(bundle, word.weight) for bundle in word.bundles]
    prefixes = [_term("prefix", p, word.weight * PREFIX) for p in word.prefixes]
    return [Q("dis_max", queries=queries) for queries in (lemmas, prefixes) if queries]


def _bundle(bundle: Bundle, weight: float) -> Any:
    return Q(
        "bool",
        must=[Q("dis_max", queries=[_term("lemma", t, weight) for t in some]) for some in bundle],
    )


def _titled(word: Word) -> dict[str, Any]:
    whole = [
        Q("bool", filter=[Q("terms", title=list(terms)) for terms in bundle])
        for bundle in word.bundles
    ]
    should = [Q("terms", title=list(word.terms)), *whole]
    titled: dict[str, Any] = Q("bool", should=should, minimum_should_match=1).to_dict()
    return titled


def _bases() -> Iterator[dict[str, Any]]:
    """What words count by the kind of thing, and by whether it is overdue: one of these holds."""
    for stale in (False, True):
        overdue = {"term": {"stale": stale}}
        others = {"bool": {"must_not": {"terms": {"kind": KINDS}}, "filter": overdue}}
        yield {"filter": others, "weight": WEIGHTS.base("", Praise(stale=stale))}
        for kind in KINDS:
            both = {"bool": {"filter": [{"term": {"kind": kind}}, overdue]}}
            yield {"filter": both, "weight": WEIGHTS.base(kind, Praise(stale=stale))}


def _raised(words: Any, shares: Sequence[Share]) -> Any:
    """The score of the words as `Scorer.raised` has it in Python: what kind of thing the entry is, what
    others say of it, how new it is, and what of the question stands in its title, as shares of the score."""
    told: list[dict[str, Any]] = [
        *_bases(),
        *({"filter": _titled(word), "weight": WEIGHTS.title * share} for share, word in shares),
        {
            "filter": {"bool": {"filter": [_titled(word) for _, word in shares]}},
            "weight": WEIGHTS.whole_title if shares else 0,
        },
        {"filter": {"term": {"accepted": True}}, "weight": WEIGHTS.accepted},
        *(
            {
                "field_value_factor": {"field": name, "modifier": "log1p", "missing": 0},
                "weight": getattr(WEIGHTS, name),
            }
            for name in ("helped", "replicated")
        ),
        {
            "exp": {
                "created": {
                    "origin": int(time.time()),
                    "scale": int(WEIGHTS.half_life * DAY),
                    "decay": 0.5,
                }
            },
            "weight": WEIGHTS.fresh,
        },
    ]
    used = [function for function in told if function["weight"]]
    return Q("function_score", query=words, functions=used, score_mode="sum", boost_mode="multiply")


def _searches(
    query: Query, untold: Sequence[tuple[str, int, int]]
) -> tuple[Search[Any], Search[Any]]:
    """The hits, and what is counted."""
    question = query.question
    wanted = [clause for word in question.words for clause in _word(word)]
    wanted += [_term("pair", pair, PAIR) for pair in question.pairs]
    # The rarest words decide what is a hit, as in the database: else every question with an "i" in it
    # would score and count all there is. A document that only begins like a word is no result.
    met = local.engine().wanted(question)
    lemmas = list(dict.fromkeys(term for word in met.words for term in word.terms))
    one_of = [Q("terms", lemma=lemmas), Q("terms", pair=list(met.pairs))]
    one_of += [_bundle(bundle, 1.0) for word in met.words for bundle in word.bundles]
    must = [
        Q("bool", should=one_of, minimum_should_match=1),
        Q("terms", audience=list(query.audiences)),
    ]
    must += [Q("terms", lemma=list(p)) | Q("terms", pair=list(p)) for p in question.phrases]
    without = []
    if untold:
        without = [
            Q("terms", group=[f"{kind}:{id}" for kind, id, part in untold if part == 0]),
            Q("ids", values=[f"{kind}:{id}:{part}" for kind, id, part in untold if part]),
        ]
    words = Q("bool", should=wanted, filter=must, must_not=without, minimum_should_match=1)
    narrowed = _filters(query.filters)
    hits = (
        Search()
        .query(_raised(words, shares_of(question, met.figures)))
        .source(False)
        .extra(
            track_total_hits=False,
            track_scores=True,
            collapse={"field": "group"},
            timeout=_patience(),
        )
        .sort(*ORDERS[query.sort])
        .extra(docvalue_fields=["kind", "object_id", "part"])
    )
    if narrowed:
        hits = hits.post_filter("bool", filter=list(narrowed.values()))
    met_at_all = Q("bool", filter=must, must_not=without)
    counts = Search().query(met_at_all).extra(track_total_hits=False, timeout=_patience())
    _count(counts, narrowed)
    return hits, counts


def _filters(filters: Filters) -> dict[str, Any]:
    values = {name: getattr(filters, name) for name in FACETS}
    return {name: Q("term", **{FIELDS[name]: v}) for name, v in values.items() if v is not None}


def _objects(exact_to: int) -> Any:
    return A("cardinality", field="group", precision_threshold=exact_to)


def _count(search: Search[Any], narrowed: Mapping[str, Any]) -> None:
    """Objects in all, and under each value of each facet, which obeys every filter but its own."""
    search.aggs.bucket("total", "filter", filter=_all(narrowed)).metric(
        "objects", _objects(TOTAL_EXACT_TO)
    )
    for name in FACETS:
        others = {other: clause for other, clause in narrowed.items() if other != name}
        search.aggs.bucket(name, "filter", filter=_all(others)).bucket(
            "values", "terms", field=FIELDS[name], size=VALUES.get(name, OTHER_VALUES)
        ).metric("objects", _objects(FACET_EXACT_TO))


def _all(clauses: Mapping[str, Any]) -> Any:
    return Q("bool", filter=list(clauses.values())) if clauses else Q("match_all")


def _hits(answer: Mapping[str, Any], counted: Mapping[str, Any]) -> Hits:
    found = counted["aggregations"]
    facets = {
        name: dict(
            sorted(
                ((b["key"], b["objects"]["value"]) for b in found[name]["values"]["buckets"]),
                key=lambda item: (-item[1], item[0]),
            )
        )
        for name in FACETS
    }
    hits = [
        Hit(
            hit["fields"]["kind"][0],
            hit["fields"]["object_id"][0],
            hit["fields"]["part"][0],
            hit["_score"],
        )
        for hit in answer["hits"]["hits"]
    ]
    return Hits(hits, found["total"]["objects"]["value"], facets)
