"""PostgreSQL: a GIN index over the same terms proposes candidates by the rarity of the words they have."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection

from search.engines.local.base import Candidate, LocalEngine, Wanted, titled
from search.engines.protocol import Gone, Prepared
from search.weights import WEIGHTS

CREATE = (
    "CREATE TABLE search_terms (entry_id bigint PRIMARY KEY, terms tsvector NOT NULL)",
    "CREATE INDEX search_terms_gin ON search_terms USING gin (terms)",
)
COUNTED = "ALTER TABLE search_terms ALTER COLUMN terms SET STATISTICS 500"
"""So that its statistics know some five thousand terms, in place of one thousand."""
DROP = ("DROP TABLE IF EXISTS search_terms",)


LARGE = 50_000
"""Entries from which on the frequencies of common terms are taken from the statistics."""
COMMON = (
    "SELECT common.term, greatest(1, round(common.share * size.reltuples))::bigint"
    " FROM pg_class size, pg_stats s,"
    " unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS common(term, share)"
    " WHERE size.oid = 'search_terms'::regclass AND s.schemaname = current_schema()"
    " AND s.tablename = 'search_terms' AND s.attname = 'terms' AND common.term = ANY(%s)"
)
HOLDERS = 20_000
"""Entries with one of some terms among which those are looked for that a viewer may read."""


RANKS = {
    "relevance": "found.rank / {length}",
    "newest": "-extract(epoch from e.created_at)::float8",
    "replicated": "-e.replicated - extract(epoch from e.created_at)::float8 / 1e13",
}


def _any(terms: Iterable[str]) -> str:
    """A tsquery of whole lexemes. Terms have no quotes in them, only word characters and ~ ^ _."""
    return " | ".join(f"'{term}'" for term in terms)


class PostgresEngine(LocalEngine):
    rescored = 400
    """Its ranks are coarser than SQLite's, so more of the best are looked at."""

    def put(self, entries: Sequence[Prepared]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_terms (entry_id, terms) VALUES (%s, array_to_tsvector(%s::text[]))"
                " ON CONFLICT (entry_id) DO UPDATE SET terms = excluded.terms",
                [
                    (
                        entry.entry_id,
                        list(
                            {
                                *entry.terms.lemma,
                                *entry.terms.prefix,
                                *entry.terms.pair,
                                *titled(entry.title),
                            }
                        ),
                    )
                    for entry in entries
                ],
            )

    def remove(self, entries: Sequence[Gone]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_terms WHERE entry_id = ANY(%s)",
                [[entry.entry_id for entry in entries]],
            )

    def candidates(self, wanted: Wanted, sort: str) -> list[Candidate]:
        """ts_rank knows no rarity, so each word is asked for by itself and weighs its rarest term."""
        asked: list[tuple[str, float]] = []
        for word in wanted.words:
            known = wanted.figures
            terms, bundles = known.present(word.terms), known.whole(word)
            rarity = max(
                (
                    *map(known.rarity, terms),
                    *(sum(max(map(known.rarity, some)) for some in bundle) for bundle in bundles),
                )
            )
            one_of = [_any(terms)] if terms else []
            one_of += [" & ".join(f"({_any(some)})" for some in bundle) for bundle in bundles]
            worth = -word.weight * rarity
            asked.append((" | ".join(f"({one})" for one in one_of), worth))
            if terms:
                asked.append((_any(titled(terms)), WEIGHTS.title * worth))
        asked += [(_any([pair]), -0.5 * wanted.figures.rarity(pair)) for pair in wanted.pairs]
        each = " UNION ALL ".join(
            ["SELECT entry_id, %s::float8 AS worth FROM search_terms WHERE terms @@ %s::tsquery"]
            * len(asked)
        )
        phrases = "".join(" AND t.terms @@ %s::tsquery" for _ in wanted.phrases)
        join = " JOIN search_terms t ON t.entry_id = found.entry_id" if phrases else ""
        # How often a word occurs is not known here. What it says of a long text is, in all, a little less.
        length = f"(1 + 0.1 * e.lemma_length / {wanted.figures.averages.lemma:.1f})"
        rank = RANKS[sort].format(length=length)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {rank}, e.id, e.shelf_id, e.object_id FROM"  # noqa: S608
                f" (SELECT entry_id, sum(worth) AS rank FROM ({each}) AS one GROUP BY entry_id) found"
                f" JOIN search_entry e ON e.id = found.entry_id{join} WHERE true{phrases}{wanted.limit}",
                [
                    *(value for terms, worth in asked for value in (worth, terms)),
                    *(_any(phrase) for phrase in wanted.phrases),
                ],
            )
            found: list[Candidate] = cursor.fetchall()
            return found

    def frequencies(self, terms: Collection[str], entries: int) -> Mapping[str, int]:
        """Of a large index the commonest terms as PostgreSQL's own statistics have them: to count a word that is
        in every second entry means to look at all of them, seconds at a million."""
        with connection.cursor() as cursor:
            common: dict[str, int] = {}
            if entries > LARGE:
                cursor.execute(COMMON, [list(terms)])
                common |= dict(cursor.fetchall())
            if rest := [term for term in terms if term not in common]:
                each = " UNION ALL ".join(
                    ["SELECT %s::text, count(*) FROM search_terms WHERE terms @@ %s::tsquery"]
                    * len(rest)
                )
                cursor.execute(each, [value for term in rest for value in (term, _any([term]))])
                common |= dict(cursor.fetchall())
            return common

    def holders(self, terms: Collection[str], audiences: Collection[str], limit: int) -> list[int]:
        # The few that are wanted must not be looked for by themselves: PostgreSQL would hope to meet them soon
        # and read the whole table for a term that is nowhere.
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH holding AS MATERIALIZED"
                " (SELECT entry_id FROM search_terms WHERE terms @@ %s::tsquery LIMIT %s)"
                " SELECT e.id FROM holding JOIN search_entry e ON e.id = holding.entry_id"
                " JOIN search_shelf s ON s.id = e.shelf_id WHERE s.audience = ANY(%s) LIMIT %s",
                [_any(terms), HOLDERS, list(audiences), limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def entry_ids(self, after: int, limit: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT entry_id FROM search_terms WHERE entry_id > %s ORDER BY entry_id LIMIT %s",
                [after, limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('search_terms_gin')")
