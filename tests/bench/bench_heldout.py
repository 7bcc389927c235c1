"""Questions that nothing was fitted on: success@3 and nDCG@10 through `import_notes` and the JSON API.

    python tests/bench/bench_heldout.py [--notes FILE.jsonl …] [--corpus FOLDER] [--elasticsearch URL] [--missed]

--notes: files for `manage.py import_notes`. Each Polish note is looked for by two to four words of its title,
put into another case or number by the dictionary and in small letters; once so, once without diacritics. The
words and forms are chosen by chance, of a fixed seed: nobody has looked at them. What has all the words in its
title is counted right.

--corpus: a folder of docs.jsonl (id, title, summary, body), queries.tsv and qrels.tsv, as bench_relevance.py
has it; the documents become notes, and those questions are asked that are not in tests/search/data. Without
either, the documents and questions of that folder stand in, which others have looked at before.

Each engine is asked through `GET /api/v1/search`. The database is the one of DATABASE_URL, else SQLite. The
last column is the greatest difference of nDCG@10 between two engines. Nothing is asserted.
"""

import argparse
import csv
import io
import json
import os
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "tests" / "search" / "data"
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
SEED = 20261129
FEWEST, MOST = 2, 4
"""Words of a title that make a question."""
LETTERS = 4
NAMING = ("subst", "adj", "ger")
"""Sorts of words, as the dictionary marks them, that name something."""
Key = tuple[str, int]
Row = Mapping[str, Any]


@dataclass
class Trial:
    """Questions over notes, by how they are typed; grades by the `id` of the imported line."""

    name: str
    rows: Sequence[Row]
    asked: dict[str, list[tuple[str, set[str]]]] = field(default_factory=dict)


class Inflector:
    """Puts words into other forms, by chance of a fixed seed."""

    def __init__(self) -> None:
        import morfeusz2

        self.dictionary = morfeusz2.Morfeusz()
        self.chance = random.Random(SEED)

    def lemma(self, word: str) -> tuple[str, str] | None:
        """The lemma of a word that names something, and its tag; None for all others."""
        read = [(i[1], i[2]) for start, _, i in self.dictionary.analyse(word) if start == 0]
        if not read or any(tag.split(":")[0] not in NAMING for _, tag in read):
            return None
        return read[0]

    def other(self, word: str) -> str | None:
        """Another form of the word, in small letters."""
        read = self.lemma(word)
        if read is None:
            return None
        lemma, tag = read
        sort = tag.split(":")[0]
        forms = sorted(
            {
                form.lower()
                for form, base, its, _, _ in self.dictionary.generate(lemma.split(":")[0])
                if base == lemma and its.split(":")[0] == sort and _usual(its)
            }
            - {word}
        )
        return self.chance.choice(forms) if forms else None


def _usual(tag: str) -> bool:
    """Whether people write such forms: no call by name, no comparison, no compound."""
    parts = tag.split(":")
    return not {"voc", "com", "sup", "neg", "depr"} & set(parts)


def questions_of(rows: Sequence[Row]) -> list[tuple[str, set[str]]]:
    """A question for each Polish note whose title names enough, with all the notes it names."""
    from search.language import analyse, words

    inflector = Inflector()
    lemmas = {
        row["id"]: [set(analyse(word).lemmas) for word in words(row["title"])] for row in rows
    }
    asked = []
    for row in rows:
        if row.get("lang", "pl") != "pl":
            continue
        titled = [word for word in dict.fromkeys(words(row["title"])) if len(word) >= LETTERS]
        forms = [(word, form) for word in titled if (form := inflector.other(word))]
        if len(forms) < FEWEST:
            continue
        number = inflector.chance.randint(FEWEST, min(MOST, len(forms)))
        places = sorted(inflector.chance.sample(range(len(forms)), number))
        wanted = [set(analyse(forms[place][0]).lemmas) for place in places]
        right = {
            id for id, titled_by in lemmas.items()
            if all(any(want & there for there in titled_by) for want in wanted)
        }  # fmt: skip
        asked.append((" ".join(forms[place][1] for place in places), right))
    return asked


def trial_of_notes(files: Iterable[Path]) -> Iterator[Trial]:
    from tests.bench.bench_relevance import stripped

    for file in files:
        rows = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
        asked = questions_of(rows)
        typed = {"inflected": asked, "stripped": [(stripped(q), ids) for q, ids in asked]}
        yield Trial(file.stem, rows, typed)


