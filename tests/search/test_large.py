"""An index that has grown large: common words are neither counted nor looked at to the last, and making it anew
leaves nothing waiting."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from kernel.models import Outbox
from search import drain, index
from search.engines import local
from search.engines.local import base, postgresql
from search.query import search
from tests.search.conftest import VISITOR, Finder, Pages, settle

pytestmark = pytest.mark.django_db
ON_POSTGRESQL = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite's index knows the frequency of every term"
)


def some(pages: Pages) -> None:
    for number in range(1, 21):
        pages.put(
            number, f"Koncert {number}", "Warsztaty w bibliotece." if number % 4 else "Śpiew."
        )


@ON_POSTGRESQL
def test_common_terms_have_the_frequency_of_the_statistics(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    some(pages)
    asked = ["koncert", "warsztat~", "spiew", "nigdzie~"]
    counted = local.engine().frequencies(asked, 20)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_terms")
    seen: list[str] = []

    def watched(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        seen.extend(map(str, values or ()))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(watched):
        known = local.engine().frequencies(asked, postgresql.LARGE + 1)
    assert known == counted
    assert counted == {"koncert": 20, "warsztat~": 15, "spiew": 5, "nigdzie~": 0}
    assert "'nigdzie~'" in seen, "what the statistics do not know is counted"
    assert "'koncert'" not in seen, "what they know is not"


def test_who_holds_a_term_is_told_by_audience(pages: Pages) -> None:
    some(pages)
    pages.put(30, "Narada", audience="moderators")
    holders = local.engine().holders
    assert holders(["nigdzie~"], ["public"], 1) == []
    assert len(holders(["koncert", "narada"], ["public"], 3)) == 3
    assert holders(["narada"], ["public"], 3) == []
    assert len(holders(["narada"], ["public", "moderators"], 3)) == 1


def test_of_very_many_the_likeliest_are_looked_at(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    some(pages)
    assert search(VISITOR, "koncert").total == 20
    monkeypatch.setattr(base, "MOST", 6)
    assert search(VISITOR, "koncert").total == 6
    newest = [result.id for result in search(VISITOR, "koncert", sort="newest").results]
    assert newest == [20, 19, 18, 17, 16, 15]
    assert search(VISITOR, "śpiew").total == 5, "few are found as ever"


def test_an_index_made_anew_leaves_nothing_waiting_but_what_came_meanwhile(
    pages: Pages, find: Finder, monkeypatch: pytest.MonkeyPatch
) -> None:
    some(pages)
    index.enqueue("page", range(1, 21))
    bring = drain.bring

    def beside(*arguments: Any, **options: Any) -> None:
        bring(*arguments, **options)
        index.enqueue("page", [7])

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(drain, "bring", beside)
        call_command("search_rebuild", stdout=StringIO())
    left = Outbox.objects.filter(queue=index.QUEUE).values_list("kind", "object_id")
    assert set(left) == {("page", 7)}
    settle()
    assert find("koncert").total == 20
