"""A fact is heard in its transaction, and only there."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from kernel import facts
from kernel.facts import Fact, after_commit, publish, receives


@dataclass(frozen=True)
class Knocked(Fact):
    door: int


@pytest.mark.django_db(transaction=True)
def test_receivers_run_in_order_and_wires_wait_for_the_commit() -> None:
    heard: list[str] = []

    @receives(Knocked)
    def first(fact: Knocked) -> None:
        heard.append(f"first {fact.door}")
        after_commit(lambda: heard.append("wire"))

    @receives(Knocked)
    def second(fact: Knocked) -> None:
        heard.append(f"second {fact.door}")

    try:
        with transaction.atomic():
            publish(Knocked(3))
            assert heard == ["first 3", "second 3"]
        assert heard == ["first 3", "second 3", "wire"]
    finally:
        facts._receivers.pop(Knocked)


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="Knocked"):
        publish(Knocked(1))


@pytest.mark.django_db(transaction=True)
def test_a_wire_that_fails_hurts_nobody_else() -> None:
    heard: list[str] = []

    def breaks() -> None:
        raise OSError("cut")

    with transaction.atomic():
        after_commit(breaks)
        after_commit(lambda: heard.append("still here"))
    assert heard == ["still here"]
