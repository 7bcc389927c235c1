"""The same key never makes a second object."""

import pytest
from django.db import transaction

from kernel.models import UsedKey
from kernel.once import once
from kernel.refusals import Invalid, KeyReused

pytestmark = pytest.mark.django_db


def _send(key: str | None, payload: object, made: list[int], person: int = 1) -> tuple[int, bool]:
    def make() -> int:
        made.append(len(made) + 1)
        return made[-1]

    with transaction.atomic():
        return once(person_id=person, key=key, payload=payload, make=make)


def test_a_repeat_answers_with_the_first() -> None:
    made: list[int] = []
    assert _send("k", {"body": "a"}, made) == (1, True)
    assert _send("k", {"body": "a"}, made) == (1, False)
    assert made == [1]


def test_without_a_key_every_send_makes_one() -> None:
    made: list[int] = []
    _send(None, "a", made)
    _send("", "a", made)
    assert made == [1, 2]


def test_the_key_is_bound_to_the_body_and_the_person() -> None:
    made: list[int] = []
    _send("k", "a", made)
    with pytest.raises(KeyReused):
        _send("k", "b", made)
    assert _send("k", "b", made, person=2) == (2, True)


def test_what_failed_leaves_no_key_behind() -> None:
    def fails() -> int:
        raise OSError("full")

    with pytest.raises(OSError, match="full"), transaction.atomic():
        once(person_id=1, key="k", payload="a", make=fails)
    assert not UsedKey.objects.exists()


@pytest.mark.parametrize("key", ["a\x00", "x" * 101, "\ud800"])
def test_a_key_passes_the_gate(key: str) -> None:
    with pytest.raises(Invalid):
        _send(key, "a", [])
