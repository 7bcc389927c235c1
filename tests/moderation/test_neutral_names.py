"""A name that must not stand beside texts gives way to a neutral one, and comes back."""

import pytest

from accounts.models import User
from forums.actions.start_topic import start_topic
from forums.models import Topic
from forums.paths import topic_path
from moderation.models import Statement
from tests.cast import Cast

GIVEN = {"verdict": "rename", "rule": "abuse", "reason": "Ten nick kogoś obraża."}
BAD = "Marta Lis to złodziejka"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    User.objects.filter(pk=cast.jan.pk).update(name=BAD)
    jan = User.objects.get(pk=cast.jan.pk)
    return start_topic(by=jan, forum=cast.square, title="Kto ma rzutnik?", body="Szukam.")


def names_beside(cast: Cast, topic: Topic) -> str:
    visitor = cast.client()
    pages = (topic_path(topic.pk, topic.slug), "/people/jan/", f"/api/v1/topics/{topic.pk}/posts")
    return "".join(visitor.get(path).content.decode() for path in pages)


def test_the_name_goes_everywhere_and_comes_back(cast: Cast, topic: Topic) -> None:
    path = f"/moderation/person/{cast.jan.pk}/"
    neutral = f"Osoba {cast.jan.pk}"
    assert BAD in names_beside(cast, topic)
    for outsider in (cast.visitor, cast.jan, cast.ewa, cast.ola):
        assert cast.client(outsider).post(path, GIVEN).status_code in (302, 403, 404)
    marta = cast.client(cast.marta)
    assert "Take the name away" in marta.get(path).content.decode()
    assert marta.post(path, GIVEN).status_code == 303
    shown = names_beside(cast, topic)
    assert BAD not in shown and neutral in shown
    statement = Statement.objects.get()
    assert (statement.person, statement.verdict) == (cast.jan, "rename")
    assert "neutral one" in cast.client(cast.jan).get(statement.path).content.decode()
    again = marta.post(path, {**GIVEN, "reason": "Jeszcze raz."})
    assert again.status_code == 409
    undone = cast.client(cast.adam).post(f"{statement.path}undo/", {"reason": "Pomyłka."})
    assert undone.status_code == 303
    assert BAD in names_beside(cast, topic)


def test_a_name_chosen_since_stays(cast: Cast, topic: Topic) -> None:
    cast.client(cast.marta).post(f"/moderation/person/{cast.jan.pk}/", GIVEN)
    fields = {"name": "Jan Z.", "handle": "jan", "language": "pl", "bio": "", "organisation": ""}
    assert cast.client(cast.jan).post("/accounts/settings/", fields).status_code == 303
    cast.client(cast.adam).post(f"{Statement.objects.get().path}undo/", {"reason": "Pomyłka."})
    assert User.objects.get(pk=cast.jan.pk).name == "Jan Z."


def test_only_an_administrator_takes_a_moderators_name(cast: Cast) -> None:
    answer = cast.client(cast.marta).post(f"/moderation/person/{cast.adam.pk}/", GIVEN)
    assert answer.status_code in (403, 404)
    assert User.objects.get(pk=cast.adam.pk).name == "Adam Pasternak"
