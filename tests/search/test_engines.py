"""The contract that both engines keep."""

import pytest

from search.query import search
from tests.search.conftest import VISITOR, Finder, Pages, settle

pytestmark = pytest.mark.django_db


def test_any_form_finds_any_other(find: Finder, pages: Pages) -> None:
    pages.put(1, "Warsztaty ceramiczne dla dzieci")
    pages.put(2, "Koncert w Tarnowie")
    settle()
    assert find.ids("warsztatów ceramicznych") == [1]
    assert find.ids("dziećmi") == [1]
    assert find.ids("tarnow") == [2]
    found = find("warsztat")
    assert found.engine == find.engine
    assert found.total == 1


def test_without_diacritics_the_same_is_found(find: Finder, pages: Pages) -> None:
    pages.put(1, "Świetlica wiejska", "Dostępność świetlicy dla osób na wózkach.")
    settle()
    assert find.ids("dostepnosc swietlicach") == [1]


def test_a_form_that_the_index_has_not_is_found_without_its_diacritics(
    find: Finder, pages: Pages
) -> None:
    pages.put(1, "Cykl spotkań", "Zasób nagłówka i wzorzec dojrzałości.")
    pages.put(2, "Rower", "O kole.")
    settle()
    for q in ("cyklow", "zasobow", "naglowkow", "dojrzaloscia", "wzorcow"):
        assert find.ids(q) == [1], q


def test_what_only_begins_alike_is_no_result(find: Finder, pages: Pages) -> None:
    pages.put(1, "Organizacja pozarządowa")
    settle()
    assert find("organy kościelne").total == 0


def test_the_better_match_comes_first(find: Finder, pages: Pages) -> None:
    pages.put(1, "Zajęcia", "Ceramika i coś o teatrze lalek, i jeszcze o chórze.")
    pages.put(2, "Teatr lalek w bibliotece", "Teatr lalek robi się prosto.")
    pages.put(3, "Chór", "Próby chóru.")
    settle()
    assert find.ids("teatr lalek")[0] == 2


def test_a_phrase_in_quotation_marks_must_be_there(find: Finder, pages: Pages) -> None:
    pages.put(1, "Dom kultury")
    pages.put(2, "Kultura w domu")
    settle()
    assert set(find.ids("dom kultury")) == {1, 2}
    assert find.ids('"domy kultury"') == [1]
    assert find.ids("„dom kultury”") == [1]


def test_an_object_is_one_result_by_its_best_part(find: Finder, pages: Pages) -> None:
    pages.put(1, "Jak zdobyć farby?", "Pytam o malowanie.", part=1)
    pages.put(1, "", "Farby akwarelowe daje gmina. Farby, farby!", part=2)
    pages.put(1, "", "Dziękuję.", part=3)
    settle()
    found = find("akwarelowe farby")
    assert [(r.id, r.part) for r in found.results] == [(1, 2)]
    assert found.total == 1
    assert found.facets["kind"] == {"page": 1}


def test_an_edit_and_a_removal_are_followed(find: Finder, pages: Pages) -> None:
    pages.put(1, "Plener malarski")
    settle()
    pages.change(1, title="Plener rzeźbiarski")
    settle()
    assert find.ids("malarski") == []
    assert find.ids("rzeźbiarski") == [1]
    pages.drop(1)
    settle()
    assert find("plener").total == 0
    pages.put(1, "Plener znowu")
    settle()
    assert find.ids("plener") == [1]


