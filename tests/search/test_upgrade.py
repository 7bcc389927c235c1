"""A site that was there before the entries held more."""

from importlib import import_module

import pytest
from django.apps import apps

from directory.actions.post_card import post_card
from forums.actions.start_topic import start_topic
from kernel.models import Outbox
from realtime.chat.actions.say import say
from search.engines.elastic import indices, link
from search.models import Alike
from search.query import search
from tests.cast import Cast
from tests.search.conftest import VISITOR, Pages, settle

pytestmark = pytest.mark.django_db


def test_everything_is_looked_at_again(cast: Cast) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Farby", body="?")
    card = post_card(by=cast.ola, organisation=cast.house, kind="need", title="Rzutnik")
    said, _ = say(by=cast.ola, room=cast.market, body="Statyw.")
    type(cast.ola).objects.filter(pk=cast.ola.pk).update(open=True)
    settle()
    assert not Outbox.objects.filter(queue="search").exists()
    Alike.objects.all().delete()
    import_module("search.migrations.0004_first_words").fill(apps, None)
    waiting = set(Outbox.objects.filter(queue="search").values_list("kind", "object_id"))
    assert waiting == {
        ("topic", topic.pk), ("card", card.pk), ("message", said.pk), ("person", cast.ola.pk),
    }  # fmt: skip
    settle()
    assert search(VISITOR, "statyw").total == search(VISITOR, "wrona").total == 1
    assert ["GOK", "gminny ośrodek kultury"] in [group.phrases for group in Alike.objects.all()]


def test_terms_of_another_recipe_are_made_anew(cast: Cast) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Farby", body="?")
    say(by=cast.ola, room=cast.market, body="Statyw.")
    settle()
    import_module("search.migrations.0006_exact_words").look_again(apps, None)
    waiting = set(Outbox.objects.filter(queue="search").values_list("kind", "object_id"))
    assert ("topic", topic.pk) in waiting
    assert {kind for kind, _ in waiting} == {"topic", "message"}
    settle()
    assert not Outbox.objects.filter(queue="search").exists()


def test_an_index_of_another_shape_is_replaced(elasticsearch: str, pages: Pages) -> None:
    server = link.client(20)
    old = f"{indices.reading().rsplit('-', 1)[0]}-1-1700000000000000"
    server.indices.create(index=old, aliases={f"{old}-alias": {}})
    pages.put(1, "Koncert")
    found = search(VISITOR, "koncert")
    assert (found.engine, found.degraded, found.total) == ("local", True, 1), "nothing is missing"
    link.questions.worked()
    settle()
    assert search(VISITOR, "koncert").engine == "elasticsearch"
    assert not server.indices.exists(index=old)
