"""An archived forum is only read: nobody's words, titles, polls or reactions change any more. What one
wrote can still be taken away, an answer be accepted, and a moderator decide."""

import pytest
from django.test import Client

from accounts.tokens import make_token
from forums.actions.post_reply import post_reply
from forums.actions.react import react
from forums.actions.settle_forum import archive_forum
from forums.models import Post, Topic
from forums.polls.models import Poll
from forums.reactions.models import Reaction
from tests.cast import Cast
from tests.forums.polling import figures, ids, vote

WORDS = "This forum is archived"
FORM = {
    "question": "Inne?",
    "choices": "a\nb",
    "most": "1",
    "results": "voted",
    "who_learns": "yes",
}


@pytest.fixture
def reply(cast: Cast, topic: Topic, poll: Poll) -> Post:
    """Jan's, under Ola's question with a poll, in a forum that has since been archived."""
    post = post_reply(by=cast.jan, topic=topic, body="Z latarkami.")
    react(by=cast.ola, post=post, kind="agree")
    archive_forum(by=cast.adam, forum=cast.square, archived=True)
    return post


def at(post: Post, verb: str) -> str:
    return f"/forums/topics/{post.topic_id}/posts/{post.number}/{verb}/"


def page(client: Client, topic: Topic) -> str:
    return client.get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()


def refused(client: Client, path: str, sent: dict[str, object]) -> None:
    answer = client.post(path, sent)
    assert answer.status_code == 403, (path, answer.status_code)
    assert WORDS in answer.content.decode(), path


def test_nothing_new_is_written_by_any_door(
    cast: Cast, topic: Topic, poll: Poll, reply: Post
) -> None:
    ola, jan, marta = cast.client(cast.ola), cast.client(cast.jan), cast.client(cast.marta)
    refused(jan, at(reply, "edit"), {"body": "Inaczej."})
    refused(ola, f"/forums/topics/{topic.pk}/edit/", {"title": "Inny", "kind": "talk", "tags": ""})
    for client in (ola, marta):
        refused(client, f"/forums/topics/{topic.pk}/poll/", FORM)
    refused(ola, f"/forums/polls/{poll.pk}/edit/", FORM)
    refused(jan, f"/forums/polls/{poll.pk}/vote/", {f"poll{poll.pk}": ids(poll)[:1]})
    refused(cast.client(cast.ewa), at(reply, "react"), {"kind": "agree"})
    own = Post.objects.get(topic=topic, number=1)
    refused(marta, f"/forums/topics/{topic.pk}/reply/", {"body": "Ja też."})
    said = {"authorization": f"Bearer {make_token(cast.jan)}", "accept-language": "en"}
    api = Client(headers=said).put(
        f"/api/v1/polls/{poll.pk}/vote", {"choices": ids(poll)[:1]}, content_type="application/json"
    )
    assert api.status_code == 403, api.content
    assert WORDS in api.content.decode()
    reply.refresh_from_db()
    topic.refresh_from_db()
    assert (reply.body, own.body, topic.title) == (
        "Z latarkami.",
        "Jak **to** zrobić?",
        "Noc w bibliotece",
    )
    assert (Poll.objects.count(), figures(poll)[0]) == (1, 0)


def test_one_takes_away_what_one_wrote_and_only_a_moderator_brings_it_back(
    cast: Cast, reply: Post
) -> None:
    jan = cast.client(cast.jan)
    assert "You can bring it back" not in jan.get(at(reply, "remove")).content.decode()
    assert jan.post(at(reply, "remove")).status_code == 303
    assert WORDS in jan.get(at(reply, "restore")).content.decode()
    refused(jan, at(reply, "restore"), {})
    assert cast.client(cast.ewa).post(at(reply, "restore")).status_code == 404
    assert cast.client(cast.marta).post(at(reply, "restore")).status_code == 303
    reply.refresh_from_db()
    assert reply.removed_at is None


def test_what_remains_possible(cast: Cast, topic: Topic, poll: Poll, reply: Post) -> None:
    ola, marta = cast.client(cast.ola), cast.client(cast.marta)
    assert ola.post(at(reply, "react"), {"kind": "agree", "on": "0"}).status_code == 303
    assert not Reaction.objects.exists()
    assert ola.post(at(reply, "accept")).status_code == 303
    assert ola.post(f"/forums/polls/{poll.pk}/close/").status_code == 303
    sent = {"body": "Z l.", "reason": "Dane osobowe", "rule": "other"}
    assert marta.post(at(reply, "correct"), sent).status_code == 303
    title = {"title": "Noc", "kind": "question", "tags": "", "lang": "pl"}
    assert marta.post(f"/forums/topics/{topic.pk}/edit/", title).status_code == 303
    assert marta.post(f"/forums/topics/{topic.pk}/close/").status_code == 303


def test_pages_offer_nothing_that_would_be_refused(
    cast: Cast, topic: Topic, poll: Poll, reply: Post
) -> None:
    ola, marta, visitor = cast.client(cast.ola), cast.client(cast.marta), cast.client()
    for client in (ola, marta, visitor):
        text = page(client, topic)
        assert WORDS in text
        assert f"/forums/polls/{poll.pk}/vote/" not in text
        assert f"/forums/topics/{topic.pk}/poll/" not in text
    assert f"/forums/topics/{topic.pk}/edit/" not in page(ola, topic)
    assert f"/forums/topics/{topic.pk}/edit/" in page(marta, topic)
    assert f"/moderation/topic/{topic.pk}/" in page(marta, topic)
    assert "react" not in page(ola, topic).split('data-can="')[1].split('"')[0].split()
    menu = cast.client(cast.jan).get(at(reply, "actions")).content.decode()
    assert at(reply, "edit") not in menu
    assert at(reply, "remove") in menu


def test_opened_again_it_goes_on(cast: Cast, topic: Topic, poll: Poll, reply: Post) -> None:
    visitor = cast.client()
    assert WORDS in page(visitor, topic)
    archive_forum(by=cast.adam, forum=cast.square, archived=False)
    assert WORDS not in page(visitor, topic)
    assert vote(cast.client(cast.jan), poll, 1).status_code == 303
