"""The list of forums and the lists of topics."""

import re

import pytest
from django.test import Client

from forums.actions.accept_answer import accept_answer
from forums.actions.change_topic import change_topic
from forums.actions.close_topic import pin_topic
from forums.actions.create_forum import change_forum
from forums.actions.hide import hide_topic
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Topic
from tests.cast import Cast


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def titles(html: str) -> list[str]:
    return re.findall(r'class="title" href="/forums/t/\d+/([-\w]+)/"', html)


def ask(cast: Cast, title: str, **more: object) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title=title, body="?", **more)  # type: ignore[arg-type]


def test_the_latest_word_comes_first_and_pinned_above(cast: Cast) -> None:
    topics = [ask(cast, f"t{n}") for n in range(4)]
    client = cast.client()
    assert titles(page(client, "/forums/ogolne/")) == ["t3", "t2", "t1", "t0"]
    post_reply(by=cast.jan, topic=topics[1], body="x")
    pin_topic(by=cast.marta, topic=topics[0])
    assert titles(page(client, "/forums/ogolne/")) == ["t0", "t1", "t3", "t2"]
    hide_topic(topics[3], True)
    assert titles(page(client, "/forums/ogolne/")) == ["t0", "t1", "t2"]
    assert titles(page(cast.client(cast.marta), "/forums/ogolne/")) == ["t0", "t1", "t3", "t2"]
    change_topic(by=cast.ola, topic=topics[2], title="nowy")
    assert titles(page(client, "/forums/ogolne/")) == ["t0", "t1", "nowy"]
    assert "nowy" in page(client, "/forums/")


def test_tabs(cast: Cast) -> None:
    waiting, answered, solved = (
        ask(cast, name, kind="question") for name in ("czeka", "ma", "pomoglo")
    )
    ask(cast, "rozmowa")
    post_reply(by=cast.jan, topic=answered, body="x")
    accept_answer(by=cast.ola, post=post_reply(by=cast.jan, topic=solved, body="x"))
    client = cast.client()
    assert titles(page(client, "/forums/ogolne/?show=unanswered")) == ["czeka"]
    assert titles(page(client, "/forums/ogolne/?show=solved")) == ["pomoglo"]
    assert len(titles(page(client, "/forums/ogolne/?show=bzdura"))) == 4
    assert 'aria-current="page">Solved' in page(client, "/forums/ogolne/?show=solved")
    post_reply(by=cast.jan, topic=waiting, body="x")
    assert "Nobody is waiting" in page(client, "/forums/ogolne/?show=unanswered")


def test_the_list_goes_on_where_it_ended(cast: Cast) -> None:
    topics = [ask(cast, f"t{n}") for n in range(70)]
    pin_topic(by=cast.marta, topic=topics[5])
    client, address, seen, pages = cast.client(), "/forums/ogolne/", [], 0
    while address:
        html = page(client, address)
        seen += titles(html)
        pages += 1
        older = re.search(r'href="([^"]+)" rel="next"', html)
        address = older[1].replace("&amp;", "&") if older else ""
    assert (pages, seen) == (3, ["t5", *(f"t{n}" for n in range(69, -1, -1) if n != 5)])
    newer = re.search(r'href="([^"]+)" rel="prev"', html)
    assert newer is not None
    assert titles(page(client, newer[1].replace("&amp;", "&")))[0] == "t39"


@pytest.mark.parametrize(
    "query", ["cursor=x", "cursor=a:b:c", "cursor=%00", "cursor=" + "x" * 4000, "show=%ff"]
)
def test_broken_addresses(cast: Cast, query: str) -> None:
    for who in (None, cast.jan):
        assert cast.client(who).get(f"/forums/ogolne/?{query}").status_code == 400


def test_a_cursor_of_another_list_is_refused(cast: Cast) -> None:
    from django.core import signing

    foreign = signing.dumps(["-pk", False, [3]], salt="kernel.paging")
    assert cast.client().get(f"/forums/ogolne/?cursor={foreign}").status_code == 400


@pytest.mark.parametrize("slug", ["nie-ma", "moderacja", "x" * 200])
def test_forums_that_are_not_there(cast: Cast, slug: str) -> None:
    assert cast.client(cast.jan).get(f"/forums/{slug}/").status_code == 404


def test_a_forum_for_members_appears_to_members(cast: Cast) -> None:
    change_forum(
        by=cast.adam, forum=cast.square, name="Dla swoich", description="", audience="members"
    )
    ask(cast, "swoje")
    for who in (None,):
        html = page(cast.client(who), "/forums/")
        assert "Dla swoich" not in html
        assert "swoje" not in html
        assert cast.client(who).get("/forums/ogolne/").status_code == 404
    for who in (cast.jan, cast.marta):
        assert "Dla swoich" in page(cast.client(who), "/forums/")
        assert titles(page(cast.client(who), "/forums/ogolne/")) == ["swoje"]


def test_an_empty_forum_invites(cast: Cast) -> None:
    html = page(cast.client(), "/forums/ogolne/")
    assert "Quiet here so far." in html
    assert "/forums/ogolne/ask/" in html
    assert cast.client().get("/forums/ogolne/")["ETag"]


def test_the_administration_shows_and_renames(cast: Cast) -> None:
    topic = ask(cast, "t")
    client = cast.client(cast.adam)
    for address in ("/admin/forums/topic/", f"/admin/forums/topic/{topic.pk}/change/", "/admin/forums/post/",
                    "/admin/notes/practicenote/", f"/admin/forums/forum/{cast.square.pk}/change/"):  # fmt: skip
        assert client.get(address).status_code == 200, address
    assert "Ogólne" in page(cast.client(), f"/forums/t/{topic.pk}/t/")
    client.post(
        f"/admin/forums/forum/{cast.square.pk}/change/",
        {
            "name": "Plac",
            "slug": "ogolne",
            "description": "",
            "audience": "public",
            "lang": "pl",
            "position": "1",
            "review": "off",
        },
    )
    assert "Plac" in page(cast.client(), f"/forums/t/{topic.pk}/t/")
    assert cast.client(cast.jan).get("/admin/forums/topic/").status_code == 302
