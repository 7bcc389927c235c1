"""Where the operator has a scanner for viruses, nobody can take a document that it has not seen."""

import socketserver
import struct
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from composing.files import scanning
from composing.models import Attachment
from forums.models import Post, Topic
from portal.readiness import parts
from tests.cast import Cast
from tests.composing.conftest import PDF, document, drawn, reply_path, send, sent
from tests.services.processes import free_port, launch, wait_until
from tests.setup.place import PYTHON, ROOT

pytestmark = pytest.mark.django_db(transaction=True)
BAD = b"to-jest-wirus-na-niby"
ILL = PDF.replace(b"<<>>", b"<</Title(" + BAD + b")>>")
STREAM_LIMIT = 3_000_000


class Scanner(socketserver.ThreadingTCPServer):
    """Speaks as clamd does, and finds one word. `seen`: the documents that came whole. `says`: another answer."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.seen: list[bytes] = []
        self.says = ""


class Talk(socketserver.StreamRequestHandler):
    server: Scanner

    def handle(self) -> None:
        command = self._until_nul()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
            return
        assert command == b"zINSTREAM", command
        data = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
            if len(data) > STREAM_LIMIT:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(data)
        if self.server.says == "nothing":
            return
        verdict = "Na.Niby FOUND" if BAD in data else "OK"
        self.wfile.write((self.server.says or f"stream: {verdict}").encode() + b"\0")

    def _until_nul(self) -> bytes:
        read = b""
        while (sign := self.rfile.read(1)) not in (b"", b"\0"):
            read += sign
        return read


@pytest.fixture
def scanner(settings: Any) -> Iterator[Scanner]:
    with Scanner() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        caches["local"].delete(scanning.AWAY)
        yield server
        server.shutdown()
    caches["local"].delete(scanning.AWAY)


def kept(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_a_document_is_seen_whole_and_taken(cast: Cast, media: Path, scanner: Scanner) -> None:
    large = PDF.replace(b"<<>>", b"<</Title(" + b"x" * 200_000 + b")>>")
    for data, name in (
        (PDF, "a.pdf"),
        (large, "b.pdf"),
        (document(), "c.docx"),
        (b"a;b\n1;2", "d.csv"),
    ):
        sent(cast.client(cast.jan), data, name)
        assert scanner.seen[-1] == data
    assert Attachment.objects.count() == 4


@pytest.mark.parametrize("language", ["pl", "en"])
def test_what_was_found_is_refused_in_a_sentence_and_leaves_nothing(
    cast: Cast, media: Path, scanner: Scanner, language: str
) -> None:
    browser = cast.client(cast.jan)
    browser.cookies["language"] = language
    answer = send(browser, ILL, "plan.pdf")
    assert answer.status_code == 422
    words = {"pl": "znaleziono wirusa", "en": "A virus was found"}[language]
    assert words in answer.json()["detail"].replace("\u00a0", " ")
    assert "Na.Niby" not in answer.json()["detail"]
    assert Attachment.objects.count() == 0 and kept(media) == []


def test_a_form_without_a_script_keeps_the_text(
    cast: Cast, media: Path, scanner: Scanner, topic: Topic
) -> None:
    browser = cast.client(cast.jan)
    data = {"body": "Plan w załączniku.", "file": SimpleUploadedFile("plan.pdf", ILL), "key": "k1"}
    answer = browser.post(reply_path(topic), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A virus was found" in page and "Plan w załączniku." in page
    assert Post.objects.filter(body__contains="załączniku").count() == 0 and kept(media) == []


@pytest.mark.parametrize(
    "how", ["stopped", "silent", "INSTREAM size limit exceeded. ERROR", "stream: ?", "large"]
)
def test_a_scanner_that_cannot_say_lets_nothing_through(
    cast: Cast, media: Path, scanner: Scanner, how: str
) -> None:
    data = PDF
    match how:
        case "stopped":
            scanner.shutdown()
            scanner.server_close()
        case "silent":
            scanner.says = "nothing"
        case "large":
            data = PDF.replace(b"<<>>", b"<</Title(" + b"x" * STREAM_LIMIT + b")>>")
        case _:
            scanner.says = how
    answer = send(cast.client(cast.jan), data, "plan.pdf")
    assert answer.status_code == 422
    assert "just now they cannot be" in answer.json()["detail"]
    assert Attachment.objects.count() == 0 and kept(media) == []
    # Pictures are drawn anew by us, and go on.
    assert (
        Attachment.objects.get(pk=sent(cast.client(cast.jan), drawn(), "a.jpg")).kind == "picture"
    )


def test_a_scanner_that_was_away_is_asked_again_after_a_while(
    cast: Cast, media: Path, scanner: Scanner
) -> None:
    scanner.says = "nothing"
    jan = cast.client(cast.jan)
    assert send(jan, PDF, "a.pdf").status_code == 422
    scanner.says = ""
    count = len(scanner.seen)
    assert send(jan, PDF, "a.pdf").status_code == 422 and len(scanner.seen) == count
    caches["local"].delete(scanning.AWAY)  # as after its seconds
    assert send(jan, PDF, "a.pdf").status_code == 201


def test_strangers_have_nothing_scanned(cast: Cast, scanner: Scanner) -> None:
    User.objects.filter(pk=cast.jan.pk).update(verified=False)
    for browser in (cast.client(), cast.client(cast.jan)):
        assert send(browser, PDF, "a.pdf").status_code in (401, 403)
    assert scanner.seen == []


def test_the_state_of_the_scanner_is_told_to_machines(
    cast: Cast, scanner: Scanner, settings: Any
) -> None:
    assert parts()["scanner"] == {"state": "ok"}
    scanner.shutdown()
    scanner.server_close()
    assert parts()["scanner"]["state"] == "down"
    settings.CLAMD = ""
    assert parts()["scanner"]["state"] == "ok"


def test_without_a_scanner_documents_are_judged_as_ever(cast: Cast, settings: Any) -> None:
    settings.CLAMD = ""
    assert send(cast.client(cast.jan), ILL, "a.pdf").status_code == 201


def test_a_setting_that_is_no_address_is_refused_in_a_sentence(tmp_path: Path) -> None:
    own = {"DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT / "platform"), "CLAMD": "clamav"}
    done = subprocess.run(
        [PYTHON, "-c", "import config.settings"], env=own, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1 and "CLAMD" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(
    which("clamd") is None, reason="ClamAV is not installed (Debian: clamav-daemon)"
)
@pytest.mark.parametrize("by", ["port", "socket"])
def test_with_the_real_one(cast: Cast, media: Path, settings: Any, tmp_path: Path, by: str) -> None:
    """With a list of one virus, which is a word."""
    known, log = tmp_path / "known", tmp_path / "clamd.log"
    known.mkdir()
    (known / "own.ndb").write_text(f"Na.Niby:0:*:{BAD.hex()}\n")
    port, path = free_port(), tmp_path / "clamd.ctl"
    where = f"TCPSocket {port}\nTCPAddr 127.0.0.1" if by == "port" else f"LocalSocket {path}"
    (tmp_path / "clamd.conf").write_text(
        f"DatabaseDirectory {known}\n{where}\nForeground yes\nUser root\nStreamMaxLength 12M\n"
    )
    settings.CLAMD = f"127.0.0.1:{port}" if by == "port" else str(path)
    caches["local"].delete(scanning.AWAY)

    def answers() -> bool:
        try:
            return scanning.is_there()
        except OSError:
            return False

    process = launch(
        ["clamd", "--config-file", tmp_path / "clamd.conf"], log=log, user=None, folder=tmp_path
    )
    try:
        wait_until(answers, process=process, log=log, name="clamd", seconds=60)
        jan = cast.client(cast.jan)
        large = PDF.replace(b"<<>>", b"<</Title(" + b"x" * 9_000_000 + b")>>")
        assert send(jan, PDF, "a.pdf").status_code == 201
        assert send(jan, large, "b.pdf").status_code == 201
        answer = send(jan, ILL, "c.pdf")
        assert answer.status_code == 422 and "A virus was found" in answer.json()["detail"]
        assert Attachment.objects.count() == 2
    finally:
        process.terminate()
        process.wait(20)
