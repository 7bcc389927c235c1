"""A note as a PDF and as a document: what a screen reader finds in it, and who may have it."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from notes.actions.hide import hide_note
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from notes.taking.tree import tree_of
from tests.cast import Cast
from tests.composing.conftest import drawn, send

BODY = """Wstęp do *sali* i **kawy**: [strona](https://example.org/a).

## Krok po kroku

1. Rozłóż folię
   - duży pędzel
2. Maluj

#### Za głęboko #set text(red) $x$ \\\\ "cytat" <b>

> Nie spieszcie się.

| Co | Ile |
|---|---|
| Farby | 20 zł |

1. Osobno

- [x] zrobione

`kod` i Łódź, żółć, ѣ
"""


def whole(cast: Cast, **more: Any) -> PracticeNote:
    """A note of everything that a note can hold, with a picture and a decoration."""
    told, silent = (send(cast.client(cast.ola), drawn()).json()["id"] for _ in range(2))
    pictures = f"\n\n![Dzieci malują wapnem](file:{told})\n\n![-](file:{silent})"
    return write_note(
        by=cast.ola, title='Farbka "wapienna" & inne', summary="Krótko.", body=BODY + pictures,
        audiences=["seniorzy"], practices=["teatr"], organisation=cast.house, source="Zeszyt babci", **more,
    )  # fmt: skip


def tags(node: Any) -> Iterator[tuple[str, str]]:
    """(role, words for who does not see) of everything in a PDF's structure, in its order."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for child in node:
            yield from tags(child)
    elif isinstance(node, DictionaryObject) and ("/S" in node or "/K" in node):
        if "/S" in node:
            yield str(node["/S"])[1:], str(node.get("/Alt", ""))
        if "/K" in node:
            yield from tags(node["/K"])


def heading(answer: Any) -> list[str]:
    return re.findall("<h1.*?</h1>", answer.content.decode(), re.DOTALL)


def test_a_pdf_has_the_structure_of_the_page(cast: Cast) -> None:
    note = whole(cast)
    answer = cast.client().get(f"/notes/{note.slug}/note.pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert f"{note.slug}.pdf" in answer["Content-Disposition"]
    reader = PdfReader(io.BytesIO(answer.content))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "pl" and root["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert reader.metadata and reader.metadata.title == note.title
    assert reader.metadata.author == "Ola Wrona"
    found = list(tags(root["/StructTreeRoot"]))
    roles = [role for role, _alt in found]
    # No level is left out, though the writer has done so.
    assert [role for role in roles if role[0] == "H" and role[1:].isdigit()] == ["H1", "H2", "H3"]
    assert {"L", "LI", "Lbl", "LBody", "Table", "TH", "TD", "BlockQuote", "Link", "P"} <= {*roles}
    assert [alt for role, alt in found if role == "Figure"] == ["Dzieci malują wapnem"]
    text = "".join(page.extract_text() for page in reader.pages)
    for words in (
        "#set text(red) $x$",
        'Farbka "wapienna" & inne',
        "Łódź, żółć",
        "Zeszyt babci",
        "Licencja",
    ):
        assert words in text
    assert "Source" not in text  # the labels are in the note's language, whoever asks


def test_a_letter_that_no_font_knows_does_not_spoil_it(cast: Cast) -> None:
    note = write_note(by=cast.ola, title="Znak", body="Znak: \U0001f9d1‍\U0001f3a8 中 \U00013000.")
    answer = cast.client().get(f"/notes/{note.slug}/note.pdf")
    assert answer.status_code == 200
    assert "/StructTreeRoot" in PdfReader(io.BytesIO(answer.content)).trailer["/Root"]


def test_a_document_has_real_styles(cast: Cast) -> None:
    note = whole(cast)
    answer = cast.client().get(f"/notes/{note.slug}/note.docx")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{note.slug}.docx"'
    document = Document(io.BytesIO(answer.content))
    about = document.core_properties
    assert (about.title, about.author, about.language) == (note.title, "Ola Wrona", "pl")
    styles = {p.text: p.style.name for p in document.paragraphs if p.style}
    assert styles[note.title] == "Heading 1" and styles["Krok po kroku"] == "Heading 2"
    assert styles["Rozłóż folię"] == styles["Osobno"] == "List Number"
    assert styles["duży pędzel"] == "List Bullet 2"
    assert styles["Nie spieszcie się."] == "Quote"
    assert [p.style.name for p in document.paragraphs if p.text.startswith("Za głęboko")] == [
        "Heading 3"
    ]
    numbers = {
        p.text: p._p.pPr.numPr.numId.val
        for p in document.paragraphs
        if p.text in ("Maluj", "Osobno")
    }
    assert len(set(numbers.values())) == 2  # the second list begins with 1 again
    (table,) = document.tables
    assert [cell.text for cell in table.rows[1].cells] == ["Farby", "20 zł"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    named = [drawing.docPr.get("descr") for drawing in document.element.body.iter(qn("wp:inline"))]
    assert named == ["Dzieci malują wapnem", ""]
    links = [link.target_ref for link in document.part.rels.values() if link.is_external]
    assert "https://example.org/a" in links
    languages = {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"pl-PL"}


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_who_may_not_read_it_does_not_get_it(
    cast: Cast, note: PracticeNote, draft: PracticeNote, ending: str
) -> None:
    hide_note(note, True)
    for person in (None, cast.jan, cast.ewa):
        client = cast.client(person)
        for slug in (note.slug, draft.slug):
            answer = client.get(f"/notes/{slug}/note.{ending}")
            missing = client.get(f"/notes/{'x' * len(slug)}/note.{ending}")
            assert answer.status_code == missing.status_code == 404
            assert heading(answer) == heading(missing) != []
            assert note.title not in answer.content.decode()
    assert cast.client(cast.ola).get(f"/notes/{draft.slug}/note.{ending}").status_code == 200
    draft.refresh_from_db()
    assert draft.taken == 0


def test_what_was_taken_is_counted_once_for_who_has_it(cast: Cast, note: PracticeNote) -> None:
    client = cast.client()
    address = f"/notes/{note.slug}/note.pdf"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    assert client.head(address).status_code == 200
    assert cast.client(cast.jan).get(address)["ETag"] == etag
    note.refresh_from_db()
    assert note.taken == 2
    page = client.get(f"/notes/{note.slug}/", headers={"Accept-Language": "pl"}).content.decode()
    assert f'href="{address}"' in page and "pobrano 2 razy" in page
    assert client.post(address).status_code == 405


@pytest.mark.usefixtures("limits_in_life")
def test_who_takes_very_many_waits(cast: Cast, note: PracticeNote) -> None:
    client = cast.client(cast.jan)
    answers = [client.head(f"/notes/{note.slug}/note.docx").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_note_in_english_is_english_on_paper(cast: Cast) -> None:
    note = write_note(by=cast.ola, title="Lime paint", body="Words.", lang="en")
    answer = cast.client().get(f"/notes/{note.slug}/note.pdf", headers={"Accept-Language": "pl"})
    reader = PdfReader(io.BytesIO(answer.content))
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "Licence" in reader.pages[0].extract_text()


def test_a_tree_holds_no_blanks_between_blocks() -> None:
    tree = tree_of(
        '<ul>\n<li>a <b>b</b> <br> c </li>\n</ul><div class="scroll"><table>\n<tr> <td> x</td></tr></table></div>'
    )
    assert tree.as_data()["children"] == [
        {"tag": "ul", "attributes": {}, "children": [
            {"tag": "li", "attributes": {}, "children": ["a ", {"tag": "b", "attributes": {}, "children": ["b"]}, "",
                {"tag": "br", "attributes": {}, "children": []}, "c"]}]},
        {"tag": "table", "attributes": {}, "children": [
            {"tag": "tr", "attributes": {}, "children": [{"tag": "td", "attributes": {}, "children": ["x"]}]}]},
    ]  # fmt: skip
