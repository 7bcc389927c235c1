"""Files that go with a text: what is taken, what is kept of it, who may have it."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from composing import integrity, tidying
from composing.actions import take_file
from composing.models import Attachment, Draft
from forums.actions.edit_post import edit_post
from forums.actions.hide import hide_post
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.integrity import html as html_check
from forums.models import Post, Topic
from kernel.refusals import Invalid
from tests.cast import Cast
from tests.composing.conftest import (
    PDF,
    WORDS,
    document,
    drawn,
    packed,
    reply_path,
    send,
    sent,
)  # fmt: skip

ODT = packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"})


def named(value: object) -> str:
    return value if isinstance(value, str) else "bytes"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (drawn(), "x.exe", "picture"), (drawn(kind="PNG"), "x", "picture"), (drawn(kind="GIF"), "x.gif", "picture"),
        (PDF, "Plan nocy.PDF", "pdf"), (document(), "a.docx", "docx"), (ODT, "a.odt", "odt"),
        (packed({"[Content_Types].xml": "<T/>", "xl/workbook.xml": ""}), "a", "xlsx"),
        (packed({"[Content_Types].xml": "<T/>", "ppt/presentation.xml": ""}), "a", "pptx"),
        ("a;b\n1;ż".encode("cp1250"), "a.csv", "csv"), ("Zażółć".encode(), "a.bat", "txt"),
    ],
    ids=named,
)  # fmt: skip
def test_what_a_file_is_its_bytes_say(cast: Cast, data: bytes, name: str, kind: str) -> None:
    row = Attachment.objects.get(pk=sent(cast.client(cast.jan), data, name))
    assert row.kind == kind
    assert row.name.endswith({"picture": ".webp"}.get(kind, f".{kind}"))


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.pdf", "empty"), (b"MZ\x90\x00\x03", "a.pdf", "this kind of file"),
        (b"<html><script>alert(1)</script>", "a.txt", "this kind of file"), (b"#!/bin/sh\n", "a.txt", "this kind"),
        (b"<svg onload='x'>", "a.svg", "this kind"), (b"\x00\x01 text", "a.txt", "this kind"),
        (PDF[:-8], "a.pdf", "breaks off"), (PDF.replace(b"<<>>", b"<</OpenAction<</S/JavaScript>>>>"), "a.pdf", "program"),
        (document(**{"word/vbaProject.bin": "x"}), "a.docx", "macro"),
        (packed({"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled", "word/document.xml": ""}), "a", "macro"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "", "Basic/a.xml": ""}), "a.odt", "macro"),
        (document(**{"word/embeddings/setup.exe": "MZ"}), "a.docx", "something else"),
        (document(**{"../../etc/passwd": "x"}), "a.docx", "something else"),
        (packed({"a.txt": "x"}), "a.zip", "this kind"), (packed({"[Content_Types].xml": "", "word/document.xml": ""}, b"MZ"), "a", "this kind"),
        (b"PK\x03\x04" + b"\x00" * 40, "a.docx", "damaged"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "a.doc", "old kind"),
        (drawn()[:200], "a.jpg", "breaks off"), (b"\x00\x00\x00\x18ftypheic" + b"x" * 50, "a.heic", "HEIC"),
        (drawn() + b"<script>alert(1)</script>", "a.jpg", "something else"),
    ],
    ids=named,
)  # fmt: skip
def test_what_is_refused_says_why_and_leaves_nothing(
    cast: Cast, media: Path, data: bytes, name: str, words: str
) -> None:
    answer = send(cast.client(cast.jan), data, name)
    assert answer.status_code == 422, answer.content
    assert words in answer.json()["detail"]
    assert Attachment.objects.count() == 0
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_picture_is_drawn_anew(cast: Cast, media: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Tajny aparat"
    exif.get_ifd(0x8825)[2] = (50.0, 3.0, 0.0)
    pk = sent(cast.client(cast.jan), drawn(2000, 1000, exif=exif))
    row = Attachment.objects.get(pk=pk)
    assert (row.width, row.height) == (1000, 2000)  # upright
    kept = [path.read_bytes() for path in media.rglob("*") if path.is_file()]
    assert len(kept) == 2
    for data in kept:
        with Image.open(BytesIO(data)) as picture:
            assert picture.format == "WEBP"
            assert dict(picture.getexif()) == {}
        assert b"Tajny" not in data


def moving() -> bytes:
    frames = [Image.new("RGB", (60, 60), ink) for ink in ("red", "blue")]
    buffer = BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return buffer.getvalue()


def test_a_moving_picture_stands_still(cast: Cast, media: Path) -> None:
    sent(cast.client(cast.jan), moving(), "a.gif")
    [path] = [path for path in media.rglob("*") if path.is_file()]
    with Image.open(path) as picture:
        assert getattr(picture, "n_frames", 1) == 1


def test_a_post_shows_its_picture_and_its_document(cast: Cast, topic: Topic) -> None:
    client = cast.client(cast.jan)
    picture, plan = sent(client, drawn()), sent(client, PDF, "Plan nocy.pdf")
    body = f"Tak było:\n\n![{WORDS}](file:{picture})\n\n![Plan nocy.pdf](file:{plan})\n\n![-](file:{picture})"
    shown = client.post("/forums/preview/", {"body": body}).content.decode()
    assert client.post(reply_path(topic), {"body": body}).status_code == 303
    page = client.get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
    assert f">{shown}</div>" in page
    html = shown
    assert f'srcset="/files/{picture}/480.webp 480w, /files/{picture}/960.webp 960w, /files/{picture}/1200.webp 1200w"' in html  # fmt: skip
    assert f'alt="{WORDS}"' in html
    assert 'alt=""' in html
    assert f'<a class="file" href="/files/{plan}/plan-nocy.pdf"' in html
    assert "<small>PDF, 1\u00a0kB</small>" in html
    assert list(html_check(False)) == []


def test_headers_of_what_is_sent_out(cast: Cast) -> None:
    client = cast.client(cast.jan)
    picture, plan = sent(client, drawn()), sent(client, PDF, "plan.pdf")
    for address, kind, disposition in (
        (f"/files/{picture}/480.webp", "image/webp", "inline"),
        (f"/files/{plan}/plan.pdf", "application/pdf", "attachment"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"].startswith(disposition)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"].startswith("private")
        assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
        assert client.post(address).status_code == 405
    for wrong in (
        f"/files/{plan}/plan.html",
        f"/files/{picture}/481.webp",
        f"/files/{plan}/",
        "/files/99/a.pdf",
        f"/files/{2**70}/a.pdf",
    ):
        assert client.get(wrong).status_code == 404, wrong


def test_nginx_sends_what_a_view_has_answered_for(cast: Cast, settings: Any) -> None:
    settings.PROXY_SENDS_FILES = True
    pk = sent(cast.client(cast.jan), PDF, "plan.pdf")
    answer = cast.client(cast.jan).get(f"/files/{pk}/plan.pdf")
    store = Attachment.objects.get(pk=pk).store
    assert answer["X-Accel-Redirect"] == f"/media/kept/{store}-file"
    assert answer["Content-Disposition"].startswith("attachment")
    assert cast.client(cast.ewa).get(f"/files/{pk}/plan.pdf").status_code == 404


def readers(cast: Cast, address: str) -> set[str]:
    people = {name: getattr(cast, name) for name in ("ola", "jan", "ewa", "marta", "visitor")}
    return {
        name for name, who in people.items() if cast.client(who).get(address).status_code == 200
    }


def test_a_file_is_for_those_who_may_read_its_text(cast: Cast, topic: Topic, secret: Topic) -> None:
    pk = sent(cast.client(cast.jan), PDF, "plan.pdf")
    address = f"/files/{pk}/plan.pdf"
    assert readers(cast, address) == {"jan"}  # no text holds it yet
    post = post_reply(by=cast.jan, topic=topic, body=f"![plan](file:{pk})")
    assert readers(cast, address) == {"ola", "jan", "ewa", "marta", "visitor"}
    hide_post(post, True)
    assert readers(cast, address) == {"marta"}
    hide_post(post, False)
    remove_post(by=cast.jan, post=Post.objects.get(pk=post.pk))
    assert readers(cast, address) == set()
    hers = sent(cast.client(cast.marta), PDF, "plan.pdf")
    post_reply(by=cast.marta, topic=secret, body=f"![plan](file:{hers})")
    assert readers(cast, f"/files/{hers}/plan.pdf") == {"marta"}


def test_anothers_file_is_only_words(cast: Cast, topic: Topic, secret: Topic) -> None:
    hers = sent(cast.client(cast.marta), drawn())
    post_reply(by=cast.marta, topic=secret, body=f"![{WORDS}](file:{hers})")
    waiting = sent(cast.client(cast.marta), drawn())
    for pk in (hers, waiting):
        post = post_reply(by=cast.jan, topic=topic, body=f"![{WORDS}](file:{pk})")
        assert post.html == f"<p>{WORDS}</p>\n"
        preview = cast.client(cast.jan).post("/forums/preview/", {"body": f"![{WORDS}](file:{pk})"})
        assert "/files/" not in preview.content.decode()
    assert Attachment.objects.get(pk=waiting).holder_id is None


def test_a_picture_needs_words(cast: Cast, topic: Topic) -> None:
    client = cast.client(cast.jan)
    pk = sent(client, drawn(), "DSC_0123.jpg")
    for words, complaint in (
        ("", "Say in a few words"),
        ("DSC_0123.jpg", "name of a file"),
        ("zdjęcie", "hear anyway"),
    ):
        answer = client.post(reply_path(topic), {"body": f"Moje słowa ![{words}](file:{pk})"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert complaint in page
        assert f"Moje słowa ![{words}](file:{pk})" in page
    assert Post.objects.count() == 1
    assert client.post(reply_path(topic), {"body": f"![-](file:{pk})"}).status_code == 303


def test_an_edit_keeps_the_files_of_its_post(cast: Cast, topic: Topic) -> None:
    pk = sent(cast.client(cast.jan), drawn())
    post = post_reply(by=cast.jan, topic=topic, body=f"![{WORDS}](file:{pk})")
    again = edit_post(by=cast.jan, post=post, body=f"Inaczej.\n\n![{WORDS}!](file:{pk})")
    assert f"/files/{pk}/" in again.html
    other = post_reply(by=cast.jan, topic=topic, body=f"![{WORDS}](file:{pk})")
    assert "/files/" not in other.html  # one file, one text
    place = {"body": again.body, "place": f"post-{topic.pk}-{post.number}"}
    assert f"/files/{pk}/" in cast.client(cast.jan).post("/forums/preview/", place).content.decode()
    assert "/files/" not in cast.client(cast.ewa).post("/forums/preview/", place).content.decode()


def test_without_a_script_the_file_comes_with_the_form(cast: Cast, topic: Topic) -> None:
    client = cast.client(cast.jan)
    form = client.get(reply_path(topic)).content.decode()
    assert 'type="file"' in form
    assert 'enctype="multipart/form-data"' in form
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key is not None

    def fields() -> dict[str, Any]:
        image = SimpleUploadedFile("lipa.jpg", drawn(), content_type="image/jpeg")
        return {"body": "Oto lipa:", "file": image, "alt": WORDS, "key": key[1]}

    first = client.post(reply_path(topic), fields())
    assert first.status_code == 303
    assert client.post(reply_path(topic), fields())["Location"] == first["Location"]
    row = Attachment.objects.get()
    assert Post.objects.get(number=2).body == f"Oto lipa:\n\n![{WORDS}](file:{row.pk})"
    assert Post.objects.count() == 2


def test_without_a_script_a_wrong_file_keeps_the_text(cast: Cast, topic: Topic) -> None:
    client = cast.client(cast.jan)
    bad = SimpleUploadedFile("a.exe", b"MZ\x90\x00", content_type="application/x-msdownload")
    page = client.post(reply_path(topic), {"body": "Moje słowa", "file": bad})
    assert page.status_code == 422
    assert "Moje słowa" in page.content.decode()
    assert "We do not take this kind of file" in page.content.decode()
    silent = SimpleUploadedFile("lipa.jpg", drawn(), content_type="image/jpeg")
    page = client.post(reply_path(topic), {"body": "Moje słowa", "file": silent})
    assert page.status_code == 422
    assert "Say in a few words what the picture shows" in page.content.decode()
    huge = SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 10_100_000)
    page = client.post(reply_path(topic), {"body": "Moje słowa", "file": huge})
    assert page.status_code == 422
    assert "10 fit" in page.content.decode()
    assert (Attachment.objects.count(), Post.objects.count()) == (0, 1)
    # What is wrong elsewhere does not lose the file.
    good = SimpleUploadedFile("plan.pdf", PDF, content_type="application/pdf")
    ask = {"title": "", "kind": "question", "lang": "pl", "body": "Oto plan", "file": good}
    page = client.post("/forums/ogolne/ask/", ask)
    assert page.status_code == 422
    assert f"Oto plan\n\n![plan.pdf](file:{Attachment.objects.get().pk})" in page.content.decode()


def test_who_may_not_write_sends_nothing(cast: Cast) -> None:
    assert send(cast.client(), drawn()).status_code == 401
    assert send(cast.client(cast.nowa), drawn()).status_code == 403
    assert cast.client(cast.jan).post("/files/send/", {}).status_code == 422
    assert cast.client(cast.jan).get("/files/send/").status_code == 405
    strict = cast.client(cast.jan, enforce_csrf_checks=True)
    assert send(strict, drawn()).status_code == 403
    assert Attachment.objects.count() == 0


def test_one_send_one_file(cast: Cast, media: Path) -> None:
    client = cast.client(cast.jan)
    first = send(client, PDF, "a.pdf", key="k1").json()
    assert send(client, PDF, "a.pdf", key="k1").json() == first
    assert send(client, ODT, "a.odt", key="k1").status_code == 422
    assert Attachment.objects.count() == 1
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


def test_caps(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMIT_FACTOR = 1
    client = cast.client(cast.jan)
    assert send(client, b"%PDF-" + b"x" * 10_000_000, "a.pdf").status_code == 413
    monkeypatch.setattr(take_file, "BYTES_A_DAY", 2 * len(PDF))
    assert [send(client, PDF).status_code for _ in range(3)] == [201, 201, 422]
    Attachment.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert send(client, PDF).status_code == 201
    monkeypatch.setattr(take_file, "MOST_WAITING", 3)
    assert "wait for a text" in send(client, PDF).json()["detail"]


def test_what_nobody_came_back_for_goes(cast: Cast, topic: Topic, media: Path) -> None:
    client = cast.client(cast.jan)
    lonely, drafted, held, young = (sent(client, PDF, f"{at}.pdf") for at in range(4))
    post_reply(by=cast.jan, topic=topic, body=f"![a](file:{held})")
    Draft.objects.create(person=cast.jan, place="x", body=f"![a](file:{drafted})", device="d")
    old = Attachment.objects.exclude(pk=young)
    old.update(created_at=timezone.now() - timedelta(days=3))
    with_commit(tidying.clear_files)
    assert set(Attachment.objects.values_list("pk", flat=True)) == {drafted, held, young}
    assert lonely not in Attachment.objects.values_list("pk", flat=True)
    assert len([path for path in media.rglob("*") if path.is_file()]) == 3


def with_commit(work: Any) -> None:
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        work()


def test_integrity_names_what_does_not_fit(cast: Cast, media: Path) -> None:
    import os

    pk = sent(cast.client(cast.jan), PDF, "a.pdf")
    assert list(integrity.files(False)) == []
    [path] = [path for path in media.rglob("*") if path.is_file()]
    stray = media / "kept" / "ab" / f"{'ab' * 16}-{'cd' * 6}-file"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    os.utime(stray, (0, 0))
    assert len(list(integrity.files(True))) == 1
    assert not stray.exists()
    path.unlink()
    assert [f"file {pk}" in line for line in integrity.files(True)] == [True]


def test_a_file_that_went_meanwhile_is_a_sentence(cast: Cast, topic: Topic) -> None:
    pk = sent(cast.client(cast.jan), PDF, "a.pdf")
    Attachment.objects.filter(pk=pk).update(holder_kind="post", holder_id=1 + topic.pk)
    html = post_reply(by=cast.jan, topic=topic, body=f"![a](file:{pk})").html
    assert "/files/" not in html
    from composing.actions.attach import attach

    with pytest.raises(Invalid, match="no longer here"):
        attach(files=[pk, 999], kind="post", holder_id=5)
