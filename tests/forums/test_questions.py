"""A question: I have this too, this helped me, what is still missing; and who may say so."""

import pytest
from django.test import Client
from django.urls import reverse

from forums.actions.accept_answer import accept_answer
from forums.actions.close_topic import close_topic
from forums.actions.mark_helped import mark_helped
from forums.actions.mark_same import mark_same
from forums.actions.merge_topics import merge_topics
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.split_topic import split_topic
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from forums.questions.models import Helped, Question, SameProblem
from notifications.models import Notification
from tests.cast import Cast
from tests.forums.conftest import drift, path, verb


def body_tag(client: Client, topic: Topic) -> str:
    page = client.get(path(topic)).content.decode()
    return page.split("<body")[1].split(">")[0]


def text(client: Client, address: str) -> str:
    """A page with plain spaces in its words."""
    return client.get(address).content.decode().replace("\u00a0", " ")


def kinds(person: object) -> list[str]:
    rows = Notification.objects.filter(person=person).order_by("pk")  # type: ignore[misc]
    return list(rows.values_list("kind", flat=True))


def test_others_have_it_too_and_hear_of_the_answer(cast: Cast, topic: Topic) -> None:
    jan, visitor = cast.client(cast.jan), cast.client()
    assert "I have this too" in jan.get(path(topic)).content.decode()
    for _again in range(2):
        assert jan.post(verb(topic, "same")).status_code == 303
    cast.client(cast.marta).post(verb(topic, "same"))
    assert "2 people have this too" in visitor.get(path(topic)).content.decode()
    assert "2 have it too" in visitor.get("/forums/ogolne/").content.decode()
    cast.client(cast.marta).post(verb(topic, "same"), {"on": "0"})
    assert "1 person has this too" in visitor.get(path(topic)).content.decode()
    answer = post_reply(by=cast.marta, topic=topic, body="Latarki.")
    accept_answer(by=cast.ola, post=answer)
    assert "same_solved" in kinds(cast.jan)
    assert "same_solved" not in kinds(cast.ewa)


@pytest.mark.parametrize("who", ["ola", "nowa", None])
def test_who_asked_and_who_may_not_write_do_not_have_it_too(
    cast: Cast, topic: Topic, who: str | None
) -> None:
    client = cast.client(getattr(cast, who) if who else None)
    answer = client.post(verb(topic, "same"))
    assert answer.status_code in (302, 403)
    assert not SameProblem.objects.exists()
    if who is None:
        assert "/accounts/login/" in answer["location"]


def test_a_conversation_is_no_problem_to_share(cast: Cast) -> None:
    talk = start_topic(by=cast.ola, forum=cast.square, title="Pogadajmy", body="O czym?")
    assert cast.client(cast.jan).post(verb(talk, "same")).status_code == 403
    assert "I have this too" not in cast.client(cast.jan).get(path(talk)).content.decode()


def test_hidden_questions_answer_like_missing_ones(cast: Cast, secret: Topic) -> None:
    Topic.objects.filter(pk=secret.pk).update(kind="question")
    post_reply(by=cast.marta, topic=secret, body="Nasze.")
    jan = cast.client(cast.jan)
    for address in ("same", "decline", "detail", "detail/withdraw", "posts/2/helped"):
        assert jan.post(verb(secret, address), {"body": "?"}).status_code == 404
    assert not Helped.objects.exists()


def test_an_answer_helped(cast: Cast, topic: Topic) -> None:
    reply = post_reply(by=cast.jan, topic=topic, body="Latarki.")
    ewa = cast.client(cast.ewa)
    address = verb(topic, f"posts/{reply.number}/helped")
    assert f'formaction="{address}"' in ewa.get(path(topic)).content.decode()
    for _again in range(2):
        assert ewa.post(address)["location"].endswith(f"/{reply.number}/#p{reply.number}")
    assert "helped 1 person" in cast.client().get(path(topic)).content.decode()
    assert 'data-helped="2"' in body_tag(ewa, topic)
    assert "data-helped" not in body_tag(cast.client(cast.marta), topic)
    assert kinds(cast.jan).count("helped") == 1
    ewa.post(address, {"on": "0"})
    ewa.post(address)
    assert kinds(cast.jan).count("helped") == 1, "pressing again and again is heard once"
    ewa.post(address, {"on": "0"})
    assert "helped 1 person" not in cast.client().get(path(topic)).content.decode()
    assert drift() == []


