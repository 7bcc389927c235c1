"""Kept pages: access before the cache, nothing personal in what is kept."""

import pytest
from django.test import Client

from forums.actions.start_topic import start_topic
from forums.models import Forum, Topic
from kernel.pages import BUILD
from tests.cast import Cast


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(
        by=cast.ola, forum=cast.square, title="Nocne czytanie", body="Kto już to robił?"
    )


def _address(topic: Topic) -> str:
    return f"/forums/t/{topic.pk}/{topic.slug}/"


def test_a_visitor_gets_304_and_no_cookie(cast: Cast, topic: Topic) -> None:
    visitor = cast.client()
    first = visitor.get(_address(topic))
    assert first.status_code == 200
    assert not first.cookies
    assert "Cookie" in first["Vary"]
    again = visitor.get(_address(topic), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]
    polish = Client(headers={"accept-language": "pl", "if-none-match": first["ETag"]}).get(
        _address(topic)
    )
    assert polish.status_code == 200
    assert polish["Content-Language"] == "pl"


def test_what_a_visitor_keeps_is_worth_nothing_once_it_is_closed(cast: Cast, topic: Topic) -> None:
    visitor = cast.client()
    etag = visitor.get(_address(topic))["ETag"]
    Forum.objects.filter(pk=cast.square.pk).update(audience="moderators")
    assert visitor.get(_address(topic), headers={"if-none-match": etag}).status_code == 404


def test_nobody_meets_what_is_somebody_elses(cast: Cast, topic: Topic) -> None:
    first = cast.client(cast.ola).get(_address(topic)).content.decode()
    second = cast.client(cast.jan).get(_address(topic)).content.decode()
    visitor = cast.client().get(_address(topic)).content.decode()
    assert 'href="/people/ola/"' in first
    for page in (second, visitor):
        # Ola wrote the topic, so her name stands in it; her own menu must not.
        assert "/accounts/settings/" not in visitor
        assert first.count("Ola Wrona") > page.count("Ola Wrona")
    assert "Jan Zubek" in second
    assert "Jan Zubek" not in first + visitor
    tokens = {
        page.split('csrfmiddlewaretoken" value="')[1].split('"')[0] for page in (first, second)
    }
    assert len(tokens) == 2


def test_a_signed_in_page_is_private_and_has_no_etag(cast: Cast, topic: Topic) -> None:
    answer = cast.client(cast.ola).get(_address(topic))
    assert "ETag" not in answer
    assert "private" in answer["Cache-Control"]


def test_the_frame_has_no_hole_left(cast: Cast, topic: Topic) -> None:
    for viewer in (None, cast.ola, cast.marta):
        page = cast.client(viewer).get(_address(topic)).content.decode()
        assert f"hole{BUILD}" not in page
        assert "\0" not in page
