"""A note as a PDF that a screen reader reads like the page: PDF/UA-1, with headings, lists, tables and the
words of pictures. The typesetter gets the note as data, so nothing in it can be taken for a command."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import typst
from django.conf import settings

from notes.taking.paper import Paper, breadth
from notes.taking.tree import Element

TEMPLATE = Path(__file__).with_name("note.typ")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def pdf_of(paper: Paper) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "note.typ").write_bytes(TEMPLATE.read_bytes())
        (place / "data.json").write_text(json.dumps(_data(paper), ensure_ascii=False), "utf-8")
        for name, picture in paper.pictures.items():
            (place / name).write_bytes(picture)
        return _compiled(place / "note.typ", place)


def _compiled(source: Path, root: Path) -> bytes:
    """Where a letter has no shape in any font, the standard refuses the whole: then it is tagged all the
    same, without the promise."""
    try:
        return bytes(typst.compile(source, root=root, format="pdf", pdf_standards=["ua-1"]))
    except RuntimeError:
        return bytes(typst.compile(source, root=root, format="pdf"))


def _data(paper: Paper) -> dict[str, Any]:
    _prepare(paper.body)
    return {
        "title": paper.title,
        "summary": paper.summary,
        "lang": paper.lang,
        "authors": paper.authors,
        "keywords": [],
        "byline": paper.byline,
        "rows": paper.rows,
        "body": paper.body.as_data()["children"],
        "ending": paper.ending,
    }


def _prepare(body: Element) -> None:
    """What the template would find hard: levels without gaps, whole addresses, tables as rows."""
    level = 1
    for element in _everything(body):
        if element.tag in _HEADINGS:
            level = min(int(element.tag[1]), level + 1)
            element.attributes["level"] = level
        elif element.tag == "a":
            href = element.attributes.get("href", "")
            element.attributes["href"] = (
                urljoin(settings.BASE_URL, href) if href[:1] == "/" else href
            )
        elif element.tag == "img":
            element.attributes["millimetres"] = breadth(element)
        elif element.tag == "table":
            element.attributes.update(_table(element))


def _everything(element: Element) -> list[Element]:
    found = []
    for child in element.children:
        if isinstance(child, Element):
            found += [child, *_everything(child)]
    return found


def _table(table: Element) -> Mapping[str, Any]:
    head = [cell.as_data() for cell in table.all("th")]
    rows = [[cell.as_data() for cell in row.elements("td")] for row in table.all("tr")]
    rows = [row for row in rows if row]
    return {"head": head, "rows": rows, "columns": max([len(head), *map(len, rows)], default=1)}
