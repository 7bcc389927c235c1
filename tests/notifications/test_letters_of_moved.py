"""Letters about what was moved since: answers and links go where it is now, for those who may see that."""

from typing import Any

import pytest

from accounts.models import User
from forums.actions.merge_topics import merge_topics
from forums.actions.post_reply import post_reply
from forums.actions.split_topic import split_topic
from forums.actions.start_topic import start_topic
from forums.models import Post, Seat, Topic
from notifications.inbound.taking import take
from notifications.levels import TOPIC
from notifications.mail.links import FOLLOW, MUTE, READ, Deed, link
from notifications.models import Level, Watch
from tests.cast import Cast
from tests.notifications.post_office import BOX
from tests.notifications.test_reply_by_mail import address, answer, bounces

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def topic(cast: Cast, settings: Any) -> Topic:
    settings.REPLY_ADDRESS = BOX
    User.objects.update(language="en")
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")
    post_reply(by=cast.jan, topic=topic, body="Tak, przy lampkach.")
    post_reply(by=cast.ewa, topic=topic, body="A kto ma lampki?")
    return topic


@pytest.fixture
def other(cast: Cast) -> Topic:
    return start_topic(by=cast.jan, forum=cast.square, title="Lampki", body="Mam dwie.")


def post(topic: Topic, number: int) -> Post:
    return Post.objects.get(topic=topic, number=number)


def mailed(to: str, sender: User, words: str = "Ja też.") -> str:
    return take(answer(to, words, sender=sender.email).as_bytes()).outcome


def test_an_answer_goes_with_the_post_that_was_split_off(cast: Cast, topic: Topic) -> None:
    to = address(post(topic, 2), cast.ola)
    split = split_topic(by=cast.marta, topic=topic, numbers=[2], title="Lampki osobno")
    again = split_topic(by=cast.marta, topic=topic, numbers=[3], title="Kto ma lampki")
    merge_topics(by=cast.marta, topic=split, into=again)
    assert mailed(to, cast.ola) == "posted"
    said = Post.objects.latest("pk")
    assert (said.topic, said.body, said.author) == (again, "Ja też.", cast.ola)
    assert said.parent is not None and said.parent.body == "Tak, przy lampkach."


def test_a_letter_of_several_posts_is_answered_in_its_topic(cast: Cast, topic: Topic) -> None:
    to = address(post(topic, 3), cast.ola, alone=False)
    split_topic(by=cast.marta, topic=topic, numbers=[3], title="Kto ma lampki")
    assert mailed(to, cast.ola) == "posted"
    assert Post.objects.latest("pk").topic == topic


@pytest.mark.parametrize(("number", "alone"), [(1, True), (3, True), (3, False)])
def test_an_answer_follows_a_merge(
    cast: Cast, topic: Topic, other: Topic, number: int, alone: bool
) -> None:
    to = address(post(topic, number), cast.jan, alone)
    merge_topics(by=cast.marta, topic=topic, into=other)
    assert mailed(to, cast.jan) == "posted"
    said = Post.objects.latest("pk")
    assert said.topic == other
    assert (said.parent is not None) == (number == 3 and alone)


def test_where_it_went_is_told_nobody_who_may_not_see_that(cast: Cast, topic: Topic) -> None:
    backroom = start_topic(by=cast.marta, forum=cast.backroom, title="Między nami", body="Sekret.")
    second, first = address(post(topic, 2), cast.ola), address(post(topic, 1), cast.jan)
    split_topic(by=cast.marta, topic=topic, numbers=[2], into=backroom)
    assert mailed(second, cast.ola) == "refused"
    link_of_jan = link(Deed(MUTE, cast.jan.pk, topic.pk)).partition("testserver")[2]
    merge_topics(by=cast.marta, topic=topic, into=backroom)
    message = answer(first, "Hm.", sender="jan@example.org", Message_ID="<two@x.example>")
    assert take(message.as_bytes()).outcome == "refused"
    letters = bounces()
    assert len(letters) == 2
    for letter in letters:
        assert "no longer there" in letter.body and "Między nami" not in letter.body
    assert Post.objects.filter(topic=backroom, author__in=[cast.ola, cast.jan]).count() == 2
    for method in ("get", "post"):
        page = getattr(cast.client(), method)(link_of_jan)
        assert page.status_code == 404 and "Między nami" not in page.content.decode()
    assert not Watch.objects.filter(person=cast.jan, object_id=backroom.pk).exists()


def test_the_links_of_a_letter_lead_on_after_a_merge(
    cast: Cast, topic: Topic, other: Topic, settings: Any
) -> None:
    paths = {
        verb: link(Deed(verb, cast.ewa.pk, topic.pk, 2)).removeprefix(settings.BASE_URL)
        for verb in (READ, MUTE, FOLLOW)
    }
    merge_topics(by=cast.marta, topic=topic, into=other)
    visitor = cast.client()
    page = visitor.get(paths[MUTE])
    assert page.status_code == 200 and "Lampki" in page.content.decode()
    assert visitor.post(paths[READ]).status_code == 200
    assert Seat.objects.get(person=cast.ewa, topic=other).read_number == 3  # #2 is #3 there
    for verb, level in ((MUTE, Level.MUTED), (FOLLOW, Level.WATCHING)):
        assert visitor.post(paths[verb]).status_code == 200
        kept = Watch.objects.get(person=cast.ewa, kind=TOPIC, object_id=other.pk)
        assert kept.level == level
