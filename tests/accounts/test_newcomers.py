"""Somebody's first evening here, and what stands in the way of those who only came to advertise."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.levels import Level
from accounts.limits import spend_as
from accounts.models import User
from accounts.tokens import make_token
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from forums.review.models import Waiting
from kernel.addresses import counted, sent_from
from kernel.limits import ADDRESS, LIMITS, LINKS, LOWEST, WIDER
from kernel.refusals import TooMany
from notes.models import PracticeNote
from realtime.chat.models import Message
from tests.cast import Cast, person
from tests.directory.photos import drawn, own_media  # noqa: F401  a fixture
from tests.notes.test_writing import FORM


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[Any]:
    """Limits as in life, at six in the evening."""
    settings.RATE_LIMIT_FACTOR = 1
    with time_machine.travel("2026-11-20 18:00:00+01:00") as travelling:
        yield travelling


@pytest.fixture
def nela(cast: Cast) -> User:
    made = person("nela", "Nela Nowicka")
    User.objects.filter(pk=made.pk).update(level=Level.NEWCOMER)
    made.refresh_from_db()
    return made


def links(count: int) -> str:
    return " ".join(f"https://przyklad{at}.example/x" for at in range(count))


@pytest.mark.usefixtures("own_media")
def test_an_eager_first_evening_meets_no_obstacle(cast: Cast, nela: User, clock: Any) -> None:
    """She asks, answers eight times, shows a photograph, links to her house of culture, says hello in the
    chat: a minute or more lies between two things, as it does for anybody who types."""
    client = cast.client(nela)
    topics = [
        start_topic(by=cast.ola, forum=cast.square, title=f"Temat {at}", body="Jak to robicie?")
        for at in range(4)
    ]
    asked = client.post(
        "/forums/ogolne/ask/",
        {
            "title": "Skąd krzesła na piknik?", "kind": "question", "lang": "pl",
            "body": "Jesteśmy z https://dk-brzozowka.example, a to nasz profil: https://fb.example/dk",
        },
    )  # fmt: skip
    assert asked["Location"].startswith("/forums/t/")
    for at in range(8):
        clock.shift(60)
        topic = topics[at % 4]
        page = client.get(f"/forums/t/{topic.pk}/{topic.slug}/")
        assert page.status_code == 200
        words = f"Odpowiedź {at}: @ola, u nas w @dom-kultury-w-brzozowce działa to tak."
        answer = client.post(f"/forums/topics/{topic.pk}/reply/", {"body": words, "key": f"r{at}"})
        assert answer["Location"].startswith("/forums/t/"), at
    clock.shift(60)
    photo = client.post(
        f"/forums/topics/{topics[0].pk}/reply/",
        {
            "body": "Tak to wyglądało.", "key": "f", "alt": "Rzędy krzeseł w ogrodzie",
            "file": SimpleUploadedFile("piknik.jpg", drawn(640, 480), "image/jpeg"),
        },
    )  # fmt: skip
    assert photo["Location"].startswith("/forums/t/")
    assert client.post("/chat/rynek/say/", {"body": "Dzień dobry wszystkim"}).status_code in (302, 303)  # fmt: skip
    assert not Waiting.objects.exists()
    assert Post.objects.filter(author=nela).count() == 10


def test_one_too_many_is_told_when_to_go_on_and_keeps_every_word(
    cast: Cast, nela: User, clock: Any
) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Temat", body="Jak?")
    client = cast.client(nela)
    times = LOWEST["post"][1][0]
    for at in range(times):
        client.post(f"/forums/topics/{topic.pk}/reply/", {"body": f"Raz {at}.", "key": f"k{at}"})
        clock.shift(20)
    words = "Słowa, których szkoda & <b>nie zgubić</b>."
    refused = client.post(f"/forums/topics/{topic.pk}/reply/", {"body": words, "key": "z"})
    assert refused.status_code == 429
    assert 90 < int(refused["Retry-After"]) <= 3600
    page = refused.content.decode()
    assert "You can go on at 19:00." in page
    assert "Słowa, których szkoda &amp; &lt;b&gt;nie zgubić&lt;/b&gt;." in page
    assert Post.objects.filter(author=nela).count() == times
    api = Client(headers={"authorization": f"Bearer {make_token(nela)}"}).post(
        f"/api/v1/topics/{topic.pk}/posts", {"body": words}, content_type="application/json"
    )
    assert (api.status_code, api["Content-Type"]) == (429, "application/problem+json")
    assert api["Retry-After"]
    clock.shift(int(refused["Retry-After"]))
    again = client.post(f"/forums/topics/{topic.pk}/reply/", {"body": words, "key": "z"})
    assert again["Location"].endswith(f"#p{times + 2}")


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("action", ["post", "topic", "message", "note", "flag", "file"])
def test_every_level_has_its_limits(cast: Cast, nela: User, level: Level, action: str) -> None:
    nela.level = level
    windows = LOWEST[action] if level == Level.NEWCOMER else LIMITS[action]
    times = windows[0][0] * WIDER[level]
    for _ in range(times):
        spend_as(nela, action)
    with pytest.raises(TooMany):
        spend_as(nela, action)


def test_newcomers_of_one_address_share_a_limit_and_nobody_pays_for_them(
    cast: Cast, nela: User
) -> None:
    """In a library: a stranger with many accounts, and a member beside them."""
    most = ADDRESS["topic"][0][0]
    with sent_from("192.0.2.7"):
        for number in range(most):
            spend_as(User(pk=10_000 + number), "topic")
        with pytest.raises(TooMany):
            spend_as(nela, "topic")
        spend_as(cast.ola, "topic")
    with sent_from("192.0.2.8"):
        spend_as(nela, "topic")


@pytest.mark.parametrize(
    ("raw", "same"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_of_ipv6_the_network_counts(raw: str, same: str) -> None:
    assert counted(raw) == same


def test_the_address_of_a_request_counts(cast: Cast, nela: User) -> None:
    """That of the whole network that one customer has, and of no other."""
    with sent_from("2001:db8:1:2::/64"):
        for number in range(ADDRESS["topic"][0][0]):
            spend_as(User(pk=10_000 + number), "topic")
    question = {"title": "Raz", "body": "Dwa", "kind": "question", "lang": "pl"}
    for address, status in (("2001:db8:1:2::5", 429), ("2001:db8:1:3::5", 303)):
        client = cast.client(nela, REMOTE_ADDR=address)
        assert client.post("/forums/ogolne/ask/", question).status_code == status


DOORS = ["reply", "topic", "note", "chat", "api", "edit"]


def send(cast: Cast, who: User, topic: Topic, door: str, body: str) -> Any:
    client = cast.client(who)
    if door == "reply":
        return client.post(f"/forums/topics/{topic.pk}/reply/", {"body": body})
    if door == "topic":
        return client.post(
            "/forums/ogolne/ask/", {"title": "Raz", "body": body, "kind": "question", "lang": "pl"}
        )
    if door == "note":
        return client.post(
            "/notes/write/",
            {**FORM, "body": body, "status": "published"},
        )
    if door == "chat":
        return client.post("/chat/rynek/say/", {"body": body})
    if door == "edit":
        client.post(f"/forums/topics/{topic.pk}/reply/", {"body": "Bez odnośników."})
        return client.post(f"/forums/topics/{topic.pk}/posts/2/edit/", {"body": body})
    headers = {"authorization": f"Bearer {make_token(who)}", "accept-language": "en"}
    return Client(headers=headers).post(
        f"/api/v1/topics/{topic.pk}/posts", {"body": body}, content_type="application/json"
    )


@pytest.mark.parametrize("door", DOORS)
def test_too_many_links_of_a_newcomer_are_refused_with_every_word(
    cast: Cast, nela: User, door: str
) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Temat", body="Jak?")
    body = f"Zobaczcie: {links(LINKS + 1)} – warto."
    refused = send(cast, nela, topic, door, body)
    assert refused.status_code in (200, 422)
    shown = refused.content.decode()
    assert "can have 2 links, and this one has 3" in shown
    if door != "api":
        assert body in shown
    assert not Post.objects.filter(body=body).exists()
    assert not PracticeNote.objects.exists()
    assert not Message.objects.exists()
    fine = send(cast, cast.jan if door != "edit" else nela, topic, door, links(LINKS))
    assert fine.status_code in (201, 302, 303)


def test_links_that_lead_to_us_or_to_the_operator_do_not_count(
    cast: Cast, nela: User, settings: Any
) -> None:
    settings.LINKS_THAT_DO_NOT_COUNT = ["instytut.example"]
    topic = start_topic(by=cast.ola, forum=cast.square, title="Temat", body="Jak?")
    own = f"{settings.BASE_URL}/notes/ https://instytut.example/a https://www.instytut.example/b"
    assert send(cast, nela, topic, "reply", f"{own} {links(LINKS)}").status_code == 303
    false = "https://nieinstytut.example/ https://instytut.example.zly.example/"
    assert send(cast, nela, topic, "topic", f"{false} {links(1)}").status_code == 422
    assert 'rel="nofollow ugc noopener"' in Post.objects.get(author=nela).html


def join(client: Client, email: str = "kto@example.org", **more: str) -> Any:
    given = {"name": "Kto Nowy", "email": email, "password1": "skrzypce-i-basy"}
    return client.post("/accounts/signup/", {**given, **more})


def opened(client: Client) -> str:
    import re

    page = client.get("/accounts/signup/").content.decode()
    return re.findall(r'name="opened" value="([^"]+)"', page)[0]


def test_addresses_for_one_use_join_nowhere(cast: Cast, settings: Any) -> None:
    settings.DISPOSABLE_MAIL = ["jednorazowe.example"]
    client = cast.client()
    for email in ("a@jednorazowe.example", "a@POCZTA.jednorazowe.example"):
        refused = join(client, email)
        assert "address for one use" in refused.content.decode()
    cast.client(cast.marta).post("/moderation/lists/", {"kind": "mail", "value": "@tez.example"})
    assert "address for one use" in join(client, "a@tez.example").content.decode()
    assert not User.objects.filter(email__endswith=".example").exists()
    assert join(client, "a@niejednorazowe.example").status_code == 302
    assert User.objects.filter(email="a@niejednorazowe.example").exists()


def test_a_field_that_nobody_sees_is_left_empty_by_people(cast: Cast) -> None:
    client = cast.client()
    assert join(client, nothing="https://kup.example").status_code == 200
    assert not User.objects.filter(email="kto@example.org").exists()
    # Whoever did fill it in by mistake empties it and goes on.
    assert join(client, nothing="").status_code == 302


@pytest.mark.parametrize(("seconds", "watched"), [(0.5, True), (5, False)])
def test_a_password_manager_joins_like_anybody(
    cast: Cast, clock: Any, seconds: float, watched: bool
) -> None:
    """However fast: the account is made. Only the first words of who took no time at all are looked at."""
    client = cast.client()
    stamp = opened(client)
    clock.shift(seconds)
    assert join(client, opened=stamp).status_code == 302
    made = User.objects.get(email="kto@example.org")
    assert made.watched is watched
    User.objects.filter(pk=made.pk).update(verified=True)
    client.force_login(made)
    asked = client.post(
        "/forums/ogolne/ask/", {"title": "Raz", "body": "Dwa", "kind": "question", "lang": "pl"}
    )
    assert asked["Location"].startswith("/forums/held/") is watched
