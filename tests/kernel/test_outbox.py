"""What must still be told stays until it was told, at its newest version."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from kernel import outbox
from kernel.models import Outbox
from kernel.outbox import Item, claim, confirm, depth, enqueue, postpone

pytestmark = pytest.mark.django_db


def test_one_row_an_object_with_the_newest_version() -> None:
    enqueue("search", [Item("topic", 1, 1, 1), Item("topic", 1, 2, 1)])
    enqueue("search", [Item("topic", 1, 1, 5)])
    assert sorted(Outbox.objects.values_list("part", "version")) == [(1, 5), (2, 1)]


def test_a_claimed_row_is_left_alone_until_its_lease_ends() -> None:
    enqueue("search", [Item("note", 1, 0, 1)])
    assert len(claim("search", 10)) == 1
    assert claim("search", 10) == []
    with time_machine.travel(timezone.now() + outbox.LEASE + timedelta(seconds=1)):
        assert len(claim("search", 10)) == 1


def test_a_change_while_it_was_told_is_told_again() -> None:
    enqueue("search", [Item("note", 1, 0, 1)])
    rows = claim("search", 10)
    enqueue("search", [Item("note", 1, 0, 2)])
    confirm(rows)
    assert [row.version for row in claim("search", 10)] == [2]


@pytest.mark.django_db(transaction=True)
def test_a_change_in_the_middle_of_being_written_is_told_again_and_not_waited_for() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time anyway")
    enqueue("search", [Item("note", 1, 0, 1), Item("note", 2, 0, 1)])
    rows = claim("search", 10)
    renewed, confirmed = threading.Event(), threading.Event()

    def change() -> None:
        with transaction.atomic():
            enqueue("search", [Item("note", 1, 0, 2)])
            renewed.set()
            assert confirmed.wait(10)
        connection.close()

    with ThreadPoolExecutor(1) as other:
        changing = other.submit(change)
        assert renewed.wait(10)
        confirm(rows)
        confirmed.set()
        changing.result(10)
    assert [(row.object_id, row.version) for row in claim("search", 10)] == [(1, 2)]


def test_confirmed_rows_are_gone_and_queues_are_apart() -> None:
    enqueue("search", [Item("note", 1, 0, 1)])
    enqueue("mail", [Item("note", 1, 0, 1)])
    confirm(claim("search", 10))
    assert depth("search").pending == 0
    assert depth("mail").pending == 1


def test_a_poison_row_is_parked_and_others_flow() -> None:
    enqueue("search", [Item("note", 1, 0, 1), Item("note", 2, 0, 1)])
    poison = Outbox.objects.get(object_id=1)
    for _ in range(outbox.TRIES):
        postpone([Outbox.objects.get(pk=poison.pk)], "no such field")
    Outbox.objects.update(available_at=timezone.now())
    assert [row.object_id for row in claim("search", 10)] == [2]
    found = depth("search")
    assert (found.pending, found.parked) == (1, 1)
    assert Outbox.objects.get(object_id=1).error == "no such field"


def test_a_far_side_that_is_away_parks_nothing() -> None:
    enqueue("search", [Item("note", 1, 0, 1)])
    for _ in range(20):
        postpone(list(Outbox.objects.all()), "away", blame=False)
    assert depth("search").parked == 0


def test_what_was_written_while_the_clock_was_wrong_does_not_wait_for_that_hour() -> None:
    enqueue("search", [Item("note", 1, 0, 1)])
    Outbox.objects.update(available_at=timezone.now() + timedelta(hours=1))
    assert [row.object_id for row in claim("search", 10)] == [1]
    assert claim("search", 10) == [], "it is leased like any other"
