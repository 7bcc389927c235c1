"""Licences and adaptations: what may be made of what, and that both sides show it."""

import io
import json
import re
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from kernel.refusals import Invalid
from notes.actions.edit_note import edit_note
from notes.actions.hide import hide_note
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.notes.test_writing import FORM


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


RULES = [
    ("CC BY", "all rights reserved", True), ("CC0", "CC BY-NC", True), ("CC BY-SA", "CC BY-SA", True),
    ("CC BY-SA", "CC BY", False), ("CC BY-NC", "CC0", False), ("all rights reserved", "CC0", False),
]  # fmt: skip


@pytest.mark.parametrize(("source", "mine", "may"), RULES)
def test_a_translation_keeps_to_the_licence_too(cast: Cast, note: PracticeNote, source: str, mine: str, may: bool) -> None:  # fmt: skip
    edit_note(by=cast.ola, note=note, licence=source)
    address = f"/notes/{note.slug}/"
    jan, status = Caller(cast.jan), 201 if may else 422
    given = {"title": "Fishing", "body": "x", "lang": "en", "licence": mine}
    sent = jan.post("notes", {**given, "translation_of": address})
    assert sent.status_code == status
    form = {**FORM, **given, "translation_of": address, "status": "published"}
    answer = cast.client(cast.jan).post("/notes/write/", form)
    assert answer.status_code == (303 if may else 422)
    own = jan.post("notes", given).json()["slug"]
    changed = jan.patch(f"notes/{own}", {"translation_of": address})
    assert changed.status_code == (200 if may else 422)
    if not may:
        name = "translation_of" if source == "all rights reserved" else "licence"
        assert name in sent.json()["errors"]
        assert f'href="#id_{name}"' in answer.content.decode()
        assert note.translations.count() == 0
    assert Caller(cast.ola).post("notes", {**given, "translation_of": address}).status_code == 201


def test_the_licence_of_a_translation_is_not_changed_into_another(cast: Cast, note: PracticeNote) -> None:  # fmt: skip
    edit_note(by=cast.ola, note=note, licence="CC BY-SA")
    given = {"title": "Fishing", "body": "x", "lang": "en", "translation_of": note.slug}
    jan = Caller(cast.jan)
    slug = jan.post("notes", {**given, "licence": "CC BY-SA"}).json()["slug"]
    assert jan.patch(f"notes/{slug}", {"licence": "CC BY"}).status_code == 422
    assert jan.patch(f"notes/{slug}", {"body": "y"}).status_code == 200


def test_what_a_translation_was_made_from_has_its_own_licence(cast: Cast, note: PracticeNote) -> None:  # fmt: skip
    given = {"title": "Fishing", "body": "x", "lang": "en", "translation_of": note.slug}
    english = Caller(cast.ewa).post("notes", {**given, "licence": "all rights reserved"}).json()
    given |= {"lang": "uk", "licence": "CC BY"}
    jan = Caller(cast.jan)
    assert jan.post("notes", {**given, "translation_of": english["slug"]}).status_code == 422
    made = jan.post("notes", given)
    assert made.json()["translation_of"] == f"/notes/{note.slug}/"


def test_a_translation_names_whose_words_it_says(cast: Cast, note: PracticeNote) -> None:
    edit_note(by=cast.ola, note=note, licence="CC BY-SA")
    english = write_note(
        by=cast.jan, title="Fishing", body="x", lang="en", licence="CC BY-SA", translation_of=note.slug
    )  # fmt: skip
    html = page(cast, english)
    words = "Łowienie ryb w bibliotece"
    foot = html.split("Where it comes from.")[1].split("</footer>")[0]
    assert "Translated from:" in foot and f'href="/notes/{note.slug}/"' in foot
    assert "(Ola Wrona, CC BY-SA 4.0)" in foot
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    work = json.loads(found[1])["translationOfWork"]
    assert (work["name"], work["author"]["name"]) == (words, "Ola Wrona")
    assert "by-sa" in work["license"]
    for text in (_pdf(cast, english), _docx(cast, english)):
        assert "Translated from" in text
        assert f"{words} (Ola Wrona, CC BY-SA 4.0)" in text
    hide_note(note, True)
    assert "Translated from a note that is not shown any more." in page(cast, english)
    for text in (page(cast, english), _pdf(cast, english), _docx(cast, english)):
        assert words not in text and "Ola Wrona" not in text
    hide_note(note, False)
    adaptation = adapted(cast, note, licence="CC BY-SA")
    found = re.search(r"ld\+json\">(.*?)</script>", page(cast, adaptation), re.DOTALL)
    assert found is not None
    assert json.loads(found[1])["isBasedOn"]["author"]["name"] == "Ola Wrona"


def _pdf(cast: Cast, note: PracticeNote) -> str:
    answer = cast.client().get(f"/notes/{note.slug}/note.pdf")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join("".join(page.extract_text() for page in pages).split())


def _docx(cast: Cast, note: PracticeNote) -> str:
    answer = cast.client().get(f"/notes/{note.slug}/note.docx")
    body = Document(io.BytesIO(answer.content)).element.body
    return "".join(part.text or "" for part in body.iter(qn("w:t")))


def test_a_name_of_an_organisation_stands_for_the_author(cast: Cast) -> None:
    spoken = write_note(by=cast.ola, title="Dom", body="x", organisation=cast.house, in_its_name=True)  # fmt: skip
    english = write_note(by=cast.jan, title="House", body="x", lang="en", translation_of=spoken.slug)  # fmt: skip
    for text in (page(cast, english), _pdf(cast, english), _docx(cast, english)):
        assert cast.house.name in text
        assert "Ola Wrona" not in text


def test_the_form_of_a_translation_begins_with_the_licence(cast: Cast, note: PracticeNote) -> None:
    edit_note(by=cast.ola, note=note, licence="CC BY-SA")
    html = cast.client(cast.jan).get(f"/notes/write/?translation_of={note.slug}").content.decode()
    assert '<option value="CC BY-SA" selected>' in html
