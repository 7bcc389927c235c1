"""The pages as anybody gets them: they answer, in the right language, with the right headers, and show
nothing to those who may not see it."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.contracts.callers import Api, Browser
from tests.contracts.dom import Page
from tests.contracts.house import House
from tests.contracts.shown import MACHINES, MEMBERS, SECRET, header_problems, pages_of


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
        browser(who).get("/about/")  # says whatever earlier forms still had to say
        for name, path in secrets.items():
            hidden, absent = browser(who).get(path), browser(who).get(missing[name])
            assert hidden.status_code == 404, f"{path} for {who}: {hidden.status_code}"
            assert shape(hidden, path) == shape(absent, missing[name]), path
            assert SECRET not in hidden.text.replace(path, "")
