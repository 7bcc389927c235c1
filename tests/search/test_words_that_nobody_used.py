"""Words that nothing has: told as such, not bent into neighbours, and counted for the moderators."""

from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from directory.actions.add_organisation import add_organisation
from forums.actions.start_topic import start_topic
from notes.actions.write_note import write_note
from search.language import analyse
from search.language.question import question_of
from search.models import Miss
from search.words import IndexLexicon, merge
from tests.cast import Cast, regions
from tests.search.conftest import VISITOR, Finder, Pages, settle

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("joga", "Chcę, żeby dzieci mogą."),
        ("Romowie", "Po rozmowie."),
        ("balet", "Nie bałem się."),
        ("autystyczne", "Szkoła artystyczna."),
        ("dozynki", "Dżinsy i dodatki, dożywki."),
        ("MZOK", "Mok."),
    ],
)
def test_a_word_that_is_rightly_written_is_not_bent(
    find: Finder, pages: Pages, typed: str, near: str
) -> None:
    pages.put(1, "Strona", near)
    settle()
    found = find(typed)
    assert (found.total, found.did_you_mean) == (0, None)
    assert found.missing == (typed,)


def test_of_a_short_word_a_neighbour_is_only_proposed(find: Finder, pages: Pages) -> None:
    pages.put(1, "Strona", "Kimś być.")
    settle()
    found = find("kids")
    assert (found.total, found.did_you_mean) == (0, "kimś")


def test_what_nothing_has_is_told_beside_what_was_found(cast: Cast) -> None:
    start_topic(by=cast.ola, forum=cast.square, title="Osoby na warsztacie", body="Ile osób?")
    settle()
    page = unescape(cast.client().get("/search/?q=osoby+autystyczne").content.decode())
    assert "Nothing here has the word: autystyczne. These are found by the other words." in page
    assert "Did you mean" not in page
    polish = Client(headers={"accept-language": "pl"})
    answer = polish.get("/search/?q=osoby+autystyczne+sensoryczne")
    assert "Nigdzie tu nie ma słów: autystyczne, sensoryczne." in unescape(answer.content.decode())
    assert {miss.text for miss in Miss.objects.all()} == {
        "osoby autystyczne",
        "osoby autystyczne sensoryczne",
    }
    plain = unescape(cast.client().get("/search/?q=osoby").content.decode())
    assert "Nothing here has" not in plain


def test_what_only_others_may_read_is_missing_like_what_is_not_there(
    find: Finder, cast: Cast, pages: Pages
) -> None:
    pages.put(1, "Dyżur", "Sprawa o klawesyn.", audience="moderators")
    settle()
    assert find("klawesyn", VISITOR).missing == ("klawesyn",)
    assert find("klawesyn", cast.ola).total == 0
    assert find("klawesyn", cast.marta).missing == ()


def test_a_denied_participle_is_a_word_of_its_own(find: Finder, pages: Pages) -> None:
    pages.put(1, "Pogoda", "Najlepsza, jaką słyszałam i słyszę.")
    pages.put(2, "Spacer", "Dla osób niesłyszących.")
    settle()
    assert find.ids("niesłyszący") == [2]
    assert find.ids("nieslyszacymi") == [2]
    assert find.ids("słyszeć") == [1]


def test_the_deaf_are_found_by_either_word(find: Finder, pages: Pages) -> None:
    pages.put(1, "Budżet", "Jeśli ktoś głuchy się zapisze.")
    settle()
    assert find.ids("niesłyszących") == [1]


@pytest.mark.parametrize(
    ("q", "kind", "name"),
    [
        ("KGW", "kolo_gospodyn", "Koło Gospodyń w Jaworniku"),
        ("OSP", "straz", "Jednostka w Łapszach"),
        ("UTW", "utw", "Akademia Seniora"),
        ("MGOK", "dom_kultury", "Miejsko – Gminny Ośrodek Kultury"),
    ],
)
def test_abbreviations_find_organisations_by_what_they_are(
    find: Finder, cast: Cast, q: str, kind: str, name: str
) -> None:
    house = _house(cast.ola, name, kind)
    settle()
    found = find(q)
    assert [(hit.kind, hit.id) for hit in found.results] == [("organisation", house)]
    assert "_" not in found.results[0].excerpt


def test_kinds_are_shown_in_words(find: Finder, cast: Cast) -> None:
    _house(cast.ola, "Pod Lipą", "swietlica")
    settle()
    found = find("świetlica")
    assert "świetlica" in found.results[0].excerpt
    assert "swietlica" not in found.results[0].excerpt


def test_places_in_the_lines_of_organisations_make_no_names(find: Finder, cast: Cast) -> None:
    for number in range(3):
        _house(cast.ola, f"Dom {number}", "dom_kultury", locality="Koszyce Małe")
    start_topic(by=cast.ola, forum=cast.square, title="Po co nam małe muzeum", body="?")
    settle()
    merge()
    word = question_of("małe", IndexLexicon(("public",))).words[0]
    assert word.weight == 1.0


def test_the_words_of_tags_and_areas_are_found(find: Finder, cast: Cast) -> None:
    topic = start_topic(
        by=cast.ola, forum=cast.square, title="Teatrzyk", body="Skąd lalki?", tags=["kamishibai"]
    )
    note = write_note(by=cast.ola, title="Skrzynka", body="Opowieść.", tags=["pacynki"])
    settle()
    assert [(hit.kind, hit.id) for hit in find("kamishibai").results] == [("topic", topic.pk)]
    assert [(hit.kind, hit.id) for hit in find("pacynek").results] == [("note", note.pk)]


def test_quotation_marks_ask_for_no_diacritics(find: Finder, pages: Pages) -> None:
    pages.put(1, "Domy kultury", "Sieć domów kultury.")
    pages.put(2, "Kultura w domu", "Domów jest wiele, kultury też.")
    settle()
    assert find.ids('"domow kultury"') == [1]
    assert find.ids('"domów kultury"') == [1]


def test_an_abbreviation_in_quotation_marks_is_meant_to_the_letter(
    find: Finder, pages: Pages
) -> None:
    pages.put(1, "Gminny Ośrodek Kultury")
    pages.put(2, "Zebranie w GOK")
    settle()
    assert set(find.ids("GOK")) == {1, 2}
    found = find('"GOK"')
    assert [hit.id for hit in found.results] == [2]
    assert found.also == ()


def test_a_stem_of_two_letters_finds_nothing_else(find: Finder, pages: Pages) -> None:
    pages.put(1, "Osiem", "Osiem krzeseł.")
    pages.put(2, "Osoba", "Osób jest pięć.")
    settle()
    assert find.ids("osoby") == [2]


def test_analysis_keeps_the_two_apart() -> None:
    assert "nieslyszec" in analyse("niesłyszących").lemmas
    assert "slyszec" not in analyse("niesłyszących").lemmas


def _house(by: User, name: str, kind: str, locality: str = "Jawornik") -> int:
    fields = {"name": name, "kind": kind, "locality": locality, "gmina": regions().code}
    return add_organisation(by=by, fields=fields).pk
