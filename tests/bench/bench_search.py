"""How long a question takes, and how fast the index grows.

    python tests/bench/bench_search.py [--documents 50000] [--words 100] [--elasticsearch URL | shipped]
    DATABASE_URL=… ELASTICSEARCH_URL=… python tests/bench/bench_search.py --site

With `--site` the site of these addresses is asked as it stands, filled by `load_bulk` and `search_rebuild`, say.
`shipped` starts a server with the settings of docker-compose.yml and lets it warm up for a minute, as one is
that has been asked all day. Fills an empty SQLite index (and the server, if one is given) with documents mixed from the sentences of
tests/search/data, then asks that folder's questions, each once. Times are of this process: the CPU it
used and the clock, in milliseconds. The yardstick is one `SELECT` of a row by its key through the ORM, in
the same run: trust the ratio. Nothing is asserted.
"""

import argparse
import csv
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "tests" / "search" / "data"
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]


WARM = 60
"""Seconds of questions before Elasticsearch is timed: its virtual machine compiles what is asked often."""


def prepare(url: str) -> None:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bench-search-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["ELASTICSEARCH_URL"] = url
    os.environ["ELASTICSEARCH_INDEX"] = f"bench{os.getpid()}"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def sentences() -> list[str]:
    found: list[str] = []
    for line in (DATA / "search_pl_documents.jsonl").open():
        row = json.loads(line)
        found += re.split(r"(?<=[.!?]) (?=[A-ZŁŚŻĆ])", f"{row['summary']} {row['body']}")
    return found


def questions() -> list[str]:
    with (DATA / "search_pl_questions.tsv").open() as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [question for _, question in rows]


