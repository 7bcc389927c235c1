"""What counts beside the words, on both engines: titles, what others say, age; orders and facets."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from forums.actions.accept_answer import accept_answer
from forums.actions.mark_helped import mark_helped
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from kernel.facts import publish
from notes.actions.helpful import say_helpful
from notes.actions.write_note import write_note
from notes.facts import NoteChanged
from search.documents import Praise
from search.engines.protocol import FACETS
from search.language.question import question_of
from search.models import Alike
from search.query import Results
from search.weights import WEIGHTS, read
from search.words import IndexLexicon
from tests.cast import Cast
from tests.search.conftest import Finder, Pages, settle

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 5, 1, tzinfo=UTC)


def _ids(found: Results) -> list[int]:
    return [result.id for result in found.results]


def test_a_title_that_is_asked_for_comes_first(find: Finder, pages: Pages) -> None:
    pages.put(1, "Teatr cieni z prześcieradła", "Długi opis. " * 80 + "Teatr, cienie.")
    pages.put(2, "Zajęcia", "Teatr i cienie, teatr, cienie.")
    pages.put(3, "Teatr", "Lalki.")
    settle()
    assert find.ids("teatru cieni")[0] == 1


def test_what_others_say_counts_and_is_told(find: Finder, pages: Pages) -> None:
    same = {"text": "Skąd wziąć farby do pleneru?", "created_at": LONG_AGO}
    pages.put(1, "Farby", praise=Praise(), **same)
    pages.put(2, "Farby", praise=Praise(helped=9), **same)
    pages.put(3, "Farby", praise=Praise(accepted=True), **same)
    pages.put(4, "Farby", praise=Praise(replicated=20), **same)
    settle()
    found = find("farby")
    assert _ids(found) == [4, 3, 2, 1]
    with override("en"):
        assert {result.id: list(result.why) for result in found.results} == {
            4: ["done by others 20 times"],
            3: ["accepted answer"],
            2: ["helped 9 people"],
            1: [],
        }
    pages.change(1, praise=Praise(accepted=True, helped=50))
    settle()
    assert find.ids("farby")[0] == 1


def test_an_overdue_note_comes_lower_and_never_vanishes(find: Finder, pages: Pages) -> None:
    same = {"text": "Skąd wziąć farby do pleneru?", "created_at": LONG_AGO}
    pages.put(1, "Farby", **same)
    pages.put(2, "Farby", praise=Praise(stale=True), **same)
    settle()
    found = find("farby")
    assert _ids(found) == [1, 2]
    with override("en"):
        assert list(found.results[1].why) == ["but overdue for a review"]


def test_what_was_done_most_often_comes_first_where_that_is_asked_for(
    find: Finder, pages: Pages
) -> None:
    for number, times in ((1, 3), (2, 0), (3, 12), (4, 3)):
        pages.put(number, "Plener", praise=Praise(replicated=times), tags=("plener",))
    settle()
    assert _ids(find("plener", sort="replicated")) == [3, 4, 1, 2]
    assert _ids(find("", tag="plener", sort="replicated")) == [3, 4, 1, 2]


def test_runs_and_votes_of_a_note_reach_the_index(find: Finder, cast: Cast) -> None:
    note = write_note(by=cast.ola, title="Farby ze skórek", body="Gotuj łuski cebuli.")
    settle()
    assert list(find("łuski").results[0].why)[:-1] == []
    say_helpful(by=cast.jan, note=note, helped=True)
    type(note).objects.filter(pk=note.pk).update(run_count=4, stale=True)
    with transaction.atomic():
        publish(NoteChanged(note_id=note.pk))
    settle()
    with override("en"):
        assert list(find("łuski").results[0].why) == [
            "done by others 4 times",
            "helped 1 person",
            "but overdue for a review",
            "recent",
        ]


def test_the_newer_of_two_alike_comes_first(find: Finder, pages: Pages) -> None:
    pages.put(2, "Plener malarski", created_at=LONG_AGO)
    pages.put(1, "Plener malarski", created_at=timezone.now())
    pages.put(3, "Plener malarski", created_at=timezone.now() - timedelta(days=300))
    settle()
    assert find.ids("plener") == [1, 3, 2]


def test_the_newest_first_where_that_is_asked_for(find: Finder, pages: Pages) -> None:
    for number, days in ((1, 40), (2, 900), (3, 3), (4, 100)):
        made = timezone.now() - timedelta(days=days)
        pages.put(number, "Koncert" if number % 2 else "Inne", "Koncert chóru.", created_at=made)
    pages.put(2, "", "I koncert, wczoraj.", part=2, created_at=timezone.now() - timedelta(days=1))
    settle()
    found = find("koncert", sort="newest", limit=2)
    assert [(r.id, r.part) for r in found.results] == [(2, 2), (3, 0)]
    assert found.total == 4
    rest = find("koncert", sort="newest", limit=2, cursor=found.next)
    assert _ids(rest) == [1, 4]
    assert rest.next is None


def test_every_facet_narrows_and_says_what_a_click_would_bring(find: Finder, pages: Pages) -> None:
    pages.put(
        1, "Koncert", practices=("muzyka", "sztuki"), groups=("seniorzy",), organisation="7",
        answered=True, created_at=datetime(2025, 12, 30, tzinfo=UTC), tags=("chor",),
        regions=("12",), language="pl en",
    )  # fmt: skip
    pages.put(
        2, "Koncert", practices=("taniec", "sztuki"), groups=("seniorzy", "dzieci"), organisation="8",
        created_at=datetime(2026, 1, 2, tzinfo=UTC), regions=("12",),
    )  # fmt: skip
    settle()
    found = find("koncert")
    assert found.facets == {
        "kind": {"page": 2},
        "tag": {"chor": 1},
        "practice": {"sztuki": 2, "muzyka": 1, "taniec": 1},
        "audience": {"seniorzy": 2, "dzieci": 1},
        "region": {"12": 2},
        "language": {"pl": 2, "en": 1},
        "organisation": {"7": 1, "8": 1},
        "date": {"2025": 1, "2025-12": 1, "2026": 1, "2026-01": 1},
        "answered": {"yes": 1},
    }
    narrow = {
        "practice": "muzyka", "audience": "seniorzy", "organisation": "7", "date": "2025-12",
        "answered": "yes", "tag": "chor", "lang": "en", "region": "12", "kind": "page",
    }  # fmt: skip
    for name, value in narrow.items():
        assert 1 in _ids(find("koncert", **{name: value})), name
    together = find("koncert", **narrow)
    assert _ids(together) == [1]
    assert find("koncert", **{**narrow, "date": "2026"}).total == 0
    other = find("koncert", practice="muzyka")
    assert other.facets["practice"] == found.facets["practice"], "a facet does not narrow itself"
    assert other.facets["audience"] == {"seniorzy": 1}
    assert set(found.facets) == set(FACETS)
    assert _ids(find("", practice="taniec")) == [2], "without words, too"


def test_abbreviations_find_what_they_stand_for_and_the_other_way_round(
    find: Finder, pages: Pages
) -> None:
    pages.put(1, "Gminny Ośrodek Kultury w Łużnej")
    pages.put(2, "GOK Poronin")
    pages.put(3, "Kultura gminy", "Jest ośrodek zdrowia. Bez domu.")
    pages.put(4, "Miejski Ośrodek Kultury")
    settle()
    assert set(find.ids("gok")) == {1, 2}, "all the words of the phrase, or the abbreviation"
    assert set(find.ids("w GOKu")) == {1, 2}
    assert find.ids("GOK Łużna")[0] == 1
    found = find("gminnego ośrodka kultury")
    assert set(_ids(found)[:2]) == {1, 2}
    assert found.also == ("gok",)
    Alike.objects.all().delete()
    from search import synonyms

    synonyms.changed()
    assert find.ids("gok") == [2], "without a rebuild"


def test_a_word_may_stay_unfinished(find: Finder, pages: Pages) -> None:
    pages.put(1, "Warsztaty ceramiczne")
    pages.put(2, "Próba chóru")
    settle()
    assert find.ids("warsztaty ceram") == [1]
    assert find.ids("cera") == [1]
    assert find("cera").did_you_mean is None
    assert find("ce").total == 0


def test_a_slip_in_a_form_that_the_index_does_not_have(find: Finder, pages: Pages) -> None:
    pages.put(1, "Spichlerz", "Stary spichlerz.")
    settle()
    assert find.ids("w spichlerzzami teraz") == [1]


def test_words_in_quotation_marks_must_stand_side_by_side(find: Finder, pages: Pages) -> None:
    pages.put(1, "Dom kultury, dotacja")
    pages.put(2, "Kultura w domu, dotacja")
    settle()
    assert find.ids('dotacja "dom kultury"') == [1]
    assert set(find.ids('Czy dotacja dla "dom kultury"?')) == {1, 2}, "a title in a sentence"


def test_both_languages_in_one_question(find: Finder, pages: Pages) -> None:
    pages.put(1, "Residency House", "Rezydencje. We host visiting artists.", language="pl en")
    pages.put(2, "Rezydencja", "Dla artystów.")
    settle()
    assert find.ids("rezydencje visiting artist")[0] == 1
    assert find.ids("visits of artists") == [1]


def test_names_of_places_are_never_reduced_to_a_stem(db: None) -> None:
    from directory.models import Organisation, Site
    from tests.cast import regions

    house = Organisation.objects.create(slug="x", name="X", kind="muzeum")
    Site.objects.create(organisation=house, gmina=regions(), locality="Kraków")
    word = question_of("krakowie", IndexLexicon(("public",))).words[0]
    assert word.weight == WEIGHTS.name
    assert not any(term.endswith("~") for term in word.terms)


def test_weights_are_set_by_one_line_and_checked() -> None:
    assert read("fresh=0.5, title=0").fresh == 0.5
    assert read("").name == WEIGHTS.name
    for wrong in ("fresh", "fresh=", "nothing=1", "fresh=-1", "fresh=nan", "half_life=0"):
        with pytest.raises(ImproperlyConfigured):
            read(wrong)


def test_votes_and_acceptance_reach_the_index_with_the_change(find: Finder, cast: Cast) -> None:
    topic = start_topic(
        by=cast.ola, forum=cast.square, title="Skąd farby?", body="Do pleneru.", kind="question"
    )
    first = post_reply(by=cast.jan, topic=topic, body="Akwarele kupisz w hurtowni.")
    second = post_reply(by=cast.ewa, topic=topic, body="Akwarele kupisz w hurtowni.")
    settle()
    assert find("akwarele").facets["answered"] == {}
    mark_helped(by=cast.marta, post=first)
    mark_helped(by=cast.ewa, post=first)
    settle()
    assert [(r.id, r.part) for r in find("akwarele").results] == [(topic.pk, first.number)]
    accept_answer(by=cast.ola, post=second)
    settle()
    found = find("akwarele")
    assert [(r.id, r.part) for r in found.results] == [(topic.pk, second.number)]
    assert found.facets["answered"] == {"yes": 1}
    assert find("pleneru", answered="yes").total == 1, "the whole topic counts as answered"