def test_who_asked_for_an_organisation_thanks_in_its_name(cast: Cast) -> None:
    asked = start_topic(
        by=cast.ola, forum=cast.square, title="Reflektor", body="Kto ma?", kind="question", organisation=cast.house
    )  # fmt: skip
    reply = post_reply(by=cast.jan, topic=asked, body="My.")
    mark_helped(by=cast.ola, post=reply)
    mark_helped(by=cast.ola, post=reply, on=False)
    mark_helped(by=cast.ola, post=reply)
    (told,) = Notification.objects.filter(person=cast.jan, kind="helped")
    assert (told.actor, told.organisation) == (None, cast.house)
    said = text(cast.client(cast.jan), "/notifications/")
    assert cast.house.name in said
    assert "Ola" not in said


def test_nobody_helps_themselves_and_a_question_helps_nobody(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Latarki.")
    assert cast.client(cast.jan).post(verb(topic, "posts/2/helped")).status_code == 403
    assert cast.client(cast.ewa).post(verb(topic, "posts/1/helped")).status_code == 403
    assert cast.client(cast.nowa).post(verb(topic, "posts/2/helped")).status_code == 403
    remove_post(by=cast.jan, post=Post.objects.get(topic=topic, number=2))
    assert cast.client(cast.ewa).post(verb(topic, "posts/2/helped")).status_code == 404
    assert not Helped.objects.exists()


def test_the_menu_of_a_post_offers_it_without_scripts(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Latarki.")
    menu = verb(topic, "posts/2/actions")
    assert "Helped me" in cast.client(cast.ewa).get(menu).content.decode()
    assert "Helped me" not in cast.client(cast.jan).get(menu).content.decode()
    assert "Helped me" not in cast.client().get(menu).content.decode()


def ask(client: Client, topic: Topic, body: str = "Ile osób?") -> int:
    page = client.get(verb(topic, "detail")).content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    return client.post(verb(topic, "detail"), {"body": body, "key": key}).status_code


def test_details_are_asked_for_and_given(cast: Cast, topic: Topic) -> None:
    assert ask(cast.client(cast.jan), topic) == 303
    question = Question.objects.get(pk=topic.pk)
    assert question.asks_detail is not None
    assert question.running_since is None, "the clock stands"
    assert kinds(cast.ola) == ["detail_asked"], "one notification, not two of one reply"
    visitor = cast.client()
    assert "Details missing" in visitor.get(path(topic)).content.decode()
    assert "Details missing" in visitor.get("/forums/ogolne/").content.decode()
    waiting = reverse("forums:waiting")
    assert topic.title in text(visitor, f"{waiting}?show=detail")
    post_reply(by=cast.ola, topic=topic, body="Dwadzieścia.")
    question.refresh_from_db()
    assert question.asks_detail is None
    assert question.running_since is not None, "it waits again: asking is not answering"
    assert "Details missing" not in visitor.get(path(topic)).content.decode()
    assert "Details missing" not in visitor.get("/forums/ogolne/").content.decode()


def test_details_are_asked_for_where_an_unread_reply_waits(cast: Cast, topic: Topic) -> None:
    """The reply of the ask joins the line that is there, and gives way to the ask."""
    post_reply(by=cast.ewa, topic=topic, body="Nie wiem.")
    assert ask(cast.client(cast.jan), topic) == 303
    assert kinds(cast.ola) == ["reply", "detail_asked"]
    line = Notification.objects.get(person=cast.ola, kind="reply")
    assert (line.newest, line.count) == (True, 1)


def test_changing_the_question_answers_too_and_a_removed_ask_asks_nothing(
    cast: Cast, topic: Topic
) -> None:
    ask(cast.client(cast.jan), topic)
    first = {"body": "Jak **to** zrobić dla dwudziestu osób?"}
    page = cast.client(cast.ola).get(verb(topic, "posts/1/edit")).content.decode()
    for name in ("version", "key"):
        if f'name="{name}" value="' in page:
            first[name] = page.split(f'name="{name}" value="')[1].split('"')[0]
    assert cast.client(cast.ola).post(verb(topic, "posts/1/edit"), first).status_code == 303
    assert Question.objects.get(pk=topic.pk).asks_detail is None
    ask(cast.client(cast.jan), topic, "A w jakim wieku?")
    remove_post(by=cast.jan, post=Post.objects.get(topic=topic, number=3))
    assert Question.objects.get(pk=topic.pk).asks_detail is None


def test_who_takes_an_ask_back(cast: Cast, topic: Topic) -> None:
    ask(cast.client(cast.jan), topic)
    withdraw = verb(topic, "detail/withdraw")
    assert cast.client(cast.ewa).post(withdraw).status_code == 403
    assert Question.objects.get(pk=topic.pk).asks_detail is not None
    assert cast.client(cast.ola).post(withdraw).status_code == 303
    assert Question.objects.get(pk=topic.pk).asks_detail is None


def test_nobody_asks_details_of_themselves_of_the_closed_or_the_solved(
    cast: Cast, topic: Topic
) -> None:
    assert cast.client(cast.ola).post(verb(topic, "detail"), {"body": "?"}).status_code == 403
    empty = cast.client(cast.jan).post(verb(topic, "detail"), {"body": "  "})
    assert empty.status_code == 422
    answer = post_reply(by=cast.jan, topic=topic, body="Latarki.")
    accept_answer(by=cast.ola, post=answer)
    assert cast.client(cast.ewa).post(verb(topic, "detail"), {"body": "?"}).status_code == 403
    other = start_topic(by=cast.ola, forum=cast.square, title="Drugie", body="?", kind="question")
    close_topic(by=cast.marta, topic=other)
    assert cast.client(cast.ewa).post(verb(other, "detail"), {"body": "?"}).status_code == 403
    assert Post.objects.filter(topic=other).count() == 1


def test_the_queue_shows_what_waits_and_only_what_one_may_see(
    cast: Cast, topic: Topic, secret: Topic
) -> None:
    Topic.objects.filter(pk=secret.pk).update(kind="question")
    answered = start_topic(by=cast.ewa, forum=cast.square, title="Kurz", body="?", kind="question")
    post_reply(by=cast.jan, topic=answered, body="Odkurzacz.")
    visitor, waiting = cast.client(), reverse("forums:waiting")
    page = text(visitor, waiting)
    assert topic.title in page
    assert answered.title not in page
    assert secret.title not in page
    assert secret.title in cast.client(cast.marta).get(waiting).content.decode()
    assert answered.title in visitor.get(f"{waiting}?show=unsolved").content.decode()
    assert visitor.get(f"{waiting}?show=mine").status_code == 200
    assert visitor.get(f"{waiting}?show=%00&cursor=x").status_code in (200, 400, 404)


def test_what_helped_goes_along_with_its_post(cast: Cast, topic: Topic) -> None:
    reply = post_reply(by=cast.jan, topic=topic, body="Latarki.")
    mark_helped(by=cast.ewa, post=reply)
    mark_helped(by=cast.ola, post=reply)
    target = start_topic(by=cast.ewa, forum=cast.square, title="O latarkach", body="Które?")
    split_topic(by=cast.marta, topic=topic, numbers=[reply.number], into=target)
    moved = Post.objects.get(topic=target, body="Latarki.")
    assert moved.helped_count == 2
    assert Helped.objects.filter(post=moved).count() == 2
    assert "helped 2 people" in text(cast.client(), path(target))
    assert drift() == []


def test_an_ask_that_moves_away_asks_no_more(cast: Cast, topic: Topic) -> None:
    ask(cast.client(cast.jan), topic)
    split_topic(by=cast.marta, topic=topic, numbers=[2], title="Gdzie indziej")
    question = Question.objects.get(pk=topic.pk)
    assert question.asks_detail is None
    assert question.running_since is not None


def test_who_has_it_too_has_it_where_a_question_was_merged_to(cast: Cast, topic: Topic) -> None:
    other = start_topic(by=cast.ewa, forum=cast.square, title="To samo", body="?", kind="question")
    for who in (cast.jan, cast.marta):
        mark_same(by=who, topic=other)
    mark_same(by=cast.jan, topic=topic)
    merge_topics(by=cast.marta, topic=other, into=topic)
    assert "2 people have this too" in text(cast.client(), path(topic))
    assert Question.objects.get(pk=other.pk).due_at is None, "it waits no more"
    assert not SameProblem.objects.filter(topic=other).exists()
    assert drift() == []
