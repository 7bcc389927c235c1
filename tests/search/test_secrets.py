"""Nothing that a viewer may not see shows: not in hits, totals, facets, suggestions or scores' absence."""

from typing import Any

import pytest
from django.db import transaction

from forums.actions.create_forum import change_forum
from forums.actions.hide import hide_post, hide_topic
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from kernel.models import Outbox
from search import index, query
from search.documents import Place
from search.models import Entry, Word
from search.query import search
from tests.cast import Cast
from tests.search.conftest import VISITOR, Finder, Pages, settle

pytestmark = pytest.mark.django_db
SECRET = "ksylofonista"


def _nothing(found: query.Results) -> None:
    assert found.results == []
    assert found.total == 0
    assert all(counts == {} for counts in found.facets.values())
    assert found.did_you_mean is None
    assert found.next is None


@pytest.fixture
def backroom_topic(cast: Cast, engine: str) -> Topic:
    """A topic that only moderators may read, with a word that stands nowhere else."""
    topic = start_topic(
        by=cast.marta,
        forum=cast.backroom,
        title=f"Sprawa: {SECRET}",
        body="Ksylofon.",
        tags="tajnytag",
    )
    settle()
    return topic


def test_moderators_alone_find_what_is_theirs(
    find: Finder, cast: Cast, backroom_topic: Topic
) -> None:
    for outsider in (VISITOR, cast.ola, cast.jan, cast.nowa):
        _nothing(find(SECRET, outsider))
        _nothing(find("ksylofon", outsider))
    assert find.ids(SECRET, cast.marta) == [backroom_topic.pk]


def test_no_suggestion_betrays_a_private_word(
    find: Finder, cast: Cast, backroom_topic: Topic
) -> None:
    start_topic(
        by=cast.ola, forum=cast.square, title="Saksofonista w bibliotece", body="Gra w sobotę."
    )
    settle()
    assert find("ksylofonist", VISITOR).did_you_mean is None
    assert find("ksylofonistaa", VISITOR).did_you_mean is None
    assert find("saksofonnista", VISITOR).did_you_mean == "saksofonista"
    assert not Word.objects.filter(form__startswith="ksylofon").exists()


def test_a_private_word_is_mended_as_if_it_were_unknown(find: Finder, cast: Cast) -> None:
    start_topic(by=cast.ola, forum=cast.square, title="Harmonijka ustna", body="Kto uczy?")
    settle()
    before = find("harmonijna", VISITOR)
    start_topic(by=cast.marta, forum=cast.backroom, title="Harmonijna współpraca", body="…")
    settle()
    after = find("harmonijna", VISITOR)
    assert before.did_you_mean == after.did_you_mean
    assert [r.url for r in before.results] == [r.url for r in after.results]
    assert before.total == after.total


def test_facets_count_only_what_the_viewer_may_see(
    find: Finder, cast: Cast, backroom_topic: Topic
) -> None:
    topic = start_topic(
        by=cast.ola, forum=cast.square, title="Ksylofon dla dzieci", body="Skąd?", tags="muzyka"
    )
    settle()
    found = find("ksylofon", cast.jan)
    assert [r.id for r in found.results] == [topic.pk]
    assert found.total == 1
    assert found.facets["tag"] == {"muzyka": 1}
    assert find("ksylofon", cast.marta).total == 2
    assert find("", VISITOR, tag="tajnytag").total == 0
    assert find("", cast.marta, tag="tajnytag").total == 1


@pytest.fixture
def reply(cast: Cast, engine: str) -> Post:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Instrumenty", body="Jakie?")
    post = post_reply(by=cast.jan, topic=topic, body=f"Grał u nas {SECRET}.")
    settle()
    return post


def _hide(post: Post) -> None:
    with transaction.atomic():
        hide_post(post, True)


