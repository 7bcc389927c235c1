"""A question of Ola's in the open forum, a topic only moderators see, and how to read a page."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from forums import integrity
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from forums.polls.models import Poll
from forums.review import integrity as waiting
from tests.cast import Cast
from tests.forums.polling import ask


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """What actions refuse is said in the language of the moment."""
    with translation.override("en"):
        yield


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(
        by=cast.ola,
        forum=cast.square,
        title="Noc w bibliotece",
        body="Jak **to** zrobić?",
        kind="question",
    )


@pytest.fixture
def secret(cast: Cast) -> Topic:
    return start_topic(
        by=cast.marta, forum=cast.backroom, title="Między nami", body="Tylko dla moderacji."
    )


def path(topic: Topic, rest: str = "") -> str:
    return f"/forums/t/{topic.pk}/{topic.slug}/{rest}"


def verb(topic: Topic, rest: str) -> str:
    return f"/forums/topics/{topic.pk}/{rest}/"


def numbers(html: str) -> list[int]:
    """The numbers of the posts of a page, in the order in which they are read."""
    return [int(number) for number in re.findall(r'id="p(\d+)"', html)]


def drift() -> list[str]:
    """What the checks of integrity find."""
    checks = (
        integrity.topics, integrity.tags, integrity.forums, integrity.numbers, integrity.accepted, integrity.html,
        integrity.marks,
        waiting.waiting, waiting.files,
    )  # fmt: skip
    return [line for check in checks for line in check(False)]


@pytest.fixture
def other(cast: Cast) -> Topic:
    topic = start_topic(
        by=cast.ewa, forum=cast.square, title="Nocowanie w muzeum", body="Kto próbował?",
        kind="question", tags="noc, muzeum",
    )  # fmt: skip
    post_reply(by=cast.jan, topic=topic, body="My.")
    return topic


@pytest.fixture
def talk(cast: Cast, topic: Topic) -> list[Post]:
    """Replies 2 to 6; 4 answers 3, 5 answers 4, 6 answers 2."""
    two = post_reply(by=cast.jan, topic=topic, body="Wpis drugi.")
    three = post_reply(by=cast.ewa, topic=topic, body="Wpis trzeci.")
    four = post_reply(by=cast.jan, topic=topic, body="Wpis czwarty.", parent=three)
    five = post_reply(by=cast.ola, topic=topic, body="Wpis piąty.", parent=four)
    six = post_reply(by=cast.ewa, topic=topic, body="Wpis szósty.", parent=two)
    topic.refresh_from_db()
    return [two, three, four, five, six]


@pytest.fixture
def poll(cast: Cast, topic: Topic) -> Poll:
    return ask(cast.ola, topic)
