"""Drains and people's requests write to the index at the same time, and none ends another."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from kernel import integrity
from search import drain, index
from search.query import search
from tests.search.conftest import VISITOR, Pages, settle


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hiding", [False, True])
def test_a_drain_and_a_request_never_wait_for_one_another(pages: Pages, hiding: bool) -> None:
    """The request has one page in hand and wants the next, which a drain is writing with the first."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time anyway")
    for number in (1, 2, 3):
        pages.put(number, f"Koncert {number}")
    settle()
    first, both = threading.Event(), threading.Event()

    def request() -> None:
        with transaction.atomic():
            if hiding:
                index.later("page", [1], hide=True)
            else:
                pages.put(1, "Wystawa 1")
            first.set()
            both.wait(1)
            pages.put(2, "Wystawa 2")
        connection.close()

    with ThreadPoolExecutor(1) as other:
        going = other.submit(request)
        assert first.wait(10)
        index.enqueue("page", [3])
        done = drain.renew("page", [2, 1, 3], force=True)
        both.set()
        going.result(10)
    assert done == 3
    settle()
    assert list(integrity.checks["search.index against database"](False)) == []
    assert search(VISITOR, "wystawa").total == (1 if hiding else 2)


@pytest.mark.django_db(transaction=True)
def test_many_drains_and_requests_at_once_end_none_of_them(pages: Pages) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time anyway")
    for number in range(1, 13):
        pages.put(number, f"Koncert {number}")
    settle()

    def request(seed: int) -> None:
        chance = random.Random(seed)
        for turn in range(25):
            # In one order, as requests hold the topics themselves; not in that of the drain.
            some = sorted(chance.sample(range(1, 13), 3), reverse=True)
            with transaction.atomic():
                for number in some:
                    pages.put(number, f"Koncert {number} {seed} {turn}")
        connection.close()

    def background(_: int) -> None:
        for _turn in range(25):
            drain.renew("page", range(1, 13), force=True)
        connection.close()

    with ThreadPoolExecutor(4) as everybody:
        going = [everybody.submit(request, seed) for seed in (1, 2)]
        going += [everybody.submit(background, seed) for seed in (3, 4)]
        for one in going:
            one.result(60)
    settle()
    assert list(integrity.checks["search.index against database"](False)) == []
