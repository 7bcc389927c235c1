"""Collections: put together by somebody, with an introduction; they show only what everybody may read."""

from typing import Any

import pytest

from kernel.refusals import Invalid, Refused
from moderation.actions.decide import decide
from notes.actions.collect import collect, make_collection, move_item, remove_collection
from notes.actions.hide import hide_note
from notes.actions.write_note import write_note
from notes.collections.access import items_of
from notes.collections.models import Collection, Item
from notes.models import PracticeNote
from tests.api.conftest import Caller
from tests.cast import Cast


@pytest.fixture
def shelf(cast: Cast, note: PracticeNote) -> Collection:
    row = make_collection(by=cast.jan, title="Na początek", intro="Zacznij **tu**.")
    collect(by=cast.jan, collection=row, note=note, remark="Bo krótka.")
    return row


def page(cast: Cast, address: str, who: Any = None) -> str:
    response = cast.client(who).get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_it_has_an_introduction_notes_in_order_and_a_place_on_their_pages(cast: Cast, shelf: Collection, note: PracticeNote) -> None:  # fmt: skip
    second = write_note(by=cast.ola, title="Druga", body="x")
    item = collect(by=cast.jan, collection=shelf, note=second)
    html = page(cast, "/notes/collections/na-poczatek/")
    for words in ("<strong>tu</strong>", "Bo krótka.", "Jan Zubek"):
        assert words in html
    assert html.index("Łowienie") < html.index("Druga")
    move_item(by=cast.jan, item=item, up=True)
    html = page(cast, "/notes/collections/na-poczatek/")
    assert html.index("Druga") < html.index("Łowienie")
    assert "2 notes" in page(cast, "/notes/collections/")
    assert "Na początek" in page(cast, f"/notes/{note.slug}/")
    remove_collection(by=cast.jan, collection=shelf)
    assert "Na początek" not in page(cast, f"/notes/{note.slug}/")


def test_made_and_filled_by_forms(cast: Cast, note: PracticeNote) -> None:
    jan = cast.client(cast.jan)
    assert "no collection yet" in page(cast, f"/notes/{note.slug}/collect/", cast.jan)
    data = {"title": "Write", "body": "Dla nowych.", "lang": "pl", "key": "k"}
    made = jan.post(f"/notes/collections/write/?note={note.slug}", data)
    assert made["Location"] == "/notes/collections/write-2/"
    row = Collection.objects.get()
    assert [item.note for item in items_of(row)] == [note]
    sent = jan.post(
        f"/notes/{note.slug}/collect/", {"collection": row.slug, "remark": "Nowe słowa"}
    )
    assert sent.status_code == 303
    assert Item.objects.get().remark == "Nowe słowa"
    assert jan.post(f"/notes/collections/{row.slug}/edit/", {**data, "title": "Inaczej"}).status_code == 303  # fmt: skip
    assert "Inaczej" in page(cast, f"/notes/collections/{row.slug}/")
    assert (
        jan.post(f"/notes/collections/{row.slug}/items/{note.slug}/", {"do": "out"}).status_code
        == 303
    )
    assert not Item.objects.exists()
    assert jan.post(f"/notes/collections/{row.slug}/remove/").status_code == 303
    assert not Collection.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("title", ""), ("title", "a\0"), ("body", ""), ("body", "x" * 8_001), ("lang", "zz")])  # fmt: skip
def test_what_does_not_fit(cast: Cast, field: str, value: str) -> None:
    data = {"title": "T", "body": "b", "lang": "pl", field: value}
    assert cast.client(cast.jan).post("/notes/collections/write/", data).status_code == 422
    api = {"title": data["title"], "intro": data["body"], "lang": data["lang"]}
    if (field, value) != ("lang", "zz"):
        assert Caller(cast.jan).post("collections", api).status_code == 422
    assert not Collection.objects.exists()


def test_only_its_curator_changes_it(cast: Cast, shelf: Collection, note: PracticeNote) -> None:
    for who in (cast.ola, cast.ewa, cast.marta):
        client = cast.client(who)
        assert client.get(f"/notes/collections/{shelf.slug}/edit/").status_code == 403
        assert client.post(f"/notes/collections/{shelf.slug}/remove/").status_code == 403
        assert client.post(f"/notes/collections/{shelf.slug}/items/{note.slug}/", {"do": "out"}).status_code == 403  # fmt: skip
        with pytest.raises(Refused):
            collect(by=who, collection=shelf, note=note)
        sent = client.post(f"/notes/{note.slug}/collect/", {"collection": shelf.slug})
        assert sent.status_code == 422
    assert cast.client().get("/notes/collections/write/").status_code == 302
    assert cast.client(cast.nowa).get("/notes/collections/write/").status_code == 403


def test_it_betrays_nothing(cast: Cast, shelf: Collection, note: PracticeNote, draft: PracticeNote) -> None:  # fmt: skip
    with pytest.raises(Invalid):
        collect(by=cast.jan, collection=shelf, note=draft)
    hide_note(note, True)
    for who in (None, cast.jan, cast.ewa):
        assert "Łowienie" not in page(cast, f"/notes/collections/{shelf.slug}/", who)
        shape = Caller(who).get(f"collections/{shelf.slug}").json()
        assert shape["notes"] == []
    decide(by=cast.marta, kind="note_collection", object_id=shelf.pk, verdict="hide", rule="spam", reason="Reklama.")  # fmt: skip
    hide_note(note, False)
    for who in (None, cast.ola, cast.ewa):
        assert cast.client(who).get(f"/notes/collections/{shelf.slug}/").status_code == 404
        assert "Na początek" not in page(cast, "/notes/collections/", who)
        assert "Na początek" not in page(cast, f"/notes/{note.slug}/", who)
        assert Caller(who).get(f"collections/{shelf.slug}").status_code == 404
    assert "Hidden by moderators" in page(cast, f"/notes/collections/{shelf.slug}/", cast.jan)


def test_a_first_note_that_is_not_there_makes_nothing(cast: Cast, draft: PracticeNote) -> None:
    data = {"title": "T", "body": "b", "lang": "pl"}
    for slug in ("nie-ma", draft.slug, "%F0%9F%98%80", "x" * 200):
        for who in (cast.jan, cast.ola):
            sent = cast.client(who).post(f"/notes/collections/write/?note={slug}", data)
            assert sent.status_code == 404
    assert not Collection.objects.exists()


def test_through_the_api(cast: Cast, note: PracticeNote) -> None:
    jan, ola = Caller(cast.jan), Caller(cast.ola)
    made = jan.post("collections", {"title": "Zbiór", "intro": "Bo *tak*."}, key="k")
    assert made.status_code == 201
    slug = made.json()["slug"]
    assert jan.post("collections", {"title": "Zbiór", "intro": "Bo *tak*."}, key="k").json()["slug"] == slug  # fmt: skip
    assert jan.put(f"collections/{slug}/notes/{note.slug}", {"remark": "r"}).json()["notes"][0]["remark"] == "r"  # fmt: skip
    assert ola.put(f"collections/{slug}/notes/{note.slug}", {}).status_code == 403
    assert jan.put(f"collections/{slug}/notes/nie-ma", {}).status_code == 404
    assert [row["slug"] for row in Caller().get("collections").json()["results"]] == [slug]
    assert jan.put(f"collections/{slug}", {"title": "Z", "intro": "i"}).json()["title"] == "Z"
    assert jan.delete(f"collections/{slug}/notes/{note.slug}").status_code == 204
    assert ola.delete(f"collections/{slug}").status_code == 403
    assert jan.delete(f"collections/{slug}").status_code == 204
