"""A note as a document of a word processor: headings, lists, tables and quotes by their styles, the
language said, words for pictures. What one changes in it stays a document and does not become drawings."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from docx import Document
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from PIL import Image

from notes.taking.paper import Paper, breadth
from notes.taking.tree import Element

_INK, _LINK = RGBColor(0x1D, 0x22, 0x33), RGBColor(0x23, 0x40, 0x8F)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_MARKS = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "del": "strike",
    "s": "strike",
}
_DEEPEST = 3
"""Levels of lists that the styles of the processor know."""
_BREAKS = ("ul", "ol", "table", "blockquote", "pre", "p", "hr", *_HEADINGS)


def docx_of(paper: Paper) -> bytes:
    document = Document()
    _dress(document, paper)
    document.add_heading(paper.title, level=1)
    if paper.summary:
        document.add_paragraph(paper.summary, style="Subtitle")
    document.add_paragraph(paper.byline)
    for name, words in paper.rows:
        _fact(document, name, words)
    _Writer(document, paper).blocks(paper.body.children)
    document.add_paragraph()
    for name, words, address in paper.ending:
        paragraph = _fact(document, name, "" if address else words)
        if address:
            _link(paragraph, address, words)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _dress(document: Docx, paper: Paper) -> None:
    """Page, styles, language and what the file says of itself."""
    about = document.core_properties
    about.title, about.author, about.language = paper.title, ", ".join(paper.authors), paper.lang
    about.comments, about.subject = "", paper.summary
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    styles = document.styles
    whole = {"pl": "pl-PL", "en": "en-GB"}.get(paper.lang, paper.lang)
    for element in styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), whole)
    for style in styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH and style.name.startswith(("Heading", "Subtitle")):
            style.font.color.rgb, style.font.name, style.font.italic = _INK, "Calibri", False
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for name in [name for name in fonts.attrib if name.endswith("Theme")]:
                del fonts.attrib[name]
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, _LINK
    code = styles.add_style("Code", WD_STYLE_TYPE.PARAGRAPH)
    code.base_style, code.font.name, code.font.size = styles["Normal"], "Courier New", Pt(9.5)


def _fact(document: Docx, name: str, words: str) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run(f"{name}: ").bold = True
    if words:
        paragraph.add_run(words)
    return paragraph


def _link(paragraph: Paragraph, address: str, words: str) -> None:
    """The library has no word of its own for a link."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(words, style="Hyperlink")
    link.append(run._r)
    paragraph._p.append(link)


