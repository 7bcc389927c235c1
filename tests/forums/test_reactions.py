"""One press says one of a few words of another's post."""

import json
from typing import Any

import pytest
from django.test import Client

from directory.models import Membership
from forums.actions.close_topic import close_topic
from forums.actions.hide import hide_post
from forums.actions.merge_topics import merge_topics
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.restore_post import restore_post
from forums.actions.split_topic import split_topic
from forums.models import Post, Topic
from forums.reactions.integrity import reactions as check
from forums.reactions.models import Reaction
from kernel.integrity import Check
from notifications.models import Notification
from tests.cast import Cast, person
from tests.forums.conftest import path, verb
from tests.forums.test_questions import body_tag, kinds, text


@pytest.fixture
def reply(cast: Cast, topic: Topic) -> Post:
    return post_reply(by=cast.jan, topic=topic, body="Latarki.")


def press(client: Client, post: Post, kind: str = "agree", on: str = "1") -> Any:
    address = verb(post.topic, f"posts/{post.number}/react")
    return client.post(address, {"kind": kind, "on": on})


def figures(post: Post) -> dict[str, int]:
    return Post.objects.get(pk=post.pk).reactions


def drift(check: Check = check, *, fix: bool = False) -> list[str]:
    return list(check(fix))


def test_a_press_is_counted_once_and_taken_back(cast: Cast, topic: Topic, reply: Post) -> None:
    ewa, visitor = cast.client(cast.ewa), cast.client()
    visitor.get(path(topic))
    for _again in range(2):
        assert press(ewa, reply)["location"].endswith("/2/#p2")
    press(cast.client(cast.ola), reply)
    press(cast.client(cast.ola), reply, "cheer")
    assert figures(reply) == {"agree": 2, "cheer": 1}
    page = text(visitor, path(topic))
    assert "I agree <b>2</b>" in page and "Fingers crossed <b>1</b>" in page
    assert 'data-reacted="2:agree"' in body_tag(ewa, topic)
    assert 'data-reacted="2:agree,cheer"' in body_tag(cast.client(cast.ola), topic)
    assert "data-reacted" not in body_tag(cast.client(cast.marta), topic)
    assert "data-reacted" not in body_tag(visitor, topic)
    press(ewa, reply, on="0")
    press(ewa, reply, on="0")
    assert figures(reply) == {"agree": 1, "cheer": 1}
    assert "I agree <b>1</b>" in text(visitor, path(topic))
    assert drift() == []


def test_a_script_gets_the_row_and_ones_own(cast: Cast, reply: Post) -> None:
    address = verb(reply.topic, "posts/2/react")
    answer = cast.client(cast.ewa).post(
        address, {"kind": "try"}, headers={"accept": "application/json"}
    )
    assert answer.json()["own"] == ["try"]
    assert "I will try this <b>1</b>" in answer.json()["html"]


@pytest.mark.parametrize("kind", ["", "love", "agree\x00", "a" * 5000])
def test_only_words_of_the_set_are_said(cast: Cast, reply: Post, kind: str) -> None:
    assert press(cast.client(cast.ewa), reply, kind).status_code == 422
    assert figures(reply) == {}


def test_a_question_is_not_said_a_second_way(cast: Cast, topic: Topic) -> None:
    first = Post.objects.get(topic=topic, number=1)
    assert press(cast.client(cast.jan), first, "same").status_code == 403
    assert "Same with us" not in text(cast.client(cast.jan), verb(topic, "posts/1/reactions"))
    assert press(cast.client(cast.jan), first, "cheer").status_code == 303
    assert figures(first) == {"cheer": 1}


@pytest.mark.parametrize("who", ["jan", "nowa", None])
def test_not_of_ones_own_nor_by_who_may_not_write(
    cast: Cast, topic: Topic, reply: Post, who: str | None
) -> None:
    client = cast.client(getattr(cast, who) if who else None)
    assert press(client, reply).status_code in (302, 403)
    assert figures(reply) == {}
    able = "react" in body_tag(client, topic).split('data-can="')[-1].split('"')[0].split()
    assert able == (who == "jan")  # who has confirmed their address, of others' posts


