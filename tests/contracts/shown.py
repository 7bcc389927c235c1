"""Which pages there are, and what was written into them."""

from typing import Any

import httpx
import pytest

from tests.contracts.callers import Api

SECRET = "wieloryb"
OPEN = (
    "/", "/directory/", "/directory/map/", "/directory/needs/", "/forums/", "/forums/ogolne/", "/notes/", "/chat/",
    "/chat/rynek/", "/search/", "/search/?q=kawa", "/about/", "/about/rules/", "/about/privacy/", "/about/help/",
    "/about/accessibility/", "/about/status/", "/about/data/", "/feeds/", "/api/v1/docs", "/accounts/login/", "/accounts/signup/",
    "/accounts/password/reset/", "/accounts/look/", "/people/ola.wrona/",
)  # fmt: skip
MEMBERS = (
    "/forums/ask/", "/forums/ogolne/ask/", "/notes/write/", "/notes/mine/", "/notifications/", "/directory/add/",
    "/accounts/settings/", "/accounts/email/", "/accounts/password/change/", "/accounts/logout/",
    "/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/sessions/", "/accounts/hushed/", "/accounts/second-step/",
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
