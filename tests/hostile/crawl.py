"""Walks through the site from link to link, as one person, with a few pages of each kind."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from tests.contracts.callers import Browser
from tests.hostile.filling import Filler

EACH = 2
"""Pages whose addresses differ in numbers and names alone."""
LEFT_OUT = ("/static/", "/media/", "/accounts/logout", "/accounts/data/copy.zip", "//")
STARTS = {
    "": ("/", "/search/?q=psotnik", "/forums/ogolne/", "/directory/?q=psotnik", "/people/jan.zubek/", "/directory/needs/",
         "/notes/collections/", "/chat/", "/about/rules/", "/about/privacy/", "/about/accessibility/", "/directory/map/", "/directory/table/"),
    "ola": ("/notifications/", "/notifications/searches/", "/notifications/kept/", "/drafts/", "/forums/held/", "/notes/mine/",
            "/moderation/statements/", "/accounts/settings/", "/accounts/sessions/", "/directory/review/", "/chat/conversations/"),
    "marta": ("/moderation/", "/moderation/log/", "/moderation/lists/", "/moderation/tags/", "/moderation/grounds/", "/forums/held/",
              "/curation/", "/curation/answers/", "/search/words/", "/directory/import/", "/directory/review/", "/notes/reviews/"),
    "adam": ("/setup/", "/setup/history/", "/setup/forums/", "/setup/words/", "/setup/rooms/", "/setup/place/identity/", "/setup/place/contacts/",
             "/setup/place/accessibility/", "/admin/", "/admin/forums/topic/", "/admin/directory/network/", "/admin/taxonomy/audience/"),
}  # fmt: skip


def kind_of(path: str) -> str:
    """The address without what differs between pages of one kind."""
    plain = re.sub(r"\d+", "N", path.split("?")[0])
    plain = re.sub(
        r"(/(?:directory|notes|chat|people|collections|tag)/)[^/]*(?:xss|psot)[^/]*/",
        r"\1S/",
        plain,
    )
    return plain + ("?" if "?" in path else "")  # fmt: skip


def starts(who: str, planted: Filler) -> list[str]:
    at, own = planted.at, list(STARTS[who])
    house, note = f"/directory/{at['house']}/", f"/notes/{at['note']}/"
    if who != "adam":
        own += [
            house,
            note,
            f"/forums/t/{at['other']}/x/",
            "/chat/rynek/",
            f"/directory/needs/{at['card']}/",
        ]
    if who == "ola":
        own += [f"/forums/topics/{at['topic']}/edit/", f"{note}edit/", f"{house}edit/", f"{house}people/",
                f"{house}history/", f"/chat/{at['talk']}/", f"/moderation/statements/{at['statement']}/"]  # fmt: skip
    if who == "marta":
        own += [f"/moderation/topic/{at['topic']}/", "/moderation/people/jan.zubek/", f"/forums/t/{at['topic']}/x/",
                f"/moderation/appeals/{at['appeal']}/"]  # fmt: skip
    return own


def pages(browser: Browser, begin: list[str], *, most: int) -> Iterator[tuple[str, str]]:
    """(address, HTML) of up to so many pages, each kind a few times. Raises AssertionError at a 5xx."""
    seen: set[str] = set()
    kinds: dict[str, int] = {}
    waiting, found = list(begin), 0
    while waiting and found < most:
        path = waiting.pop(0).split("#")[0]
        kind = kind_of(path)
        if not path.startswith("/") or path.startswith(LEFT_OUT) or path in seen:
            continue
        if kinds.get(kind, 0) >= EACH and path not in begin:
            continue
        seen.add(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = browser.get(path)
        assert answer.status_code < 500, path
        if answer.is_redirect:
            waiting.insert(0, answer.headers["location"])
        if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        found += 1
        yield path, answer.text
        tree = LexborHTMLParser(answer.text)
        waiting += [node.attributes.get("href") or "" for node in tree.css("a[href]")]
