"""How well questions are answered: nDCG@10 and success@3, of each engine and of what one could do instead.

    python tests/bench/bench_relevance.py [--elasticsearch URL] [--corpus FOLDER] [--missed]

First the golden set over the demo region (tests/search/data/golden.txt), by sort of question. Then, with
--corpus, a folder of docs.jsonl (id, title, summary, body), queries.tsv (id, text) and qrels.tsv (query id,
document id, grade), both with a heading: its questions as written, without diacritics, and so in small letters.

The baselines are plain BM25 over the same documents: words as they stand, Snowball's stems, and Stempel as
Elasticsearch has it (its analyser `polish`: words, small letters, stems; without its list of stop words, as the others). The
plugin is not published for Elasticsearch 8, but `pip install pystempel` brings the same algorithm with the
same table (Egothor's open source licence and Apache 2.0; the table Apache 2.0): an extra of this bench alone,
never of the product. Where neither is there, its line says so. The engine inside the database is the one of
DATABASE_URL, else SQLite. Nothing is asserted.
"""

import argparse
import contextlib
import csv
import functools
import io
import json
import os
import re
import sys
import tempfile
import unicodedata
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from math import log
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
WORD = re.compile(r"\w+")
Key = tuple[str, int]
Ask = Callable[[str], Sequence[Key]]
Tokens = Callable[[str], list[str]]


def prepare() -> None:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bench-relevance-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["ELASTICSEARCH_URL"] = ""
    os.environ["ELASTICSEARCH_INDEX"] = f"bench{uuid.uuid4().hex[:8]}"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


class Plain:
    """BM25 (k1 1.2, b 0.75) over whole documents, the title's words twice: no more than that."""

    def __init__(self, documents: dict[Key, str], tokens: Tokens) -> None:
        self.tokens = tokens
        self.found: dict[str, dict[Key, int]] = defaultdict(dict)
        self.lengths: dict[Key, int] = {}
        for key, text in documents.items():
            counted = Counter(tokens(text))
            self.lengths[key] = sum(counted.values())
            for term, times in counted.items():
                self.found[term][key] = times
        self.mean = sum(self.lengths.values()) / max(len(self.lengths), 1)

    def __call__(self, q: str) -> list[Key]:
        scores: dict[Key, float] = defaultdict(float)
        for term in set(self.tokens(q)):
            there = self.found.get(term, {})
            rare = log(1 + (len(self.lengths) - len(there) + 0.5) / (len(there) + 0.5))
            for key, times in there.items():
                norm = 1.2 * (0.25 + 0.75 * self.lengths[key] / self.mean)
                scores[key] += rare * times * 2.2 / (times + norm)
        return sorted(scores, key=lambda key: -scores[key])[:10]


def as_they_stand(text: str) -> list[str]:
    return WORD.findall(text.lower())


def snowball(text: str) -> list[str]:
    from search.language.morphology import stem

    return [stem(word) for word in WORD.findall(text.lower())]


def stempel(url: str) -> Tokens | None:
    """Stempel's stems: by the package that has its table, else by a server that has the plugin."""
    try:
        from pystempel import Stemmer
    except ImportError:
        return _stempel_of_server(url) if url else None
    with contextlib.redirect_stderr(io.StringIO()):  # it draws a bar while it loads
        stem = functools.lru_cache(maxsize=200_000)(Stemmer.default())
    return lambda text: [stem(word) or word for word in WORD.findall(text.lower())]


def _stempel_of_server(url: str) -> Tokens | None:
    """The analyser `polish` of a server that has the plugin; None where it has not."""
    from elasticsearch import ApiError, Elasticsearch

    server = Elasticsearch(url)

    def tokens(text: str) -> list[str]:
        found: list[str] = []
        for start in range(0, len(text), 8_000):
            answer = server.indices.analyze(analyzer="polish", text=text[start : start + 8_000])
            found += [token["token"] for token in answer["tokens"]]
        return found

    try:
        tokens("domami")
    except ApiError:
        return None
    return tokens


