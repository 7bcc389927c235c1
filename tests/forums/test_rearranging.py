"""Moving, splitting, merging: what goes along, what stays, and where every old address leads."""

from typing import Any

import pytest
from django.db import transaction

from forums.actions.accept_answer import accept_answer
from forums.actions.edit_post import edit_post
from forums.actions.hide import hide_post
from forums.actions.merge_topics import merge_topics
from forums.actions.move_topic import move_topic
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.split_topic import split_topic
from forums.models import Forum, Post, Seat, Topic
from kernel.refusals import Invalid, Refused
from moderation.actions.report import report
from moderation.models import Report
from notifications.models import Notification, Watch
from realtime.live.events import events_after
from search.drain import drain
from search.models import Entry
from tests.cast import Cast
from tests.forums.conftest import drift, path, verb
from tests.forums.test_topic_page import page


def fresh(topic: Topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


def led(client: Any, address: str) -> str:
    """Where an address leads in the end."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return str(answer.redirect_chain[-1][0]) if answer.redirect_chain else address


def test_split_posts_get_new_numbers_and_the_old_ones_lead_there(
    cast: Cast, topic: Topic, talk: list[Post]
) -> None:
    new = split_topic(by=cast.marta, topic=topic, numbers={3, 4, 6}, title="Osobna sprawa")
    posts = list(Post.objects.filter(topic=new).order_by("number"))
    assert [(p.number, p.body) for p in posts] == [
        (1, "Wpis trzeci."), (2, "Wpis czwarty."), (3, "Wpis szósty."),
    ]  # fmt: skip
    assert [p.parent_id for p in posts] == [None, posts[0].pk, None]
    assert (new.author, new.reply_count, new.last_number) == (cast.ewa, 2, 3)
    old = fresh(topic)
    assert (old.reply_count, old.last_number) == (2, 6)
    html = page(cast.client(), path(topic))
    assert "Wpis trzeci" not in html
    assert html.count("moved to another conversation") == 3
    assert led(cast.client(), path(topic, "4/")) == path(new, "2/#p2")
    assert "Wpis czwarty" in page(cast.client(), path(new))
    assert drift() == []


def test_the_api_keeps_the_numbers(cast: Cast, topic: Topic, talk: list[Post]) -> None:
    new = split_topic(by=cast.marta, topic=topic, numbers={3}, title="Osobna sprawa")
    moved = Post.objects.get(topic=new, number=1)
    rows = cast.client().get(f"/api/v1/topics/{topic.pk}/posts").json()["results"]
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert rows[2] == {"id": talk[1].pk, "number": 3, "removed": True, "moved_to": moved.pk}
    merge_topics(by=cast.marta, topic=new, into=topic)
    assert cast.client().get(f"/api/v1/topics/{new.pk}").status_code == 404
    (row,) = cast.client().get(f"/api/v1/topics/{new.pk}/posts").json()["results"]
    assert (row["removed"], row["moved_to"]) == (True, Post.objects.get(topic=topic, number=7).pk)


def test_both_channels_tell_of_it(cast: Cast, topic: Topic, talk: list[Post]) -> None:
    before = len(events_after(cast.visitor, "topic", topic.pk, 0, 100))
    new = split_topic(by=cast.marta, topic=topic, numbers={3, 4}, title="Osobna sprawa")
    frames = events_after(cast.visitor, "topic", topic.pk, before, 100)
    assert [f["seq"] for f in frames] == list(range(before + 1, before + len(frames) + 1))
    gone = [f["data"] for f in frames if f["data"].get("moved_to")]
    assert {f["type"] for f in frames} == {"post.changed"}
    assert [data["number"] for data in gone if data["id"] in (talk[1].pk, talk[2].pk)] == [3, 4]
    made = events_after(cast.visitor, "topic", new.pk, 0, 100)
    assert [(f["type"], f["seq"], f["data"]["number"]) for f in made] == [
        ("post.created", 1, 1), ("post.created", 2, 2),
    ]  # fmt: skip
    assert "Wpis trzeci" not in str(events_after(cast.visitor, "topic", topic.pk, 0, 100))


def test_merged_topics_are_one(cast: Cast, topic: Topic, talk: list[Post], other: Topic) -> None:
    merge_topics(by=cast.marta, topic=topic, into=other)
    numbers = list(
        Post.objects.filter(topic=other).order_by("number").values_list("number", "body")
    )
    assert [n for n, _ in numbers] == list(range(1, 9))
    assert numbers[2][1] == "Jak **to** zrobić?"
    parents = Post.objects.filter(topic=other, number__gt=4).order_by("number")
    assert [p.parent.number if p.parent else None for p in parents] == [None, 5, 6, 4]
    client = cast.client()
    for number in range(1, 7):
        assert led(client, path(topic, f"{number}/")) == path(other, f"{number + 2}/#p{number + 2}")
    assert led(client, path(topic)) == path(other, "3/#p3")
    assert led(client, f"/forums/t/{topic.pk}/") == path(other, "3/#p3")
    assert client.get(path(topic)).status_code == 301
    for address in ("/forums/", "/forums/ogolne/", "/feeds/forums/ogolne/"):
        assert path(topic) not in client.get(address).content.decode()
    assert "6 posts of another conversation merged in" in page(client, path(other))
    assert "Noc w" in page(client, path(other))
    assert {tag.name for tag in fresh(other).tags.all()} == {"noc", "muzeum"}
    assert drift() == []
    # Sent twice it changes nothing.
    version = fresh(other).version
    assert merge_topics(by=cast.marta, topic=topic, into=other) == other
    assert fresh(other).version == version
    for act in (
        lambda: merge_topics(by=cast.marta, topic=other, into=topic),
        lambda: split_topic(by=cast.marta, topic=other, numbers={3}, into=topic),
        lambda: move_topic(by=cast.marta, topic=topic, forum=cast.backroom),
    ):
        with pytest.raises(Refused):
            act()


def test_addresses_lead_on_however_often_a_post_moves(
    cast: Cast, topic: Topic, talk: list[Post], other: Topic
) -> None:
    new = split_topic(by=cast.marta, topic=topic, numbers={4, 5}, title="Osobna sprawa")
    merge_topics(by=cast.marta, topic=new, into=other)
    back = split_topic(by=cast.marta, topic=other, numbers={4}, into=topic)
    assert back == topic
    client = cast.client()
    assert led(client, path(topic, "5/")) == path(topic, "7/#p7")
    assert led(client, path(new, "2/")) == path(topic, "7/#p7")
    assert led(client, path(topic, "4/")) == path(other, "3/#p3")
    # What it answered is elsewhere, so it answers nothing here.
    assert Post.objects.get(topic=topic, number=7).parent is None
    assert drift() == []


def test_a_parent_that_moved_earlier_is_found(
    cast: Cast, topic: Topic, talk: list[Post], other: Topic
) -> None:
    split_topic(by=cast.marta, topic=topic, numbers={4}, into=other)
    split_topic(by=cast.marta, topic=topic, numbers={5}, into=other)
    post = Post.objects.get(topic=other, number=4)
    assert post.parent == Post.objects.get(topic=other, number=3)


def test_who_may_not_see_the_target_learns_nothing_of_it(
    cast: Cast, topic: Topic, talk: list[Post], secret: Topic
) -> None:
    split_topic(by=cast.marta, topic=topic, numbers={3}, into=secret)
    for who in (None, cast.jan, cast.ola, cast.ewa):
        client = cast.client(who)
        for address in (path(topic), path(topic, "3/")):
            html = page(client, address)
            assert "moved to another conversation" in html
            for words in (secret.slug, "Między nami", "Wpis trzeci"):
                assert words not in html
        assert "Wpis trzeci" not in client.get(f"/forums/t/{topic.pk}/posts?after=1").json()["html"]
    assert led(cast.client(cast.marta), path(topic, "3/")) == path(secret, "2/#p2")
    merge_topics(by=cast.marta, topic=topic, into=secret)
    for who in (None, cast.jan, cast.ewa):
        for address in (path(topic), path(topic, "2/"), f"/forums/t/{topic.pk}/"):
            assert cast.client(who).get(address).status_code == 404
    assert "Noc w" in page(cast.client(cast.marta), path(secret))


def test_nothing_of_a_secret_topic_comes_along_in_words(
    cast: Cast, topic: Topic, secret: Topic
) -> None:
    merge_topics(by=cast.marta, topic=secret, into=topic)
    html = page(cast.client(), path(topic))
    assert "1 post of another conversation merged in" in html
    assert "Między nami" not in html


def test_removed_and_hidden_posts_move_as_they_are(
    cast: Cast, topic: Topic, talk: list[Post], other: Topic
) -> None:
    remove_post(by=cast.ewa, post=talk[1])
    hide_post(talk[2], True)
    split_topic(by=cast.marta, topic=topic, numbers={3, 4, 5}, into=other)
    html = page(cast.client(), path(other))
    for words in ("Wpis trzeci", "Wpis czwarty"):
        assert words not in html
    assert "Wpis piąty" in html
    assert fresh(other).reply_count == 2
    address = f"/forums/topics/{other.pk}/posts/3/restore/"
    assert cast.client(cast.ewa).post(address).status_code == 303
    assert "Wpis trzeci" in page(cast.client(), path(other))
    assert drift() == []


def test_what_hangs_on_a_post_goes_along(
    cast: Cast, topic: Topic, talk: list[Post], other: Topic
) -> None:
    Post.objects.filter(pk=talk[1].pk).update(created_at=talk[0].created_at)
    edit_post(by=cast.ewa, post=talk[1], body="Wpis trzeci i pół, " + "dłuższy " * 30)
    accept_answer(by=cast.ola, post=talk[1])
    report(by=cast.jan, kind="post", object_id=talk[1].pk, reason="spam")
    report(by=cast.jan, kind="topic", object_id=topic.pk, reason="other")
    told = Notification.objects.filter(target_kind="post", target_id=talk[1].pk)
    assert told.exists()
    merge_topics(by=cast.marta, topic=topic, into=other)
    moved = Post.objects.get(topic=other, number=5)
    assert moved.revisions.count() == 1
    assert (fresh(other).accepted, fresh(topic).accepted) == (moved, None)
    assert fresh(other).accepted_by == cast.ola
    first = Post.objects.get(topic=other, number=3)
    assert set(Report.objects.values_list("kind", "object_id")) == {
        ("post", moved.pk), ("post", first.pk),
    }  # fmt: skip
    assert not told.exists()
    again = Notification.objects.filter(target_kind="post", target_id=moved.pk)
    assert {row.url for row in again} == {path(other, "5/#p5")}
    watching = Watch.objects.filter(kind="topic", object_id=other.pk)
    assert set(watching.values_list("person", flat=True)) == {cast.ola.pk, cast.jan.pk, cast.ewa.pk}
    assert not Watch.objects.filter(kind="topic", object_id=topic.pk).exists()
    drain()
    assert set(Entry.objects.filter(kind="topic").values_list("object_id", flat=True)) == {other.pk}
    assert Entry.objects.filter(object_id=other.pk).count() == 8
    assert drift() == []


def test_how_far_people_have_read_goes_along(
    cast: Cast, topic: Topic, talk: list[Post], other: Topic
) -> None:
    Seat.objects.filter(topic=topic, person=cast.jan).update(read_number=4)
    new = split_topic(by=cast.marta, topic=topic, numbers={3, 4, 6}, title="Osobna sprawa")
    assert Seat.objects.get(topic=new, person=cast.jan).read_number == 2
    assert Seat.objects.get(topic=new, person=cast.ewa).read_number == 3
    # In a topic that was there: only who had read all of it.
    Seat.objects.filter(topic=other, person=cast.jan).update(read_number=2)
    Seat.objects.filter(topic=other, person=cast.ewa).update(read_number=1)
    merge_topics(by=cast.marta, topic=new, into=other)
    assert Seat.objects.get(topic=other, person=cast.jan).read_number == 4
    assert Seat.objects.get(topic=other, person=cast.ewa).read_number == 1


def test_watchers_who_may_not_see_the_target_follow_nothing(
    cast: Cast, topic: Topic, talk: list[Post], secret: Topic
) -> None:
    before = Notification.objects.count()
    merge_topics(by=cast.marta, topic=topic, into=secret)
    watching = Watch.objects.filter(kind="topic", object_id=secret.pk)
    assert set(watching.values_list("person", flat=True)) == {cast.marta.pk}
    post_reply(by=cast.adam, topic=fresh(secret), body="Tylko dla nas.")
    people = Notification.objects.order_by("pk")[before:].values_list("person", flat=True)
    assert set(people) <= {cast.marta.pk}


def test_moving_changes_who_sees_it_and_every_figure(
    cast: Cast, topic: Topic, talk: list[Post]
) -> None:
    members = Forum.objects.create(slug="czlonkowie", name="Dla członków", audience="members")
    form = {"forum": "czlonkowie"}
    for who in (None, cast.jan, cast.ola):
        assert cast.client(who).post(verb(topic, "move"), form).status_code in (302, 403)
    page(cast.client(), path(topic))
    assert cast.client(cast.marta).post(verb(topic, "move"), form).status_code == 303
    assert cast.client().get(path(topic)).status_code == 404
    html = page(cast.client(cast.jan), path(topic))
    assert "Moved here from the forum “Ogólne”" in html
    members.refresh_from_db()
    assert (members.topic_count, members.post_count) == (1, 6)
    assert drift() == []
    shelves = Entry.objects.filter(object_id=topic.pk).values_list("shelf__audience", flat=True)
    assert set(shelves) == {"members"}
    # From where fewer may look, not even the name comes along.
    move_topic(by=cast.adam, topic=topic, forum=cast.square)
    html = page(cast.client(), path(topic))
    assert "Moved here from another forum" in html
    assert "Dla członków" not in html.split('class="posts')[1]
    assert move_topic(by=cast.adam, topic=topic, forum=cast.square).forum == cast.square
    for wrong in ({}, {"forum": ""}, {"forum": "ogolne"}, {"forum": "nie-ma"}):
        assert cast.client(cast.marta).post(verb(topic, "move"), wrong).status_code == 422
    assert drift() == []


# The forms


def test_a_reply_to_a_merged_topic_comes_after_it(
    cast: Cast, topic: Topic, talk: list[Post], other: Topic
) -> None:
    merge_topics(by=cast.marta, topic=topic, into=other)
    reply = post_reply(by=cast.jan, topic=topic, body="Spóźnione słowa.", parent=talk[0])
    assert (reply.topic, reply.number, reply.parent.number) == (other, 9, 4)  # type: ignore[union-attr]
    sent = cast.client(cast.jan).post(verb(topic, "reply"), {"body": "I jeszcze.", "parent": "3"})
    assert sent["Location"] == path(other, "10/#p10")
    assert Post.objects.get(topic=other, number=10).parent == Post.objects.get(
        topic=other, number=5
    )
    assert cast.client(cast.jan).post(verb(topic, "reply"), {"body": "Tu."}).status_code == 303
    assert drift() == []


def test_an_edit_of_a_moved_post_comes_after_it(cast: Cast, topic: Topic, talk: list[Post]) -> None:
    new = split_topic(by=cast.marta, topic=topic, numbers={3}, title="Osobna sprawa")
    assert edit_post(by=cast.ewa, post=talk[1], body="Poprawione.").topic_id == new.pk
    address = f"/forums/topics/{topic.pk}/posts/3/edit/"
    sent = cast.client(cast.ewa).post(address, {"body": "Jeszcze lepsze."})
    assert sent["Location"] == path(new, "1/#p1")
    assert cast.client(cast.jan).post(address, {"body": "Cudze."}).status_code == 403


def test_too_much_at_once(cast: Cast, topic: Topic, other: Topic) -> None:
    with pytest.raises(Invalid):
        split_topic(by=cast.marta, topic=topic, numbers=range(2, 1_100), title="x")
    with transaction.atomic():
        Post.objects.bulk_create(
            Post(topic=topic, number=n, author=cast.jan, body="x", html="<p>x</p>\n")
            for n in range(2, 1_005)
        )
        Topic.objects.filter(pk=topic.pk).update(last_number=1_004)
    with pytest.raises(Invalid, match="too long"):
        merge_topics(by=cast.marta, topic=topic, into=other)


def test_many_posts_cost_as_many_statements_as_some(cast: Cast, topic: Topic) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from search import drain
    from tests.forums.test_topic_page import fill

    fill(topic, cast, 300)
    counts = []
    for numbers, title in ((range(2, 62), "Sześćdziesiąt"), (range(100, 280), "Sto osiemdziesiąt")):
        with CaptureQueriesContext(connection) as seen:
            new = split_topic(by=cast.marta, topic=fresh(topic), numbers=numbers, title=title)
        counts.append(len(seen))
        assert (new.last_number, new.reply_count) == (len(numbers), len(numbers) - 1)
    assert counts[1] <= counts[0] + 5, counts
    assert drift() == []
    frames = events_after(cast.visitor, "topic", new.pk, 0, 1_000)
    assert [frame["seq"] for frame in frames] == list(range(1, 181))
    assert not Entry.objects.filter(object_id=topic.pk, part=150, shelf__audience="public").exists()
    while drain.drain().rows:
        pass
    assert Entry.objects.filter(object_id=new.pk).count() == 180
    assert not Entry.objects.filter(object_id=topic.pk, part=150).exists()
