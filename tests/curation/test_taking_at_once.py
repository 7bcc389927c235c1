"""Two moderators take up the same messages in the same moment, and an author takes one back meanwhile."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from curation.models import Gathering, Said
from curation.taking.integrity import taken_words
from forums.models import Topic
from realtime.chat.models import Message
from realtime.live import streams
from tests.cast import Cast
from tests.curation.test_taking_topics import PICK, sent
from tests.forums.test_review_at_once import stopped, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _as_in_life() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time anyway")


def at_once(cast: Cast, *deeds: Callable[[], Any]) -> list[Any]:
    """The answers to what all do while the room is held: nobody is first until it is let go."""

    def done(deed: Callable[[], Any]) -> Any:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as people:
        with transaction.atomic():
            streams.hold("room", cast.market.pk)
            running = [people.submit(done, deed) for deed in deeds]
            until(lambda: stopped() == len(deeds) or any(one.done() for one in running))
            time.sleep(0.1)
        return [one.result(30) for one in running]


def test_two_make_one_topic(cast: Cast, talk: list[Message]) -> None:
    marta, adam = cast.client(cast.marta), cast.client(cast.adam)
    answers = at_once(
        cast,
        lambda: marta.post(PICK, sent(talk)),
        lambda: adam.post(PICK, sent(talk[::-1], title="Inny")),
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Topic.objects.count() == Gathering.objects.count() == 1
    assert Said.objects.count() == len(talk)
    assert [*taken_words(False)] == []


def test_a_message_is_taken_back_meanwhile(cast: Cast, talk: list[Message]) -> None:
    marta, jan = cast.client(cast.marta), cast.client(cast.jan)
    made, removed = at_once(
        cast,
        lambda: marta.post(PICK, sent(talk)),
        lambda: jan.post(f"/chat/rynek/messages/{talk[1].seq}/remove/"),
    )
    assert removed.status_code == 303
    # Whoever was first: either the words were there to be taken up, or nothing was made.
    assert (made.status_code, Topic.objects.count()) in {(303, 1), (422, 0)}


def test_two_participants_get_two_numbers(cast: Cast, gathering: Gathering) -> None:
    ola, jan = cast.client(cast.ola), cast.client(cast.jan)
    path = f"/taken-up/{gathering.pk}/unname/"
    own = {who: Said.objects.get(author=who, organisation=None).pk for who in (cast.ola, cast.jan)}
    with ThreadPoolExecutor(2) as people:

        def choose(client: Any, pk: int) -> int:
            try:
                return int(client.post(path, {"said": pk}).status_code)
            finally:
                connection.close()

        running = [people.submit(choose, ola, own[cast.ola]), people.submit(choose, jan, own[cast.jan])]  # fmt: skip
        assert [one.result(30) for one in running] == [303, 303]
    assert sorted(Said.objects.exclude(alias=0).values_list("alias", flat=True)) == [1, 2]
    assert [*taken_words(False)] == []
