"""Pages of a kind that only these tests have, and both engines to find them with."""

import importlib
import os
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from accounts.viewer import Viewer, audiences_of
from search import documents, drain, index, words
from search.documents import Card, Document, Place
from search.engines import elastic
from search.engines.elastic import indices, link
from search.models import Alike
from search.query import Results, search

VISITOR = AnonymousUser()


class Pages:
    """A room with pages: what it holds can be found once it is touched."""

    kind = "page"

    def __init__(self) -> None:
        self.held: dict[Place, Document] = {}

    def put(
        self, object_id: int, title: str, text: str = "", *, part: int = 0, **more: Any
    ) -> None:
        """Writes a page as a room would: the change and the index in one transaction."""
        fields: dict[str, Any] = {
            "audience": "public",
            "language": "pl",
            "created_at": datetime(2026, 11, 1, 12, 0, object_id % 60, tzinfo=UTC),
            **more,
        }
        self.held[Place(object_id, part)] = Document(
            self.kind, object_id, part, title=title, text=text, **fields
        )
        self.touch(object_id, part)

    def change(self, object_id: int, part: int = 0, **fields: Any) -> None:
        self.held[Place(object_id, part)] = replace(self.held[Place(object_id, part)], **fields)
        self.touch(object_id, part)

    def drop(self, object_id: int, part: int = 0) -> None:
        del self.held[Place(object_id, part)]
        self.touch(object_id, part)

    def touch(self, object_id: int, part: int | None = None) -> None:
        with transaction.atomic():
            index.touch(self.kind, object_id, part)

    def ids(self, after: int, limit: int) -> Sequence[int]:
        return sorted({p.object_id for p in self.held if p.object_id > after})[:limit]

    def documents(self, ids: Sequence[int]) -> Iterator[Document]:
        wanted = set(ids)
        yield from (self.held[place] for place in sorted(self.held) if place.object_id in wanted)

    def documents_at(self, places: Sequence[Place]) -> Iterator[Document]:
        yield from (self.held[place] for place in places if place in self.held)

    def cards(self, viewer: Viewer, places: Sequence[Place]) -> Mapping[Place, Card]:
        audiences = audiences_of(viewer)
        found = {place: self.held.get(place) for place in places}
        return {
            place: Card(document.title or "?", f"/pages/{place.object_id}/{place.part}/")
            for place, document in found.items()
            if document and document.audience in audiences
        }


@pytest.fixture(autouse=True)
def _first_words(request: pytest.FixtureRequest) -> None:
    """The words that a migration brings: tests that commit have emptied their table."""
    if not {"db", "transactional_db", "cast"} & set(request.fixturenames):
        return
    request.getfixturevalue("db")
    if not Alike.objects.exists():
        migrations = ("0004_first_words", "0010_more_first_words")
        first = [importlib.import_module(f"search.migrations.{one}").ALIKE for one in migrations]
        Alike.objects.bulk_create(Alike(phrases=list(phrases)) for phrases in chain(*first))


@pytest.fixture
def pages(db: None) -> Iterator[Pages]:
    made = Pages()
    documents.register(made)
    yield made
    documents.unregister(made.kind)


def _server() -> str:
    url = os.environ.get("TEST_ELASTICSEARCH_URL", "")
    if not url and os.environ.get("CI"):
        pytest.fail("TEST_ELASTICSEARCH_URL is not set")
    if not url:
        pytest.skip("needs Elasticsearch: set TEST_ELASTICSEARCH_URL")
    return url


@pytest.fixture
def elasticsearch(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A real server with indices of this test's own, and the patience that a busy machine needs."""
    settings.ELASTICSEARCH_URL = _server()
    monkeypatch.setattr("search.engines.elastic.asking.ASKING", 20.0)
    settings.ELASTICSEARCH_INDEX = f"t{uuid.uuid4().hex[:12]}"
    link.questions.worked()
    link.writes.worked()
    yield settings.ELASTICSEARCH_URL
    server = link.client(20)
    for name in {
        *indices.behind(server, indices.reading()),
        *indices.behind(server, indices.writing()),
    }:
        server.indices.delete(index=name)
    link.questions.worked()
    link.writes.worked()


@pytest.fixture(params=["local", "elasticsearch"])
def engine(request: pytest.FixtureRequest) -> str:
    """Each test that asks for this runs with both engines."""
    if request.param == "elasticsearch":
        request.getfixturevalue("elasticsearch")
    return str(request.param)


def settle() -> None:
    """Everything that waits has been done, and the server shows it."""
    while drain.drain().rows:
        pass
    while words.merge():
        pass
    if elastic.in_use():
        link.client(20).indices.refresh(index=indices.reading(), ignore_unavailable=True)


@dataclass(frozen=True)
class Finder:
    """Asks and checks that the expected engine answered."""

    engine: str

    def __call__(self, q: str, viewer: Any = VISITOR, **more: Any) -> Results:
        found = search(viewer, q, **more)
        assert not found.degraded
        return found

    def ids(self, q: str, viewer: Any = VISITOR, **more: Any) -> list[int]:
        return [result.id for result in self(q, viewer, **more).results]


@pytest.fixture
def find(engine: str) -> Callable[..., Results]:
    return Finder(engine)