def test_filters_narrow_and_facets_say_what_a_click_would_bring(find: Finder, pages: Pages) -> None:
    pages.put(1, "Koncert chóru", tags=("muzyka",), regions=("12", "1206"))
    pages.put(
        2, "Koncert orkiestry", tags=("muzyka", "plener"), regions=("12", "1261"), language="en"
    )
    pages.put(3, "Koncert", tags=("teatr",), regions=("12", "1206"))
    settle()
    everything = find("koncert")
    assert everything.facets["tag"] == {"muzyka": 2, "plener": 1, "teatr": 1}
    assert everything.facets["region"] == {"12": 3, "1206": 2, "1261": 1}
    assert everything.facets["language"] == {"pl": 2, "en": 1}
    narrowed = find("koncert", tag="muzyka")
    assert {r.id for r in narrowed.results} == {1, 2}
    assert narrowed.total == 2
    assert narrowed.facets["tag"] == everything.facets["tag"]
    assert narrowed.facets["region"] == {"12": 2, "1206": 1, "1261": 1}
    both = find("koncert", tag="muzyka", region="1206")
    assert [r.id for r in both.results] == [1]
    assert both.facets["region"] == {"12": 2, "1206": 1, "1261": 1}
    assert find("koncert", lang="en").total == 1
    assert find("koncert", kind="page").total == 3
    assert find("koncert", kind="topic").total == 0


def test_without_a_question_the_newest_stand_first(find: Finder, pages: Pages) -> None:
    for number in (1, 2, 3):
        pages.put(number, f"Strona {number}", tags=("muzyka",) if number < 3 else ())
    settle()
    found = find("", tag="muzyka")
    assert [r.id for r in found.results] == [2, 1]
    assert found.total == 2
    assert find("").total == 0


def test_pages_of_results_follow_one_another_without_gap_or_repeat(
    find: Finder, pages: Pages
) -> None:
    for number in range(1, 26):
        pages.put(number, f"Koncert numer {number}", "Śpiew. " * (number % 5))
    settle()
    seen: list[int] = []
    cursor = None
    for _ in range(4):
        found = find("koncert", limit=10, cursor=cursor)
        assert found.total == 25
        seen += [result.id for result in found.results]
        cursor = found.next
        if cursor is None:
            break
    assert sorted(seen) == list(range(1, 26))


@pytest.mark.parametrize(
    "q",
    [
        "???", "*", '"', '""', "AND OR NOT", "lemma:dom", "a" * 300, "dom~kultur", "kult^", "' OR 1=1 --", "NEAR(a b)",
        "{!lucene}", "\\", "dom*", "漢字", "pair : x", "(((", "-dom", "%", "_", "😀", "² ½", " ".join(["dom"] * 60),
    ],
)  # fmt: skip
def test_a_question_is_data(find: Finder, pages: Pages, q: str) -> None:
    pages.put(1, "Dom kultury")
    settle()
    assert find(q).total in (0, 1)


def test_likes_of_a_name_in_small_letters_are_told_from_the_index(
    find: Finder, pages: Pages
) -> None:
    from search.language.question import NAME, question_of
    from search.words import IndexLexicon

    for number in range(1, 4):
        pages.put(number, "Spotkanie", "Wczoraj była u nas Wola Radziszowska i dużo gości.")
    settle()
    weights = {
        w.form: w.weight
        for w in question_of("dojazd radziszowska goście", IndexLexicon(("public",))).words
    }
    assert weights["radziszowska"] == NAME
    assert weights["goście"] < NAME


def test_scores_of_the_engines_agree(
    elasticsearch: str, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.put(1, "Teatr lalek w bibliotece", "Teatr lalek robi się prosto, z pudełek.")
    pages.put(2, "Zajęcia", "Ceramika i coś o teatrze lalek, i jeszcze o chórze.")
    pages.put(3, "Chór", "Próby chóru w teatrze.")
    settle()
    there = search(VISITOR, "teatr lalek w chórze")
    monkeypatch.setattr("search.engines.elastic.in_use", lambda: False)
    here = search(VISITOR, "teatr lalek w chórze")
    assert [there.engine, here.engine] == ["elasticsearch", "local"]
    assert [r.id for r in there.results] == [r.id for r in here.results]
    for left, right in zip(there.results, here.results, strict=True):
        assert left.score == pytest.approx(right.score, rel=0.02)
