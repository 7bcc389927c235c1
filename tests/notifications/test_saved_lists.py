"""Saving a list: from its button to a person's own page, and what is wrong with it there."""

import re
from urllib.parse import quote

import pytest

from directory.models import Organisation, Site
from forums.actions.start_topic import start_topic
from forums.models import Forum
from notifications.models import SavedSearch
from taxonomy.models import Region, Tag
from tests.cast import Cast
from tests.notifications.saving import HERE, later, letters, library, page, save

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_button_to_the_letter(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    shown = page(jan, "/directory/?kind=biblioteka&region=1206")
    button = re.search(r'href="(/notifications/searches/new/[^"]*)"', shown)
    assert button
    form = page(jan, button.group(1).replace("&amp;", "&"))
    assert "library" in form
    assert "krakowski" in form
    before = library("Już tu była", cast.gmina)
    assert save(jan, "directory", "kind=biblioteka&region=1206") == 303
    later()
    assert letters() == []  # nothing new, so nothing is sent
    library("Biblioteka w Wólce", cast.gmina)
    library("Gdzie indziej")
    Organisation.objects.create(slug="teatr", name="Teatr", kind="teatr")
    later()
    (letter,) = letters()
    assert letter.to == ["jan@example.org"]
    assert "Biblioteka w Wólce" in letter.body
    assert "Skawina" in letter.body
    assert "/directory/b-" in letter.body
    assert not {"Gdzie indziej", "Teatr", before.name} & set(letter.body.splitlines())
    later()
    assert letters() == []  # never twice


def test_the_visitor_is_asked_to_log_in_and_nowa_to_confirm(cast: Cast) -> None:
    answer = cast.client().get(f"{HERE}new/?of=directory")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
    assert save(cast.client(cast.nowa), "directory") == 403
    assert not SavedSearch.objects.exists()


def test_losing_a_forum_ends_it_with_a_sentence(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    assert save(jan, "topics", "forum=moderacja") == 422
    assert save(jan, "topics", "forum=ogolne") == 303
    Forum.objects.filter(pk=cast.square.pk).update(audience="moderators")
    start_topic(by=cast.marta, forum=cast.square, title="Nowe zasady", body="x")
    later()
    assert letters() == []
    shown = page(jan, HERE)
    assert "This forum is no longer here." in shown
    assert "Nowe zasady" not in shown


def test_a_tag_or_a_place_that_is_gone_is_said(cast: Cast) -> None:
    start_topic(by=cast.ola, forum=cast.square, title="x", body="x", tags="lampiony")
    jan = cast.client(cast.jan)
    assert save(jan, "topics", "tag=lampiony", key="1") == 303
    assert save(jan, "directory", "region=120611", key="2") == 303
    Tag.objects.all().delete()
    Site.objects.all().delete()
    Region.objects.filter(code="120611").delete()
    later()
    assert letters() == []
    shown = page(jan, HERE)
    assert "Nobody uses the tag “lampiony” any more." in shown
    assert "We do not know “120611”." in shown
    for search in SavedSearch.objects.all():
        assert jan.post(f"{HERE}{search.pk}/stop/").status_code == 303
        assert jan.post(f"{HERE}{search.pk}/resume/").status_code == 422


def test_ones_own_page_and_nobody_elses(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    save(jan, "directory", "kind=biblioteka", name="Biblioteki")
    search = SavedSearch.objects.get()
    assert "Biblioteki" in page(jan, HERE)
    for outsider in (cast.ola, cast.ewa, cast.marta):
        client = cast.client(outsider)
        assert "Biblioteki" not in page(client, HERE)
        for verb in ("stop/", "resume/", "delete/", ""):
            sent = {"name": "x", "rhythm": "daily"}
            assert client.post(f"{HERE}{search.pk}/{verb}", sent).status_code == 404
    assert cast.client().post(f"{HERE}{search.pk}/stop/").status_code == 302
    assert (
        jan.post(f"{HERE}{search.pk}/", {"name": "Moje biblioteki", "rhythm": "weekly"}).status_code
        == 303
    )
    search.refresh_from_db()
    assert (search.name, search.rhythm) == ("Moje biblioteki", "weekly")
    jan.post(f"{HERE}{search.pk}/stop/")
    library("Gdy milczało")
    jan.post(f"{HERE}{search.pk}/resume/")
    later(8)
    assert letters() == []  # what came while it was stopped is known by then
    library("Po wznowieniu")
    later(8)
    (letter,) = letters()
    assert "Po wznowieniu" in letter.body
    assert "Gdy milczało" not in letter.body
    assert jan.post(f"{HERE}{search.pk}/delete/").status_code == 303
    assert not SavedSearch.objects.exists()


def test_bad_input_gets_a_clear_answer_and_changes_nothing(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    bad = (
        {"of": "nic"}, {"of": "directory", "query": "kind=nie-ma"}, {"of": "directory", "query": "bbox=x"},
        {"of": "needs", "query": "kind=%00"}, {"of": "topics", "query": "show=wszystko"},
        {"of": "topics", "query": "lang=xx"}, {"of": "topics", "query": "q=" + "a" * 2001},
        {"of": "directory", "name": ""}, {"of": "directory", "name": "x" * 121},
        {"of": "directory", "rhythm": "hourly"}, {"of": "directory", "name": "a\u202eb"},
    )  # fmt: skip
    for sent in bad:
        whole = {"query": "", "name": "Moje", "rhythm": "daily", **sent}
        assert jan.post(f"{HERE}new/", whole).status_code == 422, sent
    assert jan.get(f"{HERE}new/?of=directory&query={quote('kind=nie-ma')}").status_code == 422
    assert not SavedSearch.objects.exists()


def test_their_number_is_bounded_and_the_same_list_is_kept_once(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    kinds = ("pl", "en", "uk")
    for number in range(20):
        query = f"q=slowo{number}&lang={kinds[number % 3]}"
        assert save(jan, "topics", query, key=str(number)) == 303
    assert save(jan, "topics", "q=inne", key="x") == 422
    assert save(jan, "topics", "lang=pl&q=slowo0", key="y", name="Inaczej") == 303
    assert SavedSearch.objects.count() == 20
    assert SavedSearch.objects.filter(name="Inaczej").count() == 1


def test_the_buttons_keep_the_addresss_filters(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    for address, kept in (
        ("/forums/", "of=topics"),
        ("/forums/ogolne/?show=solved", "forum%3Dogolne%26show%3Dsolved"),
        ("/search/?q=kino&kind=topic&lang=pl", "q%3Dkino%26kind%3Dtopic%26lang%3Dpl"),
        ("/directory/?access=toilet&kind=kino", "kind%3Dkino%26access%3Dtoilet"),
    ):
        button = re.search(r'href="(/notifications/searches/new/[^"]*)"', page(jan, address))
        assert button, address
        assert kept in button.group(1)
        page(jan, button.group(1).replace("&amp;", "&"))
    assert "/notifications/searches/new/" not in page(jan, "/search/")