def engines(url: str, tell: Callable[[str], None]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Each engine's name, with the search of a visitor by it."""
    from django.conf import settings
    from django.contrib.auth.models import AnonymousUser
    from django.db import connection

    from search.engines import elastic
    from search.engines.elastic import indices, link
    from search.query import search

    def ask(q: str, **more: Any) -> list[Key]:
        found = search(AnonymousUser(), q, limit=10, **more)
        return [(hit.kind, hit.id) for hit in found.results]

    yield connection.vendor, ask
    if url:
        settings.ELASTICSEARCH_URL = url
        elastic.rebuild(lambda done: None)
        yield "Elasticsearch", ask
        server = link.client(20)
        for name in indices.behind(server, indices.reading()):
            server.indices.delete(index=name)
        settings.ELASTICSEARCH_URL = ""
    else:
        tell("Elasticsearch: not asked (--elasticsearch URL)")


def baselines(documents: dict[Key, str], url: str) -> Iterator[tuple[str, Ask | None]]:
    yield "no stemming", Plain(documents, as_they_stand)
    yield "Snowball", Plain(documents, snowball)
    tokens = stempel(url)
    yield "Stempel", Plain(documents, tokens) if tokens else None


def golden(url: str, missed: bool) -> None:
    from django.core.management import call_command

    from search.models import Entry
    from tests.search.measures import measure, read_golden

    call_command("load_demo", stdout=io.StringIO())
    public = Entry.objects.filter(shelf__audience="public")
    titled = public.filter(part__lte=1).exclude(kind="message")
    titles = {(k, o): t for k, o, t in titled.values_list("kind", "object_id", "title")}
    judged = read_golden(titles)
    sorts = sorted({one.sort for one in judged})
    print(f"The golden set: {len(judged)} questions over {len(titles)} objects of the demo region")
    print(f"{'':16}{'nDCG@10':>8}{'succ@3':>8}   success@3 of " + ", ".join(sorts))

    def line(name: str, ask: Ask | None) -> None:
        if ask is None:
            print(f"{name:16}not measured: neither pystempel nor a server with the plugin is there")
            return
        whole = measure(judged, ask)
        each = (measure([one for one in judged if one.sort == sort], ask) for sort in sorts)
        print(f"{name:16}{whole.ndcg:8.3f}{whole.success:8.3f}   "
              + " ".join(f"{figures.success:.2f}" for figures in each))  # fmt: skip
        if missed:
            print("".join(f"    {q}\n" for q in whole.missed), end="")

    for name, ask in engines(url, print):
        line(name, ask)
    texts: dict[Key, str] = defaultdict(str)
    for k, o, title, text in public.values_list("kind", "object_id", "title", "text"):
        texts[(k, o)] += f"{title}\n{title}\n{text}\n"
    for name, plain in baselines(dict(texts), url):
        line(name, plain)


def stripped(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("ł", "l").replace("Ł", "L"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


TYPED: dict[str, Callable[[str], str]] = {
    "as written": str,
    "stripped": stripped,
    "small": lambda text: stripped(text).lower(),
}


def corpus(folder: Path, url: str) -> None:
    from search import documents, drain, words
    from search.documents import Card, Document, Place
    from search.models import Entry, Word
    from tests.search.measures import Judged, measure

    rows = [json.loads(line) for line in (folder / "docs.jsonl").open()]
    numbers = {str(row["id"]): number for number, row in enumerate(rows, 1)}
    made = datetime(2026, 1, 1, tzinfo=UTC)

    class Articles:
        kind = "article"

        def ids(self, after: int, limit: int) -> Sequence[int]:
            return range(after + 1, min(len(rows), after + limit) + 1)

        def documents(self, ids: Sequence[int]) -> Iterator[Document]:
            for number in ids:
                row = rows[number - 1]
                text = f"{row.get('summary', '')}\n{row['body']}"
                yield Document("article", number, 0, "public", "pl", row["title"], text, made)

        def documents_at(self, places: Sequence[Place]) -> Iterable[Document]:
            return self.documents([place.object_id for place in places])

        def cards(self, viewer: object, places: Sequence[Place]) -> dict[Place, Card]:
            return {place: Card("a title", "/") for place in places}

    for kind in documents.kinds():
        documents.unregister(kind)
    Entry.objects.all().delete()
    Word.objects.all().delete()
    from django.db import connection

    with connection.cursor() as cursor:
        table = "search_fts" if connection.vendor == "sqlite" else "search_terms"
        cursor.execute(f"DELETE FROM {table}")
    documents.register(Articles())
    drain.renew("article", range(1, len(rows) + 1), inform=False)
    while words.merge():
        pass
    grades: dict[str, dict[Key, int]] = defaultdict(dict)
    for query, document, grade in _tsv(folder / "qrels.tsv"):
        if document in numbers and int(grade) > 0:
            grades[query][("article", numbers[document])] = 2
    judged = [
        Judged(text, "", grades[query]) for query, text in _tsv(folder / "queries.tsv")
        if query in grades
    ]  # fmt: skip
    print(f"\n{folder.name}: {len(judged)} questions, {len(rows)} documents; nDCG@10 / success@3")
    print(f"{'':16}" + "".join(f"{name:>18}" for name in TYPED))

    def line(name: str, ask: Ask | None) -> None:
        if ask is None:
            print(f"{name:16}not measured")
            return
        told = []
        for typed in TYPED.values():
            some = [Judged(typed(one.q), "", one.grades) for one in judged]
            figures = measure(some, ask)
            told.append(f"{figures.ndcg:10.4f} / {figures.success:.3f}")
        print(f"{name:16}" + "".join(told))

    for name, ask in engines(url, print):
        line(name, ask)
    texts = {
        (
            "article",
            number,
        ): f"{row['title']}\n{row['title']}\n{row.get('summary', '')}\n{row['body']}"
        for number, row in enumerate(rows, 1)
    }
    for name, plain in baselines(texts, url):
        line(name, plain)


def _tsv(path: Path) -> list[list[str]]:
    """The rows without their heading."""
    with path.open() as lines:
        rows = [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row]
    return rows[1:]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--elasticsearch", default="", metavar="URL")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER")
    parser.add_argument("--missed", action="store_true", help="name the questions that failed")
    options = parser.parse_args()
    prepare()
    golden(options.elasticsearch, options.missed)
    if options.corpus:
        corpus(options.corpus, options.elasticsearch)


if __name__ == "__main__":
    main()
