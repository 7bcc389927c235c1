"""A statement kept ready answers like the queryset it was made of."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forums.actions.start_topic import start_topic
from forums.models import Forum, Topic
from kernel.compiled import Compiled, CompiledObjects
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


def test_objects_come_whole_with_what_is_selected_of_others(cast: Cast) -> None:
    def build(pk: Any) -> Any:
        return (
            Topic.objects.select_related("forum", "accepted", "organisation")
            .filter(author_id=pk)
            .defer("forum__description")
            .annotate(written=Count("posts"))
            .order_by("pk")
        )

    talked_in(cast)
    ready = CompiledObjects[Topic](build, parameters=1)
    expected = list(build(cast.ola.pk))
    with CaptureQueriesContext(connection) as queries:
        for _ in range(2):
            found = ready(cast.ola.pk)
            assert [topic.__dict__.keys() for topic in found] == [
                topic.__dict__.keys() for topic in expected
            ]
            assert [(t.pk, t.title, t.created_at, t.written) for t in found] == [  # type: ignore[attr-defined]
                (t.pk, t.title, t.created_at, t.written) for t in expected
            ]
            assert [(t.forum.name, t.accepted, t.organisation) for t in found] == [
                (t.forum.name, None, None) for t in expected
            ]
            assert found[0].forum.get_deferred_fields() == {"description"}
    assert expected and len(queries) == 2
    assert ready.one(0) is None


def talked_in(cast: Cast) -> None:
    forum = Forum.objects.create(slug="compiled", name="Compiled")
    start_topic(by=cast.ola, forum=forum, title="A topic to be read", body="Its words.")
