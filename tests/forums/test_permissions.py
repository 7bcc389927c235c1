"""Who may do what in the forums, through the actions that every door uses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forums.actions.accept_answer import accept_answer, unaccept_answer
from forums.actions.change_topic import change_topic
from forums.actions.close_topic import close_topic, pin_topic, reopen_topic
from forums.actions.create_forum import change_forum, create_forum
from forums.actions.edit_post import edit_post
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from kernel.refusals import Refused
from tests.cast import Cast
from tests.forums.conftest import drift


def refusals(cast: Cast, topic: Topic, reply: Post) -> dict[str, tuple[str, Callable[[Any], Any]]]:
    """Each action, and who of the cast may do it (the others are refused)."""
    return {
        "reply": ("ola jan ewa marta adam", lambda who: post_reply(by=who, topic=topic, body="x")),
        "edit": ("jan", lambda who: edit_post(by=who, post=reply, body="inaczej")),
        "remove": ("jan marta adam", lambda who: remove_post(by=who, post=reply)),
        "accept": ("ola marta adam", lambda who: accept_answer(by=who, post=reply)),
        "unaccept": ("ola marta adam", lambda who: unaccept_answer(by=who, topic=topic)),
        "retitle": ("ola marta adam", lambda who: change_topic(by=who, topic=topic, title="Nowy")),
        "close": ("marta adam", lambda who: close_topic(by=who, topic=topic)),
        "reopen": ("marta adam", lambda who: reopen_topic(by=who, topic=topic)),
        "pin": ("marta adam", lambda who: pin_topic(by=who, topic=topic)),
        "forum": ("marta adam", lambda who: create_forum(by=who, slug="nowe", name="Nowe")),
        "rename": (
            "marta adam",
            lambda who: change_forum(
                by=who, forum=topic.forum, name="N", description="", audience="public"
            ),
        ),
        "start": (
            "ola jan ewa marta adam",
            lambda who: start_topic(by=who, forum=topic.forum, title="T", body="b"),
        ),
    }


@pytest.mark.parametrize("who", ["visitor", "nowa", "ola", "jan", "ewa", "marta", "adam"])
@pytest.mark.parametrize(
    "verb",
    [
        "reply",
        "edit",
        "remove",
        "accept",
        "unaccept",
        "retitle",
        "close",
        "reopen",
        "pin",
        "forum",
        "rename",
        "start",
    ],
)
def test_who_may_do_what(cast: Cast, topic: Topic, who: str, verb: str) -> None:
    reply = post_reply(by=cast.jan, topic=topic, body="x")
    allowed, act = refusals(cast, topic, reply)[verb]
    if who in allowed.split():
        act(getattr(cast, who))
        assert drift() == []
    else:
        with pytest.raises(Refused) as refused:
            act(getattr(cast, who))
        assert refused.value.message


def test_a_paused_person_reads_only(cast: Cast, topic: Topic) -> None:
    cast.jan.suspended_until = timezone.now() + timedelta(days=1)
    cast.jan.save()
    with pytest.raises(Refused, match="paused"):
        post_reply(by=cast.jan, topic=topic, body="x")


def test_a_closed_topic_takes_words_of_moderators_alone(cast: Cast, topic: Topic) -> None:
    own = post_reply(by=cast.jan, topic=topic, body="x")
    close_topic(by=cast.marta, topic=topic)
    for act in (
        lambda: post_reply(by=cast.ola, topic=topic, body="x"),
        lambda: edit_post(by=cast.jan, post=own, body="y"),
        lambda: change_topic(by=cast.ola, topic=topic, title="Z"),
    ):
        with pytest.raises(Refused, match="closed"):
            act()
    post_reply(by=cast.marta, topic=topic, body="Zamykamy, dziękuję.")
    accept_answer(by=cast.ola, post=own)
    reopen_topic(by=cast.marta, topic=topic)
    post_reply(by=cast.ola, topic=topic, body="x")
    assert drift() == []


def test_who_lost_sight_of_a_forum_cannot_write_there(cast: Cast, topic: Topic) -> None:
    reply = post_reply(by=cast.jan, topic=topic, body="x")
    change_forum(
        by=cast.adam, forum=cast.square, name="Ogólne", description="", audience="moderators"
    )
    for act in (
        lambda: post_reply(by=cast.jan, topic=topic, body="x"),
        lambda: edit_post(by=cast.jan, post=reply, body="y"),
        lambda: accept_answer(by=cast.ola, post=reply),
        lambda: start_topic(by=cast.ola, forum=cast.square, title="T", body="b"),
        lambda: remove_post(by=cast.jan, post=reply),
    ):
        with pytest.raises(Refused):
            act()
