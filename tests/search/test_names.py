"""Names of organisations: found as they are called, before what only has the same stem."""

import pytest

from directory.actions.add_organisation import add_organisation
from notes.actions.write_note import write_note
from tests.cast import Cast
from tests.search.conftest import Finder, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def market_of_names(cast: Cast) -> None:
    """Two houses with invented names whose stems are those of everyday words, one called by everyday
    words, and notes that are full of these."""
    for name in ("Fundacja Lampionały", "Kolektyw Warsztatej", "Fundacja Warsztaty Kultury"):
        fields = {"name": name, "kind": "fundacja", "summary": "Działamy w gminie od lat."}
        add_organisation(by=cast.ola, fields=fields)
    for title, body in (
        ("Lampion", "Lampion, lampiony, lampionów."),
        ("Lampiony", "Lampiony robimy z bibuły. Lampiony świecą."),
        ("Fundacja i lampion", "Lampion i fundacja, lampiony fundacji."),
        ("Warsztat", "Warsztat za warsztatem, warsztaty."),
        ("Warsztaty w kolektywie", "Warsztaty, warsztat, kolektyw."),
        ("Kultura warsztatów", "Warsztaty kultury, kultura i warsztaty. Fundacje też."),
        ("Warsztaty kultury ludowej", "Warsztaty kultury, warsztaty kultury, warsztaty kultury."),
    ):
        write_note(by=cast.ola, title=title, body=body)
    settle()


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("lampionały", "Fundacja Lampionały"),
        ("lampionaly", "Fundacja Lampionały"),
        ("fundacja lampionały", "Fundacja Lampionały"),
        ("Warsztatej", "Kolektyw Warsztatej"),
        ("kolektyw warsztatej", "Kolektyw Warsztatej"),
        ("Fundacja Warsztaty Kultury", "Fundacja Warsztaty Kultury"),
        ("fundacji warsztaty kultury", "Fundacja Warsztaty Kultury"),
    ],
)
def test_what_is_called_so_comes_first(
    find: Finder, market_of_names: None, q: str, name: str
) -> None:
    assert find(q).results[0].title == name


def test_other_words_with_the_stem_are_found_as_ever(find: Finder, market_of_names: None) -> None:
    assert find("lampionami").results[0].title in ("Lampion", "Lampiony")
    assert {r.title for r in find("lampionały").results} > {"Lampion", "Lampiony"}
