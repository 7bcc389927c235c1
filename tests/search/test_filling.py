"""Elasticsearch is new, has lost what it had, or is away: the database answers, and it is filled again."""

import time

import pytest
from django.core.management import CommandError, call_command
from elasticsearch import Elasticsearch

from kernel import integrity
from kernel.models import Outbox
from search import drain, index
from search.engines import elastic
from search.engines.elastic import feed, indices, link
from search.query import search
from tests.search.conftest import VISITOR, Pages, settle

pytestmark = pytest.mark.django_db


def lose_everything() -> Elasticsearch:
    server = link.client(20)
    for name in indices.behind(server, indices.reading()):
        server.indices.delete(index=name)
    return server


def _drift() -> list[str]:
    return list(integrity.checks["search.elasticsearch against index"](False))


def test_a_server_that_lost_everything_is_filled_again(elasticsearch: str, pages: Pages) -> None:
    pages.put(1, "Koncert")
    settle()
    lose_everything()
    lost = search(VISITOR, "koncert")
    assert (lost.engine, lost.degraded, lost.total) == ("local", True, 1)
    pages.put(2, "Koncert drugi")
    settle()
    found = search(VISITOR, "koncert")
    assert (found.engine, found.degraded, found.total) == ("elasticsearch", False, 2)


def test_it_is_filled_also_while_nothing_changes(elasticsearch: str, pages: Pages) -> None:
    pages.put(1, "Koncert")
    settle()
    server = lose_everything()
    assert elastic.make_sure() is False
    found = search(VISITOR, "koncert")
    assert (found.engine, found.degraded, found.total) == ("elasticsearch", False, 1)
    whole = indices.behind(server, indices.reading())
    elastic.make_sure()
    assert indices.behind(server, indices.reading()) == whole


def test_a_first_filling_that_was_killed_is_begun_again(
    elasticsearch: str, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.put(1, "Koncert")
    settle()
    server = lose_everything()
    with monkeypatch.context() as then:
        then.setattr(indices, "now", lambda: time.time_ns() // 1000 - 2 * indices.ABANDONED)
        left = indices.create(server)
    indices.give_sign(server, left)
    elastic.make_sure()
    assert indices.behind(server, indices.reading()) == [], "somebody still fills it"
    assert _drift() == [], "meanwhile the database answers, and nothing is wrong"
    monkeypatch.setattr(indices, "ABANDONED", 0)
    assert _drift() == ["Elasticsearch has no index"]
    elastic.make_sure()
    assert search(VISITOR, "koncert").engine == "elasticsearch"
    assert left not in indices.behind(server, indices.writing())
    assert _drift() == []


def test_who_fills_for_long_gives_signs_of_life(
    elasticsearch: str, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 4):
        pages.put(number, f"Koncert {number}")
    settle()
    monkeypatch.setattr(feed, "COPIED_AT_ONCE", 1)
    monkeypatch.setattr(feed, "SIGN_EVERY", 0.0)
    signs: list[str] = []
    monkeypatch.setattr(indices, "give_sign", lambda server, name: signs.append(name))
    assert feed.rebuild(lambda done: None) == 3
    assert signs == 3 * indices.behind(link.client(20), indices.reading())


def test_while_elasticsearch_is_away_the_database_answers(
    settings: object, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    for breaker in (link.questions, link.writes):
        breaker.worked()
    try:
        pages.put(1, "Koncert")
        for _ in range(link.FAILURES + 1):
            found = search(VISITOR, "koncert")
            assert (found.engine, found.degraded, found.total) == ("local", True, 1)
        assert link.questions.resting()
        assert not elastic.engine().health().ok
        drained = drain.drain()
        assert drained.away
        waiting = Outbox.objects.get(queue=index.QUEUE)
        assert waiting.attempts == 0
        Outbox.objects.update(available_at=waiting.created_at)
        with pytest.raises(CommandError):
            call_command("search_drain", "--once")
        with pytest.raises(CommandError):
            call_command("search_rebuild")
    finally:
        link.questions.worked()
        link.writes.worked()
