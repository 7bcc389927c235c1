"""The actions of the forums: what they write, count and say; and what they refuse."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forums.actions.accept_answer import accept_answer
from forums.actions.change_topic import change_topic
from forums.actions.create_forum import create_forum
from forums.actions.edit_post import edit_post
from forums.actions.hide import hide_post, hide_topic
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.restore_post import restore_post
from forums.actions.start_topic import start_topic
from forums.facts import (
    AnswerAccepted,
    ForumChanged,
    PostChanged,
    ReplyPosted,
    TopicChanged,
    TopicStarted,
)
from forums.integrity import accepted, forums, html, numbers, topics
from forums.models import Forum, Post, Seat, Topic
from forums.start import ensure_start
from kernel import facts
from kernel.gate import POST_LIMIT
from kernel.refusals import Invalid, KeyReused, Refused
from tests.cast import Cast
from tests.forums.conftest import drift


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[facts.Fact]:
    """Every fact that is published, in order."""
    said: list[facts.Fact] = []
    for kind in (
        AnswerAccepted,
        ForumChanged,
        PostChanged,
        ReplyPosted,
        TopicChanged,
        TopicStarted,
    ):
        monkeypatch.setitem(facts._receivers, kind, [*facts._receivers[kind], said.append])
    return said


def test_a_topic_and_its_first_post(cast: Cast, heard: list[facts.Fact]) -> None:
    topic = start_topic(
        by=cast.ola, forum=cast.square, title="Łódź i żagle", body="**Kto** szyje żagle?", kind="question",
        tags="Żagle, szycie, żagle", lang="pl",
    )  # fmt: skip
    post = topic.posts.get()
    assert (topic.slug, topic.last_number, topic.reply_count, topic.excerpt) == (
        "lodz-i-zagle",
        1,
        0,
        "Kto szyje żagle?",
    )
    assert (post.number, post.html.strip()) == (1, "<p><strong>Kto</strong> szyje żagle?</p>")
    assert sorted(topic.tags.names()) == ["szycie", "żagle"]
    cast.square.refresh_from_db()
    assert (cast.square.topic_count, cast.square.post_count) == (1, 1)
    assert cast.square.last_post_at == topic.last_post_at == post.created_at
    assert heard == [TopicStarted(topic_id=topic.pk, post_id=post.pk)]
    assert drift() == []


def test_a_reply_counts_everywhere(cast: Cast, topic: Topic, heard: list[facts.Fact]) -> None:
    version = Topic.objects.get(pk=topic.pk).version
    post = post_reply(by=cast.jan, topic=topic, body="Latarki.")
    topic.refresh_from_db()
    assert (topic.last_number, topic.reply_count, topic.last_poster, topic.version) == (
        2,
        1,
        cast.jan,
        version,
    )
    assert heard == [ReplyPosted(topic_id=topic.pk, post_id=post.pk, number=2)]
    assert Seat.objects.get(topic=topic, person=cast.jan).read_number == 2
    assert drift() == []


def test_counters_hold_through_everything(cast: Cast, topic: Topic) -> None:
    posts = [post_reply(by=cast.jan, topic=topic, body=f"odpowiedź {n}") for n in range(4)]
    accept_answer(by=cast.ola, post=posts[1])
    assert drift() == []
    remove_post(by=cast.jan, post=posts[3])
    topic.refresh_from_db()
    assert (topic.last_number, topic.reply_count) == (5, 3)
    assert topic.last_post_at == posts[2].created_at
    assert drift() == []
    hide_post(posts[1], True)
    topic.refresh_from_db()
    assert (topic.accepted, topic.accepted_by, topic.reply_count) == (None, None, 2)
    assert drift() == []
    remove_post(by=cast.marta, post=posts[1])
    hide_post(posts[1], False)
    assert drift() == []
    restore_post(by=cast.jan, post=posts[3])
    restore_post(by=cast.marta, post=posts[1])
    topic.refresh_from_db()
    assert topic.reply_count == 4
    hide_topic(topic, True)
    assert drift() == []
    post_reply(by=cast.marta, topic=topic, body="Między nami.")
    remove_post(by=cast.marta, post=posts[0])
    assert drift() == []
    hide_topic(topic, False)
    hide_topic(topic, False)
    assert drift() == []
    opening = topic.posts.get(number=1)
    remove_post(by=cast.ola, post=opening)
    topic.refresh_from_db()
    assert topic.excerpt == ""
    restore_post(by=cast.ola, post=opening)
    topic.refresh_from_db()
    assert topic.excerpt == "Jak to zrobić?"
    assert drift() == []


def test_the_checks_find_and_mend_what_is_wrong(cast: Cast, topic: Topic) -> None:
    reply = post_reply(by=cast.jan, topic=topic, body="x")
    Topic.objects.filter(pk=topic.pk).update(
        reply_count=9, last_poster=cast.ewa, accepted=topic.posts.get(number=1)
    )
    Forum.objects.filter(pk=cast.square.pk).update(post_count=77)
    Post.objects.filter(pk=reply.pk).update(html="<script>")
    assert len(drift()) == 4
    assert len([line for check in (topics, forums, accepted, html) for line in check(True)]) == 4
    assert drift() == []
    Post.objects.filter(pk=reply.pk).update(number=5)
    assert any("highest number is 5" in line for line in numbers(True))


def test_one_send_one_object(cast: Cast, topic: Topic) -> None:
    def send(
        body: str, by: Any = cast.jan, key: str | None = "k1", parent: Post | None = None
    ) -> Post:
        return post_reply(by=by, topic=topic, body=body, key=key, parent=parent)

    first = send("raz")
    assert send("raz") == first
    assert send("raz", by=cast.ewa) != first
    assert send("raz", key="k2") != first
    for changed in ({"body": "dwa"}, {"body": "raz", "parent": first}):
        with pytest.raises(KeyReused):
            send(**changed)
    started = [
        start_topic(by=cast.jan, forum=cast.square, title="T", body="b", key="k9") for _ in range(2)
    ]
    assert started[0] == started[1]
    with pytest.raises(KeyReused):
        start_topic(by=cast.jan, forum=cast.square, title="T", body="b", tags="c", key="k9")
    with pytest.raises(KeyReused):
        post_reply(by=cast.jan, topic=topic, body="b", key="k9")
    assert drift() == []


BAD_TEXTS = ["", " \n ", "a\0b", "a\ud800b", "a\x07b", "x" * (POST_LIMIT + 1), 7, None]


@pytest.mark.parametrize("body", BAD_TEXTS)
def test_bad_words_are_refused_by_name(cast: Cast, topic: Topic, body: Any) -> None:
    before = Post.objects.count(), Topic.objects.count()
    for action in (
        lambda: post_reply(by=cast.jan, topic=topic, body=body),
        lambda: edit_post(by=cast.ola, post=topic.posts.get(), body=body),
        lambda: start_topic(by=cast.jan, forum=cast.square, title="T", body=body),
    ):
        with pytest.raises(Invalid) as refused:
            action()
        assert list(refused.value.fields) == ["body"]
    assert (Post.objects.count(), Topic.objects.count()) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("title", "a\nb"), ("title", "x" * 201), ("title", "a\u202eb"), ("kind", "poll"),
     ("kind", None), ("tags", "a" * 31), ("tags", ",".join("abcdefghi")), ("tags", ["a\0"]), ("tags", [3]),
     ("lang", "polski"), ("lang", ""), ("lang", None)],
)  # fmt: skip
def test_bad_fields_are_refused_by_name(cast: Cast, field: str, value: Any) -> None:
    fields: dict[str, Any] = {"title": "T", "body": "b", field: value}
    with pytest.raises(Invalid) as refused:
        start_topic(by=cast.jan, forum=cast.square, **fields)
    assert list(refused.value.fields) == [field]


def test_all_that_is_wrong_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        start_topic(by=cast.jan, forum=cast.square, title="", body="", kind="x")
    assert set(refused.value.fields) == {"title", "body", "kind"}


def test_tags_are_few_short_words(cast: Cast) -> None:
    topic = start_topic(
        by=cast.jan,
        forum=cast.square,
        title="T",
        body="b",
        tags=["  Noc  w bibliotece ", "#dzieci", "", "DZIECI"],
    )
    assert sorted(topic.tags.names()) == ["dzieci", "noc w bibliotece"]
    change_topic(by=cast.jan, topic=topic, tags="")
    assert list(topic.tags.names()) == []


def test_a_parent_must_stand_in_the_same_topic(cast: Cast, topic: Topic) -> None:
    other = start_topic(by=cast.ola, forum=cast.square, title="Inny", body="b")
    gone = post_reply(by=cast.jan, topic=topic, body="x")
    remove_post(by=cast.jan, post=gone)
    for parent in (other.posts.get(), gone):
        with pytest.raises(Invalid) as refused:
            post_reply(by=cast.ewa, topic=topic, body="y", parent=parent)
        assert list(refused.value.fields) == ["parent"]


def test_only_an_answer_that_stands_can_be_accepted(cast: Cast, topic: Topic) -> None:
    gone = post_reply(by=cast.jan, topic=topic, body="x")
    remove_post(by=cast.jan, post=gone)
    for post in (gone, topic.posts.get(number=1)):
        with pytest.raises(Invalid):
            accept_answer(by=cast.ola, post=post)
    talk = start_topic(by=cast.ola, forum=cast.square, title="Rozmowa", body="b")
    reply = post_reply(by=cast.jan, topic=talk, body="x")
    with pytest.raises(Refused, match="not a question"):
        accept_answer(by=cast.ola, post=reply)


def test_accepting_moves_and_goes(cast: Cast, topic: Topic, heard: list[facts.Fact]) -> None:
    one, two = (post_reply(by=cast.jan, topic=topic, body=f"{n}") for n in (1, 2))
    heard.clear()
    accept_answer(by=cast.ola, post=one)
    accept_answer(by=cast.ola, post=one)
    assert [type(fact) for fact in heard] == [PostChanged, AnswerAccepted, TopicChanged]
    accept_answer(by=cast.ola, post=two)
    assert PostChanged(topic_id=topic.pk, post_id=one.pk) in heard[3:]
    change_topic(by=cast.ola, topic=topic, kind="discussion")
    topic.refresh_from_db()
    assert (topic.accepted, topic.accepted_at) == (None, None)
    assert drift() == []


def test_what_a_moderator_removed_its_author_does_not_bring_back(cast: Cast, topic: Topic) -> None:
    reply = post_reply(by=cast.jan, topic=topic, body="x")
    remove_post(by=cast.marta, post=reply)
    with pytest.raises(Refused):
        restore_post(by=cast.jan, post=reply)
    restore_post(by=cast.adam, post=reply)
    remove_post(by=cast.jan, post=reply)
    remove_post(by=cast.jan, post=reply)
    with pytest.raises(Refused):
        restore_post(by=cast.ola, post=reply)
    restore_post(by=cast.jan, post=reply)
    restore_post(by=cast.jan, post=reply)
    assert drift() == []


@pytest.mark.parametrize(
    "slug", ["", "t", "topics", "preview", "Ogólne", "a b", "-a", "ogolne", "x" * 61, None, 5]
)
def test_addresses_no_forum_may_have(cast: Cast, slug: Any) -> None:
    with pytest.raises(Invalid) as refused:
        create_forum(by=cast.adam, slug=slug, name="Nowe")
    assert list(refused.value.fields) == ["slug"]


def test_a_new_site_has_one_forum(cast: Cast, heard: list[facts.Fact]) -> None:
    assert ensure_start() == cast.square == ensure_start()
    made = create_forum(by=cast.adam, slug="biblioteki", name="Biblioteki", audience="members")
    assert made.position > cast.square.position
    assert heard == [ForumChanged(forum_id=made.pk)]


def test_a_new_name_shows_on_kept_pages(cast: Cast, topic: Topic) -> None:
    from django.db import transaction

    from accounts.facts import PersonRenamed
    from accounts.models import User
    from tests.forums.conftest import path

    reply = post_reply(by=cast.jan, topic=topic, body="x")
    post_reply(by=cast.ola, topic=topic, body="y", parent=reply)
    post_reply(by=cast.jan, topic=topic, body="z")
    client = cast.client()
    for address in (path(topic), "/forums/", "/forums/ogolne/"):
        assert "Jan Zubek" in client.get(address).content.decode()
    with transaction.atomic():
        User.objects.filter(pk=cast.jan.pk).update(name="Jan Kos")
        facts.publish(PersonRenamed(person_id=cast.jan.pk))
    for address in (path(topic), "/forums/", "/forums/ogolne/"):
        html = client.get(address).content.decode()
        assert "Jan Kos" in html
        assert "Jan Zubek" not in html


def test_who_writes_later_and_is_quicker_stays_the_latest_of_the_forum(
    cast: Cast, topic: Topic
) -> None:
    later = timezone.now() + timedelta(seconds=5)
    for write in (
        lambda: start_topic(by=cast.ola, forum=cast.square, title="Wolniej", body="x"),
        lambda: post_reply(by=cast.ewa, topic=topic, body="Też wolniej."),
    ):
        Forum.objects.filter(pk=cast.square.pk).update(last_post_at=later)
        write()
        assert Forum.objects.get(pk=cast.square.pk).last_post_at == later
    Forum.objects.filter(pk=cast.square.pk).update(last_post_at=None)
    start_topic(by=cast.ola, forum=cast.square, title="Pierwszy", body="x")
    assert Forum.objects.get(pk=cast.square.pk).last_post_at is not None
