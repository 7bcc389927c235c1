"""Words into terms: Polish forms meet, other words do not, with and without the dictionary."""

import csv
from pathlib import Path

import pytest

from search.language import analyse, fold, terms_of
from search.language.accents import accented
from search.language.spelling import edits
from search.language.tokens import tokens, words
from search.language.vocabulary import Count, vocabulary_of

PAIRS = list(csv.DictReader((Path(__file__).parent / "data" / "pl_conflation_pairs.csv").open()))


def _meet(left: str, right: str) -> bool:
    return bool(set(analyse(left.lower()).lemmas) & set(analyse(right.lower()).lemmas))


@pytest.mark.parametrize("text", ["Żółć", "ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "łódź", "Łódź"])
def test_folding_leaves_plain_letters(text: str) -> None:
    assert fold(text).isascii()


def test_folding_takes_the_l_that_unicode_does_not_take_apart() -> None:
    assert fold("Łódź") == "lodz"
    assert fold("ﬁ") == "ﬁ"


def test_every_form_of_a_word_is_found_by_every_other() -> None:
    apart = [
        (p["form_a"], p["form_b"])
        for p in PAIRS
        if p["same"] == "1" and not _meet(p["form_a"], p["form_b"])
    ]
    assert apart == []


def test_words_that_only_look_alike_stay_apart() -> None:
    joined = [p["form_a"] for p in PAIRS if p["same"] == "0" and _meet(p["form_a"], p["form_b"])]
    # "chóru" and "choroby", "obrazy" and "obrazić" have one folded stem.
    assert sorted(joined) == ["chóru", "obrazy"]


def test_a_word_without_diacritics_meets_its_own() -> None:
    assert _meet("świetlicach", "swietlica")
    assert _meet("niepełnosprawnościami", "niepelnosprawnosc")


def test_words_typed_without_diacritics_are_told_from_the_dictionary() -> None:
    assert accented("naglowkow") == ("nagłówków",)
    assert accented("nagłówków") == ()  # it has its marks
    assert accented("dom") == ()  # a word as it stands
    assert accented("qwzxcvb") == ()
    assert accented("ace" * 8) == accented("a" * 64) == ()  # far too many ways to write it


def test_sorts_of_terms_cannot_be_taken_for_one_another() -> None:
    read = analyse("kultury")
    assert "kultura" in read.lemmas
    assert read.lemmas[-1] == "kultur~"
    assert read.prefix == "kultu^"
    assert analyse("xyz").prefix == "xyz^"


def test_no_pair_crosses_from_the_title_to_the_text() -> None:
    terms = terms_of(["dom kultury", "wieś tańczy"])
    assert "dom~kultur" in terms.pair
    assert not any(pair.startswith("kultur~") for pair in terms.pair)
    assert len(terms.prefix) == 4


def test_english_forms_meet_in_english_texts() -> None:
    terms = terms_of(["Volunteers were volunteering"], language="en")
    assert terms.lemma.count(analyse("volunteer").english) == 2


def test_only_a_verb_is_known_as_one() -> None:
    assert analyse("napisał").verb
    assert not analyse("dom").verb


def test_places_of_words_are_those_in_the_text() -> None:
    text = "Dom, „Kultury”!"
    assert [text[t.start : t.end] for t in tokens(text)] == ["Dom", "Kultury"]
    assert words(text) == ["dom", "kultury"]


def test_one_slip_of_the_finger_away() -> None:
    assert {"bibliteka", "bibliotka", "ibblioteka", "xbiblioteka"} <= edits("biblioteka")
    assert "biblioteka" not in edits("biblioteka")


def test_names_are_told_by_capitals_inside_sentences() -> None:
    counted = vocabulary_of(["Nasza Wola jest mała. Wola ludzi to wola.\nWola."])
    assert counted["wola"] == Count(1, 1, 1)
    assert counted["nasza"] == Count(1, 0, 0)


def test_without_the_dictionary_the_rules_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from search.language import morphology

    monkeypatch.setattr(morphology, "morfeusz2", None)
    assert morphology.read("kultury") == morphology.UNKNOWN
    assert morphology.dictionary_version() == "rules"
    analyse.cache_clear()
    try:
        assert analyse("kultury").lemmas == ("kultur~",)
    finally:
        analyse.cache_clear()


@pytest.mark.parametrize("odd", ["", "²", "ǆ", "İ", "ß", "漢字", "Ω", "a" * 500, "__", "٣"])
def test_odd_words_make_terms_that_both_databases_take(odd: str) -> None:
    for word in words(odd):
        read = analyse(word)
        assert all(term and '"' not in term and "'" not in term for term in read.lemmas)
