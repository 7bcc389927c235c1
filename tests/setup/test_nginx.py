"""deploy/nginx in a real nginx, before a server that tells what reached it."""

import contextlib
import gzip
import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.services.needs import nginx
from tests.services.processes import Missing
from tests.setup import proxy
from tests.setup.place import Answer, clean_environment, free_port, get, running

pytestmark = pytest.mark.once
PICTURE = f"ab/{'ab' * 16}-{'cd' * 6}-480.webp"
KEPT = f"kept/ab/{'ab' * 16}-{'cd' * 6}-file"
HASHED = "app.0123456789ab.css"


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers it was sent."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.startswith("/files/1/"):  # as composing.views.files answers
            self.send_response(200)
            self.send_header("Content-Type", "application/pdf")
            self.send_header("Content-Disposition", 'attachment; filename="plan.pdf"')
            self.send_header("Cache-Control", "private, no-cache")
            self.send_header("X-Accel-Redirect", f"/media/{KEPT}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the answer says it all."""


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an nginx before an echo; its websocket goes to nobody."""
    try:
        nginx()
    except Missing as reason:
        pytest.skip(str(reason))
    folder = tmp_path_factory.mktemp("nginx")
    echo = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=echo.serve_forever, daemon=True).start()
    port = free_port()
    configuration = proxy.lay_out(folder, listen=port, web=echo.server_port, live=free_port())
    static, media = folder / "srv" / "static", folder / "srv" / "media"
    static.mkdir()
    media.mkdir()
    sheet = "body { margin: 0 }\n" * 100
    (static / HASHED).write_text(sheet)
    (static / f"{HASHED}.gz").write_bytes(gzip.compress(sheet.encode()))
    (static / "plain.css").write_text(sheet)
    (media / "page.html").write_text("<script>alert(1)</script>")
    picture = media / PICTURE
    picture.parent.mkdir()
    picture.write_bytes(b"RIFF....WEBP")
    kept = media / KEPT
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"%PDF-1.4 only for some")
    command = proxy.command(configuration, "-g", "daemon off;")
    with running(command, log=folder / "log", environment=clean_environment()) as server:
        server.wait_for(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"
    echo.shutdown()
    echo.server_close()


def seen(answer: Answer) -> dict[str, str]:
    headers: dict[str, str] = json.loads(answer.body)
    return headers


def test_what_a_client_says_of_itself_is_overwritten(door: str) -> None:
    forged = get(
        door,
        X_Forwarded_For="203.0.113.7",
        X_Real_IP="203.0.113.7",
        X_Request_ID="0123456789abcdef",
        X_Forwarded_Proto="https",
        X_Forwarded_Host="elsewhere.example",
        X_Forwarded_Port="443",
        Forwarded="for=203.0.113.7",
    )
    headers = seen(forged)
    assert headers["x-forwarded-for"] == headers["x-real-ip"] == "127.0.0.1"
    assert headers["x-request-id"] != "0123456789abcdef"
    assert headers["x-forwarded-proto"] == "http"
    assert headers["host"] == door.removeprefix("http://")
    assert not {"x-forwarded-host", "x-forwarded-port", "forwarded"} & set(headers)


def test_a_body_over_the_cap_is_refused_at_the_door(door: str) -> None:
    assert get(door, body=b"x" * 9_000_000).status == 200
    assert get(door, body=b"x" * 11_000_000).status == 413


def test_headers_over_the_cap_are_refused_at_the_door(door: str) -> None:
    assert get(door, X_Long="x" * 5_000).status == 200
    assert get(door, X_Long="x" * 40_000).status == 400


def test_a_client_that_never_finishes_its_headers_is_let_go(door: str) -> None:
    host, port = door.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        # Closed or reset by the server: our own patience would end in a TimeoutError.
        with contextlib.suppress(ConnectionError):
            assert slow.recv(1) == b""


def test_static_files_are_sent_compressed_and_kept(door: str) -> None:
    hashed = get(f"{door}/static/{HASHED}", Accept_Encoding="gzip")
    assert hashed.status == 200
    assert hashed.headers["Content-Encoding"] == "gzip"
    assert "immutable" in hashed.headers["Cache-Control"]
    plain = get(f"{door}/static/plain.css")
    assert "immutable" not in plain.headers["Cache-Control"]
    assert plain.headers["X-Content-Type-Options"] == "nosniff"
    assert get(f"{door}/static/absent.css").status == 404


def test_what_people_sent_in_cannot_run(door: str) -> None:
    page = get(f"{door}/media/page.html")
    assert page.status == 200
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Type"].startswith("application/octet-stream")
    assert page.headers["Content-Disposition"] == "attachment"
    assert get(f"{door}/media/../../own/tls.conf").status in (400, 403, 404)


def test_a_picture_is_kept_for_good(door: str) -> None:
    picture = get(f"{door}/media/{PICTURE}")
    assert picture.status == 200
    assert picture.headers["Content-Type"] == "image/webp"
    assert picture.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert picture.headers["Content-Disposition"] == "inline"
    assert get(f"{door}/media/{PICTURE.replace('480', '481')}").status == 404


def test_a_picture_may_be_larger_than_a_page(door: str) -> None:
    """A file that is too large is refused by the page itself, in words."""
    sent = get(f"{door}/directory/dom/pictures/", body=b"x" * 12_000_000)
    assert sent.status == 200
    assert seen(sent)["x-real-ip"] == "127.0.0.1"
    assert get(f"{door}/directory/dom/pictures/", body=b"x" * 34_000_000).status == 413


def test_a_file_of_a_text_goes_out_only_on_a_views_word(door: str) -> None:
    for path in (f"/media/{KEPT}", "/media/kept/", f"/media//{KEPT}", f"/static/../media/{KEPT}"):
        assert get(f"{door}{path}").status in (403, 404), path
    plan = get(f"{door}/files/1/plan.pdf")
    assert plan.status == 200
    assert plan.body == b"%PDF-1.4 only for some"
    assert plan.headers["Content-Type"] == "application/pdf"
    assert plan.headers["Content-Disposition"].startswith("attachment")
    assert plan.headers["Cache-Control"] == "private, no-cache"
    assert plan.headers["X-Content-Type-Options"] == "nosniff"
    assert plan.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_where_a_text_is_sent_its_file_fits(door: str) -> None:
    for path in ("/files/send/", "/forums/topics/1/reply/", "/forums/ogolne/ask/", "/notes/write/"):
        assert get(f"{door}{path}", body=b"x" * 12_000_000).status == 200, path
    assert get(f"{door}/forums/ogolne/", body=b"x" * 12_000_000).status == 413


def test_a_server_that_is_away_gives_a_page_for_people(door: str) -> None:
    away = get(f"{door}/ws/", Upgrade="websocket", Connection="Upgrade")
    assert away.status == 503
    assert away.headers["Retry-After"] == "5"
    assert "Chwila przerwy" in away.text
    assert 'lang="en"' in away.text


def test_the_sample_for_https_is_valid(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    try:
        nginx()
    except Missing as reason:
        pytest.skip(str(reason))
    if openssl is None:
        pytest.skip("openssl is not installed")
    configuration = proxy.lay_out(tmp_path, listen=free_port(), web=1, live=2)
    proxy.tls(tmp_path, listen=free_port())
    own = tmp_path / "own"
    key = ["-keyout", str(own / "privkey.pem"), "-out", str(own / "fullchain.pem")]
    make = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*make, *key], check=True, capture_output=True)
    judged = subprocess.run(proxy.command(configuration, "-t"), capture_output=True, text=True)
    assert judged.returncode == 0, judged.stderr
