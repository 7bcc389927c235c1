"""Licences and adaptations: what may be made of what, and that both sides show it."""

import json
import re
from typing import Any

import pytest

from kernel.refusals import Invalid
from notes.actions.edit_note import edit_note
from notes.actions.hide import hide_note
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from tests.cast import Cast


def page(cast: Cast, note: PracticeNote, who: Any = None) -> str:
    return cast.client(who).get(f"/notes/{note.slug}/").content.decode()


def adapted(cast: Cast, source: PracticeNote, **more: Any) -> PracticeNote:
    given = {"title": "Moja wersja", "body": "x", "based_on": f"/notes/{source.slug}/", **more}
    return write_note(by=cast.jan, **given)


@pytest.mark.parametrize(
    ("source", "mine", "may"),
    [
        ("CC BY", "all rights reserved", True), ("CC0", "CC BY-NC", True), ("CC BY-SA", "CC BY-SA", True),
        ("CC BY-SA", "CC BY", False), ("CC BY-NC", "CC BY-NC", True), ("CC BY-NC", "CC0", False),
        ("all rights reserved", "all rights reserved", False),
    ],
)  # fmt: skip
def test_a_licence_says_what_may_be_made(cast: Cast, note: PracticeNote, source: str, mine: str, may: bool) -> None:  # fmt: skip
    edit_note(by=cast.ola, note=note, licence=source)
    if may:
        assert adapted(cast, note, licence=mine).based_on_id == note.pk
        return
    with pytest.raises(Invalid):
        adapted(cast, note, licence=mine)
    assert write_note(by=cast.ola, title="t", body="b", based_on=note.slug, licence="CC BY")


def test_both_sides_show_it_and_machines_read_it(cast: Cast, note: PracticeNote) -> None:
    assert "Moja wersja" not in page(cast, note)
    mine = adapted(cast, note)
    assert "Moja wersja" in page(cast, note)
    html = page(cast, mine)
    assert "Łowienie ryb" in html
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert "CreativeWork" in data["@type"]
    assert data["isBasedOn"]["name"] == "Łowienie ryb w bibliotece"
    assert data["author"][0]["name"] == "Jan Zubek"
    edit_note(by=cast.ola, note=note, title="Inne ryby")
    assert "Inne ryby" in page(cast, mine)
    hide_note(note, True)
    assert "Inne ryby" not in page(cast, mine)
    assert "not shown any more" in page(cast, mine)
    hide_note(note, False)
    hide_note(mine, True)
    assert "Moja wersja" not in page(cast, note)


def test_the_whole_chain_is_shown(cast: Cast, note: PracticeNote) -> None:
    first = adapted(cast, note)
    second = write_note(by=cast.ewa, title="Z trzeciej ręki", body="x", based_on=first.slug)
    html = page(cast, second)
    assert html.index("Moja wersja") < html.index("which comes from") < html.index("Łowienie ryb")
    shape = cast.client().get(f"/api/v1/notes/{note.slug}").json()
    assert shape["adaptations"] == [f"/notes/{first.slug}/"]
    hide_note(first, True)
    assert "Łowienie" not in page(cast, second)


def test_a_draft_is_not_betrayed_by_its_source(cast: Cast, note: PracticeNote) -> None:
    adapted(cast, note, status="draft", title="Szkic Jana")
    for who in (None, cast.ola, cast.ewa, cast.marta):
        assert "Szkic Jana" not in page(cast, note, who)


def test_no_circles_and_addresses_outside(cast: Cast, note: PracticeNote) -> None:
    mine = write_note(by=cast.ola, title="Druga", body="x", based_on=note.slug)
    with pytest.raises(Invalid):
        edit_note(by=cast.ola, note=note, based_on=mine.slug)
    with pytest.raises(Invalid):
        edit_note(by=cast.ola, note=note, based_on=note.slug)
    edit_note(by=cast.ola, note=note, based_on="https://example.org/źródło")
    html = page(cast, note)
    assert 'href="https://example.org/' in html


def test_the_form_begins_with_the_source(cast: Cast, note: PracticeNote, draft: PracticeNote) -> None:  # fmt: skip
    client = cast.client(cast.jan)
    assert f'value="/notes/{note.slug}/"' in client.get(f"/notes/write/?based_on={note.slug}").content.decode()  # fmt: skip
    for bad in (draft.slug, "nie-ma", "%F0%9F%98%80", "x" * 300):
        assert client.get(f"/notes/write/?based_on={bad}").status_code == 200
        assert (
            f"/notes/{draft.slug}/"
            not in client.get(f"/notes/write/?based_on={bad}").content.decode()
        )