def test_what_is_hidden_gone_or_closed_takes_none(
    cast: Cast, topic: Topic, reply: Post, secret: Topic
) -> None:
    ewa = cast.client(cast.ewa)
    press(ewa, reply)
    own = Post.objects.get(topic=secret, number=1)
    assert press(ewa, own).status_code == 404
    assert ewa.get(verb(secret, "posts/1/reactions")).status_code == 404
    hide_post(reply, True)
    assert press(ewa, reply, "try").status_code == 404
    assert press(cast.client(cast.marta), reply, "try").status_code == 403
    assert "I agree" not in text(cast.client(cast.marta), path(topic)).split("<template")[0]
    assert cast.client().get(verb(topic, "posts/2/reactions")).status_code == 404
    hide_post(reply, False)
    remove_post(by=cast.jan, post=reply)
    assert "I agree <b>" not in text(cast.client(), path(topic))
    restore_post(by=cast.jan, post=reply)
    assert "I agree <b>1</b>" in text(cast.client(), path(topic))
    close_topic(by=cast.marta, topic=topic)
    assert press(ewa, reply, "try").status_code == 403
    assert press(ewa, reply, on="0").status_code == 303  # taking back is always possible
    assert figures(reply) == {}


def test_for_an_organisation_its_editors_do_not_applaud(cast: Cast, topic: Topic) -> None:
    said = post_reply(by=cast.ola, topic=topic, body="My.", organisation=cast.house)
    Membership.objects.create(organisation=cast.house, person=cast.jan, role=Membership.Role.EDITOR)
    assert press(cast.client(cast.jan), said).status_code == 403
    assert press(cast.client(cast.ola), said).status_code == 403
    assert press(cast.client(cast.ewa), said).status_code == 303  # she used to belong
    told = Notification.objects.filter(kind="reacted")
    assert {row.person_id for row in told} == {cast.ola.pk, cast.jan.pk}
    assert cast.ewa.name in text(cast.client(), verb(topic, "posts/2/reactions"))


def test_who_reacted_is_shown_without_closed_accounts(cast: Cast, reply: Post) -> None:
    for who in (cast.ewa, cast.ola):
        press(cast.client(who), reply)
    page = verb(reply.topic, "posts/2/reactions")
    assert "Ewa Kostka" in text(cast.client(), page)
    type(cast.ewa).objects.filter(pk=cast.ewa.pk).update(is_active=False)
    names = text(cast.client(), page)
    assert "Ewa Kostka" not in names and "Ola Wrona" in names and "1 more" in names
    own = text(cast.client(cast.ola), page)
    assert own.count('aria-pressed="true"') == 1 + own.split("</main>")[1].count(
        'aria-pressed="true"'
    )


def test_the_author_hears_of_several_as_one_line(cast: Cast, topic: Topic, reply: Post) -> None:
    for n in range(5):
        client = cast.client(person(f"ktos{n}", f"Ktoś {n}"))
        press(client, reply, "agree")
        press(client, reply, "try")  # the same person is heard once
    page = text(cast.client(cast.jan), "/notifications/")
    assert "5 people reacted to what you wrote in “Noc w bibliotece”" in page
    other = post_reply(by=cast.jan, topic=topic, body="I koce.")
    press(cast.client(cast.ola), other)
    page = text(cast.client(cast.jan), "/notifications/")
    assert "5 people reacted" in page and "Ola Wrona reacted" in page  # another post, another line
    rows = Notification.objects.filter(person=cast.jan, kind="reacted")
    assert {row.by_mail for row in rows} == {"digest"}
    remove_post(by=cast.jan, post=reply)
    assert "5 people reacted" not in text(cast.client(cast.jan), "/notifications/")


def test_who_has_muted_the_topic_hears_nothing(cast: Cast, topic: Topic, reply: Post) -> None:
    cast.client(cast.jan).post(f"/notifications/watch/topic/{topic.pk}/", {"level": "muted"})
    press(cast.client(cast.ewa), reply)
    assert "reacted" not in kinds(cast.jan)


