"""The writing half of the JSON API: defaults, keys that make one object, and who may not."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.contracts.callers import Api, Browser, until
from tests.contracts.house import House
from tests.contracts.test_reading import problem

Door = tuple[str, dict[str, Any]]
SENT_AT_ONCE = 10


@pytest.fixture(scope="module")
def thread(ola: Api) -> int:
    """A topic to write in."""
    return int(ola.topic("Do pisania")["id"])


@pytest.fixture(params=["topic", "post", "note", "message"])
def door(request: pytest.FixtureRequest, thread: int, market: int) -> Door:
    """Where to write, and what is enough to be sent."""
    doors: dict[str, Door] = {
        "topic": ("forums/ogolne/topics", {"title": "Tytuł", "body": "Treść"}),
        "post": (f"topics/{thread}/posts", {"body": "Treść"}),
        "note": ("notes", {"title": "Tytuł", "body": "Treść"}),
        "message": (f"rooms/{market}/messages", {"body": "Treść"}),
    }
    return doors[str(request.param)]


def count(nobody: Api, path: str) -> int:
    return len(nobody.all(path))


def test_what_is_required_is_enough_and_the_rest_has_defaults(
    ola: Api, thread: int, market: int
) -> None:
    topic = ola.topic("Krótko", "Raz")
    assert (topic["kind"], topic["lang"], topic["tags"]) == ("discussion", "pl", [])
    note = ola.note("Krótko", "Raz")
    assert (note["status"], note["lang"], note["tags"]) == ("published", "pl", [])
    assert ola.reply(thread, "Raz")["parent"] is None
    assert ola.say(market, "Raz")["body"] == "Raz"
    for body in ({"kind": None, "lang": None}, {"kind": "", "lang": ""}):
        assert ola.topic("Puste", "Raz", **body)["kind"] == "discussion"


def test_what_is_given_is_kept(ola: Api, jan: Api, nobody: Api) -> None:
    topic = ola.topic(
        "Question", "What **now**?", kind="question", lang="en", tags=["Teatr", "#noc", "teatr"]
    )
    assert (topic["kind"], topic["lang"]) == ("question", "en")
    assert sorted(topic["tags"]) == ["noc", "teatr"]
    first = nobody.get(f"topics/{topic['id']}/posts").json()["results"][0]
    reply = jan.reply(topic["id"], "This", parent=first["id"])
    assert reply["parent"] == first["id"]
    assert reply["number"] == 2
    assert reply["author"]["handle"] == "jan.zubek"
    draft = ola.note("Draft", "x", status="draft", lang="en", tags=["noc"])
    assert (draft["status"], draft["lang"], draft["tags"]) == ("draft", "en", ["noc"])


@pytest.mark.parametrize("missing", ["title", "body"])
def test_what_is_required_is_asked_for(missing: str, door: Door, ola: Api, nobody: Api) -> None:
    path, body = door
    if missing not in body:
        pytest.skip("it has none")
    before = count(nobody, path)
    for wrong in (
        {k: v for k, v in body.items() if k != missing},
        {**body, missing: ""},
        {**body, missing: "  \n "},
    ):
        said = problem(ola.post(path, wrong), 422)
        assert missing in said["errors"], said
        assert all(said["errors"][missing])
    assert count(nobody, path) == before


def test_a_repeat_answers_with_the_first(door: Door, ola: Api, nobody: Api) -> None:
    path, body = door
    key = uuid.uuid4().hex
    before = count(nobody, path)
    first = ola.post(path, body, key=key)
    again = [ola.post(path, body, key=key) for _ in range(2)]
    assert first.status_code == 201
    assert all(answer.status_code in (200, 201) for answer in again)
    assert {answer.json()["id"] for answer in [first, *again]} == {first.json()["id"]}
    assert count(nobody, path) == before + 1


def test_a_used_key_with_another_body_is_refused(door: Door, ola: Api, nobody: Api) -> None:
    path, body = door
    key = uuid.uuid4().hex
    assert ola.post(path, body, key=key).status_code == 201
    before = count(nobody, path)
    problem(ola.post(path, {**body, "body": "Co innego"}, key=key), 422)
    assert count(nobody, path) == before


def test_a_key_is_the_persons_own(door: Door, ola: Api, jan: Api) -> None:
    path, body = door
    key = uuid.uuid4().hex
    mine, theirs = ola.post(path, body, key=key), jan.post(path, body, key=key)
    assert mine.status_code == theirs.status_code == 201
    assert mine.json()["id"] != theirs.json()["id"]


def test_a_refused_send_does_not_use_its_key_up(door: Door, ola: Api) -> None:
    path, body = door
    key = uuid.uuid4().hex
    problem(ola.post(path, {**body, "body": " "}, key=key), 422)
    assert ola.post(path, body, key=key).status_code == 201


def at_once(
    send: Callable[[int], httpx.Response], times: int = SENT_AT_ONCE
) -> list[httpx.Response]:
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))


def test_ten_sends_at_once_make_one_object(door: Door, ola: Api, nobody: Api) -> None:
    path, body = door
    key = uuid.uuid4().hex
    before = count(nobody, path)
    answers = at_once(lambda _: ola.post(path, body, key=key))
    assert {answer.status_code for answer in answers} <= {200, 201}, [
        answer.text for answer in answers
    ]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert count(nobody, path) == before + 1


def test_ten_bodies_at_once_under_one_key_make_one_object(
    door: Door, ola: Api, nobody: Api
) -> None:
    path, body = door
    key = uuid.uuid4().hex
    before = count(nobody, path)
    answers = at_once(lambda n: ola.post(path, {**body, "body": f"Treść {n}"}, key=key))
    assert sorted(answer.status_code for answer in answers) == [201] + [422] * (SENT_AT_ONCE - 1)
    assert count(nobody, path) == before + 1


def test_a_client_id_is_a_key(ola: Api, nobody: Api, market: int) -> None:
    body = {"body": "Raz", "client_id": str(uuid.uuid4())}
    answers = at_once(lambda _: ola.post(f"rooms/{market}/messages", body))
    assert len({answer.json()["seq"] for answer in answers}) == 1
    problem(ola.post(f"rooms/{market}/messages", {**body, "body": "Dwa"}), 422)


def test_replies_of_many_at_once_are_numbered_without_gaps(ola: Api, jan: Api, nobody: Api) -> None:
    topic = ola.topic("Wszyscy naraz")
    callers = (ola, jan)
    answers = at_once(
        lambda n: callers[n % 2].post(f"topics/{topic['id']}/posts", {"body": f"{n}"}), 20
    )
    assert sorted(answer.json()["number"] for answer in answers) == list(range(2, 22))
    posts = nobody.all(f"topics/{topic['id']}/posts")
    assert [post["number"] for post in posts] == list(range(1, 22))
    shown = nobody.get(f"topics/{topic['id']}").json()
    assert (shown["last_number"], shown["reply_count"]) == (21, 20)


def test_a_key_longer_than_a_key_is_refused(door: Door, ola: Api) -> None:
    path, body = door
    problem(ola.post(path, body, key="k" * 101), 422)
    problem(ola.post(path, body, key="a\tb"), 422)
    assert ola.post(path, body, key=uuid.uuid4().hex * 3).status_code == 201


def test_without_a_token_401_and_without_a_confirmed_address_403(
    door: Door, nobody: Api, nowa: Api, browser: Callable[..., Browser], house: House
) -> None:
    path, body = door
    answer = nobody.post(path, body)
    problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"
    # A browser's cookie does not write: another site could send it along.
    cookie = {"cookie": f"session={browser('ola').session}", "origin": house.base}
    problem(nobody.http.post(f"/api/v1/{path}", json=body, headers=cookie), 401)
    said = problem(nowa.post(path, body), 403)
    assert said["code"] == "forbidden"


@pytest.fixture(scope="module")
def nowa(browser: Callable[..., Browser], house: House) -> Api:
    """Somebody who has joined and not confirmed her address."""
    form = browser().form("/accounts/signup/", "email")
    answer = browser().send(
        form, name="Nina Nowa", email="nowa@example.org", password1="farbka-i-wapno-1"
    )
    assert answer.status_code in (302, 303), answer.text
    return Api(house.base, house.commands(["make_token", "nowa@example.org"])[0])


def test_only_known_words_are_taken(ola: Api, nobody: Api) -> None:
    before = count(nobody, "forums/ogolne/topics"), count(nobody, "notes")
    for more in ({"kind": "war"}, {"lang": "polski"}, {"tags": "a"}, {"tags": [1]}, {"tags": ["x" * 300]},
                 {"tags": [f"t{n}" for n in range(100)]}, {"kind": 1}, {"lang": ["pl"]}):  # fmt: skip
        problem(ola.post("forums/ogolne/topics", {"title": "a", "body": "b", **more}), 422)
    for more in ({"status": "secret"}, {"status": 1}, {"lang": "polski"}, {"tags": {"a": 1}}):
        problem(ola.post("notes", {"title": "a", "body": "b", **more}), 422)
    assert (count(nobody, "forums/ogolne/topics"), count(nobody, "notes")) == before


def test_a_parent_is_a_post_of_the_same_topic(ola: Api, nobody: Api, thread: int) -> None:
    other = ola.topic("Inny")["id"]
    foreign = nobody.get(f"topics/{other}/posts").json()["results"][0]["id"]
    for parent in (foreign, 0, -1, 10**30, 999_999, "x", 1.5, [1]):
        problem(ola.post(f"topics/{thread}/posts", {"body": "x", "parent": parent}), 422)


def test_nobody_gives_an_object_what_is_not_theirs_to_give(
    ola: Api, jan: Api, nobody: Api, market: int
) -> None:
    more = {
        "id": 1, "number": 77, "seq": 77, "author": {"handle": "jan.zubek"}, "author_id": 2, "by": 2,
        "pinned": True, "closed": True, "hidden": True, "html": "<script>xss()</script>", "slug": "moje",
        "created_at": "1999-01-01T00:00:00Z", "forum": "zaplecze", "audience": "moderators", "version": 99,
        "removed_at": "1999-01-01", "accepted": 1, "key": "k", "licence": "x",
    }  # fmt: skip
    topic = ola.topic("Przywłaszczenie", "Treść", **more)
    assert topic["author"]["handle"] == "ola.wrona"
    assert (topic["pinned"], topic["closed"], topic["accepted"]) == (False, False, None)
    assert topic["forum"]["slug"] == "ogolne"
    assert topic["slug"] == "przywlaszczenie"
    assert topic["created_at"] > "2020"
    post = jan.reply(topic["id"], "Treść", **more)
    assert (post["number"], post["author"]["handle"], post["html"]) == (
        2,
        "jan.zubek",
        "<p>Treść</p>\n",
    )
    named = {"title": "Przywłaszczenie", "body": "Treść", "organisation": 1}
    assert ola.post("notes", named).status_code == 422, "an organisation is named by its slug"
    assert ola.post("notes", {"title": "x", "body": "x", "licence": "x"}).status_code == 422
    del more["licence"]  # a note's is its author's to give, if it is one
    note = ola.note("Przywłaszczenie", "Treść", **more)
    assert (note["author"]["handle"], note["organisation"]) == ("ola.wrona", None)
    said = ola.say(market, "Treść", **more)
    assert (said["author"]["handle"], said["html"].strip()) == ("ola.wrona", "<p>Treść</p>")


def test_a_flag_reaches_the_queue_once_and_its_decision_hides(
    ola: Api, jan: Api, nobody: Api, marta: Api, browser: Callable[..., Browser]
) -> None:
    topic = ola.topic("Kupujcie garnki", "Najtaniej garnkowiska")
    ola.reply(topic["id"], "Naprawdę garnkowiska")
    post = nobody.get(f"topics/{topic['id']}/posts").json()["results"][1]
    flag = {"kind": "post", "id": post["id"], "reason": "spam", "detail": "Reklama garnkowisk"}
    problem(nobody.post("flags", flag), 401)
    answers = at_once(lambda _: jan.post("flags", flag))
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    made = answers[0].json()
    assert {"id", "url", "kind", "reason"} <= set(made)
    assert nobody.http.get(made["url"]).status_code == 200
    case = f"/moderation/post/{post['id']}/"
    assert case in browser("marta").page("/moderation/").links
    form = browser("marta").form(case, "verdict")
    assert (
        browser("marta").send(form, verdict="hide", rule="spam", reason="To reklama.").status_code
        == 303
    )
    hidden = nobody.get(f"topics/{topic['id']}/posts").json()["results"][1]
    assert hidden["removed"] is True
    assert "body" not in hidden
    until(lambda: nobody.get("search", q="garnkowiska", kind="topic").json()["total"] <= 1)
    assert "Naprawdę" not in nobody.http.get(topic["url"]).text
    assert "To reklama." in browser("ola").page("/notifications/").text


@pytest.mark.parametrize(
    ("more", "status"),
    [({"reason": "x"}, 422), ({"kind": "house"}, 422), ({"kind": ""}, 422), ({"detail": "\x00"}, 422),
     ({"detail": "x" * 2_001}, 422), ({"id": 999_999}, 404), ({"id": 10**30}, 404), ({"id": 0}, 404), ({"id": -1}, 404),
     ({"id": "x"}, 422), ({"id": None}, 422), ({"reason": None}, 422)],
)  # fmt: skip
def test_a_flag_says_what_and_why(more: dict[str, Any], status: int, jan: Api, thread: int) -> None:
    problem(jan.post("flags", {"kind": "topic", "id": thread, "reason": "abuse", **more}), status)


@pytest.mark.parametrize("kind", ["organisation", "topic", "post", "note", "message"])
def test_every_kind_can_be_reported(
    kind: str, ola: Api, jan: Api, nobody: Api, market: int, organisation: str, thread: int
) -> None:
    pk = {
        "organisation": lambda: nobody.get(f"organisations/{organisation}").json()["id"],
        "topic": lambda: thread,
        "post": lambda: ola.reply(thread, "Do zgłoszenia")["id"],
        "note": lambda: ola.note("Do zgłoszenia")["id"],
        "message": lambda: ola.say(market, "Do zgłoszenia")["id"],
    }[kind]()
    made = jan.post("flags", {"kind": kind, "id": pk, "reason": "other"})
    assert made.status_code == 201, made.text
    assert made.json()["kind"] == kind
    assert nobody.http.get(made.json()["url"]).status_code == 200


@pytest.mark.parametrize("size", [300_000, 10_000_000])
def test_a_body_too_large_is_a_413(size: int, door: Door, ola: Api, nobody: Api) -> None:
    path, _body = door
    problem(ola.raw(path, b'{"title": "a", "body": "' + b"x" * size + b'"}'), 413)
    assert nobody.get("forums").status_code == 200


def test_a_post_may_be_32000_characters_long(ola: Api) -> None:
    topic = ola.topic("Długo", "ż" * 32_000)
    assert topic["id"]
    problem(ola.post("forums/ogolne/topics", {"title": "Długo", "body": "ż" * 32_001}), 422)
    assert ola.topic("t" * 200)["title"] == "t" * 200
    problem(ola.post("forums/ogolne/topics", {"title": "t" * 201, "body": "x"}), 422)


def test_a_person_without_access_any_more_is_a_401(house: House, market: int) -> None:
    house.commands(
        ["make_member", "gosc@example.org", "--name", "Gość", "--password", "farbka-i-wapno-1"]
    )
    token = house.commands(["make_token", "gosc@example.org"])[0]
    guest = Api(house.base, token)
    assert guest.say(market)["author"]["name"] == "Gość"
    house.beside("ban", who="gosc")
    problem(guest.post(f"rooms/{market}/messages", {"body": "x"}), 401)
    problem(guest.get("forums"), 401)
