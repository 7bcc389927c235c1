"""The pages as anybody gets them: they answer, in the right language, with the right headers, and show
nothing to those who may not see it."""

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.contracts.callers import Api, Browser, until
from tests.contracts.dom import Page
from tests.contracts.house import House

SECRET = "wieloryb"
"""A word that only moderators and Ola may read; the tests look for it everywhere."""
OPEN = (
    "/", "/directory/", "/directory/map/", "/directory/needs/", "/forums/", "/forums/ogolne/", "/notes/", "/chat/",
    "/chat/rynek/", "/search/", "/search/?q=kawa", "/about/", "/about/rules/", "/about/privacy/", "/about/help/",
    "/about/accessibility/", "/about/data/", "/feeds/", "/api/v1/docs", "/accounts/login/", "/accounts/signup/",
    "/accounts/password/reset/", "/people/ola.wrona/",
)  # fmt: skip
MEMBERS = (
    "/forums/ask/", "/forums/ogolne/ask/", "/notes/write/", "/notes/mine/", "/notifications/", "/directory/add/",
    "/accounts/settings/", "/accounts/email/", "/accounts/password/change/", "/accounts/logout/",
)  # fmt: skip
MACHINES = (
    "/feeds/forums.xml",
    "/feeds/forums/ogolne.xml",
    "/feeds/notes.xml",
    "/feeds/directory.xml",
    "/sitemap.xml",
)


@pytest.fixture(scope="module")
def written(ola: Api, jan: Api, market: int, organisation: str) -> dict[str, Any]:
    """Something of everything."""
    topic = ola.topic("Kawa na próbie", "Kto *parzy* kawę?", kind="question", tags=["kawa"])
    return {
        "topic": topic, "reply": jan.reply(topic["id"], "Ja."), "note": ola.note("Kawa dla stu osób"),
        "message": ola.say(market, "Kawa?"), "organisation": organisation,
    }  # fmt: skip


@pytest.fixture(scope="module")
def secrets(
    marta: Api, ola: Api, backroom: str, duty: int, written: dict[str, Any]
) -> dict[str, str]:
    """Addresses that a visitor must not know of, each holding SECRET."""
    topic = marta.post(
        f"forums/{backroom}/topics",
        {"title": f"Sprawa {SECRET}a", "body": SECRET, "tags": [SECRET], "kind": "question"},
    ).json()
    marta.say(duty, SECRET)
    draft = ola.note(f"Szkic {SECRET}a", SECRET, status="draft", tags=[SECRET])
    return {
        "forum": f"/forums/{backroom}/", "topic": topic["url"], "post": f"{topic['url']}1/", "short": f"/forums/t/{topic['id']}/",
        "draft": draft["url"], "room": "/chat/dyzur/", "feed": f"/feeds/forums/{backroom}.xml",
        "messages": "/chat/dyzur/messages?after=0", "events": "/chat/dyzur/events?after=0",
        "posts": f"/forums/t/{topic['id']}/posts?after=0", "history": f"{draft['url']}history/",
    }  # fmt: skip


def pages_of(written: dict[str, Any]) -> list[str]:
    return [
        *OPEN, written["topic"]["url"], f"{written['topic']['url']}2/", written["note"]["url"],
        f"{written['note']['url']}history/", f"/directory/{written['organisation']}/",
        f"/forums/topics/{written['topic']['id']}/posts/2/actions/", f"/chat/rynek/messages/{written['message']['seq']}/",
    ]  # fmt: skip


def test_all_pages_answer_visitors_and_set_no_cookie(written: dict[str, Any], house: House) -> None:
    for path in pages_of(written):
        with httpx.Client(base_url=house.base, timeout=60) as fresh:
            answer = fresh.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        assert answer.headers["content-type"] == "text/html; charset=utf-8", path
        if path not in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
            assert "set-cookie" not in answer.headers, path