def test_they_follow_their_post(cast: Cast, topic: Topic, other: Topic, reply: Post) -> None:
    press(cast.client(cast.ewa), reply)
    press(cast.client(cast.ola), reply, "try")
    new = split_topic(by=cast.marta, topic=topic, numbers=[2], title="Latarki")
    moved = Post.objects.get(topic=new, number=1)
    assert (figures(moved), figures(reply)) == ({"agree": 1, "try": 1}, {})
    assert "I agree <b>1</b>" in text(cast.client(), path(new))
    press(
        cast.client(cast.ewa), reply
    )  # the old number leads to where it is, and it is said already
    assert figures(moved) == {"agree": 1, "try": 1}
    merge_topics(by=cast.marta, topic=new, into=other)
    there = Post.objects.get(topic=other, number=3)
    assert figures(there) == {"agree": 1, "try": 1}
    assert 'data-reacted="3:agree"' in body_tag(cast.client(cast.ewa), other)
    assert drift() == []


def test_an_erased_account_leaves_the_figure(cast: Cast, reply: Post) -> None:
    guest = person("gosc", "Gość")
    press(cast.client(guest), reply)
    Notification.objects.all().delete()
    guest.delete()
    assert figures(reply) == {"agree": 1}
    assert Reaction.objects.get().person is None
    assert drift() == []
    assert "1 more" in text(cast.client(), verb(reply.topic, "posts/2/reactions"))


def test_integrity_mends_figures(cast: Cast, topic: Topic, reply: Post) -> None:
    press(cast.client(cast.ewa), reply)
    Post.objects.filter(pk=reply.pk).update(reactions={"agree": 7})
    Post.objects.filter(topic=topic, number=1).update(reactions={"smile": 1})
    assert len(drift()) == 2
    assert len(drift(fix=True)) == 2
    assert drift() == []
    assert figures(reply) == {"agree": 1}


def test_a_page_costs_the_same_however_many_react(cast: Cast, topic: Topic) -> None:
    from tests.forums.test_cost import both

    posts = [post_reply(by=cast.jan, topic=topic, body=f"Rada {n}.") for n in range(15)]
    client, visitor = cast.client(cast.ewa), cast.client()
    press(client, posts[0])
    client.get(path(topic))
    few, few_visitor = both(client, path(topic)), both(visitor, path(topic))
    for post in posts:
        Reaction.objects.get_or_create(post=post, person=cast.ewa, kind="try")
        Post.objects.filter(pk=post.pk).update(reactions={"try": 1})
    Topic.objects.filter(pk=topic.pk).update(version=99)
    assert both(client, path(topic)) == few
    assert both(visitor, path(topic)) == few_visitor
    assert few[0] <= 18 and few_visitor[0] <= 12


def test_the_api_says_and_unsays(cast: Cast, topic: Topic, reply: Post) -> None:
    from tests.api.conftest import Caller

    ewa, nobody, jan = Caller(cast.ewa), Caller(), Caller(cast.jan)
    address = f"/api/v1/posts/{reply.pk}/reactions"
    for _again in range(2):
        answer = ewa._client.put(f"{address}/agree", {}, content_type="application/json")
        assert answer.json() == {"reactions": {"agree": 1}, "own": ["agree"]}
    posts = nobody.get(f"topics/{topic.pk}/posts").json()["results"]
    assert [post["reactions"] for post in posts] == [{}, {"agree": 1}]
    said = nobody.get(f"posts/{reply.pk}/reactions").json()["results"]
    assert [(one["kind"], one["count"], len(one["people"])) for one in said if one["count"]] == [
        ("agree", 1, 1)
    ]
    assert jan._client.put(f"{address}/agree").status_code == 403
    assert nobody._client.put(f"{address}/agree").status_code == 401
    assert ewa._client.put(f"{address}/love").status_code == 422
    assert ewa._client.put("/api/v1/posts/999999/reactions/agree").status_code == 404
    for _again in range(2):
        assert ewa._client.delete(f"{address}/agree").json() == {"reactions": {}, "own": []}
    assert json.loads(nobody.get(f"posts/{reply.pk}/reactions").content)["next"] is None
