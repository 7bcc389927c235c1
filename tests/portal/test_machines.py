"""What machines ask for: health, figures, robots, the sitemap, feeds."""

import json
from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from directory.models import Organisation
from forums.actions.start_topic import start_topic
from forums.models import Topic
from notes.models import PracticeNote
from tests.cast import Cast

SECRET = "Tylko między nami"
FEEDS = [
    "/feeds/forums.xml",
    "/feeds/forums/ogolne.xml",
    "/feeds/notes.xml",
    "/feeds/directory.xml",
]


@pytest.fixture
def secrets(cast: Cast) -> Cast:
    """Something of every kind that nobody but moderators (or its author) may see."""
    start_topic(by=cast.marta, forum=cast.backroom, title=SECRET, body=SECRET)
    hidden = start_topic(by=cast.jan, forum=cast.square, title=SECRET, body=SECRET)
    Topic.objects.filter(pk=hidden.pk).update(hidden=True)
    PracticeNote.objects.create(
        slug="tajna-1", title=SECRET, body="x", html="x", author=cast.ola, status="draft"
    )
    PracticeNote.objects.create(
        slug="tajna-2", title=SECRET, body="x", html="x", author=cast.ola, hidden=True,
        published_at=cast.ola.joined_at,
    )  # fmt: skip
    Organisation.objects.create(slug="tajna-3", name=SECRET, hidden=True)
    start_topic(by=cast.ola, forum=cast.square, title="Jawne pytanie", body="**Treść** <b>x</b>.")
    return cast


def test_health_touches_nothing(
    django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_health_touches_nothing_for_somebody_with_a_session_either(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client(cast.ola)
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_readiness_names_every_part(cast: Cast) -> None:
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    state = json.loads(answer.content)
    assert set(state) >= {"state", "database", "channel_layer", "search", "outbox"}
    assert state["database"]["state"] == "ok"
    assert {"pending", "age"} <= set(state["outbox"])


def test_readiness_is_503_when_the_database_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from portal import readiness

    def away() -> None:
        raise OperationalError("no such host")

    monkeypatch.setattr(readiness, "_database", away)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert json.loads(answer.content)["state"] == "down"


def test_figures_are_there_only_for_the_token(cast: Cast, settings: LazySettings) -> None:
    client = cast.client(cast.adam)
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "ciągi-i-miary"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
    settings.METRICS_TOKEN = "numbers"
    answer = client.get("/metrics", headers={"authorization": "Bearer numbers"})
    assert answer.status_code == 200
    assert b"rynek_topics 0" in answer.content


def test_robots_are_told_where_not_to_go(db: None) -> None:
    text = Client().get("/robots.txt").content.decode()
    for address in ("/accounts/", "/moderation/", "/notifications/"):
        assert f"Disallow: {address}" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


@pytest.mark.parametrize("who", ["visitor", "marta", "ola"])
def test_the_sitemap_holds_what_everybody_may_read(secrets: Cast, who: str) -> None:
    client = secrets.client(getattr(secrets, who))
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    sections = [element.text or "" for element in index.iter() if element.tag.endswith("loc")]
    assert len(sections) == 5
    addresses: list[str] = []
    for section in sections:
        answer = client.get(section.removeprefix("http://testserver"))
        assert answer.status_code == 200
        tree = ElementTree.fromstring(answer.content)
        addresses += [element.text or "" for element in tree.iter() if element.tag.endswith("loc")]
    public = Topic.objects.get(title="Jawne pytanie")
    assert f"http://testserver/forums/t/{public.pk}/{public.slug}/" in addresses
    assert "http://testserver/directory/dom-kultury-w-brzozowce/" in addresses
    text = " ".join(addresses)
    for secret in ("tajna", "tylko-miedzy-nami", "moderacja", "people"):
        assert secret not in text
    for address in addresses:
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200, address


@pytest.mark.parametrize(
    "address", ["/sitemap-people.xml", "/sitemap-topics.xml?p=99", "/sitemap-topics.xml?p=x"]
)
def test_there_are_no_other_sitemaps(cast: Cast, address: str) -> None:
    assert cast.client().get(address).status_code == 404


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize("who", ["visitor", "marta", "ola"])
def test_feeds_hold_what_everybody_may_read(secrets: Cast, address: str, who: str) -> None:
    answer = secrets.client(getattr(secrets, who)).get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    ElementTree.fromstring(answer.content)
    text = answer.content.decode()
    assert SECRET not in text
    assert "tajna" not in text


def test_a_feed_of_topics_shows_the_new_one(secrets: Cast) -> None:
    text = secrets.client().get("/feeds/forums.xml").content.decode()
    assert "Jawne pytanie" in text
    assert "http://testserver/forums/t/" in text
    assert "Ola Wrona" in text


def test_a_note_with_marks_reads_as_words_in_the_feed(cast: Cast) -> None:
    PracticeNote.objects.create(
        slug="n", title="Notatka", body="**Grube** słowa", html="<p><strong>Grube</strong> słowa</p>",
        author=cast.ola, published_at=cast.ola.joined_at,
    )  # fmt: skip
    text = cast.client().get("/feeds/notes.xml").content.decode()
    assert "Grube słowa" in text
    assert "**" not in text


@pytest.mark.parametrize("slug", ["moderacja", "nie-ma", "x" * 3_000])
def test_a_forum_that_one_may_not_read_has_no_feed(cast: Cast, slug: str) -> None:
    assert cast.client(cast.marta).get(f"/feeds/forums/{slug}.xml").status_code == 404


@pytest.mark.parametrize(
    "address", ["/", "/about/", "/healthz", "/readyz", "/robots.txt", "/feeds/"]
)
def test_they_cannot_be_posted_to(cast: Cast, address: str) -> None:
    assert cast.client().post(address).status_code == 405
