"""Moderators keep the shared words in order; people type them as they come."""

import pytest
from django.test import Client

from forums.actions.offer_help import offer_help
from forums.actions.start_topic import start_topic
from forums.models import Topic
from forums.questions.models import Helper
from kernel.refusals import Invalid
from notes.models import PracticeNote
from search import drain
from taxonomy.models import Tag, TagSynonym
from taxonomy.tags import read_tags
from tests.cast import Cast
from tests.forums.conftest import path

LIST = "/moderation/tags/"


def topic(cast: Cast, tags: str, title: str = "Noc") -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title=title, body="Jak?", tags=tags)


def names(thing: Topic | PracticeNote) -> list[str]:
    return sorted(type(thing).objects.get(pk=thing.pk).tags.names())


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def act(client: Client, word: str, /, **sent: str) -> int:
    return client.post(f"{LIST}{tag(word).pk}/", sent).status_code


def found(client: Client, slug: str) -> str:
    while drain.drain(rows=500, chunk=drain.BULK_CHUNK).rows:
        pass
    return client.get(f"/search/?tag={slug}").content.decode()


def test_words_without_their_marks_are_the_tag_that_is_meant(cast: Cast) -> None:
    topic(cast, "Świetlica, Łódź, noc w bibliotece")
    assert read_tags("swietlica, LODZ, Noc w Bibliotece, nowe") == [
        "świetlica", "łódź", "noc w bibliotece", "nowe",
    ]  # fmt: skip
    assert read_tags("lodz, łódź") == ["łódź"]
    assert names(topic(cast, "swietlica")) == ["świetlica"]
    assert Tag.objects.filter(slug__startswith="swietlica").count() == 1
    Tag.objects.create(name="lodz")
    assert read_tags("lodz") == ["lodz"], "the very name comes first"


def test_two_tags_become_one_everywhere(cast: Cast) -> None:
    both, one = topic(cast, "muzea, muzeum"), topic(cast, "muzeum", "Jedno")
    note = PracticeNote.objects.create(
        slug="opis", title="Opis", author=cast.ewa, body="x", html="<p>x</p>", status="published"
    )
    note.tags.add("muzeum")
    offer_help(by=cast.jan, tags="muzeum")
    visitor, marta = cast.client(), cast.client(cast.marta)
    assert ">muzeum</a>" in visitor.get(path(one)).content.decode()
    assert act(marta, "muzeum", do="merge", kept="muzea") == 303
    assert [names(thing) for thing in (both, one, note)] == [["muzea"]] * 3
    assert [word.name for word in Helper.objects.get(person=cast.jan).tags.all()] == ["muzea"]
    for page in (path(one), "/forums/ogolne/", "/notes/opis/"):
        shown = visitor.get(page).content.decode()
        assert ">muzeum</a>" not in shown
        assert ">muzea</a>" in shown
    assert read_tags("Muzeum") == ["muzea"]
    assert "Jedno" in found(visitor, "muzea")
    assert "Jedno" in found(visitor, "muzeum"), "the old address leads to the tag that is left"


def test_a_chain_of_merges_ends_at_the_last(cast: Cast) -> None:
    topic(cast, "wózek, wózki, wózkowicze")
    marta = cast.client(cast.marta)
    assert act(marta, "wózek", do="merge", kept="wózki") == 303
    assert act(marta, "wózki", do="merge", kept="wózkowicze") == 303
    assert read_tags("wózek, wozki") == ["wózkowicze"]


def test_a_better_name(cast: Cast) -> None:
    one = topic(cast, "biblotek")
    marta = cast.client(cast.marta)
    assert act(marta, "biblotek", do="rename", name="Biblioteki") == 303
    assert names(one) == ["biblioteki"]
    assert ">biblioteki</a>" in cast.client().get(path(one)).content.decode()
    assert read_tags("biblotek") == ["biblioteki"]
    assert "Noc" in found(cast.client(), "biblotek")
    topic(cast, "czytanie")
    assert act(marta, "czytanie", do="rename", name="biblioteki") == 422
    assert act(marta, "czytanie", do="rename", name=" , ") == 422


def test_synonyms_come_and_go(cast: Cast) -> None:
    topic(cast, "dom kultury")
    marta, pk = cast.client(cast.marta), tag("dom kultury").pk
    assert act(marta, "dom kultury", do="synonym", synonym="GOK") == 303
    assert read_tags("gok") == ["dom kultury"]
    topic(cast, "świetlica")
    assert act(marta, "dom kultury", do="synonym", synonym="świetlica") == 422
    word = TagSynonym.objects.get(name="gok")
    assert marta.post(f"{LIST}{pk}/words/{word.pk}/forget/").status_code == 303
    assert read_tags("gok") == ["gok"]


def test_a_word_that_is_no_tag(cast: Cast) -> None:
    one = topic(cast, "spam, noc")
    marta = cast.client(cast.marta)
    assert act(marta, "spam", do="retire") == 303
    assert names(one) == ["noc"]
    with pytest.raises(Invalid):
        read_tags("Spam")
    ola = cast.client(cast.ola)
    refused = ola.post(
        "/forums/ogolne/ask/", {"title": "Tytuł", "body": "Treść", "kind": "question", "lang": "pl", "tags": "spam"}
    )  # fmt: skip
    assert refused.status_code == 422
    assert "is not used as a tag here" in refused.content.decode()
    word = TagSynonym.objects.get(name="spam")
    assert marta.post(f"{LIST}banned/{word.pk}/allow/").status_code == 303
    assert read_tags("Spam") == ["spam"]


def test_the_page_proposes_what_looks_alike(cast: Cast) -> None:
    topic(cast, "warsztaty, warsztatów, noc")
    page = cast.client(cast.marta).get(LIST).content.decode()
    assert "Perhaps the same" in page
    aside = page.split('id="alike-head"')[1]
    assert "warsztaty" in aside
    assert "warsztatów" in aside
    narrowed = cast.client(cast.marta).get(f"{LIST}?q=noc").content.decode()
    assert ">noc</a>" in narrowed
    assert ">warsztaty</a>" not in narrowed


@pytest.mark.parametrize("who", ["ola", "jan", "nowa", None])
def test_others_find_no_such_page_and_change_nothing(cast: Cast, who: str | None) -> None:
    topic(cast, "muzea, muzeum")
    client = cast.client(getattr(cast, who) if who else None)
    assert client.get(LIST).status_code == 404
    assert act(client, "muzeum", do="merge", kept="muzea") == 404
    assert act(client, "muzeum", do="retire") == 404
    word = TagSynonym.objects.create(name="x", slug="x", tag=tag("muzea"))
    assert client.post(f"{LIST}{tag('muzea').pk}/words/{word.pk}/forget/").status_code == 404
    assert Tag.objects.count() == 2
    assert TagSynonym.objects.count() == 1


@pytest.mark.parametrize("kept", ["nie ma takiego", "muzea", "", "\x00", "x" * 200, "🙂"])
def test_bad_words_change_nothing(cast: Cast, kept: str) -> None:
    topic(cast, "muzea")
    marta = cast.client(cast.marta)
    assert act(marta, "muzea", do="merge", kept=kept) == 422
    assert act(marta, "muzea", do="bogus", kept=kept) == 422
    assert marta.get(f"{LIST}999999/").status_code == 404
    assert Tag.objects.get().name == "muzea"
