"""What is sent as a file and is something else: refused with a reason, or given back as what it is, never run.

The kinds themselves, one by one: tests/composing/test_files.py, tests/kernel/test_images.py.
"""

import io
import re
import struct
import time
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from composing.models import Attachment
from forums.actions.start_topic import start_topic
from forums.models import Topic
from tests.cast import Cast
from tests.composing.conftest import PDF, drawn, reply_path, send

pytestmark = pytest.mark.django_db
QUICK = 5.0
"""Seconds of the processor for any file."""
SHOWN = ("image/webp", "image/jpeg", "image/png")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is so large, of almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 2_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def gif_of(frames: int) -> bytes:
    buffer = io.BytesIO()
    many = [Image.new("P", (8, 8), n % 250) for n in range(frames)]
    many[0].save(buffer, "GIF", save_all=True, append_images=many[1:])
    return buffer.getvalue()


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="xss(1)"><script>xss(2)</script></svg>'
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "' + b"x" * 1_000 + b'">'
    + b"".join(b'<!ENTITY a%d "' % n + b"&a%s;" % (str(n - 1).encode() if n else b"") * 10 + b'">' for n in range(9)) + b"]><svg>&a8;</svg>"
)  # fmt: skip
WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
NEVER: dict[str, bytes] = {
    "svg": SVG, "svg with a mark before": b"\xef\xbb\xbf \n" + SVG, "entities": ENTITIES, "html": b"<!doctype html><script>xss(1)</script>",
    "html in UTF-16": "<html><script>xss(1)</script>".encode("utf-16"), "xhtml": b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
    "xml with a style": b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a/>', "program": b"MZ" + b"\x00" * 200, "elf": b"\x7fELF" + b"\x00" * 200,
    "script": b"#!/bin/sh\nrm -rf /\n", "php": b"<?php system('id');", "flash": b"CWS\x0a" + b"\x00" * 80, "class": b"\xca\xfe\xba\xbe" + b"\x00" * 80,
    "gif and script": b"GIF89a/*" + b"\x00" * 20 + b"*/=1;xss(1)//", "bmp and script": b"BM/*" + b"\x00" * 60 + b"*/xss(1)",
    "picture and html": drawn() + b"<script>xss(1)</script>", "picture and zip": drawn() + zipped(a=b"x"), "pdf and zip": PDF + zipped(a=b"x"),
    "wide png": png_of(50_000, 50_000), "tall png": png_of(1, 2_000_000_000 // 4), "many in a document": zipped(**{
        "[Content_Types].xml": b"<Types/>", "word__document.xml": b"", **{f"word__{n}.xml": b"" for n in range(3_001)}}),
    "way out of a document": zipped(**{"[Content_Types].xml": b"", "word__document.xml": b"", "..__..__etc__cron": b"x"}),
    "zip": zipped(a=b"x"), "zip in a zip": zipped(a=zipped(b=zipped(c=b"x" * 100_000))),
}  # fmt: skip
NAMES = (
    "../../etc/passwd.pdf", "..\\..\\windows\\win.ini.pdf", "/etc/passwd", "C:\\x.pdf", "\u202efdp.exe", "plan.pdf\u202egpj.exe", "a\x00.html.pdf",
    "a.pdf.html", "a.svg", "con.pdf", ".htaccess", "<img src=x onerror=xss(1)>.pdf", "a\r\nSet-Cookie: zly=1.pdf", '";filename="x.html', "x" * 400 + ".pdf",
    "%2e%2e%2fx.pdf", "a;b.pdf", "zażółć.pdf", "", " ", "a/b/c.pdf", "e\u0301.pdf",
)  # fmt: skip


@pytest.mark.parametrize("what", NEVER)
@pytest.mark.parametrize("name", ["x.jpg", "x.docx"])
def test_what_could_run_is_not_taken(cast: Cast, media: Path, what: str, name: str) -> None:
    begun = time.process_time()
    answer = send(cast.client(cast.jan), NEVER[what], name)
    assert time.process_time() - begun < QUICK
    assert answer.status_code in (413, 422), (what, answer.content)
    assert len(answer.json()["detail"]) > 10
    assert Attachment.objects.count() == 0
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_document_that_unpacks_to_a_disk_full_is_refused_unpacked(cast: Cast) -> None:
    empty = b"\x00" * 31_000_000
    bomb = zipped(**WORD, **{f"word__{n}.xml": empty for n in range(10)})
    begun = time.process_time()
    answer = send(cast.client(cast.jan), bomb, "x.docx")
    assert time.process_time() - begun < QUICK
    assert answer.status_code == 422
    assert "too large when it is opened" in answer.json()["detail"]
    assert Attachment.objects.count() == 0


def test_a_film_of_a_thousand_pictures_costs_little(cast: Cast, media: Path) -> None:
    begun = time.process_time()
    assert send(cast.client(cast.jan), gif_of(1_000), "a.gif").status_code in (201, 422)
    assert time.process_time() - begun < QUICK
    for path in media.rglob("*"):
        if path.is_file():
            with Image.open(path) as picture:
                assert getattr(picture, "n_frames", 1) == 1


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name)[:24])
def test_a_name_is_only_a_name(cast: Cast, media: Path, topic: Topic, name: str) -> None:
    """Wherever the file comes back, its name says its true kind, its header is one line and nothing opens it here."""
    client = cast.client(cast.jan)
    answer = send(client, PDF, name or "\u200b")
    if answer.status_code != 201:
        assert answer.status_code == 422
        assert Attachment.objects.count() == 0
        return
    shape = answer.json()
    assert shape["name"].endswith(".pdf")
    assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069/\\\\]", shape["name"]), shape["name"]
    client.post(reply_path(topic), {"body": f"![x](/files/{shape['id']}/x)"})
    for path in media.rglob("*"):
        assert re.fullmatch(r"[0-9a-z/.-]+", str(path.relative_to(media))), path
    for who in (cast.jan, None):
        got = cast.client(who).get(
            f"/files/{shape['id']}/{'x.html' if who else 'x.pdf'}", follow=True
        )
        if got.status_code == 200 and not got["content-type"].startswith("text/html"):
            _inert(got, shape["name"])


def _inert(got: Any, name: str) -> None:
    assert got["x-content-type-options"] == "nosniff"
    assert got["content-type"].split(";")[0] in ("application/pdf", *SHOWN)
    assert got["content-disposition"].startswith("attachment"), name
    assert "\n" not in got["content-disposition"] and "\r" not in got["content-disposition"]
    assert got["content-security-policy"] == "default-src 'none'; sandbox"
    assert got["cross-origin-resource-policy"] == "same-origin"


def test_no_file_is_given_out_as_a_page_or_a_script(cast: Cast, topic: Topic) -> None:
    """One of each kind that is taken, asked for under names that lie."""
    client = cast.client(cast.jan)
    for data, name in (
        (drawn(), "a.jpg"),
        (PDF, "a.pdf"),
        (b"a;b\n1;2", "a.csv"),
        (b"Zwykly tekst", "a.txt"),
    ):
        shape = send(client, data, name).json()
        for lie in ("x.html", "x.svg", "x.js", "x.php", shape["name"]):
            got = client.get(f"/files/{shape['id']}/{lie}")
            if got.status_code != 200:
                continue
            kind = got["content-type"].split(";")[0]
            assert kind not in (
                "text/html",
                "image/svg+xml",
                "text/javascript",
                "application/xml",
                "text/xml",
            ), (name, lie)
            assert got["x-content-type-options"] == "nosniff"
            assert "sandbox" in got["content-security-policy"]
            assert kind in SHOWN or got["content-disposition"].startswith("attachment")
