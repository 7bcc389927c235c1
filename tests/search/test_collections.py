"""Collections of notes are found by what their curator says, by those who may see them."""

from importlib import import_module

import pytest
from django.apps import apps

from kernel.integrity import checks
from kernel.models import Outbox
from notes.actions.collect import (
    collect,
    edit_collection,
    hide_collection,
    make_collection,
    remove_collection,
)
from notes.actions.write_note import write_note
from notes.collections.models import Collection
from search.models import Entry
from search.query import Results
from tests.cast import Cast
from tests.search.conftest import VISITOR, Finder, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(cast: Cast, engine: str) -> Collection:
    made = make_collection(by=cast.ola, title="Pierwsze lampiony", intro="Zacznij od **bibuły**.")
    note = write_note(by=cast.ola, title="Parada", body="Idziemy z ksylofonem.")
    collect(by=cast.ola, collection=made, note=note, remark="Bo z ksylofonem.")
    settle()
    return made


def _found(found: Results) -> list[tuple[str, int]]:
    return [(result.kind, result.id) for result in found.results]


def test_by_title_and_introduction_but_not_by_what_stands_in_it(
    find: Finder, cast: Cast, shelf: Collection
) -> None:
    for viewer in (VISITOR, cast.jan):
        for q in ("lampionów", "bibula"):
            found = find(q, viewer, kind="collection")
            assert _found(found) == [("collection", shelf.pk)]
            assert found.results[0].url == f"/notes/collections/{shelf.slug}/"
            assert found.facets["kind"] == {"collection": 1}
    assert [kind for kind, _ in _found(find("ksylofon"))] == ["note"]
    page = cast.client().get("/search/?q=lampiony").content.decode()
    assert "Collection of notes" in page
    assert "Collections" in page


def test_it_follows_what_becomes_of_it(find: Finder, cast: Cast, shelf: Collection) -> None:
    edit_collection(by=cast.ola, collection=shelf, title="Latawce", intro="Od nitki.", lang="pl")
    settle()
    assert _found(find("lampiony")) == []
    assert _found(find("latawców")) == [("collection", shelf.pk)]
    hide_collection(shelf, True)
    for viewer in (VISITOR, cast.jan, cast.ewa):
        assert _found(find("latawce", viewer)) == [], "at once, whatever the index believes"
    settle()
    assert _found(find("latawce", VISITOR)) == []
    assert _found(find("latawce", cast.marta)) == [("collection", shelf.pk)]
    hide_collection(shelf, False)
    settle()
    assert _found(find("latawce", VISITOR)) == [("collection", shelf.pk)]
    remove_collection(by=cast.ola, collection=shelf)
    settle()
    assert _found(find("latawce", cast.marta)) == []
    told = [line for name in checks if name.startswith("search.") for line in checks[name](False)]
    assert [line for line in told if "collection " in line] == []


def test_those_that_were_there_before_are_looked_at(cast: Cast) -> None:
    made = make_collection(by=cast.ola, title="Pierwsze lampiony", intro="Zacznij.")
    settle()
    Entry.objects.filter(kind="collection").delete()
    import_module("search.migrations.0007_collections").look_at(apps, None)
    waiting = Outbox.objects.filter(queue="search").values_list("kind", "object_id")
    assert list(waiting) == [("collection", made.pk)]
    settle()
    assert Entry.objects.filter(kind="collection", object_id=made.pk).exists()
