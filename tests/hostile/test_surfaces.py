"""Nothing of what was written through any door runs, loads or closes anything, wherever it is shown."""

import csv
import email
import email.policy
import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.contracts.callers import Api, Browser, until
from tests.contracts.house import PASSWORD, House
from tests.contracts.shown import header_problems
from tests.contracts.sockets import connected
from tests.hostile import crawl
from tests.hostile.filling import Filler
from tests.hostile.live import live_parts
from tests.hostile.payloads import MARK, PRODUCT

pytestmark = pytest.mark.once
MOST = 80
"""Pages for each person."""
ENOUGH = {"": 25, "ola": 40, "marta": 25, "adam": 10}
"""On so many of them at least something hostile stands as text: or the test would look at nothing."""


@pytest.mark.parametrize("who", ["", "ola", "marta", "adam"])
def test_pages(planted: Filler, who: str) -> None:
    shown, wrong = 0, []
    for path, html in crawl.pages(planted.browser(who), crawl.starts(who, planted), most=MOST):
        own = [p for p in live_parts(html) if not (path.startswith("/admin/") and "xss" not in p)]
        wrong += [(path, part) for part in own]
        shown += "xss" in (LexborHTMLParser(html).body or LexborHTMLParser("")).text()
    assert wrong == [], "\n".join(f"{path}: {part}" for path, part in wrong)
    assert shown >= ENOUGH[who]


def test_what_is_refused_comes_back_as_text(planted: Filler) -> None:
    for path, field, wrong in (
        ("/forums/ogolne/ask/", "title", {"title": ""}), ("/notes/write/", "summary", {"title": ""}),
        ("/directory/add/", "summary", {"name": ""}), ("/chat/new/?to=adam.pasternak", "subject", {"body": ""}),
        ("/accounts/settings/", "handle", {"handle": "<xss-q>"}),
    ):  # fmt: skip
        browser = planted.browser("ola")
        form = browser.form(path, field)
        typed = {
            n: planted.texts.line(60)
            for n, kind in form.kinds.items()
            if kind in ("text", "textarea")
        }
        answer = browser.send(form, **{**typed, **wrong})
        assert answer.status_code == 422, path
        assert live_parts(answer.text) == [], path
        assert "xss" in answer.text


def test_every_answer_has_the_strict_headers(planted: Filler) -> None:
    for who, paths in crawl.STARTS.items():
        for path in paths:
            answer = planted.browser(who).get(path)
            if "text/html" in answer.headers["content-type"]:
                assert header_problems(answer) == [], path


def test_headings_titles_and_choices_hold_the_text_itself(
    planted: Filler, api: Callable[..., Api]
) -> None:
    for row in api().all("forums/ogolne/topics"):
        tree = LexborHTMLParser(api().http.get(row["url"]).text)
        assert plain(row["title"]) in plain(tree.css_first("title").text())
        assert plain(tree.css_first("h1").text()) == plain(row["title"])


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_api(planted: Filler, api: Callable[..., Api], market: int) -> None:
    ola, pieces = api("ola"), 0
    lists = [
        "forums",
        "forums/ogolne/topics",
        "notes",
        "organisations",
        "rooms",
        f"rooms/{market}/messages",
    ]
    lists += [f"topics/{row['id']}/posts" for row in ola.all("forums/ogolne/topics")]
    lists += ["search?q=psotnik", "search?q=xss"]
    for path in lists:
        for row in _rows(ola, path):
            for name, value in _strings(row):
                if name == "html" or (name == "excerpt" and path.startswith("search")):
                    pieces += 1
                    assert live_parts(value) == [], (path, name)
                assert PRODUCT not in value, (path, name)
    for row in ola.all("notes") + ola.all("organisations"):
        kind = "notes" if "/notes/" in row["url"] else "organisations"
        for name, value in _strings(ola.get(f"{kind}/{row['slug']}").json()):
            if "html" in name:
                pieces += 1
                assert live_parts(value) == [], (row["slug"], name)
    assert pieces > 40


def _rows(caller: Api, path: str) -> list[dict[str, Any]]:
    name, _, query = path.partition("?")
    return caller.all(name, limit=50, **dict(p.split("=") for p in query.split("&") if p))