def test_all_pages_answer_members_and_moderators(
    written: dict[str, Any], browser: Callable[..., Browser], secrets: dict[str, str]
) -> None:
    for path in (*pages_of(written), *MEMBERS):
        if path in ("/accounts/login/", "/accounts/signup/"):
            continue
        for who in ("ola", "marta"):
            answer = browser(who).get(path)
            assert answer.status_code == 200, f"{path} for {who}: {answer.status_code}"
            assert answer.headers["cache-control"].startswith(
                ("private", "no-cache", "max-age=0")
            ), path
    for path in (
        "/moderation/",
        *(
            path
            for name, path in secrets.items()
            if name not in ("draft", "history", "feed", "short")
        ),
    ):
        assert browser("marta").get(path).status_code == 200, path
    for path in ("/admin/", "/admin/forums/forum/", "/admin/forums/topic/", "/admin/forums/post/"):
        assert browser("adam").get(path).status_code == 200, path
    for path in ("draft", "history"):
        assert browser("ola").get(secrets[path]).status_code == 200


def test_members_pages_send_visitors_to_the_log_in(house: House) -> None:
    for path in MEMBERS:
        with httpx.Client(base_url=house.base, timeout=60) as fresh:
            answer = fresh.get(path)
        assert answer.status_code in (302, 303), path
        target = answer.headers["location"]
        assert target.startswith("/accounts/login/?next=") or path == "/accounts/logout/", path


def header_problems(answer: httpx.Response) -> list[str]:
    """What of the promised headers an answer lacks."""
    headers = answer.headers
    policy = {
        part.split()[0]: part.split()[1:]
        for part in headers.get("content-security-policy", "").split(";")
        if part.strip()
    }
    wanted = {
        "x-content-type-options": "nosniff", "x-frame-options": "DENY",
        "referrer-policy": "strict-origin-when-cross-origin", "cross-origin-opener-policy": "same-origin",
    }  # fmt: skip
    found = [name for name, value in wanted.items() if headers.get(name) != value]
    for name, value in (("default-src", "'none'"), ("script-src", "'self'"), ("style-src", "'self'"), ("object-src", "'none'"),
                        ("base-uri", "'none'"), ("frame-ancestors", "'none'"), ("form-action", "'self'")):  # fmt: skip
        if policy.get(name) != [value]:
            found.append(f"{name} {policy.get(name)}")
    if "unsafe" in str(policy):
        found.append("unsafe")
    return found


def test_every_html_answer_has_its_headers(
    written: dict[str, Any], house: House, browser: Callable[..., Browser]
) -> None:
    visitor, ola = browser(), browser("ola")
    answers = [visitor.get(path) for path in pages_of(written)]
    answers += [ola.get(path) for path in (*MEMBERS, written["topic"]["url"], "/")]
    answers += [browser("adam").get("/admin/"), browser("marta").get("/moderation/")]
    answers += [
        visitor.get(path)
        for path in ("/nie-ma/", "/forums/t/987654/", "/forums/?cursor=x", "/moderation/")
    ]
    answers += [
        visitor.post("/forums/ogolne/ask/", {}),
        visitor.post("/accounts/login/", {"login": "x"}),
    ]
    answers += [ola.post(f"/forums/topics/{written['topic']['id']}/reply/", {"body": "x"})]
    statuses = set()
    for answer in answers:
        statuses.add(answer.status_code)
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert header_problems(answer) == [], answer.request.url
    assert {200, 403, 404} <= statuses


def test_answers_that_are_no_pages_are_guarded_too(nobody: Api) -> None:
    for path in (*MACHINES, "/robots.txt", "/healthz", "/readyz", "/api/v1/forums"):
        answer = nobody.http.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["x-content-type-options"] == "nosniff", path
        assert "set-cookie" not in answer.headers, path


