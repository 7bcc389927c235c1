"""How well people's questions are answered: nDCG@10 on real questions and articles (see data/SOURCES.md)."""

import csv
import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from math import log2
from pathlib import Path

import pytest

from search import drain
from search.documents import Document, Place
from search.engines import elastic, local
from search.engines.protocol import Query
from search.language.question import question_of
from search.words import IndexLexicon
from tests.search.conftest import Pages, settle

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"


def _stripped(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("ł", "l").replace("Ł", "L"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _small(text: str) -> str:
    return _stripped(text).lower()


@pytest.fixture
def questions(pages: Pages, engine: str) -> list[tuple[int, str]]:
    """All articles are in the index; (number of the article, question)."""
    numbers: dict[str, int] = {}
    with (DATA / "search_pl_documents.jsonl").open() as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            numbers[row["id"]] = number
            text = f"{row['summary']}\n{row['body']}"
            made = datetime(2026, 1, 1, tzinfo=UTC)
            pages.held[Place(number, 0)] = Document(
                "page", number, 0, "public", "pl", row["title"], text, made
            )
    drain.renew("page", sorted(numbers.values()), chunk=100)
    settle()
    with (DATA / "search_pl_questions.tsv").open() as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [(numbers[document], question) for document, question in rows]


def _gain(questions: list[tuple[int, str]], engine: str, typed: Callable[[str], str]) -> float:
    asked = elastic.engine() if engine == "elasticsearch" else local.engine()
    lexicon = IndexLexicon(("public",))
    gain = 0.0
    for wanted, text in questions:
        hits = asked.search(Query(question_of(typed(text), lexicon), ("public",), limit=10)).hits
        gain += sum(1 / log2(rank + 2) for rank, hit in enumerate(hits) if hit.object_id == wanted)
    return gain / len(questions)


def test_questions_find_their_articles(questions: list[tuple[int, str]], engine: str) -> None:
    """As written, and as typed on a telephone: small letters, no diacritics."""
    assert _gain(questions, engine, str) >= 0.96
    assert _gain(questions, engine, _small) >= 0.95
