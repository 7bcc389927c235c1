"""A page of results that is saved: it keeps every filter, and its letters tell of what answers and of
nothing else."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from directory.actions.post_card import post_card
from directory.models import Membership, Organisation
from forums.actions.accept_answer import accept_answer
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Topic
from notes.actions.collect import make_collection
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from notifications.models import SavedSearch
from realtime.chat.actions.say import say
from search import index
from tests.cast import Cast
from tests.notifications.saving import HERE, later, letters, page, save
from tests.search.conftest import settle

pytestmark = pytest.mark.django_db(transaction=True)


def _told() -> dict[str, str]:
    """What the letters of one run say, by the name of the search."""
    settle()
    return {letter.subject.split(": ", 1)[1]: letter.body for letter in letters()}


def _note(cast: Cast, title: str, body: str = "Robimy to tak.", **fields: object) -> PracticeNote:
    return write_note(by=cast.ola, title=title, body=body, **fields)  # type: ignore[arg-type]


def test_from_the_button_with_every_filter_to_the_page_again(cast: Cast) -> None:
    start_topic(by=cast.ola, forum=cast.square, title="Lampiony", body="x", tags="lampiony")
    settle()
    jan = cast.client(cast.jan)
    filters = {
        "q": "lampion", "kind": "note", "tag": "lampiony", "practice": "teatr",
        "audience": "seniorzy", "region": "1206", "lang": "pl", "organisation": str(cast.house.pk),
        "date": "2026-11", "answered": "yes", "sort": "replicated",
    }  # fmt: skip
    shown = page(jan, "/search/?" + "&".join(f"{k}={v}" for k, v in filters.items()))
    button = re.search(r'href="(/notifications/searches/new/[^"]*)"', shown)
    assert button
    form = page(jan, unescape(button.group(1)))
    for word in (
        "lampion", "Notes", "lampiony", "theatre", "older people", "krakowski", "Polish",
        "Dom Kultury w Brzozówce", "November 2026", "with an accepted answer",
    ):  # fmt: skip
        assert word in form
    query = parse_qs(urlsplit(unescape(button.group(1))).query)["query"][0]
    assert save(jan, "search", query) == 303
    back = re.search(r'href="(/search/\?[^"]*)"', page(jan, HERE))
    assert back
    kept = {k: v[0] for k, v in parse_qs(urlsplit(unescape(back.group(1))).query).items()}
    assert kept == filters


@pytest.mark.parametrize(
    "query",
    [
        "", "q=%20", "sort=newest", "q=x&kind=nothing", "q=x&tag=nigdzie", "q=x&practice=nic",
        "q=x&audience=nikt", "q=x&region=99", "q=x&lang=xx", "q=x&organisation=999999",
        "q=x&organisation=1%27", "q=x&date=2026-13", "q=x&date=wczoraj", "q=x&answered=no",
        "q=x&sort=best", "q=%00", "q=x&organisation=" + "9" * 40,
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_and_nothing_kept(cast: Cast, query: str) -> None:
    assert save(cast.client(cast.jan), "search", query) == 422
    assert not SavedSearch.objects.exists()


def test_a_letter_tells_of_every_kind_once_and_never_of_ones_own(cast: Cast) -> None:
    start_topic(by=cast.ola, forum=cast.square, title="Lampiony już były", body="x")
    settle()
    assert save(cast.client(cast.jan), "search", "q=lampiony", name="Wszystko") == 303
    start_topic(by=cast.ola, forum=cast.square, title="Lampion z papieru", body="x")
    start_topic(by=cast.jan, forum=cast.square, title="Mój lampion", body="x")
    _note(cast, "Parada lampionów")
    post_card(by=cast.ola, organisation=cast.house, kind="offer", title="Oddamy lampiony")
    Organisation.objects.create(slug="lampionownia", name="Pracownia Lampionów", kind="inne")
    index.bring_in_step("organisation", [Organisation.objects.get(slug="lampionownia").pk])
    say(by=cast.ola, room=cast.market, body="Kto ma lampion na wieczór?")
    make_collection(by=cast.ola, title="Wszystko o lampionach", intro="Po kolei.")
    make_collection(by=cast.jan, title="Moje lampiony", intro="Po swojemu.")
    start_topic(by=cast.marta, forum=cast.backroom, title="Lampiony między nami", body="x")
    later()
    (body,) = _told().values()
    for title in (
        "Lampion z papieru", "Parada lampionów", "Oddamy lampiony", "Pracownia Lampionów",
        "Ola Wrona", "Wszystko o lampionach",
    ):  # fmt: skip
        assert title in body
    for other in ("Lampiony już były", "Mój lampion", "Moje lampiony", "między nami"):
        assert other not in body
    assert "/search/?q=lampiony" in body
    later(0.5)
    SavedSearch.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert _told() == {}


def test_only_what_has_all_the_words_in_any_form(cast: Cast) -> None:
    save(cast.client(cast.jan), "search", "q=warsztaty+dla+seniorów", name="Warsztaty")
    start_topic(by=cast.ola, forum=cast.square, title="Warsztat", body="Dla seniorek i seniora.")
    start_topic(by=cast.ola, forum=cast.square, title="Warsztaty dla dzieci", body="x")
    start_topic(by=cast.ola, forum=cast.square, title="Klub seniora", body="Herbata dla wszystkich")
    split = start_topic(by=cast.ola, forum=cast.square, title="Zajęcia z gliny", body="Warsztat.")
    post_reply(by=cast.ewa, topic=split, body="U nas byli seniorzy.")
    later()
    body = _told()["Warsztaty"]
    assert "Zajęcia z gliny" in body
    assert body.count("/forums/t/") == 2
    for other in ("dla dzieci", "Klub seniora"):
        assert other not in body


def test_an_abbreviation_answers_for_what_it_stands_for(cast: Cast) -> None:
    save(cast.client(cast.jan), "search", "q=gminny+ośrodek+kultury+strojenie", name="GOK")
    start_topic(by=cast.ola, forum=cast.square, title="GOK i strojenie pianina", body="x")
    start_topic(by=cast.ola, forum=cast.square, title="GOK i taniec", body="x")
    later()
    body = _told()["GOK"]
    assert "strojenie pianina" in body
    assert "taniec" not in body


def test_each_filter_lets_through_only_what_passes(cast: Cast) -> None:
    Membership.objects.get_or_create(
        organisation=cast.house, person=cast.ola, defaults={"role": Membership.Role.EDITOR}
    )
    month = f"{timezone.now():%Y-%m}"
    jan = cast.client(cast.jan)
    start_topic(by=cast.ola, forum=cast.square, title="x", body="x", tags="glina")
    settle()
    for number, query in enumerate(
        (
            "q=glina&kind=note", "tag=glina", "practice=teatr", "audience=seniorzy", "region=1206",
            "q=glina&lang=en", f"organisation={cast.house.pk}", f"q=glina&date={month}",
            "q=glina&date=2001", "q=glina&answered=yes", "kind=card&q=glina",
        )
    ):  # fmt: skip
        assert save(jan, "search", query, key=str(number), name=query) == 303
    _note(cast, "Glina sama")
    _note(cast, "Glina w teatrze", practices=["teatr"])
    _note(cast, "Glina dla seniorów", audiences=["seniorzy"])
    _note(cast, "Glina domu", organisation=cast.house)
    _note(cast, "Clay (glina)", lang="en")
    start_topic(by=cast.ola, forum=cast.square, title="Glina z tagiem", body="x", tags="glina")
    asked = start_topic(
        by=cast.ola, forum=cast.square, title="Jaka glina?", body="x", kind="question"
    )
    Topic.objects.filter(pk=asked.pk).update(created_at=timezone.now() - timedelta(days=40))
    accept_answer(by=cast.ola, post=post_reply(by=cast.ewa, topic=asked, body="Szara."))
    index.bring_in_step("topic", [asked.pk])
    later()
    said = _told()
    titles = (
        "Glina sama", "Glina w teatrze", "Glina dla seniorów", "Glina domu", "Clay (glina)",
        "Glina z tagiem", "Jaka glina?",
    )  # fmt: skip
    heard = {name: {title for title in titles if title in body} for name, body in said.items()}
    notes = set(titles[:5])
    assert heard == {
        "q=glina&kind=note": notes,
        "tag=glina": {"Glina z tagiem"},
        "practice=teatr": {"Glina w teatrze"},
        "audience=seniorzy": {"Glina dla seniorów"},
        "region=1206": {"Glina domu"},
        "q=glina&lang=en": {"Clay (glina)"},
        f"organisation={cast.house.pk}": {"Glina domu"},
        f"q=glina&date={month}": {*titles},
        "q=glina&answered=yes": {"Jaka glina?"},
    }


def test_the_letter_begins_as_the_list_does(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    for number, sort in enumerate(("relevance", "newest", "replicated")):
        save(jan, "search", f"q=glina&sort={sort}", key=str(number), name=sort)
    best = _note(cast, "Glina")
    often = _note(cast, "Coś innego", "Jest tu i glina, między wieloma słowami o piecu i szkliwie.")
    PracticeNote.objects.filter(pk=often.pk).update(run_count=7)
    last = _note(cast, "Coś trzeciego", "Jest tu i glina, między wieloma słowami o kole i wodzie.")
    index.bring_in_step("note", [best.pk, often.pk, last.pk])
    later()
    first = {
        name: min((best, often, last), key=lambda n: body.index(f"/notes/{n.slug}/")).title
        for name, body in _told().items()
    }
    assert first == {
        "relevance": "Glina", "newest": "Coś trzeciego", "replicated": "Coś innego",
    }  # fmt: skip


def test_what_is_hidden_or_gone_by_then_is_not_told_and_a_house_that_went_is_said(
    cast: Cast,
) -> None:
    jan = cast.client(cast.jan)
    save(jan, "search", "q=glina", name="Glina")
    other = Organisation.objects.create(slug="inny", name="Inny dom", kind="inne")
    save(jan, "search", f"organisation={other.pk}", name="Dom", key="2")
    topic = start_topic(by=cast.ola, forum=cast.square, title="Glina schowana", body="x")
    settle()
    # The index has not heard of it: the database decides.
    Topic.objects.filter(pk=topic.pk).update(hidden=True)
    Organisation.objects.filter(pk=other.pk).update(hidden=True)
    later()
    assert _told() == {}
    assert "This organisation is no longer here." in page(jan, HERE)
