"""Facts: what has happened, said once by the room where it happened, heard by the rooms above it.

A fact is a frozen dataclass of ids. Receivers run inside the action's transaction, so that the rows
they write stand or fall with it; what goes over a wire waits for `after_commit`.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction


@dataclass(frozen=True)
class Fact:
    """Something that has happened. Subclasses add ids, never objects: receivers read what they need."""


F = TypeVar("F", bound=Fact)
Receiver = Callable[[Any], None]
_receivers: dict[type[Fact], list[Receiver]] = defaultdict(list)


def receives(*kinds: type[Fact]) -> Callable[[Receiver], Receiver]:
    """Marks a function as a receiver of these kinds of fact. It is called in the fact's transaction; those of
    the fact's own room before all others, since others read what they settle."""

    def register(receiver: Receiver) -> Receiver:
        for kind in kinds:
            known = _receivers[kind]
            known.append(receiver)
            known.sort(key=lambda one: _room_of(one) != _room_of(kind))
        return receiver

    return register


def _room_of(thing: Any) -> str:
    return str(thing.__module__).partition(".")[0]


def publish(fact: Fact) -> None:
    """Tells every receiver of this kind of fact. A receiver that fails rolls the action back."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{type(fact).__name__} was published outside a transaction")
    for receiver in _receivers[type(fact)]:
        receiver(fact)


def after_commit(work: Callable[[], object]) -> None:
    """Runs `work` once the transaction is safe; its failure is logged and hurts nobody else."""
    transaction.on_commit(work, robust=True)
