"""Nasty values through every door: a clear refusal or the thing itself, never a breakdown, and never
half of something."""

import http.client
import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest

from tests.contracts import nasty
from tests.contracts.callers import Api, Browser
from tests.contracts.dom import Form, Page
from tests.contracts.house import House

LINE = 15_000
"""Characters of a request's first line that the server reads at all."""
DOORS = ("forums/ogolne/topics", "topics/{topic}/posts", "notes", "rooms/{room}/messages", "flags")
FITTING: dict[str, dict[str, Any]] = {
    "forums/ogolne/topics": {
        "title": "t",
        "body": "b",
        "tags": [],
        "kind": "question",
        "lang": "pl",
    },
    "topics/{topic}/posts": {"body": "b", "parent": None},
    "notes": {"title": "t", "body": "b", "tags": [], "lang": "pl", "status": "draft"},
    "rooms/{room}/messages": {"body": "b", "client_id": None},
    "flags": {"kind": "topic", "id": 0, "reason": "spam", "detail": ""},
}
EACH_FIELD = (
    "NUL",
    "bell",
    "long",
    "bidi",
    "nothing",
    "line ends",
    "quotes",
    "digits",
    "deep quotes",
    "growing",
)
"""Kinds of text that every field of every form gets by itself; a form gets all the others at once."""


@pytest.fixture(scope="module", autouse=True)
def _sound_afterwards(house: House) -> Iterator[None]:
    """Whatever was sent, nothing was half written."""
    yield
    said = house.commands(["search_drain", "--once"], ["check_integrity"])
    assert house.log.count("Internal Server Error") == 0, house.log[-3000:]
    assert "drift" not in said[-1].lower() or "no drift" in said[-1].lower(), said


@pytest.fixture(scope="module")
def thing(ola: Api, jan: Api, market: int, organisation: str) -> dict[str, Any]:
    topic = ola.topic("Do psucia", "Proszę.", kind="question")
    return {
        "topic": topic["id"], "url": topic["url"], "reply": jan.reply(topic["id"])["id"], "own": ola.reply(topic["id"])["number"],
        "note": ola.note("Do psucia")["slug"], "room": market, "message": ola.say(market)["seq"], "organisation": organisation,
    }  # fmt: skip


def judged(answer: httpx.Response, what: object, *, api: bool = True) -> None:
    """A 2xx or 3xx, or a 4xx that says why."""
    said = f"{answer.request.url} with {what!r:.100}: {answer.status_code} {answer.text[:200]}"
    assert answer.status_code < 500, said
    if api and answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", said
        assert len(answer.json()["detail"]) > 5, said


@pytest.mark.parametrize("door", DOORS)
def test_every_field_of_the_api(door: str, thing: dict[str, Any], ola: Api) -> None:
    path = door.format(**thing)
    fitting = {**FITTING[door], **({"id": thing["topic"]} if door == "flags" else {})}
    for field in fitting:
        for value in (*nasty.JSON_VALUES, *nasty.TEXTS.values()):
            answer = ola.raw(path, json.dumps({**fitting, field: value}).encode())
            judged(answer, (field, value))
            if isinstance(value, str) and any(
                mark in value for mark in ("\x00", "\x07", "\ud800", "\x1b")
            ):
                assert answer.status_code == 422, (field, value)
                assert field in json.dumps(answer.json()["errors"]) or field in (
                    "tags",
                    "client_id",
                ), answer.text
    for name, body in nasty.BODIES.items():
        judged(ola.raw(path, body), name)


@pytest.mark.parametrize(
    ("path", "names"),
    [("forums", "cursor limit"), ("forums/ogolne/topics", "cursor limit"), ("topics/{topic}/posts", "after cursor limit"),
     ("topics/{topic}/events", "after limit"), ("notes", "cursor limit"), ("rooms", "cursor limit"),
     ("search", "q kind tag region lang limit cursor"), ("rooms/{room}/messages", "after cursor limit"),
     ("rooms/{room}/events", "after limit"), ("organisations.csv", "q kind bbox region"), ("organisations.geojson", "q bbox access"),
     ("organisations", "q kind region practice audience format access bbox cursor limit")],
)  # fmt: skip
def test_every_parameter_of_the_api(
    path: str, names: str, thing: dict[str, Any], nobody: Api
) -> None:
    address = f"/api/v1/{path.format(**thing)}"
    for name in names.split():
        for value in values_for_an_address():
            answer = nobody.http.get(f"{address}?{name}={value}")
            judged(answer, (name, value))
            assert answer.elapsed.total_seconds() < 30
        judged(nobody.http.get(f"{address}?{name}=1&{name}=2&{name}[]=3&{name}"), "doubled")