def pages(number: int, words: int) -> object:
    """A source of so many documents; nine in ten are replies, ten to a topic."""
    from search.documents import Card, Document, Place

    said = sentences()
    start = datetime(2026, 1, 1, tzinfo=UTC)

    def text(place: Place) -> str:
        chance = random.Random(place.object_id * 31 + place.part)
        made = ""
        while made.count(" ") < words:
            made += " " + chance.choice(said)
        return made.strip()

    class Pages:
        kind = "page"

        def ids(self, after: int, limit: int) -> Sequence[int]:
            return range(after + 1, min(number // 10, after + limit) + 1)

        def documents(self, ids: Sequence[int]) -> Iterator[Document]:
            yield from self.documents_at([Place(id, part) for id in ids for part in range(1, 11)])

        def documents_at(self, places: Sequence[Place]) -> Iterator[Document]:
            for place in places:
                body = text(place)
                yield Document(
                    "page", *place, "public" if place.object_id % 50 else "moderators", "pl",
                    body[:60] if place.part == 1 else "", body, start + timedelta(minutes=place.object_id),
                    (f"tag{place.object_id % 40}", f"tag{place.object_id % 7}"),
                    ("12", f"12{place.object_id % 22:02}"),
                )  # fmt: skip

        def cards(self, viewer: object, places: Sequence[Place]) -> dict[Place, Card]:
            return {place: Card("a title", "/") for place in places}

    return Pages()


def timed(name: str, work: Callable[[str], object], asked: Sequence[str]) -> None:
    clock: list[float] = []
    used: list[float] = []
    for q in asked:
        wall, cpu = time.perf_counter(), time.process_time()
        work(q)
        clock.append((time.perf_counter() - wall) * 1000)
        used.append((time.process_time() - cpu) * 1000)

    def share(times: list[float], part: float) -> str:
        return f"{sorted(times)[int(len(times) * part)]:7.1f}"

    print(
        f"{name:44} clock p50 {share(clock, 0.5)} p95 {share(clock, 0.95)}"
        f"   CPU p50 {share(used, 0.5)} p95 {share(used, 0.95)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--words", type=int, default=100)
    parser.add_argument("--elasticsearch", default="", metavar="URL")
    parser.add_argument("--site", action="store_true")
    options = parser.parse_args()
    if options.site:
        ask_site()
        return
    with (
        shipped()
        if options.elasticsearch == "shipped"
        else nullcontext(options.elasticsearch) as url
    ):
        measure(options.documents, options.words, url)


@contextmanager
def shipped() -> Iterator[str]:
    from tests.services import elasticsearch_node

    with tempfile.TemporaryDirectory() as folder:
        server = elasticsearch_node.start(Path(folder), java=())
        try:
            yield server.url
        finally:
            server.process.terminate()
            server.process.wait()


def measure(number: int, words_each: int, url: str) -> None:
    prepare("")
    from django.conf import settings

    from search import documents, drain, index, words
    from search.engines import elastic, local
    from search.engines.elastic import indices, link

    documents.register(pages(number, words_each))  # type: ignore[arg-type]
    index.enqueue("page", range(1, number // 10 + 1))
    began, cpu, done = time.monotonic(), time.process_time(), 0
    while drained := drain.drain(rows=500, chunk=drain.BULK_CHUNK).documents:
        done += drained
        rate, per = done / (time.monotonic() - began), (time.process_time() - cpu) / done * 1000
        print(f"\r{done} documents, {rate:.0f} a second, {per:.2f} ms CPU each", end="", flush=True)
    while words.merge():
        pass
    size = sum(f.stat().st_size for f in Path(settings.DATA_DIR).glob("*.sqlite3")) / 1e6
    print(f", {size:.0f} MB")
    local.engine().tidy()
    yardstick()
    ask("local")
    ask_while_typing()
    if url:
        settings.ELASTICSEARCH_URL = url
        began = time.monotonic()
        elastic.rebuild(lambda count: None)
        print(f"Elasticsearch filled in {time.monotonic() - began:.0f} s")
        ask("elasticsearch", warm=WARM)
        server = link.client(20)
        for name in indices.behind(server, indices.reading()):
            server.indices.delete(index=name)


def ask_site() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.conf import settings

    django.setup()
    from search.models import Entry
    from taxonomy.models import Tag

    tag = Tag.objects.order_by("pk").values_list("slug", flat=True)[0]
    print(f"{Entry.objects.count()} entries")
    yardstick()
    if settings.ELASTICSEARCH_URL:
        ask("elasticsearch", tag=tag, warm=WARM)
    ask_while_typing()
    settings.ELASTICSEARCH_URL = ""
    ask("local", tag=tag)


def yardstick() -> None:
    from search.models import Entry

    key = Entry.objects.order_by("pk").values_list("pk", flat=True)[0]
    timed(
        "yardstick: one row by its key",
        lambda q: Entry.objects.defer("text").get(pk=key),
        questions(),
    )


def ask(name: str, *, tag: str = "tag3", warm: int = 0) -> None:
    """The questions of the folder in several ways, after so many seconds of them that are not timed."""
    from django.contrib.auth.models import AnonymousUser

    from search.query import search

    visitor, asked = AnonymousUser(), questions()
    short = [" ".join(q.rstrip("?").split()[-2:]) for q in asked]
    search(visitor, asked[0])
    until = time.monotonic() + warm
    while time.monotonic() < until:
        search(visitor, random.choice(asked))
    timed(f"{name}: whole questions", lambda q: search(visitor, q), asked)
    timed(f"{name}: two words", lambda q: search(visitor, q), short)
    timed(f"{name}: with a tag", lambda q: search(visitor, q, tag=tag), asked)
    timed(f"{name}: the newest first", lambda q: search(visitor, q, sort="newest"), asked)
    timed(f"{name}: the same again", lambda q: search(visitor, q), asked)


def ask_while_typing() -> None:
    from django.contrib.auth.models import AnonymousUser

    from search.suggesting import suggestions

    typed_at = [word for q in questions() for word in q.rstrip("?").split()[-1:]]
    begun = [word[: max(2, len(word) // 2)] for word in typed_at]
    timed("suggestions while typing", lambda q: suggestions(AnonymousUser(), q), begun)


if __name__ == "__main__":
    main()
