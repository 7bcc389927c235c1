"""Words that wait for a moderator: who sees them, what becomes of them, and that nothing else knows of them."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.levels import Level
from accounts.models import User
from accounts.tokens import make_token
from forums.models import Forum, Post, Topic
from forums.review.kinds import Review, State
from forums.review.models import Waiting
from notifications.models import Notification
from search.models import Entry
from tests.cast import Cast, person
from tests.forums.conftest import drift


@pytest.fixture(autouse=True)
def _limits_as_in_life(settings: Any) -> None:
    settings.RATE_LIMIT_FACTOR = 1


@pytest.fixture
def nela(cast: Cast) -> User:
    """Somebody new, whose address is confirmed."""
    made = person("nela", "Nela Nowicka")
    User.objects.filter(pk=made.pk).update(level=Level.NEWCOMER)
    made.refresh_from_db()
    return made


@pytest.fixture
def careful(cast: Cast) -> Forum:
    """The square, where the first words of a newcomer wait."""
    Forum.objects.filter(pk=cast.square.pk).update(review=Review.FIRST)
    cast.square.refresh_from_db()
    return cast.square


def ask(client: Client, **changes: str) -> Any:
    words = {"title": "Skąd krzesła?", "body": "Potrzebuję stu krzeseł.", "kind": "question", "lang": "pl"}  # fmt: skip
    return client.post("/forums/ogolne/ask/", {**words, "key": "k1", **changes})


def reply(client: Client, topic: Topic, body: str = "My mamy krzesła.", **more: str) -> Any:
    return client.post(f"/forums/topics/{topic.pk}/reply/", {"body": body, "key": "r1", **more})


def test_a_first_reply_waits_and_only_its_author_and_moderators_see_it(
    cast: Cast, nela: User, careful: Forum, topic: Topic
) -> None:
    answer = reply(cast.client(nela), topic)
    waiting = Waiting.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/forums/held/{waiting.pk}/"
    page = f"/forums/t/{topic.pk}/{topic.slug}/"
    for viewer in (cast.visitor, cast.ola, cast.jan, cast.ewa):
        client = cast.client(viewer)
        for path in (
            page,
            "/forums/ogolne/",
            "/people/nela/",
            "/search/?q=krzesła",
            f"/api/v1/topics/{topic.pk}/posts",
            f"/api/v1/topics/{topic.pk}/events",
        ):
            assert "My mamy" not in client.get(path).content.decode(), (viewer, path)
        assert client.get(f"/forums/held/{waiting.pk}/").status_code in (302, 404)
    for viewer in (nela, cast.marta):
        client = cast.client(viewer)
        assert "My mamy krzesła" in client.get(page).content.decode()
        assert "My mamy krzesła" in client.get(f"/forums/held/{waiting.pk}/").content.decode()
    topic.refresh_from_db()
    assert (topic.last_number, topic.reply_count, topic.last_poster) == (1, 0, cast.ola)
    assert not Notification.objects.filter(person=cast.ola).exists()
    told = Notification.objects.filter(kind="words_wait")
    assert set(told.values_list("person__handle", flat=True)) == {"marta", "adam"}
    assert not Entry.objects.filter(text__contains="krzesł").exists()
    assert drift() == []


def test_what_is_published_is_a_post_like_any_other_from_then_on(
    cast: Cast, nela: User, careful: Forum, topic: Topic
) -> None:
    with time_machine.travel("2026-11-20 10:00:00+01:00"):
        reply(cast.client(nela), topic)
    waiting = Waiting.objects.get()
    client = cast.client(cast.marta)
    queue = client.get("/moderation/").content.decode()
    assert "My mamy krzesła" in queue
    assert 'name="csrfmiddlewaretoken" value=""' not in queue
    answer = client.post(f"/forums/held/{waiting.pk}/approve/", {"seen": "1"})
    assert answer.status_code == 303
    waiting.refresh_from_db()
    post = Post.objects.get(topic=topic, number=2)
    assert (waiting.state, waiting.post, post.author) == (State.APPROVED, post, nela)
    assert post.created_at == waiting.post.created_at > waiting.created_at  # type: ignore[union-attr]
    assert Notification.objects.filter(person=cast.ola, kind="reply").count() == 1
    assert Notification.objects.filter(person=nela, kind="words_published").count() == 1
    assert not Notification.objects.filter(kind="words_wait", seen_at=None).exists()
    events = cast.client().get(f"/api/v1/topics/{topic.pk}/events").json()["results"]
    assert [event["type"] for event in events][-1] == "post.created"
    # The next one does not wait: the forum looks at the first alone.
    assert reply(cast.client(nela), topic, "I stoły też.", key="r2")["Location"].endswith("#p3")
    assert client.get("/moderation/").content.decode().count("data-held") == 0
    assert drift() == []


def test_a_first_topic_waits_in_no_list(cast: Cast, nela: User, careful: Forum) -> None:
    before = Forum.objects.get(pk=careful.pk)
    ask(cast.client(nela), tags="krzesła")
    waiting = Waiting.objects.get()
    assert not Topic.objects.exists()
    assert Forum.objects.get(pk=careful.pk).version == before.version
    assert "Skąd krzesła" not in cast.client(cast.ola).get("/forums/ogolne/").content.decode()
    cast.client(cast.marta).post(f"/forums/held/{waiting.pk}/approve/")
    topic = Topic.objects.get()
    assert (topic.author, topic.title) == (nela, "Skąd krzesła?")
    assert [tag.name for tag in topic.tags.all()] == ["krzesła"]


def test_the_author_reads_why_and_keeps_the_words(
    cast: Cast, nela: User, careful: Forum, topic: Topic
) -> None:
    reply(cast.client(nela), topic, "Kup teraz & <b>tanio</b>")
    waiting = Waiting.objects.get()
    client = cast.client(cast.marta)
    path = f"/forums/held/{waiting.pk}/refuse/"
    assert client.post(path, {"reason": " "}).status_code == 422
    assert client.post(path, {"reason": "To ogłoszenie. Napisz, czego szukasz."}).status_code == 303
    page = cast.client(nela).get(f"/forums/held/{waiting.pk}/").content.decode()
    assert "To ogłoszenie." in page
    assert "Kup teraz &amp; &lt;b&gt;tanio&lt;/b&gt;" in page
    assert Notification.objects.filter(person=nela, kind="words_refused").count() == 1
    assert Post.objects.count() == 1


def test_of_two_moderators_one_is_told(
    cast: Cast, nela: User, careful: Forum, topic: Topic
) -> None:
    reply(cast.client(nela), topic)
    path = f"/forums/held/{Waiting.objects.get().pk}"
    assert cast.client(cast.marta).post(f"{path}/approve/").status_code == 303
    late = cast.client(cast.adam)
    again = late.post(f"{path}/approve/")
    assert again.status_code == 409
    assert "already decided" in again.content.decode()
    assert late.post(f"{path}/refuse/", {"reason": "Nie."}).status_code == 409
    assert Post.objects.filter(topic=topic).count() == 2


def test_who_decides_has_read_what_is_published(
    cast: Cast, nela: User, careful: Forum, topic: Topic
) -> None:
    author = cast.client(nela)
    reply(author, topic)
    path = f"/forums/held/{Waiting.objects.get().pk}/"
    assert author.post(path, {"body": "Mamy sto krzeseł."}).status_code == 303
    moderator = cast.client(cast.marta)
    stale = moderator.post(f"{path}approve/", {"seen": "1"})
    assert stale.status_code == 409
    assert "changed it since" in stale.content.decode()
    assert moderator.post(f"{path}approve/", {"seen": "2"}).status_code == 303
    assert Post.objects.get(number=2).body == "Mamy sto krzeseł."
    assert author.post(path, {"body": "Za późno."}).status_code == 409


def test_only_the_author_changes_and_takes_back(
    cast: Cast, nela: User, careful: Forum, topic: Topic
) -> None:
    reply(cast.client(nela), topic)
    path = f"/forums/held/{Waiting.objects.get().pk}/"
    for outsider in (cast.jan, cast.ewa, cast.ola):
        client = cast.client(outsider)
        assert client.post(path, {"body": "x"}).status_code == 404
        for verb in ("withdraw", "approve", "refuse"):
            assert client.post(f"{path}{verb}/", {"reason": "x"}).status_code == 404
    assert cast.client(cast.marta).post(path, {"body": "x"}).status_code == 403
    assert cast.client(cast.marta).post(f"{path}withdraw/").status_code == 403
    assert cast.client(nela).post(f"{path}approve/").status_code == 404
    assert cast.client(nela).post(f"{path}withdraw/").status_code == 303
    assert cast.client(cast.marta).post(f"{path}approve/").status_code == 409
    assert Waiting.objects.get().state == State.WITHDRAWN
    assert "Waits for a moderator" not in cast.client(nela).get(
        f"/forums/t/{topic.pk}/{topic.slug}/"
    ).content.decode()  # fmt: skip


def test_one_send_waits_once(cast: Cast, nela: User, careful: Forum, topic: Topic) -> None:
    client = cast.client(nela)
    first, second = reply(client, topic), reply(client, topic)
    assert first["Location"] == second["Location"]
    assert Waiting.objects.count() == 1
    assert reply(client, topic, "Co innego.").status_code == 422
    cast.client(cast.marta).post(f"{first['Location']}approve/")
    assert reply(client, topic)["Location"].endswith("#p2")
    assert Post.objects.filter(topic=topic).count() == 2


def test_the_api_says_that_it_waits(cast: Cast, nela: User, careful: Forum, topic: Topic) -> None:
    headers = {"authorization": f"Bearer {make_token(nela)}", "idempotency-key": "a1"}
    made = Client(headers=headers).post(
        f"/api/v1/topics/{topic.pk}/posts", {"body": "Mamy."}, content_type="application/json"
    )
    assert made.status_code == 202
    assert made.json()["waiting"] is True
    assert made.json()["url"] == f"/forums/held/{Waiting.objects.get().pk}/"
    headers["idempotency-key"] = "a2"
    topic_made = Client(headers=headers).post(
        "/api/v1/forums/ogolne/topics", {"title": "T", "body": "B"}, content_type="application/json"
    )
    assert (topic_made.status_code, topic_made.json()["waiting"]) == (202, True)
    assert '"202"' in cast.client().get("/api/v1/openapi.json").content.decode()


@pytest.mark.parametrize("who", ["ola", "ewa", "marta"])
def test_who_is_known_never_waits(cast: Cast, topic: Topic, who: str) -> None:
    Forum.objects.filter(pk=cast.square.pk).update(review=Review.ALL)
    assert "/forums/t/" in reply(cast.client(getattr(cast, who)), topic)["Location"]


def test_for_load_tests_nothing_waits(
    cast: Cast, nela: User, careful: Forum, topic: Topic, settings: Any
) -> None:
    settings.RATE_LIMIT_FACTOR = 100
    assert "/forums/t/" in reply(cast.client(nela), topic)["Location"]


def test_the_rule_of_a_forum_is_the_moderators(cast: Cast, nela: User) -> None:
    change = {"forum": "ogolne", "review": "all"}
    for outsider in (cast.visitor, cast.jan, nela):
        assert cast.client(outsider).post("/forums/held/rules/", change).status_code == 404
    marta = cast.client(cast.marta)
    assert marta.post("/forums/held/rules/", change).status_code == 303
    assert Forum.objects.get(slug="ogolne").review == Review.ALL
    assert marta.post("/forums/held/rules/", {**change, "review": "x"}).status_code == 422
    assert marta.post("/forums/held/rules/", {**change, "forum": "nie-ma"}).status_code == 404


def opened_at(client: Client, path: str, when: str) -> str:
    import re

    with time_machine.travel(when, tick=False):
        page = client.get(path).content.decode()
    return re.findall(r'name="opened" value="([^"]+)"', page)[-1]


@pytest.mark.parametrize(("seconds", "waits"), [(1, True), (2.5, True), (4, False), (600, False)])
def test_nobody_types_a_post_in_three_seconds(
    cast: Cast, nela: User, topic: Topic, seconds: float, waits: bool
) -> None:
    client = cast.client(nela)
    path = f"/forums/t/{topic.pk}/{topic.slug}/"
    opened = opened_at(client, path, "2026-11-20 10:00:00+01:00")
    moment = f"2026-11-20 10:{int(seconds) // 60:02}:{seconds % 60:06.3f}+01:00"
    with time_machine.travel(moment, tick=False):
        reply(client, topic, opened=opened)
    assert Waiting.objects.exists() is waits


def test_a_stamp_of_ones_own_making_says_nothing(cast: Cast, nela: User, topic: Topic) -> None:
    for at, made_up in enumerate(("form:1abc:xyz", "\N{BULLET}", "a:b:c:d")):
        assert reply(cast.client(nela), topic, f"Raz {at}.", key=f"s{at}", opened=made_up).status_code == 303  # fmt: skip
    assert not Waiting.objects.exists()


def test_the_same_words_everywhere_wait(cast: Cast, nela: User, topic: Topic) -> None:
    client = cast.client(nela)
    other = Topic.objects.get(pk=topic.pk)
    assert reply(client, topic, "Zapraszam na mój kurs.")["Location"].endswith("#p2")
    assert reply(client, other, "Zapraszam na mój kurs.", key="r2")["Location"].startswith(
        "/forums/held/"
    )


def test_words_and_sites_on_the_lists_wait(cast: Cast, nela: User, topic: Topic) -> None:
    marta = cast.client(cast.marta)
    for kind, value in (("word", "Pożyczki bez BIK"), ("site", "https://www.zly.example/x")):
        assert marta.post("/moderation/lists/", {"kind": kind, "value": value}).status_code == 303
    assert marta.post("/moderation/lists/", {"kind": "site", "value": "nie domena"}).status_code == 422  # fmt: skip
    client = cast.client(nela)
    for at, (body, waits) in enumerate(
        (
            ("Mam pożyczki, bez  bik!", True),
            ("Zobacz https://sklep.zly.example/a", True),
            ("Zobacz https://niezly.example/a", False),
            ("Pożyczki bez BIKu to inne słowo", False),
        )
    ):
        location = reply(client, topic, body, key=f"w{at}")["Location"]
        assert location.startswith("/forums/held/") is waits, body
    assert cast.client(cast.jan).get("/moderation/lists/").status_code == 404


def test_what_cannot_be_published_any_more_goes_on_waiting(
    cast: Cast, nela: User, careful: Forum, topic: Topic
) -> None:
    reply(cast.client(nela), topic)
    Topic.objects.filter(pk=topic.pk).update(closed=True)
    answer = cast.client(cast.marta).post(f"/forums/held/{Waiting.objects.get().pk}/approve/")
    assert answer.status_code == 409
    assert "closed" in answer.content.decode()
    assert Waiting.objects.get().state == State.WAITING


def test_the_pages_say_so_in_polish_too(
    cast: Cast, nela: User, careful: Forum, topic: Topic
) -> None:
    reply(cast.client(nela), topic)
    client = Client(headers={"accept-language": "pl"})
    client.force_login(nela)
    assert "Czeka na moderatora" in client.get(f"/forums/held/{Waiting.objects.get().pk}/").content.decode()  # fmt: skip