def values_for_an_address() -> list[str]:
    texts = [quote(text, safe="") for text in nasty.TEXTS.values()]
    return [
        *nasty.BYTES,
        *(text for text in texts if len(text) < LINE),
        *(quote(n, safe="") for n in nasty.NUMBERS),
    ]


@pytest.mark.parametrize(
    "path",
    ["/api/v1/forums/{}/topics", "/api/v1/topics/{}", "/api/v1/topics/{}/posts", "/api/v1/topics/{}/events", "/api/v1/notes/{}",
     "/api/v1/organisations/{}", "/api/v1/rooms/{}/messages", "/api/v1/rooms/{}/events", "/forums/{}/", "/forums/t/{}/x/",
     "/forums/t/1/{}/", "/forums/t/1/x/{}/", "/notes/{}/", "/notes/{}/history/", "/directory/{}/", "/chat/{}/",
     "/chat/rynek/messages/{}/", "/people/{}/", "/feeds/forums/{}.xml", "/sitemap-{}.xml", "/moderation/report/{}/1/", "/{}"],
)  # fmt: skip
def test_every_part_of_a_path(path: str, nobody: Api) -> None:
    for value in values_for_an_address():
        judged(nobody.http.get(path.format(value)), value, api=path.startswith("/api/"))


@pytest.mark.parametrize(
    ("path", "names"),
    [("/", "x"), ("/forums/ogolne/", "page cursor order kind tag q filter"), ("{url}", "page cursor after number"),
     ("/forums/t/{topic}/posts", "after number"), ("/notes/", "cursor tag practice audience q lang order"),
     ("/directory/", "q kind region practice audience format access network bbox order unsure cursor"), ("/directory/map/", "q kind bbox access"),
     ("/directory/needs/", "kind region cursor"), ("/chat/", "cursor"), ("/chat/rynek/", "at before after"),
     ("/chat/rynek/messages", "after"), ("/chat/rynek/events", "after"), ("/search/", "q kind tag region lang cursor"),
     ("/forums/similar/", "title"), ("/accounts/login/", "next"), ("/people/ola.wrona/", "cursor page"),
     ("/sitemap-topics.xml", "p")],
)  # fmt: skip
def test_every_parameter_of_the_pages(
    path: str, names: str, thing: dict[str, Any], browser: Callable[..., Browser]
) -> None:
    for name in names.split():
        for value in values_for_an_address():
            judged(
                browser().get(f"{path.format(**thing)}?{name}={value}"), (name, value), api=False
            )


@pytest.mark.parametrize("path", ["/notifications/", "/notes/mine/"])
def test_the_cursor_of_pages_of_ones_own(path: str, browser: Callable[..., Browser]) -> None:
    for value in nasty.BYTES:
        judged(browser("ola").get(f"{path}?cursor={value}"), value, api=False)


FORMS = (
    ("ola", "/forums/ogolne/ask/"), ("ola", "{url}"), ("ola", "/forums/topics/{topic}/reply/"), ("ola", "/forums/topics/{topic}/edit/"),
    ("ola", "/forums/topics/{topic}/posts/{own}/edit/"), ("ola", "/notes/write/"), ("ola", "/notes/{note}/edit/"),
    ("ola", "/chat/rynek/"), ("ola", "/chat/rynek/messages/{message}/edit/"), ("ola", "/directory/add/"),
    ("ola", "/directory/{organisation}/edit/"), ("ola", "/directory/{organisation}/people/"),
    ("ola", "/directory/{organisation}/contacts/"), ("ola", "/directory/{organisation}/networks/"),
    ("ola", "/directory/{organisation}/cards/new/"), ("ewa", "/accounts/settings/"), ("ewa", "/accounts/email/"),
    (None, "/accounts/login/"), (None, "/accounts/signup/"), (None, "/accounts/password/reset/"),
    ("ola", "/moderation/report/post/{reply}/?reason=spam"), ("marta", "/moderation/post/{reply}/"), ("adam", "/admin/forums/forum/add/"),
)  # fmt: skip
FILLED = {
    "title": "Tytuł dość długi", "body": "Treść", "kind": "question", "name": "Nazwa", "summary": "Krótko", "reason": "spam",
    "until": "2027-01-01", "verdict": "keep", "rule": "spam", "handle": "jan.zubek", "role": "member", "phone": "12 345 67 89", "network": "eno", "since": "2010",
}  # fmt: skip
MANY_FIELDS = 10
"""A form of more is not sent with every text in every field, but with some in each."""


