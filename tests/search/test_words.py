"""What moderators keep: synonyms, and what was not found."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forums.actions.start_topic import start_topic
from search import misses
from search.actions.alike import PHRASES
from search.models import Alike, Miss
from search.query import search
from tests.cast import Cast
from tests.search.conftest import VISITOR, settle

pytestmark = pytest.mark.django_db
LIST = "/search/words/"


def test_a_synonym_holds_at_once_and_ends_at_once(cast: Cast) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Karimaty na nocleg", body="Ile?")
    settle()
    assert search(VISITOR, "maty do spania").total == 0
    marta = cast.client(cast.marta)
    answer = marta.post(LIST, {"phrases": "karimata\r\nmata do spania"})
    assert (answer.status_code, answer["Location"]) == (302, LIST) or answer.status_code == 303
    found = search(VISITOR, "maty do spania")
    assert [r.id for r in found.results] == [topic.pk]
    assert found.also == ("karimata",)
    page = unescape(cast.client().get("/search/?q=maty+do+spania").content.decode())
    assert "Looked for too: karimata" in page
    group = Alike.objects.latest("pk")
    marta.post(f"{LIST}{group.pk}/", {"phrases": "karimata\nposłanie"})
    assert search(VISITOR, "maty do spania").total == 0
    assert search(VISITOR, "posłania").total == 1
    marta.post(f"{LIST}{group.pk}/forget/")
    assert search(VISITOR, "posłania").total == 0


def test_the_first_words_are_there(cast: Cast) -> None:
    page = cast.client(cast.marta).get(LIST).content.decode()
    for short in ("GOK", "MOK", "DK", "GBP", "KGW", "OSP", "UTW", "PJM", "ETR"):
        assert f"{short} = " in page


@pytest.mark.parametrize("path", [LIST, f"{LIST}1/", f"{LIST}1/forget/"])
def test_nobody_but_moderators_has_these_pages(cast: Cast, path: str) -> None:
    group = Alike.objects.earliest("pk")
    address = path.replace("/1/", f"/{group.pk}/")
    for viewer in (None, cast.ola, cast.jan, cast.ewa):
        browser = cast.client(viewer)
        assert browser.get(address).status_code in (404, 405)
        assert browser.post(address, {"phrases": "a b\nc d"}).status_code == 404
    assert Alike.objects.filter(pk=group.pk).exists()


@pytest.mark.parametrize(
    "phrases",
    ["", "jedno", "jedno\njedno", "GOK\ndom", "\x00\ninne", "a" * 90 + "\nb", "!!!\n???",
     "\n".join(f"słowo{n}" for n in range(PHRASES + 1)), "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć\nb"],
)  # fmt: skip
def test_what_is_no_group_changes_nothing(cast: Cast, phrases: str) -> None:
    before = list(Alike.objects.order_by("pk").values_list("phrases", flat=True))
    answer = cast.client(cast.marta).post(LIST, {"phrases": phrases})
    assert answer.status_code == 422
    assert 'class="error' in answer.content.decode() or "aria-invalid" in answer.content.decode()
    assert list(Alike.objects.order_by("pk").values_list("phrases", flat=True)) == before


def test_a_group_that_is_gone_is_not_found(cast: Cast) -> None:
    marta = cast.client(cast.marta)
    assert marta.get(f"{LIST}999999/").status_code == 404
    assert marta.post(f"{LIST}999999/forget/").status_code == 404


def test_what_was_not_found_is_counted_without_who_looked(cast: Cast) -> None:
    for viewer in (cast.ola, cast.jan, None):
        cast.client(viewer).get("/search/?q=Hydroplan%20 w  gminie")
    miss = Miss.objects.get()
    assert (miss.text, miss.times) == ("hydroplan w gminie", 3)
    assert {field.name for field in Miss._meta.fields} == {"id", "text", "times", "last_on"}
    page = unescape(cast.client(cast.marta).get(LIST).content.decode())
    assert "hydroplan w gminie" in page
    assert "3 times" in page
    assert f"{LIST}?phrase=hydroplan" in page
    begun = unescape(cast.client(cast.marta).get(f"{LIST}?phrase=hydroplan").content.decode())
    assert ">hydroplan</textarea>" in begun.replace("\n", "").replace("\r", "")


@pytest.mark.parametrize(
    "q", ["ola@example.org", "600 700 800", "tel. 12-345-67-89", "https://example.org", "ab", "x" * 100],
)  # fmt: skip
def test_what_may_be_personal_is_not_kept(cast: Cast, q: str) -> None:
    cast.client().get("/search/", {"q": q})
    assert not Miss.objects.exists()


def test_a_question_with_filters_or_with_hits_is_no_miss(cast: Cast) -> None:
    start_topic(by=cast.ola, forum=cast.square, title="Farby", body="?")
    settle()
    cast.client().get("/search/?q=farby")
    cast.client().get("/search/?q=farby&kind=note")
    assert not Miss.objects.exists()


def test_old_misses_are_forgotten(db: None) -> None:
    today = timezone.localdate()
    Miss.objects.create(text="stare", last_on=today - timedelta(days=misses.KEPT + 1))
    Miss.objects.create(text="nowe", last_on=today - timedelta(days=misses.KEPT))
    misses.forget()
    assert [miss.text for miss in Miss.objects.all()] == ["nowe"]


def test_the_page_costs_the_same_with_many_words(cast: Cast) -> None:
    marta = cast.client(cast.marta)

    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert marta.get(LIST).status_code == 200
        return len(caught)

    statements()  # what the place is called is read once
    few = statements()
    for number in range(40):
        Alike.objects.create(phrases=[f"raz{number}", f"dwa{number}"])
        Miss.objects.create(text=f"nic{number}", last_on=timezone.localdate())
    assert statements() == few <= 12
