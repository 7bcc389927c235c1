"""SQLite: an FTS5 table of the terms proposes candidates by its own bm25."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection

from search.engines.local.base import Candidate, LocalEngine, Wanted, titled
from search.engines.protocol import Gone, Prepared

CREATE = (
    # Terms are whole as they are: the tokeniser must not split at the marks of their sorts.
    """CREATE VIRTUAL TABLE search_fts USING fts5(
        lemma, prefix, pair, tokenize="unicode61 remove_diacritics 0 tokenchars '~^_'"
    )""",
    "CREATE VIRTUAL TABLE search_fts_words USING fts5vocab(search_fts, row)",
)
DROP = ("DROP TABLE IF EXISTS search_fts_words", "DROP TABLE IF EXISTS search_fts")


RANKS = {
    "relevance": "f.rank",
    "newest": "-julianday(e.created_at)",
    "replicated": "-e.replicated - julianday(e.created_at) / 1e9",
}


def _any(terms: Iterable[str]) -> str:
    return " OR ".join(f'"{term}"' for term in terms)


def _marks(values: Collection[str]) -> str:
    return ", ".join(["%s"] * len(values))


class SqliteEngine(LocalEngine):
    def put(self, entries: Sequence[Prepared]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO search_fts (rowid, lemma, prefix, pair) VALUES (%s, %s, %s, %s)",
                [
                    (
                        entry.entry_id,
                        " ".join(entry.terms.lemma),
                        " ".join(entry.terms.prefix),
                        " ".join((*entry.terms.pair, *titled(entry.title))),
                    )
                    for entry in entries
                ],
            )

    def remove(self, entries: Sequence[Gone]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM search_fts WHERE rowid = %s", [(entry.entry_id,) for entry in entries]
            )

    def candidates(self, wanted: Wanted, sort: str) -> list[Candidate]:
        known = wanted.figures
        terms = [t for word in wanted.words for t in known.present(word.terms)]
        each = [_any(dict.fromkeys(terms))] if terms else []
        each += [
            "(" + " AND ".join(f"({_any(terms)})" for terms in bundle) + ")"
            for word in wanted.words
            for bundle in known.whole(word)
        ]
        match = f"lemma : ({' OR '.join(each)})"
        helping = [*wanted.pairs, *titled(terms)]
        if helping:
            match = f"({match} OR pair : ({_any(helping)}))"
        for phrase in wanted.phrases:
            match += f" AND ({_any(phrase)})"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {RANKS[sort]}, f.rowid, e.shelf_id, e.object_id FROM search_fts f"  # noqa: S608
                " CROSS JOIN search_entry e INDEXED BY entry_at_a_glance ON e.id = f.rowid"
                f" WHERE search_fts MATCH %s{wanted.limit}",
                [match],
            )
            found: list[Candidate] = cursor.fetchall()
            return found

    def frequencies(self, terms: Collection[str], entries: int) -> Mapping[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT term, doc FROM search_fts_words WHERE term IN ({_marks(terms)})",  # noqa: S608
                list(terms),
            )
            return dict(cursor.fetchall())

    def holders(self, terms: Collection[str], audiences: Collection[str], limit: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT e.id FROM search_fts f"  # noqa: S608
                " CROSS JOIN search_entry e INDEXED BY entry_at_a_glance ON e.id = f.rowid"
                " CROSS JOIN search_shelf s ON s.id = e.shelf_id"
                f" WHERE search_fts MATCH %s AND s.audience IN ({_marks(audiences)}) LIMIT %s",
                [f"lemma : ({_any(terms)})", *audiences, limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def entry_ids(self, after: int, limit: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM search_fts_docsize WHERE id > %s ORDER BY id LIMIT %s",
                [after, limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts (search_fts) VALUES ('optimize')")
