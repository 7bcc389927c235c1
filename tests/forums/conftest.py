"""A question of Ola's in the open forum, a topic only moderators see, and how to read a page."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from forums import integrity
from forums.actions.start_topic import start_topic
from forums.models import Topic
from tests.cast import Cast


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
        integrity.topics, integrity.forums, integrity.numbers, integrity.accepted, integrity.html,
        integrity.marks,
    )  # fmt: skip
    return [line for check in checks for line in check(False)]
