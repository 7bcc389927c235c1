"""Two moderators decide about the same words in the same moment: one decision holds, the other is told."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.levels import Level
from accounts.models import User
from forums.actions.start_topic import start_topic
from forums.models import Forum, Post, Topic
from forums.review.kinds import Review, State
from forums.review.models import Waiting
from notifications.models import Notification
from tests.cast import Cast, person
from tests.contracts.callers import until
from tests.forums.conftest import drift

pytestmark = pytest.mark.django_db(transaction=True)
Decision = tuple[str, dict[str, str]]
APPROVE: Decision = ("approve", {"seen": "1"})
REFUSE: Decision = ("refuse", {"reason": "To ogłoszenie."})
WITHDRAW: Decision = ("withdraw", {})


@pytest.fixture(autouse=True)
def _as_in_life(settings: Any) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time anyway")
    settings.RATE_LIMIT_FACTOR = 1


@pytest.fixture
def waiting(cast: Cast) -> Waiting:
    """A reply of somebody new."""
    Forum.objects.filter(pk=cast.square.pk).update(review=Review.FIRST)
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")
    nela = person("nela", "Nela Nowicka")
    User.objects.filter(pk=nela.pk).update(level=Level.NEWCOMER)
    cast.client(nela).post(f"/forums/topics/{topic.pk}/reply/", {"body": "Mamy.", "key": "r1"})
    return Waiting.objects.get()


def at_once(waiting: Waiting, *deeds: tuple[Client, Decision]) -> list[Any]:
    """The answers to what all of them send while the row is held: nobody is first until it is let go."""

    def send(client: Client, decision: Decision) -> Any:
        verb, fields = decision
        try:
            return client.post(f"/forums/held/{waiting.pk}/{verb}/", fields)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as people:
        with transaction.atomic():
            Waiting.objects.select_for_update().get(pk=waiting.pk)
            sent: list[Future[Any]] = [people.submit(send, *deed) for deed in deeds]
            until(lambda: stopped() == len(deeds) or any(one.done() for one in sent), patience=30)
            early = [one.result() for one in sent if one.done()]
            assert not early, f"answered while the row was held: {early}"
        return [one.result(30) for one in sent]


def stopped() -> int:
    """How many connections to this database wait for a lock."""
    with connection.cursor() as cursor:
        # Within a transaction the server shows the activity as it was at the first look.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [(APPROVE, APPROVE), (APPROVE, REFUSE), (REFUSE, REFUSE)],
    ids=["both publish", "one publishes, one refuses", "both refuse"],
)
def test_one_decision_holds_and_the_other_moderator_is_told(
    cast: Cast, waiting: Waiting, one: Decision, other: Decision
) -> None:
    answers = at_once(waiting, (cast.client(cast.marta), one), (cast.client(cast.adam), other))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    told = next(answer for answer in answers if answer.status_code == 409)
    assert "Another moderator has already decided this." in told.content.decode()
    won = (one, other)[[answer.status_code for answer in answers].index(303)]
    waiting.refresh_from_db()
    topic = Topic.objects.get()
    written = list(Post.objects.filter(topic=topic, number__gt=1))
    decider = cast.marta if answers[0].status_code == 303 else cast.adam
    assert waiting.decided_by == decider
    if won is APPROVE:
        assert waiting.state == State.APPROVED
        assert [post.body for post in written] == ["Mamy."]
        assert (waiting.post, waiting.reason) == (written[0], "")
    else:
        assert (waiting.state, waiting.reason, written) == (State.REFUSED, "To ogłoszenie.", [])
    assert (topic.last_number, topic.reply_count) == (1 + len(written), len(written))
    word = "words_published" if won is APPROVE else "words_refused"
    told_author = Notification.objects.filter(person=waiting.author, kind__startswith="words_")
    assert [note.kind for note in told_author] == [word]
    assert drift() == []


def test_the_author_takes_back_what_a_moderator_publishes_in_the_same_moment(
    cast: Cast, waiting: Waiting
) -> None:
    answers = at_once(
        waiting, (cast.client(cast.marta), APPROVE), (cast.client(waiting.author), WITHDRAW)
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    waiting.refresh_from_db()
    published = answers[0].status_code == 303
    assert waiting.state == (State.APPROVED if published else State.WITHDRAWN)
    assert Post.objects.filter(topic=waiting.topic, number=2).exists() is published
    assert drift() == []
