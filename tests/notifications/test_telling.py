"""Who hears of what, and who no longer does."""

import re

import pytest
from django.test import Client

from accounts.models import Role, User
from forums.actions.accept_answer import accept_answer
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Forum, Post, Topic
from notifications.actions.watch import watch
from notifications.models import Notification, Watch
from tests.cast import Cast


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(
        by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?", kind="question"
    )


def words(client: Client, **query: str) -> str:
    answer = client.get("/notifications/", query)
    assert answer.status_code == 200
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.S)
    assert main
    return main.group(0).replace("\u00a0", " ")


def bell(client: Client) -> int:
    found = re.search(r"data-bell-count>(\d+)<", client.get("/about/").content.decode())
    assert found
    return int(found.group(1))


def test_ola_hears_of_jans_reply_and_jan_does_not(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Tak, przy lampkach.")
    ola, jan = cast.client(cast.ola), cast.client(cast.jan)
    assert "Jan Zubek replied in “Noc w bibliotece”" in words(ola)
    assert f"/forums/t/{topic.pk}/{topic.slug}/2/" in words(ola)
    assert bell(ola) == 1
    assert "Nothing new" in words(jan)
    assert bell(jan) == 0


def test_who_has_written_hears_of_the_next_one(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    post_reply(by=cast.ewa, topic=topic, body="U nas też.")
    assert "Ewa Kostka replied" in words(cast.client(cast.jan))
    assert "2 new replies in “Noc w bibliotece”" in words(cast.client(cast.ola))
    assert "Nothing new" in words(cast.client(cast.ewa))


def test_an_answer_to_ones_own_post_is_said_once(cast: Cast, topic: Topic) -> None:
    first = post_reply(by=cast.jan, topic=topic, body="Tak.")
    post_reply(by=cast.ewa, topic=topic, body="Zgadzam się.", parent=first)
    shown = words(cast.client(cast.jan))
    assert (
        shown.count("Ewa Kostka answered you in") == 2
    )  # the sentence, and the name of its button
    assert "Ewa Kostka replied in" not in shown


def test_an_accepted_answer_is_told_to_its_author(cast: Cast, topic: Topic) -> None:
    post = post_reply(by=cast.jan, topic=topic, body="Tak.")
    accept_answer(by=cast.ola, post=post)
    assert "Ola Wrona accepted your answer" in words(cast.client(cast.jan))


def test_who_follows_a_forum_hears_of_new_topics(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    followed = jan.post(f"/notifications/watch/forum/{cast.square.pk}/", {"on": "1"})
    assert (followed.status_code, followed["Location"]) == (303, "/forums/ogolne/")
    start_topic(by=cast.ola, forum=cast.square, title="Nowy wątek", body="Treść.")
    assert "Ola Wrona started “Nowy wątek”" in words(jan)
    jan.post(f"/notifications/watch/forum/{cast.square.pk}/", {"on": "0"})
    start_topic(by=cast.ola, forum=cast.square, title="Drugi wątek", body="Treść.")
    assert "Drugi wątek" not in words(jan)


def test_who_stops_following_a_topic_hears_no_more(cast: Cast, topic: Topic) -> None:
    cast.client(cast.ola).post(f"/notifications/watch/topic/{topic.pk}/", {"on": "0"})
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    assert "Nothing new" in words(cast.client(cast.ola))


def test_a_former_moderator_hears_nothing_of_the_moderators_forum(cast: Cast) -> None:
    topic = start_topic(by=cast.marta, forum=cast.backroom, title="Między nami", body="Sekret.")
    watch(by=cast.adam, kind="topic", object_id=topic.pk)
    watch(by=cast.adam, kind="forum", object_id=cast.backroom.pk)
    User.objects.filter(pk=cast.marta.pk).update(role=Role.MEMBER)
    post_reply(by=cast.adam, topic=topic, body="Odpowiedź.")
    start_topic(by=cast.adam, forum=cast.backroom, title="Nowe między nami", body="Sekret.")
    assert not Notification.objects.filter(person=cast.marta).exists()
    assert "Między nami" not in words(cast.client(cast.marta))


def test_nobody_follows_what_they_may_not_see(cast: Cast) -> None:
    topic = start_topic(by=cast.marta, forum=cast.backroom, title="Między nami", body="Sekret.")
    jan = cast.client(cast.jan)
    assert jan.post(f"/notifications/watch/topic/{topic.pk}/").status_code == 404
    assert jan.post(f"/notifications/watch/forum/{cast.backroom.pk}/").status_code == 404
    assert not Watch.objects.filter(person=cast.jan).exists()


@pytest.mark.parametrize("how", ["role", "forum", "topic", "post", "removed"])
def test_what_one_may_no_longer_see_is_no_longer_told(cast: Cast, how: str) -> None:
    forum = cast.backroom if how == "role" else cast.square
    person = cast.marta if how == "role" else cast.ola
    topic = start_topic(by=person, forum=forum, title="Tajny tytuł", body="Treść.")
    post = post_reply(by=cast.adam, topic=topic, body="Odpowiedź.")
    client = cast.client(person)
    assert "Tajny tytuł" in words(client)
    number = Notification.objects.get(person=person).pk
    match how:
        case "role":
            User.objects.filter(pk=person.pk).update(role=Role.MEMBER)
        case "forum":
            Forum.objects.filter(pk=forum.pk).update(audience="moderators")
        case "topic":
            Topic.objects.filter(pk=topic.pk).update(hidden=True)
        case "post":
            Post.objects.filter(pk=post.pk).update(hidden=True)
        case _:
            Post.objects.filter(pk=post.pk).update(removed_at=post.created_at)
    assert "Tajny tytuł" not in words(client)
    answer = client.post("/notifications/seen/", {"id": number})
    assert answer["Location"] == "/notifications/"  # the address itself would tell the title


def test_seeing_one_leaves_the_others_new(cast: Cast, topic: Topic) -> None:
    for title in ("Raz", "Dwa", "Trzy"):
        other = start_topic(by=cast.ola, forum=cast.square, title=title, body="Jak?")
        post_reply(by=cast.jan, topic=other, body="Tak.")
    ola = cast.client(cast.ola)
    assert bell(ola) == 3
    first, second, _third = Notification.objects.filter(person=cast.ola).order_by("pk")
    gone = ola.post("/notifications/seen/", {"id": first.pk})
    assert (gone.status_code, gone["Location"]) == (303, first.url)
    stayed = ola.post("/notifications/seen/", {"stay": second.pk})
    assert (stayed.status_code, stayed["Location"]) == (303, "/notifications/")
    assert bell(ola) == 1
    assert words(ola).count('class="new-mark"') == 1
    ola.post("/notifications/seen/")
    assert bell(ola) == 0
    assert "Mark all as read" not in words(ola)


def test_reading_the_topic_clears_what_was_said_of_it(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Raz.")
    ola = cast.client(cast.ola)
    assert bell(ola) == 1
    ola.get(f"/forums/t/{topic.pk}/{topic.slug}/")
    assert bell(ola) == 0


def test_nobody_marks_the_notifications_of_another(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Raz.")
    row = Notification.objects.get(person=cast.ola)
    answer = cast.client(cast.jan).post("/notifications/seen/", {"id": row.pk})
    assert answer["Location"] == "/notifications/"
    row.refresh_from_db()
    assert row.seen_at is None


def test_a_link_marks_nothing(cast: Cast) -> None:
    assert cast.client(cast.ola).get("/notifications/seen/").status_code == 405


@pytest.mark.parametrize(
    "address", ["/notifications/", "/notifications/seen/", "/notifications/watch/topic/1/"]
)
def test_a_visitor_is_asked_to_log_in(cast: Cast, address: str) -> None:
    client = cast.client()
    answer = client.get(address) if address == "/notifications/" else client.post(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("raw", ["x", "-1", "0x1", "1" * 40, "\x00", "9" * 40_000, "1.5", "١"])
def test_ids_that_are_none_are_refused(cast: Cast, topic: Topic, raw: str) -> None:
    post_reply(by=cast.jan, topic=topic, body="Raz.")
    ola = cast.client(cast.ola)
    for name in ("id", "stay"):
        assert ola.post("/notifications/seen/", {name: raw}).status_code == 422
    assert bell(ola) == 1


@pytest.mark.parametrize("cursor", ["x", "\x00", "a" * 40_000, "eyJhIjoxfQ:1:x", "%ED%A0%80"])
def test_a_broken_cursor_is_a_400(cast: Cast, cursor: str) -> None:
    assert cast.client(cast.ola).get("/notifications/", {"cursor": cursor}).status_code in (
        400,
        414,
    )


@pytest.mark.parametrize(
    ("kind", "status"),
    [("topic/0", 404), ("topic/" + "9" * 40, 404), ("person/1", 422), ("forum/99999", 404)],
)
def test_nothing_else_can_be_followed(cast: Cast, kind: str, status: int) -> None:
    assert cast.client(cast.ola).post(f"/notifications/watch/{kind}/").status_code == status


def test_many_are_shown_by_the_page_at_the_same_price(cast: Cast, topic: Topic) -> None:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from notifications.actions.tell import tell

    ola = cast.client(cast.ola)
    post_reply(by=cast.jan, topic=topic, body="Raz.")
    words(ola)
    with CaptureQueriesContext(connection) as few:
        words(ola)
    post = topic.posts.get(number=2)
    for _number in range(45):
        with transaction.atomic():
            tell(
                [cast.ola.pk], kind="accepted", actor_id=cast.jan.pk, subject="Noc", url="/",
                target=("post", post.pk),
            )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        page = words(ola)
    assert len(few) == len(many) <= 18
    assert page.count('class="hit"') == 30
    older = re.search(r'href="\?cursor=([^"]+)" rel="next"', page)
    assert older
    assert ola.get(f"/notifications/?cursor={older.group(1)}").content.count(b'class="hit"') == 16