def trial_of_corpus(folder: Path) -> Trial:
    from tests.bench.bench_relevance import TYPED

    ours = folder == DATA
    start = "search_pl_" if ours else ""
    lines = (folder / f"{start}{'documents' if ours else 'docs'}.jsonl").read_text().splitlines()
    rows = [
        {
            "id": str(row["id"]),
            "title": row["title"],
            "body": "\n\n".join(filter(None, (row.get("summary"), row["body"]))),
        }
        for row in map(json.loads, lines)
    ]
    asked: list[tuple[str, set[str]]] = []
    if ours:
        asked = [(q, {document}) for document, q in _tsv(folder / f"{start}questions.tsv")]
    else:
        seen = {q for _, q in _tsv(DATA / "search_pl_questions.tsv")}
        right: dict[str, set[str]] = defaultdict(set)
        for query, document, grade in _tsv(folder / "qrels.tsv"):
            if int(grade) > 0:
                right[query].add(document)
        texts = _tsv(folder / "queries.tsv")
        asked = [(q, right[id]) for id, q in texts if right[id] and q not in seen]
    typed = {name: [(typed(q), ids) for q, ids in asked] for name, typed in TYPED.items()}
    return Trial(folder.name, rows, typed)


def _tsv(path: Path) -> list[list[str]]:
    """The rows without their heading."""
    with path.open() as lines:
        return [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row][1:]


def bring_in(rows: Iterable[Row]) -> dict[str, Key]:
    """Imports the notes and settles the index; the object behind each `id`."""
    from django.core.management import CommandError, call_command

    from notes.models import PracticeNote
    from search import drain, words

    PracticeNote.objects.all().delete()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for row in rows:
            said = {
                name: row[name]
                for name in ("id", "title", "body", "lang", "tags", "summary")
                if row.get(name)
            }
            file.write(json.dumps({"lang": "pl", **said}) + "\n")
        file.flush()
        left_out = io.StringIO()
        try:
            call_command("import_notes", file.name, stdout=io.StringIO(), stderr=left_out)
        except CommandError as error:
            print(f"{error}: {left_out.getvalue().splitlines()[-1]}")
    call_command("search_rebuild", stdout=io.StringIO(), stderr=io.StringIO())
    while drain.drain().rows:
        pass
    while words.merge():
        pass
    keys = PracticeNote.objects.values_list("source_key", "pk")
    return {key.removeprefix("import:"): ("note", pk) for key, pk in keys}


@contextmanager
def elasticsearch(url: str) -> Iterator[None]:
    """Its answers in place of the database's; the index goes afterwards."""
    from django.conf import settings

    from search.engines import elastic
    from search.engines.elastic import asking, indices, link

    settings.ELASTICSEARCH_URL = url
    asking.ASKING = 60.0  # what it finds is measured here, not how soon on a busy machine
    elastic.rebuild(lambda done: None)
    try:
        yield
    finally:
        server = link.client(20)
        for name in indices.behind(server, indices.reading()):
            server.indices.delete(index=name)
        settings.ELASTICSEARCH_URL = ""


def asker(wanted: str) -> Callable[[str], list[Key]]:
    """Asks the API as a visitor, and checks which engine has answered."""
    from django.test import Client

    browser = Client()

    def ask(q: str) -> list[Key]:
        answer = browser.get("/api/v1/search", {"q": q[:300], "kind": "note", "limit": 10}).json()
        assert answer["engine"] == wanted, answer
        return [(hit["kind"], int(hit["id"])) for hit in answer["results"]]

    return ask


def measured(trial: Trial, keys: Mapping[str, Key], name: str, missed: bool) -> dict[str, float]:
    """Prints an engine's line; nDCG@10 by how the questions are typed."""
    from tests.search.measures import Judged, measure

    ask, told, found = asker(name), [], {}
    failed: list[str] = []
    for typed, asked in trial.asked.items():
        judged = [
            Judged(q, typed, {keys[id]: 2 for id in ids if id in keys})
            for q, ids in asked
            if any(id in keys for id in ids)
        ]
        figures = measure(judged, ask)
        found[typed] = figures.ndcg
        told.append(f"{figures.ndcg:10.4f} / {figures.success:.3f}")
        failed += [f"    {typed}: {q}" for q in figures.missed]
    print(f"{name:16}" + "".join(told), flush=True)
    if missed:
        print("\n".join(failed))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--notes", type=Path, nargs="*", default=[], metavar="FILE")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER")
    parser.add_argument("--elasticsearch", default="", metavar="URL")
    parser.add_argument("--missed", action="store_true", help="name the questions that failed")
    options = parser.parse_args()
    os.environ["RATE_LIMIT_FACTOR"] = "100000"
    from tests.bench.bench_relevance import prepare

    prepare()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    trials = list(trial_of_notes(options.notes))
    if options.corpus or not trials:
        trials.append(trial_of_corpus(options.corpus or DATA))
    for trial in trials:
        keys = bring_in(trial.rows)
        number = len(next(iter(trial.asked.values())))
        print(f"\n{trial.name}: {number} questions, {len(keys)} notes; nDCG@10 / success@3")
        print(f"{'':16}" + "".join(f"{typed:>18}" for typed in trial.asked))
        found = [measured(trial, keys, "local", options.missed)]
        if options.elasticsearch:
            with elasticsearch(options.elasticsearch):
                found.append(measured(trial, keys, "elasticsearch", options.missed))
            apart = max(abs(found[0][typed] - found[1][typed]) for typed in trial.asked)
            print(f"The engines are {apart:.4f} apart at most.")


if __name__ == "__main__":
    main()