def test_polish_unless_something_else_is_asked_for(
    house: House, browser: Callable[..., Browser]
) -> None:
    def language(path: str = "/forums/", **headers: str) -> str:
        with httpx.Client(base_url=house.base, timeout=60) as fresh:
            return Page(fresh.get(path, headers=headers).text).all("html")[0].attributes["lang"]

    for path in ("/", "/forums/", "/directory/", "/about/rules/", "/accounts/login/", "/nie-ma/"):
        assert language(path) == "pl", path
        assert language(path, **{"accept-language": "de-DE,de;q=0.9"}) == "pl"
        assert language(path, **{"accept-language": "en-GB,en;q=0.9"}) == "en"
        assert language(path, **{"accept-language": "en;q=0.5, pl;q=0.9"}) == "pl"
        assert language(path, **{"accept-language": "en", "cookie": "language=pl"}) == "pl"
        assert language(path, **{"accept-language": "pl", "cookie": "language=en"}) == "en"
        assert language(path, **{"cookie": "language=<xx>"}) == "pl"
    visitor = Browser(house.base, language="pl")
    answer = visitor.post("/accounts/language/", {"language": "en", "next": "/notes/"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/notes/")
    assert Page(visitor.get("/notes/").text).all("html")[0].attributes["lang"] == "en"
    # A person's choice goes with them to another browser.
    jan = Browser(house.base, "jan", language="en")
    assert Page(jan.get("/notes/").text).all("html")[0].attributes["lang"] == "pl"


def test_a_kept_page_in_one_language_is_not_shown_in_another(
    house: House, written: dict[str, Any]
) -> None:
    path = written["topic"]["url"]
    with httpx.Client(base_url=house.base, timeout=60) as fresh:
        polish = fresh.get(path, headers={"accept-language": "pl"})
        english = fresh.get(
            path, headers={"accept-language": "en", "if-none-match": polish.headers.get("etag", "")}
        )
    assert polish.headers["content-language"] == "pl"
    assert (english.status_code, english.headers["content-language"]) == (200, "en")
    assert polish.headers["etag"] != english.headers["etag"]
    assert {"cookie", "accept-language"} <= {
        word.strip().lower() for word in polish.headers["vary"].split(",")
    }
    with httpx.Client(base_url=house.base, timeout=60) as fresh:
        again = fresh.get(
            path, headers={"accept-language": "pl", "if-none-match": polish.headers["etag"]}
        )
    assert again.status_code == 304
    assert not again.content


def test_a_page_asked_for_in_a_crooked_way_leads_to_its_address(
    written: dict[str, Any], browser: Callable[..., Browser]
) -> None:
    visitor, topic, note = browser(), written["topic"], written["note"]
    wanted = {
        f"/forums/t/{topic['id']}/": topic["url"],
        f"/forums/t/{topic['id']}/cos-innego/": topic["url"],
        f"/forums/t/{topic['id']}/cos-innego/2/": written["reply"]["url"],
        topic["url"].rstrip("/"): topic["url"],
        note["url"].rstrip("/"): note["url"],
        "/forums": "/forums/",
        "/people/Ola.Wrona/": "/people/ola.wrona/",
    }
    for crooked, straight in wanted.items():
        answer = visitor.get(crooked)
        assert answer.status_code in (301, 302), f"{crooked}: {answer.status_code}"
        assert answer.headers["location"] == straight, crooked
    for path, canonical in ((topic["url"], topic["url"]), (f"{topic['url']}2/", topic["url"]), (note["url"], note["url"]),
                            ("/forums/?utm=1", "/forums/")):  # fmt: skip
        links = [link.attributes for link in visitor.page(path).all("link")]
        said = [link["href"] for link in links if link.get("rel") == "canonical"]
        assert said == [visitor.base + canonical], path


@pytest.mark.parametrize(
    "path",
    ["/nie-ma/", "/forums/nie-ma/", "/forums/t/987654/", f"/forums/t/{10**30}/x/", "/forums/t/0/x/", "/forums/t/1/x/987654/",
     "/notes/nie-ma/", "/directory/nie-ma/", "/chat/nie-ma/", "/people/nie-ma/", "/people/%00/", "/people/x%2Fy/",
     "/chat/rynek/messages/987654/", "/moderation/", "/moderation/topic/1/", "/metrics", "/.env", "/.git/config", "/look/",
     "/static/nie-ma.css", "/static/../manage.py", "/static/%2e%2e/manage.py", "/media/x", "/feeds/forums/nie-ma.xml",
     "/sitemap-nie-ma.xml", "/forums/ogolne/?page=-1x", "/admin/nie-ma/", "/api/", "/api/v2/forums", "/__debug__/"],
)  # fmt: skip
def test_what_is_not_there_is_a_page_that_says_so(
    path: str, browser: Callable[..., Browser]
) -> None:
    answer = browser().get(path)
    if path in ("/admin/nie-ma/",):
        assert answer.status_code in (302, 404)
        return
    if path == "/forums/ogolne/?page=-1x":
        assert answer.status_code in (200, 400, 404)
        return
    assert answer.status_code in (400, 404), path
    for word in (
        "Traceback",
        "/site-packages/",
        "Django Version",
        "SELECT",
        str(browser().base) + "/work",
    ):
        assert word not in answer.text


def test_hidden_pages_answer_like_missing_ones(
    secrets: dict[str, str], house: House, browser: Callable[..., Browser]
) -> None:
    missing = {
        "forum": "/forums/xxxxxxxx/", "topic": "/forums/t/987654/x/", "post": "/forums/t/987654/x/1/", "short": "/forums/t/987654/",
        "draft": "/notes/x/", "room": "/chat/xxxxx/", "feed": "/feeds/forums/xxxxxxxx.xml",
        "messages": "/chat/xxxxx/messages?after=0", "events": "/chat/xxxxx/events?after=0",
        "posts": "/forums/t/987654/posts?after=0", "history": "/notes/x/history/",
    }  # fmt: skip

    def shape(answer: httpx.Response, path: str) -> tuple[object, ...]:
        text = re.sub(r'value="[A-Za-z0-9]{60,}"', "", answer.text.replace(path, ""))
        return answer.status_code, answer.headers.get("location"), text

    for who in (None, "jan"):
        for name, path in secrets.items():
            hidden, absent = browser(who).get(path), browser(who).get(missing[name])
            assert hidden.status_code == 404, f"{path} for {who}: {hidden.status_code}"
            assert shape(hidden, path) == shape(absent, missing[name]), path
            assert SECRET not in hidden.text


def test_the_secret_is_nowhere(
    secrets: dict[str, str],
    written: dict[str, Any],
    browser: Callable[..., Browser],
    nobody: Api,
    jan: Api,
    marta: Api,
) -> None:
    until(lambda: marta.get("search", q=SECRET).json()["total"] >= 1)
    visible = [
        *pages_of(written),
        *MACHINES,
        "/search/?q=sprawa",
        "/people/marta.lis/",
        "/directory/?q=x",
    ]
    for section in ("pages", "topics", "notes", "directory"):
        visible.append(f"/sitemap-{section}.xml")
    for path in visible:
        assert SECRET not in browser().get(path).text.lower(), path
    for path in [*visible, "/forums/ask/"]:
        assert SECRET not in browser("jan").get(path).text.lower(), path
    for caller in (nobody, jan):
        for path in (
            "forums",
            "forums/ogolne/topics",
            "notes",
            "rooms",
            "search?q=sprawa",
            "organisations.csv",
        ):
            assert SECRET not in caller.get(path).text.lower(), path
        for query in (
            SECRET,
            f"{SECRET}a",
            f"{SECRET}y",
            SECRET[:5],
            SECRET[:-1] + "v",
            f'"{SECRET}"',
            f"tag:{SECRET}",
        ):
            found = caller.get("search", q=query).json()
            assert (found["total"], found["results"], found["did_you_mean"]) == (0, [], None), query
            assert SECRET not in json.dumps(found["facets"])
        assert caller.get("search", q="sprawa", tag=SECRET).json()["total"] == 0
    similar = browser("jan").get("/forums/similar/", params={"title": f"Sprawa {SECRET}a"})
    assert similar.status_code == 200
    assert f"/forums/t/{secrets['short'].split('/')[3]}/" not in similar.text


def test_feeds_and_sitemaps_are_whole_and_lead_to_pages(
    written: dict[str, Any], nobody: Api, house: House
) -> None:
    for path in MACHINES:
        root = ElementTree.fromstring(nobody.http.get(path).content)
        assert root.tag.startswith("{http://")
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(nobody.http.get("/feeds/forums.xml").content).findall(
        f"{atom}entry"
    )
    titles = [entry.findtext(f"{atom}title") for entry in entries]
    assert "Kawa na próbie" in titles
    links = [link.attrib["href"] for entry in entries for link in entry.findall(f"{atom}link")]
    assert house.base + written["topic"]["url"] in links
    assert all(link.startswith(house.base) for link in links)
    sitemap = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ElementTree.fromstring(nobody.http.get("/sitemap.xml").content)
    files = [place.text or "" for place in index.iter(f"{sitemap}loc")]
    assert files
    addresses = []
    for file in files:
        assert file.startswith(house.base), file
        found = ElementTree.fromstring(nobody.http.get(file).content)
        addresses += [place.text or "" for place in found.iter(f"{sitemap}loc")]
    for shape in (written["topic"], written["note"]):
        assert house.base + shape["url"] in addresses
    for address in addresses:
        assert nobody.http.get(address).status_code == 200, address


def test_robots_are_told_where_to_go(nobody: Api, house: House) -> None:
    text = nobody.http.get("/robots.txt").text
    assert f"Sitemap: {house.base}/sitemap.xml" in text
    for path in ("/accounts/", "/admin/", "/moderation/", "/notifications/"):
        assert f"Disallow: {path}" in text


def test_machines_are_told_how_it_is(nobody: Api) -> None:
    assert nobody.http.get("/healthz").text.strip() == "ok"
    answer = nobody.http.get("/readyz")
    assert answer.headers["content-type"].startswith("application/json")
    state = answer.json()
    assert state["state"] in ("ok", "degraded")
    assert {"database", "channel_layer", "search", "outbox"} <= set(state)
    assert {"pending", "age"} <= set(state["outbox"])
    for part in ("database", "channel_layer", "search"):
        assert state[part]["state"] == "ok", state
    assert nobody.http.head("/healthz").status_code == 200
    assert nobody.http.post("/healthz").status_code in (403, 405)
    assert nobody.http.get("/metrics", headers={"authorization": "Bearer x"}).status_code == 404


def test_every_page_says_its_name_and_has_one_heading(
    written: dict[str, Any], browser: Callable[..., Browser]
) -> None:
    for who, paths in ((None, pages_of(written)), ("ola", MEMBERS)):
        for path in paths:
            page = browser(who).page(path)
            assert page.all("title")[0].text.strip(), path
            assert len(page.all("h1")) == 1, path
            assert page.all("h1")[0].text.strip(), path
            ids = [
                element.attributes["id"] for element in page.elements if "id" in element.attributes
            ]
            assert sorted(ids) == sorted(set(ids)), path


def test_every_link_of_the_pages_leads_somewhere(
    written: dict[str, Any], browser: Callable[..., Browser]
) -> None:
    """Also the files that the pages ask for, none of which lies on another site."""
    seen: set[str] = set()
    for who, paths in ((None, pages_of(written)), ("ola", (*MEMBERS, *pages_of(written)))):
        for path in paths:
            if who and path in ("/accounts/login/", "/accounts/signup/"):
                continue
            page = browser(who).page(path)
            files = [
                e.attributes[name] for e in page.elements for name in ("src", "href") if e.tag in ("script", "link", "img", "use")
                and name in e.attributes and "canonical" not in e.attributes.get("rel", "")
            ]  # fmt: skip
            for address in [*files, *page.links]:
                own = address.split("#")[0].removeprefix(browser().base)
                if (
                    not own.startswith("/")
                    or own.startswith("//")
                    or (own, who) in seen
                    or own in seen
                ):
                    assert not (
                        address in files
                        and "//" in address.split("?")[0]
                        and address not in page.links
                    ), address
                    continue
                seen.add(own)
                answer = browser(who).get(own)
                assert answer.status_code in (200, 301, 302), (
                    f"{own} on {path} is {answer.status_code}"
                )
    assert len(seen) > 60


def test_a_persons_page_shows_the_rest_once_they_open_it(
    house: House, browser: Callable[..., Browser]
) -> None:
    ewa = browser("ewa")
    form = ewa.form("/accounts/settings/", "handle")
    filled = {"organisation": "Biblioteka w Tymbarku", "bio": "Gram na **pile**.", "language": "en"}
    assert ewa.send(form, **filled).status_code == 303
    hidden = browser().page("/people/ewa.kostka/").text
    assert "Ewa Kostka" in hidden
    for word in ("Tymbarku", "pile", "ewa@example.org"):
        assert word not in hidden
        assert word not in browser("jan").page("/people/ewa.kostka/").text
    form = ewa.form("/accounts/settings/", "handle")
    assert ewa.send(form, open="on").status_code == 303
    opened = browser().page("/people/ewa.kostka/")
    assert "Tymbarku" in opened.text
    assert "ewa@example.org" not in opened.html


def test_files_are_kept_for_good_and_pages_are_not(nobody: Api) -> None:
    page = Page(nobody.http.get("/").text)
    sheet = next(
        link.attributes["href"]
        for link in page.all("link")
        if link.attributes.get("rel") == "stylesheet"
    )
    answer = nobody.http.get(sheet, headers={"accept-encoding": "br"})
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "br"
    assert "max-age" not in nobody.http.get("/").headers.get("cache-control", "").replace(
        "max-age=0", ""
    )
