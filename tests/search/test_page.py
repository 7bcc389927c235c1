"""The page of results, as browsers get it."""

from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.actions.add_organisation import add_organisation
from forums.actions.accept_answer import accept_answer
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Topic
from search import answers
from search.query import search
from tests.cast import Cast
from tests.search.conftest import VISITOR, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(cast: Cast) -> Topic:
    topic = start_topic(
        by=cast.ola, forum=cast.square, title="Jak wycenić salę na próby?", body="Ile bierzecie?", kind="question",
        tags="sale",
    )  # fmt: skip
    answer = post_reply(
        by=cast.jan, topic=topic, body="U nas sala kosztuje **30 zł** za godzinę prób."
    )
    accept_answer(by=cast.ola, post=answer)
    settle()
    return topic


def _page(cast: Cast, query: str, viewer: object = None) -> str:
    response = cast.client(viewer).get(f"/search/?{query}")  # type: ignore[arg-type]
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_without_a_question_there_is_the_box_alone(cast: Cast) -> None:
    page = _page(cast, "")
    assert 'name="q"' in page
    assert "results" not in page.split('id="main"')[1].split("<footer")[0].replace("Results", "")


def test_a_hit_leads_to_the_best_post_with_its_words_marked(cast: Cast, topic: Topic) -> None:
    page = _page(cast, "q=ile+kosztuje+sala")
    assert f'href="/forums/t/{topic.pk}/{topic.slug}/2/"' in page
    assert "<mark>sala</mark> <mark>kosztuje</mark> 30 zł" in page
    assert "Jak wycenić <mark>salę</mark> na próby?" in page
    assert "Accepted answer:" in page
    assert "1 result<" in page


def test_outsiders_see_no_trace_of_a_private_topic(cast: Cast) -> None:
    start_topic(by=cast.marta, forum=cast.backroom, title="Ksylofonista", body="…")
    settle()
    for viewer in (None, cast.ola):
        assert "Nothing found" in _page(cast, "q=ksylofonista", viewer)
    assert "/forums/t/" in _page(cast, "q=ksylofonista", cast.marta)


def test_nothing_found_says_how_to_go_on(cast: Cast, topic: Topic) -> None:
    page = _page(cast, "q=hydroplan+w+gminie")
    assert f"/forums/ogolne/ask/?title={quote('hydroplan')}+w+gminie" in page
    narrowed = _page(cast, "q=sala&kind=note")
    assert "Search without filters" in narrowed
    assert 'href="/search/?q=sala"' in narrowed


def test_a_slip_of_the_finger_is_asked_about(cast: Cast, topic: Topic) -> None:
    page = _page(cast, "q=wycenc+sale")
    assert "Did you mean:" in page
    assert 'href="/search/?q=wyceni%C4%87+sale"' in page


def test_filters_combine_and_can_be_taken_off(cast: Cast, topic: Topic) -> None:
    other = start_topic(
        by=cast.ola, forum=cast.square, title="Sala na wesele", body="?", tags="wesela"
    )
    settle()
    page = _page(cast, "q=sala")
    assert "2 results" in page
    assert 'href="/search/?q=sala&tag=sale"' in page
    narrowed = _page(cast, "q=sala&tag=sale")
    assert "1 result<" in narrowed
    assert f"/t/{other.pk}/" not in narrowed
    assert 'href="/search/?q=sala"' in narrowed
    assert 'href="/search/?q=sala&kind=topic&tag=sale"' in narrowed


def test_a_tag_alone_lists_what_has_it(cast: Cast, topic: Topic) -> None:
    assert f"/forums/t/{topic.pk}/" in _page(cast, "kind=topic&tag=sale")


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%ff", "q=" + "a" * 5000, "q=sala&kind=nothing", "q=sala&kind=topic&kind=note", "q=sala&region=' OR 1=1",
        "q=sala&tag=%0a", "q=sala&cursor=nonsense", "q=sala&lang=" + "x" * 400, "q=%ED%A0%80", "q[]=1", "q=sala&limit=-1",
        "q=sala&cursor=" + "a" * 3000, "q=%E2%80%AEsala", "q=sala&page=10000", "q=" + "%20" * 50,
    ],
)  # fmt: skip
def test_odd_addresses_never_break_it(cast: Cast, topic: Topic, query: str) -> None:
    assert 200 <= cast.client().get(f"/search/?{query}").status_code < 500


def test_a_cursor_is_for_its_own_question(cast: Cast) -> None:
    for number in range(22):
        start_topic(by=cast.ola, forum=cast.square, title=f"Koncert {number}", body="Kiedy?")
    settle()
    found = search(VISITOR, "koncert", limit=20)
    assert found.next
    browser = cast.client()
    assert browser.get("/search/", {"q": "koncert", "cursor": found.next}).status_code == 200
    assert browser.get("/search/", {"q": "wystawa", "cursor": found.next}).status_code == 400


def test_the_number_of_statements_is_small_and_does_not_grow(cast: Cast, topic: Topic) -> None:
    def statements() -> int:
        browser = Client(headers={"accept-language": "en"})
        browser.get("/search/?q=sala")
        with CaptureQueriesContext(connection) as caught:
            assert browser.get("/search/?q=sala").status_code == 200
        return len(caught)

    few = statements()
    for number in range(30):
        start_topic(by=cast.ola, forum=cast.square, title=f"Sala numer {number}", body="Jaka?")
    settle()
    assert statements() == few <= 12


def test_the_directory_and_the_form_for_questions_are_answered(cast: Cast, topic: Topic) -> None:
    house = add_organisation(
        by=cast.ola,
        fields={"name": "Galeria Sztuki Ludowej", "kind": "galeria", "summary": "Rzeźby."},
    )
    settle()
    assert answers.organisations(VISITOR, "galerie sztuki") == [house.pk]
    assert [link.url for link in answers.like_this(VISITOR, "Wycena sali prób")] == [
        f"/forums/t/{topic.pk}/{topic.slug}/"
    ]
