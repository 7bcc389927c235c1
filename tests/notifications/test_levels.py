"""How much a person wants to hear of a topic, a forum, a tag; and what is unread to them."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from forums.actions.accept_answer import accept_answer
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Forum, Post, Seat, Topic
from notifications.levels import level_for, listeners
from notifications.models import Level, Notification, Preferences, Watch
from notifications.unread import unread_topics
from taxonomy.models import Tag
from tests.cast import Cast, person

UNREAD = "/forums/unread/"


def main(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    found = re.search(r"<main.*?</main>", answer.content.decode(), re.S)
    assert found
    return found.group(0).replace("\u00a0", " ")


def choose(client: Client, kind: str, pk: int, level: str) -> None:
    answer = client.post(f"/notifications/watch/{kind}/{pk}/", {"level": level})
    assert answer.status_code == 303


def told(who: User) -> list[str]:
    return list(
        Notification.objects.filter(person=who).order_by("pk").values_list("kind", flat=True)
    )


def titles(page: str) -> list[str]:
    return re.findall(r'class="title"[^>]*>([^<]*)<', page)


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(
        by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?", tags="lampiony, noc"
    )


@pytest.mark.parametrize("kind", ["topic", "forum", "tag"])
@pytest.mark.parametrize(
    ("level", "hears", "counts"),
    [
        ("watching", ["reply"], True),
        ("tracking", [], True),
        ("normal", [], False),
        ("muted", [], False),
    ],
)
def test_a_level_decides_what_is_told_and_what_is_counted(
    cast: Cast, topic: Topic, kind: str, level: str, hears: list[str], counts: bool
) -> None:
    jan = cast.client(cast.jan)
    pk = {"topic": topic.pk, "forum": cast.square.pk, "tag": Tag.objects.get(slug="noc").pk}[kind]
    jan.get(f"/forums/t/{topic.pk}/{topic.slug}/")
    choose(jan, kind, pk, level)
    post_reply(by=cast.ewa, topic=topic, body="U nas przy lampkach.")
    assert told(cast.jan) == hears
    assert ("Noc w bibliotece" in titles(main(jan, UNREAD))) is counts


def test_muted_hears_not_even_an_answer_and_normal_does(cast: Cast, topic: Topic) -> None:
    mine = post_reply(by=cast.jan, topic=topic, body="Tak.")
    jan = cast.client(cast.jan)
    choose(jan, "topic", topic.pk, "normal")
    post_reply(by=cast.ewa, topic=topic, body="Zgoda.", parent=mine)
    assert told(cast.jan) == ["answer_to_you"]
    choose(jan, "topic", topic.pk, "muted")
    post_reply(by=cast.ewa, topic=topic, body="Jeszcze raz.", parent=mine)
    topic.kind = "question"
    topic.save(update_fields=["kind"])
    accept_answer(by=cast.ola, post=mine)
    assert told(cast.jan) == ["answer_to_you"]


def test_the_topic_decides_before_the_tag_and_the_tag_before_the_forum(
    cast: Cast, topic: Topic
) -> None:
    jan = cast.client(cast.jan)
    noc, lampiony = (Tag.objects.get(slug=slug).pk for slug in ("noc", "lampiony"))
    steps = [
        ("forum", cast.square.pk, "watching", "watching"),
        ("tag", noc, "muted", "muted"),
        ("tag", lampiony, "tracking", "tracking"),
        ("topic", topic.pk, "normal", "normal"),
    ]
    for kind, pk, level, expected in steps:
        choose(jan, kind, pk, level)
        assert level_for(cast.jan, "topic", topic.pk) == expected
        assert listeners(topic)[cast.jan.pk].level.name.lower() == expected  # both say the same
    assert level_for(cast.ewa, "topic", topic.pk) == "normal"
    assert cast.ewa.pk not in listeners(topic)


@pytest.mark.parametrize(
    ("level", "hears"), [(Level.WATCHING, 1), (Level.TRACKING, 0), (Level.NORMAL, 0)]
)
def test_writing_brings_the_level_that_the_person_chose(
    cast: Cast, topic: Topic, level: Level, hears: int
) -> None:
    Preferences.objects.create(person=cast.jan, on_writing=level)
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    post_reply(by=cast.ewa, topic=topic, body="U nas też.")
    assert len(told(cast.jan)) == hears
    assert level_for(cast.jan, "topic", topic.pk) == level.name.lower()


def test_writing_does_not_undo_what_was_chosen(cast: Cast, topic: Topic) -> None:
    choose(cast.client(cast.jan), "topic", topic.pk, "muted")
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    assert level_for(cast.jan, "topic", topic.pk) == "muted"


def test_the_pages_show_the_level_and_change_it_without_a_script(cast: Cast, topic: Topic) -> None:
    jan = cast.client(cast.jan)
    tag = Tag.objects.get(slug="noc")
    for kind, pk, page in (
        ("topic", topic.pk, f"/forums/t/{topic.pk}/{topic.slug}/"),
        ("forum", cast.square.pk, "/forums/ogolne/"),
        ("tag", tag.pk, "/forums/tag/noc/"),
    ):
        before = jan.get(page).content.decode()
        assert f'formaction="/notifications/watch/{kind}/{pk}/"' in before
        assert _pressed(before) == ["normal"]
        answer = jan.post(f"/notifications/watch/{kind}/{pk}/", {"level": "tracking"})
        assert (answer.status_code, answer["Location"]) == (303, page)
        assert _pressed(jan.get(page).content.decode()) == ["tracking"]
        assert _pressed(cast.client().get(page).content.decode()) == []
        assert _pressed(cast.client(cast.ewa).get(page).content.decode()) in (["normal"], [])


def _pressed(page: str) -> list[str]:
    return re.findall(r'name="level" value="(\w+)" aria-pressed="true"', page)


@pytest.mark.parametrize("level", ["", "loud", "3", "\x00", "x" * 5000])
def test_a_level_that_is_none_changes_nothing(cast: Cast, topic: Topic, level: str) -> None:
    jan = cast.client(cast.jan)
    answer = jan.post(f"/notifications/watch/topic/{topic.pk}/", {"level": level or "0"})
    assert answer.status_code in (400, 422)
    assert not Watch.objects.filter(person=cast.jan).exists()


def test_nobody_follows_a_tag_that_is_not_there(cast: Cast) -> None:
    assert cast.client(cast.jan).post("/notifications/watch/tag/99999/").status_code == 404
    assert cast.client().post("/notifications/watch/tag/1/").status_code == 302


def test_the_unread_of_ola_are_not_jans_and_ewa_has_lost_hers(cast: Cast) -> None:
    secret = start_topic(by=cast.marta, forum=cast.backroom, title="Między nami", body="Sekret.")
    User.objects.filter(pk=cast.ewa.pk).update(role=Role.MODERATOR)
    ewa = cast.client(cast.ewa)
    choose(ewa, "forum", cast.backroom.pk, "watching")
    choose(ewa, "topic", secret.pk, "watching")
    post_reply(by=cast.adam, topic=secret, body="Odpowiedź.")
    assert titles(main(ewa, UNREAD)) == ["Między nami"]
    User.objects.filter(pk=cast.ewa.pk).update(role=Role.MEMBER)
    post_reply(by=cast.adam, topic=secret, body="Druga.")
    start_topic(by=cast.adam, forum=cast.backroom, title="Nowe", body="Sekret.")
    page = main(ewa, UNREAD)
    assert titles(page) == [] and "Moderacja" not in page
    assert len(told(cast.ewa)) == 1  # what came while she might
    assert titles(main(cast.client(cast.jan), UNREAD)) == []


def test_replies_in_a_hidden_topic_are_told_to_moderators_alone(cast: Cast, topic: Topic) -> None:
    for who in (cast.jan, cast.marta):
        choose(cast.client(who), "topic", topic.pk, "watching")
    Topic.objects.filter(pk=topic.pk).update(hidden=True)
    post_reply(by=cast.adam, topic=topic, body="Zostawmy to ukryte.")
    assert told(cast.jan) == [] and told(cast.marta) == ["reply"]


def test_a_forum_that_is_followed_brings_no_old_topics(cast: Cast, topic: Topic) -> None:
    jan = cast.client(cast.jan)
    choose(jan, "forum", cast.square.pk, "tracking")
    assert titles(main(jan, UNREAD)) == []
    start_topic(by=cast.ola, forum=cast.square, title="Nowy", body="x")
    assert titles(main(jan, UNREAD)) == ["Nowy"]


def _three(cast: Cast) -> tuple[Client, list[Topic]]:
    jan = cast.client(cast.jan)
    choose(jan, "forum", cast.square.pk, "watching")
    topics = [
        start_topic(by=cast.ola, forum=cast.square, title=f"T{n}", body="x") for n in (1, 2, 3)
    ]
    return jan, topics


def _button(page: str, name: str, topic: Topic | None = None) -> dict[str, str]:
    start = f"{topic.pk}\\." if topic else ""
    found = re.search(rf'name="{name}" value="({start}\d+)"', page)
    assert found
    return {name: found.group(1)}


def test_one_row_some_rows_all_rows_are_marked_as_read(cast: Cast) -> None:
    jan, (first, second, third) = _three(cast)
    page = main(jan, UNREAD)
    assert titles(page) == ["T3", "T2", "T1"] and "1 new" in page
    assert not re.search(r'</li>\s*<p class="news-line"', page), "what is new is in its row"
    assert Notification.objects.filter(person=cast.jan, seen_at=None).count() == 3
    jan.post(f"{UNREAD}read/", _button(page, "until", second))
    assert titles(main(jan, UNREAD)) == ["T1"]
    assert Notification.objects.filter(person=cast.jan, seen_at=None).count() == 1
    jan.post(f"{UNREAD}read/", _button(page, "one", first))
    assert "You have read everything" in main(jan, UNREAD)
    assert not Notification.objects.filter(person=cast.jan, seen_at=None).exists()
    post_reply(by=cast.ewa, topic=third, body="Nowe.")
    page = main(jan, UNREAD)
    assert titles(page) == ["T3"] and f"/forums/t/{third.pk}/t3/2/#p2" in page
    jan.post(f"{UNREAD}read/?forum=ogolne", _button(page, "all"))
    assert titles(main(jan, UNREAD)) == []


def test_what_came_after_the_page_was_made_stays_unread(cast: Cast) -> None:
    jan, (_first, second, _third) = _three(cast)
    page = main(jan, UNREAD)
    post_reply(by=cast.ewa, topic=second, body="Właśnie teraz.")
    jan.post(f"{UNREAD}read/", _button(page, "all"))
    assert titles(main(jan, UNREAD)) == ["T2"]
    jan.post(f"{UNREAD}read/", _button(page, "one", second))
    assert titles(main(jan, UNREAD)) == ["T2"]


def test_marking_never_moves_a_place_back_and_touches_nobody_else(cast: Cast, topic: Topic) -> None:
    jan = cast.client(cast.jan)
    choose(jan, "topic", topic.pk, "watching")
    page = main(jan, UNREAD)
    post_reply(by=cast.ewa, topic=topic, body="Druga.")
    jan.get(f"/forums/t/{topic.pk}/{topic.slug}/")
    jan.post(f"{UNREAD}read/", _button(page, "one", topic))
    assert Seat.objects.get(person=cast.jan, topic=topic).read_number == 2
    assert titles(main(cast.client(cast.ola), UNREAD)) == ["Noc w bibliotece"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"all": "x"},
        {"one": "1"},
        {"one": "0.1"},
        {"until": "999999.5"},
        {"all": "9" * 40},
        {"one": "\x00"},
    ],
)
def test_a_broken_press_changes_nothing(cast: Cast, topic: Topic, sent: dict[str, str]) -> None:
    jan = cast.client(cast.jan)
    choose(jan, "topic", topic.pk, "watching")
    assert jan.post(f"{UNREAD}read/", sent).status_code in (400, 404, 422)
    assert titles(main(jan, UNREAD)) == ["Noc w bibliotece"]


@pytest.mark.parametrize("address", [UNREAD, "/forums/mine/", f"{UNREAD}read/"])
def test_the_visitor_is_asked_to_log_in(cast: Cast, address: str) -> None:
    client = cast.client()
    answer = client.post(address) if address.endswith("read/") else client.get(address)
    assert answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")


def test_a_muted_forum_or_topic_marks_no_rows_of_the_list(cast: Cast, topic: Topic) -> None:
    jan = cast.client(cast.jan)
    jan.get(f"/forums/t/{topic.pk}/{topic.slug}/")
    post_reply(by=cast.ewa, topic=topic, body="Nowe.")
    assert f'data-news="{topic.pk}:2:1"' in jan.get("/forums/").content.decode()
    for kind, pk in (
        ("forum", cast.square.pk),
        ("tag", Tag.objects.get(slug="noc").pk),
        ("topic", topic.pk),
    ):
        choose(jan, kind, pk, "muted")
        assert 'data-news=""' in jan.get("/forums/").content.decode()
        choose(jan, kind, pk, "normal")
    assert f'data-news="{topic.pk}:2:1"' in jan.get("/forums/").content.decode()


def test_where_i_have_written(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    start_topic(by=cast.ola, forum=cast.square, title="Bez Jana", body="x")
    assert titles(main(cast.client(cast.jan), "/forums/mine/")) == ["Noc w bibliotece"]
    Forum.objects.filter(pk=cast.square.pk).update(audience="moderators")
    assert titles(main(cast.client(cast.jan), "/forums/mine/")) == []


def test_the_list_costs_the_same_for_one_and_for_a_thousand(cast: Cast) -> None:
    jan, _topics = _three(cast)
    ola = person("zofia", "Zofia Nowa")

    def cost() -> int:
        jan.get(UNREAD)
        with CaptureQueriesContext(connection) as seen:
            assert jan.get(UNREAD).status_code == 200
        return len(seen)

    few = cost()
    more: list[Any] = [
        Topic(
            forum=cast.square,
            title=f"N{n}",
            slug=f"n{n}",
            author=ola,
            last_poster=ola,
            last_number=1,
        )
        for n in range(1_000)
    ]
    Topic.objects.bulk_create(more)
    Post.objects.bulk_create(
        Post(topic=one, number=1, author=ola, body="x", html="x") for one in more
    )
    many = cost()
    assert few == many <= 18
    page = main(jan, UNREAD)
    assert len(titles(page)) == 30
    seen, cursor = (
        set(titles(page)),
        re.search(r'href="(/forums/unread/\?cursor=[^"]+)" rel="next"', page),
    )
    while cursor:
        page = main(jan, cursor.group(1))
        assert not seen & set(titles(page))
        seen |= set(titles(page))
        cursor = re.search(r'href="(/forums/unread/\?cursor=[^"]+)" rel="next"', page)
    assert len(seen) == 1_003 == unread_topics(cast.jan).count()
    jan.post(f"{UNREAD}read/", _button(main(jan, UNREAD), "all"))
    assert titles(main(jan, UNREAD)) == []