class _Writer:
    def __init__(self, document: Docx, paper: Paper) -> None:
        self._document, self._paper = document, paper
        self._level = 1

    def blocks(self, nodes: Iterable[Element | str], *, style: str = "", depth: int = 0) -> None:
        """Blocks one after the other; words and marks that stand side by side are one paragraph."""
        line: list[Element | str] = []
        for node in nodes:
            if isinstance(node, Element) and node.tag in _BREAKS:
                self._paragraph(line, style)
                line = []
                self._block(node, style, depth)
            else:
                line.append(node)
        self._paragraph(line, style)

    def _block(self, node: Element, style: str, depth: int) -> None:
        if node.tag == "p":
            self._paragraph(node.children, style)
        elif node.tag in _HEADINGS:
            self._level = min(int(node.tag[1]), self._level + 1)
            self._inline(self._document.add_heading("", level=self._level), node.children)
        elif node.tag in ("ul", "ol"):
            self._list(node, depth)
        elif node.tag == "blockquote":
            self.blocks(node.children, style="Quote", depth=depth)
        elif node.tag == "pre":
            self._document.add_paragraph(node.text.rstrip("\n"), style="Code")
        elif node.tag == "table":
            self._table(node)

    def _paragraph(self, nodes: Sequence[Element | str], style: str) -> Paragraph | None:
        if not any(not isinstance(node, str) or node.strip() for node in nodes):
            return None
        paragraph: Paragraph = self._document.add_paragraph(style=style or None)
        self._inline(paragraph, nodes)
        return paragraph

    def _list(self, node: Element, depth: int) -> None:
        level = min(depth + 1, _DEEPEST)
        name = "List Number" if node.tag == "ol" else "List Bullet"
        style = name if level == 1 else f"{name} {level}"
        number = self._new_numbers(style, node) if node.tag == "ol" else None
        for item in node.elements("li"):
            self._item(item, style, number, depth)

    def _item(self, item: Element, style: str, number: int | None, depth: int) -> None:
        """The first paragraph has the mark; what follows in the same item stands under it."""
        first = True
        line: list[Element | str] = []

        def write() -> None:
            nonlocal first
            place = min(depth + 1, _DEEPEST)
            below = "List Continue" if place == 1 else f"List Continue {place}"
            paragraph = self._paragraph(line, style if first else below)
            if paragraph is not None and first:
                first = False
                if number is not None:
                    _numbered(paragraph, number)
            line.clear()

        for node in item.children:
            if isinstance(node, Element) and node.tag in _BREAKS:
                write()
                if node.tag == "p":
                    line.extend(node.children)
                    write()
                else:
                    self._block(node, "", depth + 1)
            else:
                line.append(node)
        write()

    def _new_numbers(self, style: str, node: Element) -> int:
        """Numbers that begin anew: all lists of a style would be one else."""
        numbering = self._document.part.numbering_part.element
        own = self._document.styles[style].element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(own).abstractNumId.val
        number = numbering.add_num(abstract)
        start = node.attributes.get("start", "1")
        number.add_lvlOverride(ilvl=0).add_startOverride(int(start) if start.isdecimal() else 1)
        return int(number.numId)

    def _table(self, node: Element) -> None:
        rows = [list(row.elements("th", "td")) for row in node.all("tr")]
        if not rows:
            return
        table = self._document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
        for place, row in enumerate(rows):
            for cell, made in zip(row, table.rows[place].cells, strict=False):
                self._inline(made.paragraphs[0], cell.children, bold=cell.tag == "th" or None)
            if any(cell.tag == "th" for cell in row):
                properties = table.rows[place]._tr.get_or_add_trPr()
                properties.append(OxmlElement("w:tblHeader"))
        self._document.add_paragraph()

    def _inline(self, paragraph: Paragraph, nodes: Iterable[Element | str], **marks: Any) -> None:
        for node in nodes:
            if isinstance(node, str):
                run = paragraph.add_run(node)
                run.bold, run.italic = marks.get("bold"), marks.get("italic")
                run.font.strike = marks.get("strike")
                if marks.get("code"):
                    run.font.name = "Courier New"
            elif node.tag in _MARKS:
                self._inline(paragraph, node.children, **{**marks, _MARKS[node.tag]: True})
            elif node.tag == "code":
                self._inline(paragraph, node.children, **{**marks, "code": True})
            elif node.tag == "br":
                paragraph.add_run().add_break()
            elif node.tag == "input":
                paragraph.add_run("☑" if "checked" in node.attributes else "☐")
            elif node.tag == "img":
                self._picture(paragraph, node)
            elif node.tag == "a" and (address := _whole(node.attributes.get("href", ""))):
                _link(paragraph, address, node.text)
            else:
                self._inline(paragraph, node.children, **marks)

    def _picture(self, paragraph: Paragraph, node: Element) -> None:
        alt = node.attributes.get("alt", "")
        data = self._paper.pictures.get(node.attributes.get("src", ""))
        if data is None:
            paragraph.add_run(alt).italic = True
            return
        shape = paragraph.add_run().add_picture(_as_jpeg(data), width=Mm(breadth(node)))
        named = shape._inline.docPr
        named.set("descr", alt)
        named.set("name", alt[:60] or "—")
        if not alt:
            _decorative(named)


def _numbered(paragraph: Paragraph, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _whole(address: str) -> str:
    """An address that leads somewhere from another machine, too."""
    if address[:1] == "/":
        return str(settings.BASE_URL) + address
    return address if address.startswith(("https:", "http:", "mailto:", "tel:")) else ""


def _as_jpeg(data: bytes) -> io.BytesIO:
    """Word processors know no WebP."""
    kept = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        whole = Image.new("RGB", image.size, "white")
        whole.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
        whole.save(kept, "JPEG", quality=85)
    kept.seek(0)
    return kept


_DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
"""By which a picture says that it means nothing (MS-ODRAWXML 2.4, decorative)."""
_DRAWING = "http://schemas.microsoft.com/office/drawing/2017/decorative"


def _decorative(named: Any) -> None:
    extensions = OxmlElement("a:extLst")
    extension = OxmlElement("a:ext")
    extension.set("uri", _DECORATIVE)
    mark = extension.makeelement(f"{{{_DRAWING}}}decorative", {"val": "1"}, {"adec": _DRAWING})
    extension.append(mark)
    extensions.append(extension)
    named.append(extensions)