def _strings(value: Any, name: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [pair for key, one in value.items() for pair in _strings(one, key)]
    if isinstance(value, list):
        return [pair for one in value for pair in _strings(one, name)]
    return [(name, value)] if isinstance(value, str) else []


async def test_frames_of_the_socket(planted: Filler, house: House, market: int) -> None:
    talk = await connected(
        house, authorization=f"Bearer {house.tokens['ola']}", accept_language="en"
    )
    pieces = 0
    try:
        for channel, most in ((f"room:{market}", 4), (f"topic:{planted.at['other']}", 2)):
            begun = await talk.subscribe(channel, 0)
            assert begun["type"] == "subscribed", begun
            for frame in await talk.events(most):
                for name, value in _strings(frame["data"]):
                    pieces += name == "html"
                    assert name != "html" or live_parts(value) == [], frame
    finally:
        await talk.close()
    assert pieces >= 4


def test_feeds_sitemaps_and_open_data(planted: Filler, api: Callable[..., Api]) -> None:
    http = api().http
    feeds = ["forums", "notes", "directory", "needs", "forums/ogolne", f"forums/tag/{MARK}"]
    for path in [f"/feeds/{name}.xml" for name in feeds]:
        answer = http.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["x-content-type-options"] == "nosniff"
        for element in ElementTree.fromstring(answer.content).iter():
            if element.attrib.get("type") in ("html", "xhtml"):
                assert live_parts(element.text or "") == [], path
            for value in element.attrib.values():
                assert not value.lower().startswith("javascript:"), path
    assert MARK in http.get("/feeds/forums.xml").text
    for section in re.findall(r"/(sitemap-[a-z-]+\.xml)", http.get("/sitemap.xml").text):
        ElementTree.fromstring(http.get(f"/{section}").content)
    for row in csv.reader(io.StringIO(http.get("/api/v1/organisations.csv").text)):
        assert [cell for cell in row if cell.startswith(("=", "+", "@", "-", "\t", "\r"))] == []
    json.loads(http.get("/api/v1/organisations.geojson").text)
    marta = planted.browser("marta")
    for path in ("/moderation/log.csv", "/about/transparency.csv"):
        answer = marta.get(path)
        assert answer.headers["content-type"].startswith("text/csv")
        for row in csv.reader(io.StringIO(answer.text)):
            assert [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))] == [], (
                path
            )


def test_letters(planted: Filler, house: House) -> None:
    folder = Path(house.folder) / "mail"
    browser = Browser(house.base)
    browser.send(browser.form("/accounts/password/reset/", "email"), email="jan@example.org")
    until(lambda: [*folder.glob("*")] if folder.is_dir() else [])
    hostile = 0
    for path in folder.glob("*"):
        for raw in re.split(rb"\n-{70,}\n", path.read_bytes()):
            if not raw.strip():
                continue
            letter = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
            assert len(letter.get_all("to", [])) == 1, path
            assert len(letter.get_all("subject", [])) == 1, path
            assert letter["bcc"] is None
            for part in letter.walk():
                if part.get_content_type() == "text/html":
                    html = part.get_content()
                    hostile += "xss" in html
                    assert live_parts(html, styled=True) == [], path
                assert part.get_content_maintype() in ("multipart", "text")
    assert hostile > 3


def test_the_copy_of_ones_own_data(planted: Filler, house: House) -> None:
    browser = Browser(house.base, "ola")
    page = browser.page("/accounts/data/")
    form = next(f for f in page.forms if f.action.endswith("/data/ask/"))
    assert browser.send(form).status_code in (200, 302, 303)
    first = browser.get("/accounts/data/copy.zip")
    if first.is_redirect:
        typed = browser.form(first.headers["location"], "password")
        assert browser.send(typed, password=PASSWORD).is_redirect
    got = until(lambda: (a := browser.get("/accounts/data/copy.zip")).status_code == 200 and a)
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["x-content-type-options"] == "nosniff"
    archive = zipfile.ZipFile(io.BytesIO(got.content))
    text = ""
    for name in archive.namelist():
        assert not name.startswith("/") and ".." not in name and "<" not in name, name
        if name.endswith(".json"):
            text += json.dumps(json.loads(archive.read(name)), ensure_ascii=False)
        if name.endswith(".html"):
            assert live_parts(archive.read(name).decode()) == [], name
    assert MARK in text


def test_what_a_browser_says_of_itself_is_not_repeated(house: House) -> None:
    someone = Browser(house.base)
    someone.http.headers["user-agent"] = '<script>zly(1)</script>" onload=zly(2)'
    someone.log_in("ewa")
    html = someone.get("/accounts/sessions/").text
    assert "zly" not in html