def test_a_hidden_reply_is_gone_at_once_though_no_engine_has_heard(
    cast: Cast, find: Finder, reply: Post
) -> None:
    assert find.ids(SECRET) == [reply.topic_id]
    _hide(reply)
    _nothing(find(SECRET))
    _nothing(find("ksylofonistaa"))
    assert find.ids(SECRET, cast.marta) in ([], [reply.topic_id])
    settle()
    _nothing(find(SECRET))
    assert find.ids(SECRET, cast.marta) == [reply.topic_id]


def test_a_removed_reply_is_gone_for_everybody(cast: Cast, find: Finder, reply: Post) -> None:
    remove_post(by=cast.jan, post=reply)
    for viewer in (VISITOR, cast.marta):
        _nothing(find(SECRET, viewer))
    settle()
    for viewer in (VISITOR, cast.marta):
        _nothing(find(SECRET, viewer))
    assert not Entry.objects.filter(
        kind="topic", object_id=reply.topic_id, part=reply.number
    ).exists()


def test_a_hidden_topic_takes_its_replies_along(cast: Cast, find: Finder, reply: Post) -> None:
    with transaction.atomic():
        hide_topic(reply.topic, True)
    _nothing(find(SECRET))
    _nothing(find("instrumenty"))
    settle()
    _nothing(find(SECRET))
    with transaction.atomic():
        hide_topic(reply.topic, False)
    settle()
    assert find.ids(SECRET) == [reply.topic_id]


def test_a_long_topic_is_out_of_sight_at_once_too(
    cast: Cast, find: Finder, reply: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "FEW", 1)
    with transaction.atomic():
        hide_topic(reply.topic, True)
    _nothing(find(SECRET))
    assert Outbox.objects.filter(queue=index.QUEUE, object_id=reply.topic_id, part=0).exists()
    settle()
    _nothing(find(SECRET))
    assert find.ids(SECRET, cast.marta) == [reply.topic_id]


def test_a_forum_that_closes_takes_its_topics_along(cast: Cast, find: Finder, reply: Post) -> None:
    change_forum(
        by=cast.adam, forum=cast.square, name="Ogólne", description="", audience="moderators"
    )
    _nothing(find(SECRET, cast.jan))
    settle()
    _nothing(find(SECRET, cast.jan))
    assert find.ids(SECRET, cast.marta) == [reply.topic_id]


def test_what_the_index_believes_is_not_enough(find: Finder, pages: Pages) -> None:
    """An entry that is behind the database shows nothing: neither text nor count."""
    pages.put(1, "Próba generalna")
    pages.put(2, "Próba chóru")
    settle()
    place = Place(1, 0)
    from dataclasses import replace

    pages.held[place] = replace(pages.held[place], audience="moderators")
    found = find("próba")
    assert [r.id for r in found.results] == [2]
    assert found.total == 1


def test_with_very_much_untold_the_database_answers(
    elasticsearch: str, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.put(1, "Próba generalna")
    settle()
    monkeypatch.setattr("search.engines.elastic.asking.MOST_UNTOLD", 0)
    assert search(VISITOR, "próba").engine == "elasticsearch"
    pages.put(2, "Próba chóru")
    found = search(VISITOR, "próba")
    assert found.engine == "local"
    assert not found.degraded
    assert found.total == 2


def test_marks_are_made_after_escaping(find: Finder, pages: Pages) -> None:
    pages.put(
        1,
        "<script>alert('próba')</script>",
        'Była <mark>próba</mark> & "próby" <b onclick=x>chóru</b>',
    )
    settle()
    hit: Any = find("próba chór").results[0]
    for html in (hit.marked, hit.excerpt):
        assert "<script" not in html
        assert "<b " not in html
        assert html.count("<mark>") == html.count("</mark>") >= 1
    assert "&lt;mark&gt;<mark>próba</mark>&lt;/mark&gt;" in hit.excerpt
    assert "<mark>chóru</mark>" in hit.excerpt
