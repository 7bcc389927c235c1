"""A talk in the market of several voices."""

from typing import Any

import pytest

from accounts.levels import Level
from accounts.models import User
from curation.actions.make_topic import make_topic
from curation.models import Gathering
from realtime.chat.actions.say import say
from realtime.chat.models import Message
from tests.cast import Cast


@pytest.fixture
def talk(cast: Cast) -> list[Message]:
    """Ola asks, Jan answers in two lines, the house says something by Ola's hand, Ewa ends it."""
    lines: list[tuple[User, str, Any]] = [
        (cast.ola, "Jak zrobić pętlę indukcyjną?", None),
        (cast.jan, "Kup pętlę.\nPodłącz ją.", None),
        (cast.ola, "U nas działa od roku.", cast.house),
        (cast.ewa, "# Dziękuję\n---", None),
    ]
    return [
        say(by=who, room=cast.market, body=body, organisation=house)[0]
        for who, body, house in lines
    ]


@pytest.fixture
def regular(cast: Cast) -> User:
    User.objects.filter(pk=cast.jan.pk).update(level=Level.REGULAR)
    cast.jan.refresh_from_db()
    return cast.jan


@pytest.fixture
def gathering(cast: Cast, talk: list[Message]) -> Gathering:
    make_topic(
        by=cast.marta, room=cast.market, messages=[one.pk for one in talk], forum=cast.square,
        title="Pętla indukcyjna", tags="słuch",
    )  # fmt: skip
    return Gathering.objects.get()


def page_of(cast: Cast, gathering: Gathering, who: Any = None) -> str:
    topic = gathering.topic
    assert topic is not None
    return cast.client(who).get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
