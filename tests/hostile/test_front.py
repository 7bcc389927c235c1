"""What no browser sends, against both doors: the embedded server, and nginx before the page server of production.

Requests that two servers might read differently are answered once or not at all; whoever dawdles holds up nobody.
"""

import contextlib
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.contracts.house import House
from tests.services.needs import nginx
from tests.services.processes import Missing
from tests.setup import proxy
from tests.setup.place import ROOT, free_port, get, running

pytestmark = pytest.mark.once
HALF_OPEN, SLOW_BODIES = 500, 200
QUICK = 2.0
"""Seconds in which /healthz answers all the while."""
QUIET = 0.7
"""Seconds without a byte after which nothing more is expected."""
SMUGGLED = b"GET /przemycone HTTP/1.1\r\nHost: {host}\r\n\r\n"


@dataclass(frozen=True)
class Front:
    name: str
    port: int

    @property
    def host(self) -> bytes:
        return b"127.0.0.1:%d" % self.port


@pytest.fixture(scope="module")
def shipped(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx with deploy/nginx, granian behind it, the embedded server for the socket."""
    try:
        nginx()
    except Missing as reason:
        pytest.skip(str(reason))
    folder = tmp_path_factory.mktemp("front")
    web, listen = free_port(), free_port()
    environment = {
        **house.environment,
        "TRUST_PROXY": "1",
        "PATH": f"{ROOT / '.venv/bin'}:/usr/bin:/bin",
    }
    pages = [
        str(ROOT / ".venv/bin/granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(web),
        "--workers", "1", "config.wsgi:application",
    ]  # fmt: skip
    configuration = proxy.lay_out(folder, listen=listen, web=web, live=house.port)
    door = proxy.command(configuration, "-g", "daemon off;")
    with (
        running(pages, log=folder / "web.log", environment=environment) as server,
        running(door, log=folder / "nginx.log", environment=environment) as before,
    ):
        server.wait_for(f"http://127.0.0.1:{web}/healthz")
        before.wait_for(f"http://127.0.0.1:{listen}/healthz")
        yield Front("nginx", listen)
        assert "Traceback" not in server.output, server.output[-3000:]


@pytest.fixture(params=["embedded", "nginx"])
def front(request: pytest.FixtureRequest, house: House) -> Front:
    if request.param == "embedded":
        return Front("embedded", house.port)
    found: Front = request.getfixturevalue("shipped")
    return found


def sent(front: Front, request: bytes) -> list[int]:
    """The statuses of all answers to these bytes on one connection, in order."""
    data = request.replace(b"{host}", front.host)
    got = b""
    with socket.create_connection(("127.0.0.1", front.port), timeout=10) as link:
        with contextlib.suppress(ConnectionError):
            link.sendall(data)
        link.settimeout(4)
        with contextlib.suppress(ConnectionError, TimeoutError):
            while piece := link.recv(65536):
                got += piece
                link.settimeout(QUIET)
    lines = got.replace(b"\r\n", b"\n").split(b"\n")
    heads = [line for line in lines if line.startswith((b"HTTP/1.0 ", b"HTTP/1.1 "))]
    return [int(line.split()[1]) for line in heads]


def post(*headers: bytes, body: bytes = b"") -> bytes:
    return (
        b"POST /forums/preview/ HTTP/1.1\r\nHost: {host}\r\n"
        + b"".join(h + b"\r\n" for h in headers)
        + b"\r\n"
        + body
    )


CHUNKED = b"Transfer-Encoding: chunked"
TWO_WAYS: dict[str, bytes] = {
    "length then chunks": post(b"Content-Length: 6", CHUNKED, body=b"0\r\n\r\n" + SMUGGLED),
    "chunks then length": post(CHUNKED, b"Content-Length: 4", body=b"5c\r\n" + SMUGGLED + b"\r\n0\r\n\r\n"),
    "two lengths": post(b"Content-Length: 0", b"Content-Length: 60", body=SMUGGLED),
    "two lengths in one": post(b"Content-Length: 0, 60", body=SMUGGLED),
    "length with a sign": post(b"Content-Length: +0", body=SMUGGLED),
    "length in hexadecimal": post(b"Content-Length: 0x0", body=SMUGGLED),
    "length below nothing": post(b"Content-Length: -1", body=SMUGGLED),
    "length with a letter": post(b"Content-Length: 0a", body=SMUGGLED),
    "space before the colon": post(b"Content-Length : 0", CHUNKED, body=SMUGGLED),
    "chunks under a wrong name": post(b"Transfer-Encoding: xchunked", b"Content-Length: 0", body=SMUGGLED),
    "chunks twice": post(CHUNKED, b"Transfer-Encoding: identity", body=b"0\r\n\r\n" + SMUGGLED),
    "chunks with a tab": post(b"Transfer-Encoding:\tchunked", b"Content-Length: 0", body=b"0\r\n\r\n" + SMUGGLED),
    "folded header": post(b"Transfer-Encoding:\r\n chunked", b"Content-Length: 3", body=b"0\r\n\r\n" + SMUGGLED),
    "chunks after a bare LF": post(b"X: y\nTransfer-Encoding: chunked", b"Content-Length: 0", body=SMUGGLED),
    "huge chunk": post(CHUNKED, body=b"FFFFFFFFFFFFFFFFFF\r\n" + SMUGGLED),
    "chunk below nothing": post(CHUNKED, body=b"-1\r\n" + SMUGGLED),
    "chunk with a prefix": post(CHUNKED, body=b"0x5\r\nabcde\r\n0\r\n\r\n" + SMUGGLED),
    "NUL in a name": post(b"Content-Le\x00ngth: 0", body=SMUGGLED),
    "no colon": post(b"Content-Length 0", body=SMUGGLED),
    "HTTP/1.0 with chunks": b"POST / HTTP/1.0\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
}  # fmt: skip
ODD: dict[str, bytes] = {
    "two hosts": b"GET / HTTP/1.1\r\nHost: {host}\r\nHost: zly.example\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "foreign host": b"GET /accounts/password/reset/ HTTP/1.1\r\nHost: zly.example\r\n\r\n",
    "host with a user": b"GET / HTTP/1.1\r\nHost: {host}@zly.example\r\n\r\n",
    "host with a path": b"GET / HTTP/1.1\r\nHost: {host}/zly\r\n\r\n",
    "absolute foreign address": b"GET http://zly.example/ HTTP/1.1\r\nHost: zly.example\r\n\r\n",
    "trace": b"TRACE / HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "connect": b"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "unknown verb": b"ZLY / HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a bare word": b"zly\r\n\r\n",
    "HTTP/9.9": b"GET / HTTP/9.9\r\nHost: {host}\r\n\r\n",
    "long address": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "long header": b"GET / HTTP/1.1\r\nHost: {host}\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n",
    "three thousand headers": b"GET / HTTP/1.1\r\nHost: {host}\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(3_000)) + b"\r\n",
    "the handshake of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("case", TWO_WAYS)
def test_what_could_be_read_in_two_ways_is_answered_once(front: Front, case: str) -> None:
    statuses = sent(front, TWO_WAYS[case])
    assert len(statuses) <= 1, f"a second answer: {statuses}"
    assert not statuses or statuses[0] in (400, 403, 404, 405, 411, 413, 501, 505), statuses


@pytest.mark.parametrize("case", ODD)
def test_what_is_no_request_of_ours_is_refused(front: Front, case: str) -> None:
    statuses = sent(front, ODD[case])
    assert len(statuses) <= 1
    assert not statuses or 400 <= statuses[0] < 500 or statuses[0] in (501, 505), statuses


def test_a_body_that_is_too_large_is_refused_before_it_is_read(front: Front) -> None:
    begun = time.monotonic()
    for path in (b"/forums/preview/", b"/api/v1/notes", b"/accounts/login/", b"/nie-ma/"):
        request = (
            b"POST "
            + path
            + b" HTTP/1.1\r\nHost: {host}\r\nContent-Length: 900000000\r\n\r\n"
            + b"x" * 1_000
        )
        statuses = sent(front, request)
        assert statuses in ([], [413], [400], [401], [403], [404]), (path, statuses)
    assert time.monotonic() - begun < 60


def test_what_a_visitor_says_of_proxies_changes_nothing(front: Front) -> None:
    forged = {
        "X_Forwarded_Host": "zly.example", "X_Forwarded_Proto": "https", "X_Forwarded_Port": "444", "X_Forwarded_For": "203.0.113.9",
        "Forwarded": "host=zly.example;proto=https", "X_Original_URL": "/admin/", "X_Rewrite_URL": "/admin/", "X_HTTP_Method_Override": "DELETE",
    }  # fmt: skip
    base = f"http://127.0.0.1:{front.port}"
    page = get(f"{base}/accounts/password/reset/", **forged)
    assert page.status == 200
    assert "zly.example" not in page.text + str(list(page.headers.items()))
    assert "/admin/" not in page.text
    assert "https://127.0.0.1" not in page.text
    cookies = [value for name, value in page.headers.items() if name.lower() == "set-cookie"]
    assert all("secure" not in cookie.lower() for cookie in cookies), "as if it came by HTTPS"


@contextlib.contextmanager
def dawdling(front: Front, count: int, beginning: bytes) -> Iterator[list[socket.socket]]:
    """So many connections that begin a request and do not go on."""
    links: list[socket.socket] = []
    try:
        for _ in range(count):
            link = socket.create_connection(("127.0.0.1", front.port), timeout=10)
            with contextlib.suppress(ConnectionError):
                link.sendall(beginning.replace(b"{host}", front.host))
            links.append(link)
        yield links
    finally:
        for link in links:
            link.close()


@pytest.mark.parametrize(
    ("count", "beginning"),
    [
        (HALF_OPEN, b"GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow: "),
        (
            SLOW_BODIES,
            b"POST /accounts/login/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5000\r\n\r\na",
        ),
        (HALF_OPEN, b""),
    ],
    ids=["headers", "bodies", "nothing"],
)
def test_who_dawdles_holds_up_nobody(
    front: Front, count: int, beginning: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    with dawdling(front, count, beginning):
        times = []
        for _ in range(5):
            begun = time.monotonic()
            assert get(f"http://127.0.0.1:{front.port}/healthz").status == 200
            times.append(time.monotonic() - begun)
    with capsys.disabled():
        print(f"\n{front.name}: {count} half-open, /healthz in {max(times):.3f} s at worst", end="")
    assert sorted(times)[2] < QUICK, times
