"""Every parameter of every list, with whatever comes: an answer or a clear refusal, never a breakdown."""

import time
from typing import Any

import pytest

from forums.actions.start_topic import start_topic
from notes.actions.write_note import write_note
from realtime.chat.actions.say import say
from tests.cast import Cast
from tests.hostile import grammar
from tests.hostile.live import live_parts

pytestmark = pytest.mark.django_db
COUNT = 14 * grammar.ROUNDS
"""For each list."""
CPU = 4.0
DIRECTORY = ("q", "kind", "region", "practice", "audience", "format", "network", "access", "open", "unsure", "bbox", "cursor", "limit",
             "order", "lang", "near", "view")  # fmt: skip
LISTS: dict[str, tuple[str, ...]] = {
    "/search/": ("q", "kind", "tag", "region", "lang", "cursor", "limit", "since", "order", "by"),
    "/search/suggest/": ("q", "kind"), "/search/like/topic/{topic}/": ("cursor",),
    "/directory/": DIRECTORY, "/directory/map/": DIRECTORY, "/directory/table/": DIRECTORY, "/directory/needs/": DIRECTORY,
    "/forums/": ("cursor", "order"), "/forums/ogolne/": ("page", "cursor", "order", "kind", "tag", "q", "filter", "region"),
    "/forums/tag/kawa/": ("cursor", "order", "kind"), "/forums/region/12/": ("cursor", "order"), "/forums/similar/": ("title", "forum"),
    "/forums/t/{topic}/posts": ("after", "number", "limit"), "/forums/t/{topic}/x/": ("page", "cursor", "after", "number", "order"),
    "/notes/": ("cursor", "tag", "practice", "audience", "q", "lang", "order", "template", "reviewed"), "/notes/collections/": ("cursor",),
    "/chat/": ("cursor",), "/chat/rynek/": ("at", "before", "after"), "/chat/rynek/messages": ("after", "before", "limit"),
    "/chat/rynek/events": ("after", "limit"), "/chat/rynek/search/": ("q", "cursor", "by", "since"), "/chat/archive/": ("cursor",),
    "/people/ola/": ("cursor", "page", "kind"), "/suggest/": ("q", "kind", "at", "text"), "/sitemap-topics.xml": ("p",),
    "/notifications/": ("cursor", "only", "kind"), "/notes/mine/": ("cursor", "status"), "/drafts/at/": ("place",),
    "/notifications/searches/new/": ("of", "query"), "/chat/new/": ("to", "who", "about"), "/chat/new/people/": ("q", "who"),
    "/forums/ogolne/ask/": ("title", "kind", "tags", "body"), "/notes/write/": ("based_on", "translation_of", "template"),
    "/moderation/": ("cursor", "kind", "state", "forum"), "/moderation/log/": ("cursor", "kind", "by", "deed", "since", "until"),
    "/moderation/tags/": ("q", "cursor"), "/moderation/notice/": ("url", "what", "step"), "/directory/import/": ("cursor",),
    "/about/transparency/": ("since", "until", "year"), "/accounts/login/": ("next",), "/curation/": ("cursor",),
    **{f"/api/v1/{path}": names for path, names in {
        "search": ("q", "kind", "tag", "region", "lang", "limit", "cursor", "since", "order"), "organisations": DIRECTORY,
        "organisations.csv": DIRECTORY, "organisations.geojson": DIRECTORY, "organisations.jsonld": DIRECTORY, "needs": DIRECTORY,
        "forums": ("cursor", "limit"), "forums/ogolne/topics": ("cursor", "limit", "order", "kind"), "topics/{topic}/posts": ("after", "cursor", "limit"),
        "topics/{topic}/events": ("after", "limit"), "notes": ("cursor", "limit", "tag", "q"), "rooms": ("cursor", "limit"),
        "rooms/{room}/messages": ("after", "before", "cursor", "limit"), "rooms/{room}/events": ("after", "limit"), "collections": ("cursor", "limit"),
        "waiting": ("cursor", "limit"), "me/marks": ("topics", "posts", "organisations", "notes", "q"),
    }.items()},
}  # fmt: skip


def test_every_list_with_whatever_is_asked(cast: Cast) -> None:
    topic = start_topic(
        by=cast.ola, forum=cast.square, title="Kawa na próbie", body="Kto parzy?", tags=["kawa"]
    )
    write_note(by=cast.ola, title="Kawa dla stu osób", body="Zagotuj wodę.")
    say(by=cast.ola, room=cast.market, body="Kawa?")
    at = {"topic": topic.pk, "room": cast.market.pk}
    clients = [cast.client(), cast.client(cast.ola), cast.client(cast.marta)]
    good = refused = 0
    for number, (path, names) in enumerate(LISTS.items()):
        draw = grammar.chance(100 + number)
        for turn in range(COUNT):
            address = f"{path.format(**at)}?{grammar.query(draw, names)}"
            begun = time.process_time()
            answer = clients[turn % 3].get(address)
            body = content_of(answer)
            assert time.process_time() - begun < CPU, address
            assert answer.status_code < 500, (address, body[:500])
            good += answer.status_code == 200
            if answer.status_code in (400, 422):
                refused += 1
                assert len(body) > 40, address
                if "/api/" in path:
                    assert answer["content-type"] == "application/problem+json", address
            if answer["content-type"].startswith("text/html"):
                assert live_parts(body.decode()) == [], address
    assert good > 200
    assert refused > 60


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
