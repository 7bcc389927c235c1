"""What both databases share: choose candidates, filter and count them by shelf, score the best exactly."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Count

from search.documents import Praise
from search.engines.figures import Figures, figures
from search.engines.protocol import (
    FACETS,
    NONE,
    RELEVANCE,
    Gone,
    Health,
    Hit,
    Hits,
    Prepared,
    Query,
    failed,
)
from search.engines.scoring import Scorer
from search.language.question import Question, Word
from search.models import Entry
from search.shelves import AT_ONCE, Standing, standings

REACH = 5_000
"""Entries that a question's rarest words may lie in together; commoner words then choose no candidates.
Of the ten that an unbounded search finds first among 50,000 entries, two words find 9.6 and whole
questions 8.6; a reach of 8,000 finds 9.1 of the latter and takes a quarter longer."""
MOST = 40_000
"""Candidates that are looked at, the likeliest first: a word that is in every third of a million entries would
take seconds to be counted to the last. Up to here hits and facets are counted exactly."""
PARTS = 16
"""Parts of one object that are thought of where the words do not decide the order."""
DEEPEST = 1_000
"""Hits that can be paged through."""


TITLED = "^^"
"""The mark of a term that stands in the title: kept among the pairs, so that titles come among the
candidates."""


def titled(terms: Iterable[str]) -> list[str]:
    return [term + TITLED for term in terms]


BROWSED = {
    RELEVANCE: ("-created_at", "-pk"),
    "newest": ("-created_at", "-pk"),
    "replicated": ("-replicated", "-created_at", "-pk"),
}


class Candidate(NamedTuple):
    """An entry that has a wanted term. The lower its rank, the likelier.

    The databases return plain tuples in this order, many thousands of them: hence the rank first, by
    which they are compared, and the numbers in place of names below.
    """

    rank: float
    entry_id: int
    shelf_id: int
    object_id: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """How candidates are chosen: words that must be met by one at least, pairs that help, phrases."""

    words: tuple[Word, ...]
    pairs: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    figures: Figures

    @property
    def limit(self) -> str:
        """The end of the statement that asks for candidates: empty where there cannot be too many."""
        reach = sum(map(self.figures.reach, self.words)) + sum(
            self.figures.frequency[pair] for pair in self.pairs
        )
        return f" ORDER BY 1 LIMIT {MOST}" if reach > MOST else ""


class LocalEngine:
    """The parts that are the same on SQLite and PostgreSQL."""

    name = "local"
    rescored = 200
    """So many of the candidates that are ranked best are scored exactly."""

    def put(self, entries: Sequence[Prepared]) -> None:
        raise NotImplementedError

    def remove(self, entries: Sequence[Gone]) -> None:
        raise NotImplementedError

    def candidates(self, wanted: Wanted, sort: str) -> list[Candidate]:
        """The entries that have one of the words' terms, and all the phrases, ranked as the order wants; of
        very many the MOST likeliest."""
        raise NotImplementedError

    def frequencies(self, terms: Collection[str], entries: int) -> Mapping[str, int]:
        """In how many of the index's `entries` each term is."""
        raise NotImplementedError

    def holders(self, terms: Collection[str], audiences: Collection[str], limit: int) -> list[int]:
        """Ids of up to `limit` entries for these audiences that have one of the terms."""
        raise NotImplementedError

    def entry_ids(self, after: int, limit: int) -> list[int]:
        """Ids that the engine's own table has, rising: for the check of index against database."""
        raise NotImplementedError

    def tidy(self) -> None:
        """After much writing: brings the index into its best shape."""

    def health(self) -> Health:
        return Health(True, "local")

    def search(self, query: Query) -> Hits:
        wanted = self.wanted(query.question)
        if not wanted.words:
            return Hits()
        found, facets, total = _sorted_out(self.candidates(wanted, query.sort), query)
        page = self._page if query.sort == RELEVANCE else self._in_order
        return Hits(page(found, query, wanted.figures), total, facets)

    def browse(self, query: Query) -> Hits:
        """What the filters let through, without a question: the newest first, if no order is wanted."""
        first = Entry.objects.filter(part__lte=1)
        on: dict[int, int] = dict(first.values_list("shelf").annotate(Count("pk")).order_by())
        shelves = {id: s for id, s in standings(on).items() if s.audience in query.audiences}
        asked = query.filters.wanted()
        missed = {id: failed(asked, standing) for id, standing in shelves.items()}
        passing = [id for id, names in missed.items() if not names]
        facets = {}
        for name in FACETS:
            here = [id for id, names in missed.items() if not names or list(names) == [name]]
            facets[name] = _falling(_facets({id: on[id] for id in here}, shelves)[name])
        end = min(query.offset + query.limit, DEEPEST)
        rows = first.filter(shelf__in=passing).order_by(*BROWSED[query.sort])
        hits = [
            Hit(kind, object_id, part, 0.0)
            for kind, object_id, part in rows.values_list("kind", "object_id", "part")[
                query.offset : max(end, query.offset)
            ]
        ]
        return Hits(hits, sum(on[id] for id in passing), facets)

    def wanted(self, question: Question) -> Wanted:
        """The rarest words that lie within reach, and those pairs that are rare enough to help."""
        known = figures()
        terms = chain(
            question.pairs,
            chain.from_iterable(question.phrases),
            chain.from_iterable((*w.terms, *w.prefixes) for w in question.words),
            chain.from_iterable(chain.from_iterable(chain(*w.bundles)) for w in question.words),
        )
        known.learn(set(terms), self.frequencies)
        rare = sorted((known.reach(word), place, word) for place, word in enumerate(question.words))
        words: list[Word] = []
        reached = 0
        for entries, _, word in rare:
            if not entries:
                continue
            reached += entries
            if words and reached > REACH:
                break
            words.append(word)
        pairs = tuple(p for p in question.pairs if 0 < known.frequency[p] <= REACH // 10)
        return Wanted(tuple(words), pairs, question.phrases, known)

    def _page(self, found: list[Candidate], query: Query, known: Figures) -> list[Hit]:
        """The asked-for hits. The best by rank are scored exactly; the rest keep their order behind them."""
        end = min(query.offset + query.limit, DEEPEST)
        if query.offset >= end:
            return []
        scorer = Scorer.of(query.question, known)
        best = nsmallest(self.rescored, found)
        hits = _grouped(_scored(best, scorer))
        if len(hits) < end and len(found) > len(best):
            hits += self._behind(found, hits, end, scorer)
        return hits[query.offset : end]

    def _in_order(self, found: list[Candidate], query: Query, known: Figures) -> list[Hit]:
        """The asked-for hits by the part that has the lowest rank: where that is no matter of words, it
        alone decides."""
        end = min(query.offset + query.limit, DEEPEST)
        if query.offset >= end:
            return []
        first = _objects(nsmallest(PARTS * end, found))
        if len(first) < end and len(found) > PARTS * end:
            first = _objects(sorted(found))
        shown = list(first.items())[query.offset : end]
        scorer = Scorer.of(query.question, known)
        scored = {
            (hit.kind, hit.object_id): hit
            for hit in _scored([candidate for _, candidate in shown], scorer)
        }
        return [scored[key] for key, _ in shown if key in scored]

    def _behind(
        self, found: list[Candidate], hits: list[Hit], end: int, scorer: Scorer
    ) -> list[Hit]:
        rest = nsmallest(self.rescored + 4 * end, found)[self.rescored :]
        met = {(hit.kind, hit.object_id) for hit in hits}
        more = [
            hit for hit in _grouped(_scored(rest, scorer)) if (hit.kind, hit.object_id) not in met
        ]
        floor = hits[-1].score if hits else 0.0
        return [hit._replace(score=min(hit.score, floor)) for hit in more]


def _sorted_out(
    candidates: list[Candidate], query: Query
) -> tuple[list[Candidate], dict[str, dict[str, int]], int]:
    """The candidates that this viewer may find and the filters let through, and the facets' counts."""
    # Pairs of shelf and object: some thousands where there are tens of thousands of entries.
    pairs = set(map(itemgetter(2, 3), candidates))
    shelves = standings({shelf for shelf, _ in pairs})
    audiences = frozenset(query.audiences)
    allowed = {id: s for id, s in shelves.items() if s.audience in audiences}
    asked = query.filters.wanted() if query.filters is not NONE else {}
    missing = (
        {id: names for id, s in allowed.items() if (names := failed(asked, s))} if asked else {}
    )
    passing = allowed.keys() - missing.keys()
    whole = len(passing) == len(shelves)
    found = candidates if whole else [row for row in candidates if row[2] in passing]
    # One object may stand on two shelves (a reply that is hidden, say); it counts once.
    objects = {(shelves[s].kind, o): s for s, o in pairs if whole or s in passing}
    missed: dict[str, dict[tuple[str, int], int]] = {name: {} for name in FACETS}
    for shelf, object_id in pairs if missing else ():
        names = missing.get(shelf, ())
        if len(names) == 1:
            missed[names[0]].setdefault((shelves[shelf].kind, object_id), shelf)
    facets = _facets(Counter(objects.values()), shelves)
    for name, more in missed.items():
        if not more:
            continue
        here = Counter(shelf for key, shelf in more.items() if key not in objects)
        facets[name] = Counter(facets[name]) + Counter(_facets(here, shelves)[name])
    return found, {name: _falling(counts) for name, counts in facets.items()}, len(objects)


def _facets(on: Mapping[int, int], shelves: Mapping[int, Standing]) -> dict[str, dict[str, int]]:
    """How many objects stand under each value of each facet; `on` says how many are on each shelf."""
    counted: dict[str, int] = defaultdict(int)
    for shelf, number in on.items():
        for key in shelves[shelf].counted:
            counted[key] += number
    facets: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    for key, number in counted.items():
        name, value = key.split(" ", 1)
        facets[name][value] = number
    return facets


def _falling(counts: Mapping[str, int]) -> dict[str, int]:
    """The most frequent value first."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _objects(candidates: Iterable[Candidate]) -> dict[tuple[str, int], Candidate]:
    """The first candidate of each object, in order."""
    rows = list(candidates)
    shelves = standings({row[2] for row in rows})
    found: dict[tuple[str, int], Candidate] = {}
    for row in rows:
        found.setdefault((shelves[row[2]].kind, row[3]), row)
    return found


def _scored(candidates: Iterable[Candidate], scorer: Scorer) -> list[Hit]:
    ids = [row[1] for row in candidates]
    hits: list[Hit] = []
    for start in range(0, len(ids), AT_ONCE):
        rows = Entry.objects.filter(pk__in=ids[start : start + AT_ONCE]).values_list(
            "kind", "object_id", "part",
            "hashes", "counts", "title_hashes", "created_at", "accepted", "helped", "replicated", "stale",
            "lemma_length", "prefix_length", "pair_length",
        )  # fmt: skip
        for (kind, object_id, part, hashes, counts, title, created, accepted, helped, replicated, stale,
             *lengths) in rows:  # fmt: skip
            praise = Praise(accepted, helped, replicated, stale)
            score = scorer.score(bytes(hashes), bytes(counts), lengths)
            score = scorer.raised(score, kind, praise, created.timestamp(), bytes(title))
            hits.append(Hit(kind, object_id, part, score))
    return hits


def _grouped(hits: list[Hit]) -> list[Hit]:
    """The best part of each object, the best object first; of equal ones the newer."""
    hits.sort(key=lambda hit: (-hit.score, -hit.object_id, hit.part))
    best: dict[tuple[str, int], Hit] = {}
    for hit in hits:
        best.setdefault((hit.kind, hit.object_id), hit)
    return list(best.values())
