"""A feed says what a topic's poll asks, and whether one can still vote; never how it stands."""

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import timezone, translation

from forums.actions.close_poll import close_poll, hide_poll
from forums.actions.start_topic import start_topic
from forums.actions.vote import vote
from forums.models import Topic
from tests.cast import Cast
from tests.forums.polling import ask, ids, past_end

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/feeds/forums.xml", "/feeds/forums/latest.xml", "/feeds/forums/ogolne.xml")


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with translation.override("en"):
        return start_topic(by=cast.ola, forum=cast.square, title="Noc", body="Ile **osób** & kto?")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)


def entry(cast: Cast, path: str = FEEDS[0], language: str = "en") -> tuple[str, list[str], Any]:
    """The words of the first entry's description, its tags, and the entry."""
    answer = cast.client().get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    (found, *_more) = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    reader = _Words()
    reader.feed(found.findtext(f"{ATOM}summary") or "")
    return "".join(reader.said), reader.tags, found


@pytest.mark.parametrize("path", FEEDS)
def test_it_names_question_and_answers(cast: Cast, topic: Topic, path: str) -> None:
    words, tags, _entry = entry(cast, path)
    assert (words, tags) == ("Ile osób & kto?", [])
    poll = ask(cast.ola, topic, "Kiedy <b>my</b> & wy?")
    vote(by=cast.jan, poll=poll, choices=set(ids(poll)[:1]))
    words, tags, found = entry(cast, path)
    assert words == (
        "Ile osób & kto?Poll: Kiedy <b>my</b> & wy? (one can vote)PoniedziałekŚrodaPiątek"
    )
    assert tags == ["p", "b", "ul", "li", "li", "li"]
    assert found.findtext(f"{ATOM}updated") > found.findtext(f"{ATOM}published")


def test_it_says_whether_one_can_still_vote(cast: Cast, topic: Topic) -> None:
    poll = ask(cast.ola, topic, ends_at=timezone.now() + timedelta(days=2))
    assert "(one can vote until " in entry(cast)[0]
    assert "(można głosować do " in entry(cast, language="pl")[0]
    Topic.objects.filter(pk=topic.pk).update(closed=True)
    assert "nobody can vote at the moment" in entry(cast)[0]
    past_end(poll, timezone.now() - timedelta(minutes=5))
    assert "(ended " in entry(cast)[0]
    close_poll(by=cast.ola, poll=poll)
    assert "(ended " in entry(cast)[0]
    assert "(koniec: " in entry(cast, language="pl")[0]


def test_what_moderators_hid_and_secret_topics_are_in_no_feed(cast: Cast, topic: Topic) -> None:
    poll = ask(cast.ola, topic, "Czyja to sprawa?")
    hide_poll(poll, True)
    secret = start_topic(by=cast.marta, forum=cast.backroom, title="Między nami", body="Cicho.")
    ask(cast.marta, secret, "Kogo zapytać?")
    for who in (None, cast.jan, cast.ewa, cast.marta):
        for path in FEEDS:
            feed = cast.client(who).get(path).content.decode()
            assert "Czyja to sprawa" not in feed
            assert "Kogo zapytać" not in feed


def test_many_polls_cost_what_one_does(
    cast: Cast, topic: Topic, django_assert_max_num_queries: Any
) -> None:
    for at in range(4):
        other = start_topic(by=cast.ola, forum=cast.square, title=f"Temat {at}", body="Jak?")
        ask(cast.ola, other, f"Pytanie {at}?")
    with django_assert_max_num_queries(5):
        assert cast.client().get(FEEDS[0]).content.decode().count("Pytanie") == 4