@pytest.mark.parametrize(("who", "path"), FORMS, ids=[path for _, path in FORMS])
def test_every_field_of_every_form(
    who: str | None, path: str, thing: dict[str, Any], jan: Api, browser: Callable[..., Browser]
) -> None:
    if who == "marta":
        jan.post("flags", {"kind": "post", "id": thing["reply"], "reason": "spam"})
    here, forms = browser(who), 0
    for form in here.page(path.format(**thing)).forms:
        address = form.action or path.format(**thing)
        if form.method != "post" or "csrfmiddlewaretoken" not in form.kinds or len(form.kinds) < 2:
            continue
        if set(form.kinds) <= {"csrfmiddlewaretoken", "next"} or "/watch/" in address:
            continue
        forms += 1
        for values in nasty_forms(form):
            answer = here.http.post(
                address, content=values.encode(),
                headers={"origin": here.base, "content-type": "application/x-www-form-urlencoded"},
            )  # fmt: skip
            judged(answer, values, api=False)
            if answer.status_code == 422:
                summary = [
                    e
                    for e in Page(answer.text).elements
                    if {"summary-error", "refused"} & set(e.attributes.get("class", "").split())
                ]
                assert summary, (address, values[:200])
                assert len(summary[0].text.strip()) > 10, (address, values[:200])
    assert forms, path


def nasty_forms(form: Form) -> Iterator[str]:
    """Bodies of the form: one field spoiled at a time, then all of them."""
    fitting = {
        name: value for name, value in {**FILLED, **form.values}.items() if name in form.kinds
    }
    fitting = {name: value or FILLED.get(name, "") for name, value in fitting.items()}
    fields = [name for name in form.kinds if name != "csrfmiddlewaretoken"]
    many = len(fields) > MANY_FIELDS
    for number, name in enumerate(fields):
        rest = {k: v for k, v in fitting.items() if k != name} | {"key": uuid.uuid4().hex}
        kinds = EACH_FIELD if not many else (EACH_FIELD[number % len(EACH_FIELD)],)
        for kind in kinds:
            yield urlencode({**rest, name: nasty.TEXTS[kind]})
        if not many:
            yield f"{urlencode(rest)}&{quote(name)}={nasty.SURROGATES[0]}"
            yield f"{urlencode(rest)}&{quote(name)}=%00&{quote(name)}=2&{quote(name)}[]=3"
    token = {"csrfmiddlewaretoken": form.values["csrfmiddlewaretoken"]}
    for text in [*nasty.TEXTS.values()][:: 4 if many else 1]:
        yield urlencode({**token, **dict.fromkeys(fields, text)})
    yield urlencode(token)
    yield urlencode({**token, **{f"f{n}": "x" for n in range(2_000)}})


def test_bodies_that_no_form_sends(
    house: House, thing: dict[str, Any], browser: Callable[..., Browser]
) -> None:
    ola = browser("ola")
    form = ola.form("/forums/ogolne/ask/", "title")
    token = str(form.values["csrfmiddlewaretoken"])
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'
        for name, more, value in (
            ("csrfmiddlewaretoken", "", token), ("title", "", "z pliku"), ("kind", "", "question"), ("lang", "", "pl"),
            ("body", '; filename="../../x.html"', "<script>xss()</script>"), ("a" * 5_000, "", "x"), ("tags", '; filename="\x00"', "x"),
        )
    )  # fmt: skip
    sent = {
        "multipart": (f"{parts}--b--\r\n", "multipart/form-data; boundary=b"),
        "unclosed": (parts, "multipart/form-data; boundary=b"),
        "no boundary": (parts, "multipart/form-data"),
        "json": (json.dumps({"title": "x"}), "application/json"),
        "nothing": ("", "application/x-www-form-urlencoded"),
        "charset": ("title=x", "application/x-www-form-urlencoded; charset=utf-7"),
        "unknown charset": ("title=x", "application/x-www-form-urlencoded; charset=zly"),
        "percent": ("%=%&%zz=%zz&=&==&&", "application/x-www-form-urlencoded"),
    }
    for name, (body, kind) in sent.items():
        answer = ola.http.post(
            "/forums/ogolne/ask/",
            content=body.encode(),
            headers={"content-type": kind, "origin": house.base, "x-csrftoken": token},
        )
        assert answer.status_code < 500, name
    big = b"csrfmiddlewaretoken=" + token.encode() + b"&title=x&body=" + b"x" * 10_000_000
    for path in ("/forums/ogolne/ask/", "/accounts/login/", "/chat/rynek/say/", "/nie-ma/"):
        answer = ola.http.post(
            path,
            content=big,
            headers={"content-type": "application/x-www-form-urlencoded", "origin": house.base},
        )
        assert answer.status_code in (400, 413), path
        assert len(answer.text) > 5


