"""The index keeps up with the rooms, and comes back from whatever happened to it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from forums.actions.start_topic import start_topic
from kernel import integrity, outbox
from kernel.models import Outbox
from search import drain, index, words
from search.documents import Place
from search.engines import elastic, local
from search.engines.elastic import feed, indices, link
from search.engines.protocol import Gone
from search.language.vocabulary import vocabulary_of
from search.models import Entry, Word, WordChange
from search.query import search
from tests.cast import Cast
from tests.search.conftest import VISITOR, Finder, Pages, settle

pytestmark = pytest.mark.django_db
LOCAL, THERE = "search.index against database", "search.elasticsearch against index"


def _drift(name: str = LOCAL, *, fix: bool = False) -> list[str]:
    return list(integrity.checks[name](fix))


def _run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_a_change_that_is_rolled_back_leaves_nothing(pages: Pages) -> None:
    def break_off() -> None:
        with transaction.atomic():
            pages.put(1, "Koncert")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    del pages.held[Place(1, 0)]
    assert search(VISITOR, "koncert").total == 0
    assert not Entry.objects.exists()
    assert local.engine().entry_ids(0, 10) == []


def test_an_unchanged_document_is_not_written_again(pages: Pages) -> None:
    pages.put(1, "Koncert")
    version = Entry.objects.get().version
    pages.touch(1)
    assert Entry.objects.get().version == version
    pages.change(1, title="Koncerty")
    assert Entry.objects.get().version > version


def test_words_are_those_of_public_entries_now(pages: Pages) -> None:
    pages.put(1, "Koncert chóru", "Wczoraj grała Orkiestra. Nasza Orkiestra gra.")
    pages.put(2, "Koncert", audience="members")
    settle()
    assert Word.objects.get(form="koncert").documents == 1
    assert Word.objects.get(form="orkiestra").capital == 2
    pages.change(2, audience="public")
    pages.change(1, text="")
    settle()
    assert Word.objects.get(form="koncert").documents == 2
    assert not Word.objects.filter(form="orkiestra").exists()
    pages.drop(1)
    pages.drop(2)
    settle()
    assert not Word.objects.exists()
    assert not WordChange.objects.exists()


def test_counting_words_anew_gives_the_same(pages: Pages) -> None:
    pages.put(1, "Koncert chóru", "Wczoraj grała nasza Orkiestra.")
    settle()
    before = sorted(Word.objects.values_list("form", "folded", "documents", "capital", "plain"))
    Word.objects.all().delete()
    assert words.recount() == len(before)
    assert (
        sorted(Word.objects.values_list("form", "folded", "documents", "capital", "plain"))
        == before
    )
    assert set(vocabulary_of(["Koncert chóru"])) <= {row[0] for row in before}


def test_what_bulk_loading_leaves_is_worked_off_by_one_command(pages: Pages, engine: str) -> None:
    for number in range(1, 8):
        pages.put(number, f"Koncert {number}", part=1)
        pages.put(number, "", "Odpowiedź o koncertach.", part=2)
    _forget()
    index.enqueue("page", range(1, 8))
    assert "14 documents" in _run("search_drain", "--once")
    settle()
    assert outbox.depth(index.QUEUE).pending == 0
    assert search(VISITOR, "koncert").total == 7
    assert _drift() == []


def test_what_waits_is_no_drift(pages: Pages) -> None:
    pages.put(1, "Koncert")
    _forget()
    assert any("missing" in line for line in _drift())
    index.enqueue("page", [1])
    assert not any("page 1" in line for line in _drift())


def test_an_object_that_cannot_be_read_holds_up_no_other(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.put(1, "Koncert")
    pages.put(2, "Koncert")
    _forget()
    index.enqueue("page", [1, 2])
    index.enqueue("nobody-knows", [1])
    drained = drain.drain()
    assert drained.failed == 1
    assert search(VISITOR, "koncert").total == 2
    row = Outbox.objects.get(queue=index.QUEUE)
    assert (row.kind, row.attempts) == ("nobody-knows", 1)
    assert "nobody" in row.error
    Outbox.objects.update(attempts=outbox.TRIES)
    with pytest.raises(CommandError, match="parked"):
        _run("search_drain", "--once")


def test_one_alone_that_cannot_be_read_is_put_off_and_parked(pages: Pages) -> None:
    index.enqueue("nobody-knows", [1])
    for tries in range(1, outbox.TRIES + 1):
        assert drain.drain().failed == 1, (
            "an answer, no exception that would hold up what comes after"
        )
        assert Outbox.objects.get(queue=index.QUEUE).attempts == tries
        Outbox.objects.update(available_at=timezone.now())
    assert drain.drain().rows == 0
    assert outbox.depth(index.QUEUE).parked == 1


@pytest.mark.parametrize(
    "word",
    ["\u0130" * 39, "\uac01" * 39, "\ufb03" * 39, "\u00df" * 40, "a\u0300" * 200, "\u1e9e" * 300],
)
def test_no_word_is_too_long_to_be_counted(pages: Pages, word: str) -> None:
    """Small letters, or letters taken apart, may be more than what was written."""
    pages.put(1, "Koncert", f"{word} dom")
    settle()
    assert not WordChange.objects.exists()
    assert Word.objects.filter(form="dom").exists()
    assert search(VISITOR, "dom").total == 1
    words.recount()
    assert Word.objects.filter(form="dom").exists()


def test_drift_is_told_exactly_and_mended(pages: Pages) -> None:
    for number in (1, 2, 3):
        pages.put(number, f"Koncert {number}")
    settle()
    assert _drift() == []
    entry = Entry.objects.get(object_id=1)
    local.engine().remove([Gone(entry.pk, "page", 1, 0, 0)])
    Entry.objects.filter(object_id=2).update(fingerprint=7)
    del pages.held[Place(3, 0)]
    told = _drift()
    assert sorted(told) == sorted(
        [f"the local index lacks entry {entry.pk}", "page 2.0: stale", "page 3.0: orphan"]
    )
    _drift(fix=True)
    assert _drift() == []
    assert sorted(r.id for r in search(VISITOR, "koncert").results) == [1, 2]


def test_drift_of_elasticsearch_is_told_exactly_and_mended(
    elasticsearch: str, pages: Pages
) -> None:
    for number in (1, 2, 3):
        pages.put(number, f"Koncert {number}")
    settle()
    assert _drift(THERE) == []
    server = link.client(20)
    name = indices.behind(server, indices.reading())[0]
    server.delete(index=name, id="page:1:0")
    server.index(
        index=name,
        id="page:9:0",
        document={"kind": "page", "group": "page:9", "object_id": 9, "part": 0},
    )
    Entry.objects.filter(object_id=2).update(version=index.now())
    assert sorted(_drift(THERE)) == [
        "Elasticsearch has another version of page 2.0",
        "Elasticsearch has page 9.0, which is no entry",
        "Elasticsearch lacks page 1.0",
    ]
    _drift(THERE, fix=True)
    settle()
    assert _drift(THERE) == []


def test_a_late_delivery_overwrites_nothing_newer(elasticsearch: str, pages: Pages) -> None:
    pages.put(1, "Koncert")
    settle()
    old = Entry.objects.get()
    pages.change(1, title="Wystawa")
    settle()
    from search.shelves import standings

    server = link.client(20)
    names = indices.behind(server, indices.writing())
    late = feed._put(old, standings({old.shelf_id})[old.shelf_id], {})
    feed.send(server, names, [late])
    pages.drop(1)
    settle()
    feed.send(server, names, [late])
    settle()
    assert search(VISITOR, "koncert").total == 0
    assert search(VISITOR, "wystawa").total == 0
    assert _drift(THERE) == []


@pytest.mark.django_db(transaction=True)
def test_a_removal_told_while_the_page_comes_back_does_not_keep_it_away(
    elasticsearch: str, pages: Pages
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time anyway")
    pages.put(1, "Koncert")
    settle()
    pages.drop(1)
    written, told = threading.Event(), threading.Event()

    def come_back() -> None:
        with transaction.atomic():
            pages.put(1, "Koncert")
            written.set()
            told.wait(1)  # the removal was told, or waits for this
        connection.close()

    with ThreadPoolExecutor(1) as other:
        coming = other.submit(come_back)
        assert written.wait(10)
        # What a drain does that had taken the row of the removal before.
        elastic.tell("page", [Place(1, 0)], {})
        told.set()
        coming.result(10)
    settle()
    assert _drift(THERE) == []
    assert search(VISITOR, "koncert").total == 1


def test_a_rebuild_brings_everything_back(find: Finder, cast: Cast, pages: Pages) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")
    pages.put(1, "Koncert w bibliotece")
    settle()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_fts"
            if connection.vendor == "sqlite"
            else "DELETE FROM search_terms"
        )
    Word.objects.all().delete()
    Entry.objects.update(title="koncert nieprawdziwy", fingerprint=3)
    del pages.held[Place(1, 0)]
    pages.held[Place(2, 0)] = _page(2, "Warsztaty w bibliotece")
    out = _run("search_rebuild")
    settle()
    assert "words" in out
    assert sorted((r.kind, r.id) for r in find("biblioteka").results) == [
        ("page", 2),
        ("topic", topic.pk),
    ]
    assert find("koncert").total == 0
    assert _drift() == []
    assert Word.objects.filter(form="bibliotece").exists()


def test_questions_see_no_empty_moment_while_the_index_is_rebuilt(
    find: Finder, cast: Cast, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 30):
        pages.put(number, f"Koncert {number}")
    settle()
    seen: list[int] = []
    bring: Callable[..., None] = drain.bring

    def watched(*arguments: object, **options: object) -> None:
        seen.append(find("koncert").total)
        bring(*arguments, **options)
        seen.append(find("koncert").total)

    monkeypatch.setattr(drain, "bring", watched)
    monkeypatch.setattr(drain, "CHUNK", 10)
    send = "search.engines.elastic.feed.send"

    sent = feed.send

    def watched_send(*arguments: object) -> None:
        sent(*arguments)  # type: ignore[arg-type]
        seen.append(find("koncert").total)

    monkeypatch.setattr(send, watched_send)
    _run("search_rebuild")
    seen.append(find("koncert").total)
    assert len(seen) >= 3
    assert set(seen) == {29}


def test_the_background_works_off_what_waits(pages: Pages, engine: str) -> None:
    pages.put(1, "Koncert")
    _forget()
    index.enqueue("page", [1])
    assert drain.tick() is False
    assert search(VISITOR, "koncert").total == 1


def test_two_drains_at_once_do_the_work_once_and_whole(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 40):
        pages.put(number, f"Koncert {number}")
    _forget()
    index.enqueue("page", range(1, 40))
    bring: Callable[..., None] = drain.bring
    done: list[int] = []

    def meanwhile(*arguments: object, **options: object) -> None:
        if not done:
            done.append(1)
            done.append(drain.drain(rows=5).rows)
        bring(*arguments, **options)

    monkeypatch.setattr(drain, "bring", meanwhile)
    while drain.drain(rows=5).rows:
        pass
    settle()
    assert done[1] == 5
    assert Entry.objects.filter(kind="page").count() == 39
    assert _drift() == []
    assert Word.objects.get(form="koncert").documents == 39


def _forget() -> None:
    """As if the entries had never been made."""
    local.engine().remove(
        [Gone(pk, "page", 0, 0, 0) for pk in Entry.objects.values_list("pk", flat=True)]
    )
    Entry.objects.all().delete()
    Outbox.objects.all().delete()
    Word.objects.all().delete()
    WordChange.objects.all().delete()


def _page(number: int, title: str) -> object:
    from datetime import UTC, datetime

    from search.documents import Document

    return Document("page", number, 0, "public", "pl", title, "", datetime(2026, 11, 2, tzinfo=UTC))
