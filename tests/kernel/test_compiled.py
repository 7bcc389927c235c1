"""A statement kept ready answers like the queryset it was made of."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from kernel.compiled import Compiled
from tests.cast import Cast


def test_it_answers_like_its_queryset(cast: Cast) -> None:
    def build(pk: int) -> Any:
        return User.objects.filter(pk=pk).values_list("pk", "joined_at", "is_active")

    ready = Compiled(build, parameters=1)
    for person in (cast.ola, cast.jan, cast.ola):
        assert ready(person.pk) == list(build(person.pk))
    assert ready(0) == []


def test_text_parameters_and_one_query_each(cast: Cast) -> None:
    ready = Compiled(
        lambda handle: User.objects.filter(handle=handle).values_list("name"),
        parameters=1, text=frozenset({0}),
    )  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert ready("ola") == [("Ola Wrona",)]
        assert ready("x' OR 1=1 --") == []
    assert len(queries) == 2


def test_a_parameter_that_does_not_reach_the_statement_is_noticed(cast: Cast) -> None:
    with pytest.raises(ValueError, match="parameter"):
        Compiled(lambda pk: User.objects.values_list("pk"), parameters=1)(cast.ola.pk)
