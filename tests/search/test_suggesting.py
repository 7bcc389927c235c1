"""Suggestions while typing, and what is like a topic or a note."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from directory.actions.add_organisation import add_organisation
from forums.actions.hide import hide_topic
from forums.actions.start_topic import start_topic
from notes.actions.write_note import write_note
from tests.cast import Cast
from tests.search.conftest import settle

pytestmark = pytest.mark.django_db


def _suggested(cast: Cast, q: str, viewer: Any = None) -> list[tuple[str, str]]:
    answer = cast.client(viewer).get("/search/suggest/", {"q": q})
    assert answer.status_code == 200
    rows = answer.json()["suggestions"]
    assert len(rows) <= 8
    return [(row["name"], row["url"]) for row in rows]


def test_titles_tags_places_and_organisations_are_suggested(cast: Cast) -> None:
    topic = start_topic(
        by=cast.ola, forum=cast.square, title="Skąd wziąć farby?", body="?", tags="skanowanie"
    )
    house = add_organisation(by=cast.ola, fields={"name": "Galeria Skała", "kind": "galeria"})
    settle()
    found = dict(_suggested(cast, "ska"))
    assert found["Skąd wziąć farby?"] == f"/forums/t/{topic.pk}/{topic.slug}/"
    assert found["Galeria Skała"] == f"/directory/{house.slug}/"
    assert found["skanowanie"] == "/search/?tag=skanowanie"
    assert found["gmina Skawina"] == "/search/?region=120611"
    assert [name for name, _ in _suggested(cast, "farby sk")] == ["Skąd wziąć farby?"]
    assert [name for name, _ in _suggested(cast, "galeria skała")] == ["Galeria Skała"]


def test_at_most_eight_and_none_for_a_letter(cast: Cast) -> None:
    for number in range(20):
        start_topic(by=cast.ola, forum=cast.square, title=f"Koncert numer {number}", body="?")
    settle()
    assert len(_suggested(cast, "kon")) == 8
    assert _suggested(cast, "k") == []
    assert _suggested(cast, "  ") == []


def test_nothing_private_is_suggested(cast: Cast) -> None:
    hidden = start_topic(
        by=cast.marta, forum=cast.backroom, title="Ksylofon", body="?", tags="ksylofony"
    )
    settle()
    for viewer in (None, cast.ola, cast.jan, cast.ewa):
        assert _suggested(cast, "ksyl", viewer) == []
    assert [url for _, url in _suggested(cast, "ksyl", cast.marta)] == [
        f"/forums/t/{hidden.pk}/{hidden.slug}/", "/search/?tag=ksylofony",
    ]  # fmt: skip
    shown = start_topic(by=cast.ola, forum=cast.square, title="Ksylofon?", body="?")
    settle()
    assert len(_suggested(cast, "ksyl", cast.jan)) == 1
    type(shown).objects.filter(pk=shown.pk).update(hidden=True)
    assert _suggested(cast, "ksyl", cast.jan) == [], "though the index has not heard"


@pytest.mark.parametrize("q", ["%00a", "\u202eabc", "'\"%_\\", "a" * 5000, "漢字", "😀😀", "a\nb"])
def test_odd_letters_are_no_error(cast: Cast, q: str) -> None:
    assert isinstance(_suggested(cast, q), list)


def test_suggestions_cost_the_same_however_many_there_are(cast: Cast) -> None:
    def statements() -> int:
        browser = cast.client()
        browser.get("/search/suggest/?q=konc")
        with CaptureQueriesContext(connection) as caught:
            assert browser.get("/search/suggest/?q=konc").status_code == 200
        return len(caught)

    start_topic(by=cast.ola, forum=cast.square, title="Koncert", body="?")
    settle()
    few = statements()
    for number in range(30):
        start_topic(by=cast.ola, forum=cast.square, title=f"Koncert numer {number}", body="?")
    settle()
    assert statements() == few <= 8


def _like(cast: Cast, kind: str, pk: int, viewer: Any = None) -> str:
    answer = cast.client(viewer).get(f"/search/like/{kind}/{pk}/?piece=1")
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_what_is_like_a_topic_or_a_note_by_its_words(cast: Cast, engine: str) -> None:
    body = "Wypalamy kubki w piecu, szkliwo spływa na półkę."
    first = start_topic(by=cast.ola, forum=cast.square, title="Szkliwo spływa w piecu", body=body)
    other = start_topic(
        by=cast.jan, forum=cast.square, title="Jakie szkliwo do pieca?", body="Pierwsze kubki."
    )
    note = write_note(by=cast.ola, title="Piec i szkliwa", body="Jak wypalać kubki w piecu.")
    secret = start_topic(by=cast.marta, forum=cast.backroom, title="Szkliwo w piecu", body=body)
    for number in range(30):
        start_topic(by=cast.ola, forum=cast.square, title=f"Koncert numer {number}", body="Chór.")
    settle()
    page = _like(cast, "topic", first.pk)
    assert f"/forums/t/{other.pk}/" in page
    assert f"/notes/{note.slug}/" in page
    assert f"/forums/t/{first.pk}/" not in page
    assert f"/forums/t/{secret.pk}/" not in page
    assert "Koncert" not in page
    assert f"/forums/t/{secret.pk}/" in _like(cast, "topic", first.pk, cast.marta)
    assert f"/forums/t/{first.pk}/" in _like(cast, "note", note.pk)
    whole = cast.client().get(f"/search/like/topic/{first.pk}/").content.decode()
    assert "More like this" in whole
    assert first.title in whole
    assert f'data-like="/search/like/topic/{first.pk}/?piece=1"' in (
        cast.client().get(f"/forums/t/{first.pk}/{first.slug}/").content.decode()
    )
    assert f'href="/search/like/note/{note.pk}/"' in (
        cast.client().get(f"/notes/{note.slug}/").content.decode()
    )
    with transaction.atomic():
        hide_topic(other, True)
    assert f"/forums/t/{other.pk}/" not in _like(cast, "topic", first.pk)


def test_what_is_like_something_private_is_nobodys(cast: Cast, engine: str) -> None:
    secret = start_topic(by=cast.marta, forum=cast.backroom, title="Ksylofon", body="Ksylofon.")
    settle()
    for viewer in (None, cast.ola, cast.jan):
        for kind, pk in (("topic", secret.pk), ("topic", 999_999), ("note", 1), ("message", 1)):
            assert cast.client(viewer).get(f"/search/like/{kind}/{pk}/").status_code == 404
    assert cast.client(cast.marta).get(f"/search/like/topic/{secret.pk}/").status_code == 200
