"""The replies of a topic as a conversation and in order of time."""

import re

import pytest
from django.test import Client

from forums.actions.post_reply import post_reply
from forums.models import Post, Topic
from tests.cast import Cast
from tests.forums.conftest import numbers, path
from tests.forums.test_cost import both
from tests.forums.test_topic_page import fill

TREE, TIME = [1, 2, 6, 3, 4, 5], [1, 2, 3, 4, 5, 6]


def html_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def pressed(html: str) -> list[str]:
    return re.findall(r'name="order" value="(\w+)" aria-pressed="true"', html)


def switch(client: Client, topic: Topic, order: str, rest: str = "") -> None:
    answer = client.post("/forums/order/", {"order": order, "next": path(topic, rest)})
    assert answer.status_code == 303
    assert answer["Location"].startswith(path(topic))
    assert "order=" not in answer["Location"]
    assert answer["Location"].endswith("#replies-head")


def test_the_address_says_an_order_and_the_pages_do_not_mix(
    cast: Cast, topic: Topic, talk: list[Post]
) -> None:
    client = cast.client()
    for _ in range(2):  # made anew, then kept
        tree, time = html_of(client, path(topic)), html_of(client, path(topic, "?order=time"))
        assert (numbers(tree), numbers(time)) == (TREE, TIME)
        assert (pressed(tree), pressed(time)) == (["tree"], ["time"])
    assert 'class="thread"' in tree
    assert 'class="thread"' not in time
    assert time.count("in reply to") == 3
    for html in (tree, time):
        assert re.findall(r'rel="canonical" href="[^"]*?(/forums[^"]*)"', html) == [path(topic)]
    etag = client.get(path(topic))["ETag"]
    other = client.get(path(topic, "?order=time"), headers={"if-none-match": etag})
    assert other.status_code == 200
    assert numbers(html_of(client, path(topic, "?order=sideways"))) == TREE


def test_a_visitors_choice_is_a_cookie_and_a_members_is_with_the_account(
    cast: Cast, topic: Topic, talk: list[Post]
) -> None:
    visitor, other = cast.client(), cast.client()
    etag = visitor.get(path(topic))["ETag"]
    switch(visitor, topic, "time", "?order=tree&page=1")
    again = visitor.get(path(topic), headers={"if-none-match": etag})
    assert (again.status_code, numbers(again.content.decode())) == (200, TIME)
    assert numbers(html_of(other, path(topic))) == TREE
    assert numbers(html_of(visitor, path(topic, "?order=tree"))) == TREE
    jan = cast.client(cast.jan)
    switch(jan, topic, "time")
    assert numbers(html_of(cast.client(cast.jan), path(topic))) == TIME
    for stranger in (cast.ewa, cast.marta, cast.ola):
        assert numbers(html_of(cast.client(stranger), path(topic))) == TREE
    settings = html_of(jan, "/accounts/settings/")
    assert re.search(r'name="reading_order" value="time"[^>]* checked', settings)
    switch(jan, topic, "tree")
    assert numbers(html_of(jan, path(topic))) == TREE


@pytest.mark.parametrize("order", ["", "x", "TIME", "\x00", "x" * 4000])
def test_an_order_that_is_none_changes_nothing(cast: Cast, topic: Topic, order: str) -> None:
    for who in (None, cast.jan):
        client = cast.client(who)
        assert client.post("/forums/order/", {"order": order}).status_code in (400, 422)
        assert "order" not in client.cookies
    cast.jan.refresh_from_db()
    assert cast.jan.reading_order == "tree"
    assert cast.client().get("/forums/order/").status_code == 405


def test_the_switch_leads_nowhere_else(cast: Cast) -> None:
    for target in ("https://example.com/", "//example.com/x", "javascript:alert(1)"):
        answer = cast.client().post("/forums/order/", {"order": "time", "next": target})
        assert answer["Location"] == "/forums/#replies-head"


@pytest.mark.parametrize("order", ["tree", "time"])
def test_pages_permalinks_and_the_divider_are_the_same_in_both(
    cast: Cast, topic: Topic, order: str
) -> None:
    fill(topic, cast, 30)
    client, jan = cast.client(), cast.client(cast.jan)
    said = f"?order={order}"
    first = html_of(client, path(topic, said))
    assert f'href="{path(topic)}?page=2&amp;order={order}" rel="next"' in first
    second = html_of(client, path(topic, f"?page=2&order={order}"))
    assert sorted(numbers(second)) == [1, *range(21, 31)]
    target = html_of(client, path(topic, f"25/{said}"))
    assert sorted(numbers(target)) == [1, *range(21, 31)]
    assert 'id="p25" class="post-target' in target
    jan.get(path(topic))
    jan.get(path(topic, "?page=2"))
    topic.refresh_from_db()
    parent = Post.objects.get(topic=topic, number=24)
    post_reply(by=cast.ewa, topic=topic, body="x", parent=parent)
    unread = html_of(jan, path(topic, f"?page=2&order={order}"))
    divider = unread.index('id="new-')
    assert unread.index('id="p31"') > divider > unread.index('id="p24"')
    if order == "time":
        assert unread.index('id="p30"') < divider


def test_both_orders_cost_the_same(cast: Cast, topic: Topic) -> None:
    fill(topic, cast, 30)
    client = cast.client()
    client.get(path(topic))
    assert both(client, path(topic)) == both(client, path(topic, "?order=time"))