def raw(house: House, request: bytes) -> int:
    """The status that these bytes get; 0 when the server hangs up."""
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=5)
    connection.connect()
    connection.sock.sendall(request)
    try:
        response = http.client.HTTPResponse(connection.sock)
        response.begin()
        return response.status
    except (http.client.HTTPException, OSError):
        return 0
    finally:
        connection.close()


def test_headers_that_no_browser_sends(house: House, nobody: Api) -> None:
    host = f"127.0.0.1:{house.port}"
    for name, value in {
        "cookie": "session=\x7f; language=\"; theme=<xss>; face=;;==;csrf=x", "accept-language": "x" * 4_000 + ",*;q=9",
        "accept": "*/*" * 900, "authorization": "Bearer \udcff", "if-none-match": '"x" W/*', "if-modified-since": "never",
        "range": "bytes=0-,5-3,-99999999", "x-forwarded-for": "a, b\tc", "x-forwarded-proto": "javascript", "forwarded": "host=x",
        "content-length": "x", "transfer-encoding": "zly", "idempotency-key": "\xff\xfe", "referer": "javascript:xss()",
        "origin": "javascript:xss()", "user-agent": "\x1b[31m",
    }.items():  # fmt: skip
        for path in ("/", "/forums/", "/api/v1/forums"):
            line = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{name}: {value}\r\n\r\n"
            status = raw(house, line.encode("latin-1", "surrogateescape"))
            assert status in (0, 200, 206, 304, 400, 401, 416, 501), (name, path, status)
    for request in (
        b"GET / HTTP/1.1\r\nHost: zly.example\r\nConnection: close\r\n\r\n", b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET http://zly.example/ HTTP/1.1\r\nHost: " + host.encode() + b"\r\nConnection: close\r\n\r\n",
        b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
    ):  # fmt: skip
        assert raw(house, request) in (0, 400, 404, 414, 431, 200), request[:60]
    for host_header in (
        "zly.example",
        "127.0.0.1:1@zly.example",
        "localhost.zly.example",
        "",
        "x" * 300,
    ):
        answer = nobody.http.get("/accounts/password/reset/", headers={"host": host_header})
        assert answer.status_code == 400, host_header
        assert "zly.example" not in answer.text
    assert nobody.get("forums").status_code == 200


def test_questions_that_are_no_words_find_nothing_and_break_nothing(nobody: Api, ola: Api) -> None:
    for question in (
        '"', '""', "'", "AND", "OR NOT", "a AND (", "*", "?", "^", "~", "a~2", "lemma:x", "_all:*", "kind:topic", "{", "\\", "%", "_",
        "a* b* c*", "-a", "+a -b", "a" * 300, "ż " * 150, "NEAR(a b)", "rowid", "x' UNION SELECT 1--", "<mark>", "🎭", "\u202e",
    ):  # fmt: skip
        for more in ({}, {"kind": "topic"}, {"lang": "pl"}):
            answer = nobody.get("search", q=question, **more)
            assert answer.status_code == 200, (question, answer.text)
            page = nobody.http.get("/search/", params={"q": question, **more})
            assert page.status_code == 200, question
    for wrong in ({"q": "a" * 301}, {"q": "a", "kind": "zly"}):
        judged(nobody.get("search", **wrong), wrong)
        assert nobody.get("search", **wrong).status_code == 422
