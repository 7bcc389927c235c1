"""The reading half of the JSON API: shapes, lists to their end, and what is hidden."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.contracts.callers import Api, Browser, until

TYPES = {"application/problem+json"}
MADE = 23


@pytest.fixture(scope="module")
def topic(ola: Api, jan: Api) -> dict[str, Any]:
    """A topic of MADE posts."""
    made = ola.topic(
        "Cyrk w świetlicy", "Kto **już** próbował?", kind="question", tags=["cyrk", "dzieci"]
    )
    for number in range(2, MADE + 1):
        assert (jan if number % 2 else ola).reply(made["id"], f"Odpowiedź {number}")[
            "number"
        ] == number
    return made


def problem(answer: Any, *statuses: int) -> dict[str, Any]:
    assert answer.status_code in statuses, (
        f"{answer.request.url}: {answer.status_code} {answer.text[:300]}"
    )
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == answer.status_code
    assert {"type", "title", "detail"} <= set(body)
    assert body["detail"]
    return body


def test_every_object_has_its_shape_and_its_page(
    topic: dict[str, Any],
    ola: Api,
    nobody: Api,
    market: int,
    organisation: str,
    browser: Callable[..., Browser],
) -> None:
    note, message = ola.note("Kakao dla dwunastu"), ola.say(market, "Słychać mnie?")
    posts = nobody.get(f"topics/{topic['id']}/posts").json()["results"]
    forum = nobody.get("forums").json()["results"][0]
    room = nobody.get("rooms").json()["results"][0]
    place = nobody.get(f"organisations/{organisation}").json()
    wanted = {
        "forum": (forum, {"slug", "name"}),
        "room": (room, {"slug", "name"}),
        "organisation": (place, {"slug", "name"}),
        "note": (note, {"slug", "title"}),
        "topic": (topic, {"title", "kind"}),
        "post": (posts[1], {"number", "body", "html", "author"}),
        "message": (message, {"seq", "body", "html", "author"}),
    }
    for name, (shape, more) in wanted.items():
        assert {"id", "url", *more} <= set(shape), name
        assert isinstance(shape["id"], int), name
        answer = browser().get(shape["url"])
        assert answer.status_code == 200, f"{name}: {shape['url']} is {answer.status_code}"
        assert "location" not in answer.headers
    assert posts[0]["body"] == "Kto **już** próbował?"
    assert "<strong>już</strong>" in posts[0]["html"]
    assert browser().get(posts[0]["author"]["url"]).status_code == 200


def test_one_object_reads_as_it_was_made_and_as_it_is_listed(
    topic: dict[str, Any], ola: Api, nobody: Api
) -> None:
    again = nobody.get(f"topics/{topic['id']}").json()
    assert {k: again[k] for k in ("id", "url", "title", "kind", "tags", "lang")} == {
        k: topic[k] for k in ("id", "url", "title", "kind", "tags", "lang")
    }
    assert again in nobody.all("forums/ogolne/topics")
    note = ola.note("Mleko bez przypalania")
    assert nobody.get(f"notes/{note['slug']}").json() == note
    assert note["id"] in [row["id"] for row in nobody.all("notes")]


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_posts_by_after_and_by_cursor_without_gap_or_double(
    limit: int, topic: dict[str, Any], nobody: Api
) -> None:
    path = f"topics/{topic['id']}/posts"
    assert [post["number"] for post in nobody.all(path, limit=limit)] == list(range(1, MADE + 1))
    after = nobody.get(path, after=20, limit=limit).json()["results"]
    assert [post["number"] for post in after] == list(range(21, MADE + 1))[:limit]
    assert nobody.get(path, after=MADE).json() == {"results": [], "next": None}
    assert nobody.get(path, after=10**15).json() == {"results": [], "next": None}


@pytest.mark.parametrize("limit", [1, 3, 4])
def test_lists_to_the_end_without_gap_or_double(
    limit: int, ola: Api, nobody: Api, market: int, organisation: str
) -> None:
    for number in range(4):
        ola.topic(f"Lista {number}")
        ola.note(f"Lista {number}")
        ola.say(market, f"Lista {number}")
    lists = (
        "forums",
        "forums/ogolne/topics",
        "notes",
        "rooms",
        "organisations",
        f"rooms/{market}/messages",
    )
    for path in lists:
        whole = [row["id"] for row in nobody.all(path)]
        assert len(whole) == len(set(whole)) > 0, path
        assert [row["id"] for row in nobody.all(path, limit=limit)] == whole, path


def test_a_list_that_grows_while_it_is_read_loses_nothing(ola: Api, nobody: Api) -> None:
    old = [ola.topic(f"Rośnie {number}")["id"] for number in range(5)]
    page = nobody.get("forums/ogolne/topics", limit=2).json()
    new = ola.topic("Rośnie dalej")["id"]
    rest: list[int] = []
    while page["next"]:
        page = nobody.get("forums/ogolne/topics", limit=2, cursor=page["next"]).json()
        rest += [row["id"] for row in page["results"]]
    assert new not in rest
    assert [pk for pk in rest if pk in old] == old[2::-1]


def test_search_pages_to_the_end(ola: Api, nobody: Api) -> None:
    word = "hipopotamiarnia"
    made = {ola.topic(f"{word} numer {number}")["id"] for number in range(7)}
    until(lambda: nobody.get("search", q=word).json()["total"] == 7)
    found: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = nobody.get("search", q=word, limit=2, **cursor).json()
        assert set(page) == {
            "total",
            "took_ms",
            "engine",
            "results",
            "next",
            "facets",
            "did_you_mean",
        }
        for hit in page["results"]:
            assert set(hit) == {"kind", "id", "title", "url", "excerpt", "score"}
            assert nobody.http.get(hit["url"]).status_code == 200
        found += [hit["id"] for hit in page["results"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert sorted(found) == sorted(made)
    assert nobody.get("search", q=word, kind="note").json()["total"] == 0
    assert nobody.get("search", q=word, kind="topic", lang="pl").json()["total"] == 7
    assert nobody.get("search", q=word, lang="en").json()["results"] == []


def test_open_data_in_three_forms(nobody: Api, organisation: str) -> None:
    rows = nobody.all("organisations", q="brzozówka")
    assert organisation in [row["slug"] for row in rows]
    as_csv = nobody.get("organisations.csv")
    assert as_csv.headers["content-type"].startswith("text/csv")
    assert "Dom Kultury w Brzozówce" in as_csv.text
    as_geojson = nobody.get("organisations.geojson")
    assert as_geojson.json()["type"] == "FeatureCollection"
    filters = {"kind": "dom_kultury", "bbox": "19,49,21,51", "region": "12"}
    for path in ("organisations", "organisations.csv", "organisations.geojson"):
        assert nobody.get(path, **filters).status_code == 200
        for name, value in (("kind", "x"), ("bbox", "1,2,3"), ("region", "999"), ("practice", "x"),
                            ("audience", "x"), ("access", "x")):  # fmt: skip
            problem(nobody.get(path, **{name: value}), 422)


def test_events_are_the_frames_of_the_socket(
    topic: dict[str, Any], ola: Api, nobody: Api, market: int
) -> None:
    frames = nobody.get(f"topics/{topic['id']}/events", limit=100).json()
    assert frames["next"] is None
    assert [frame["seq"] for frame in frames["results"]] == list(
        range(1, len(frames["results"]) + 1)
    )
    created = [frame for frame in frames["results"] if frame["type"] == "post.created"]
    assert [frame["data"]["number"] for frame in created] == list(range(1, MADE + 1))
    for frame in frames["results"]:
        assert set(frame) == {"type", "channel", "seq", "data"}
        assert frame["channel"] == f"topic:{topic['id']}"
    part = nobody.get(f"topics/{topic['id']}/events", after=5, limit=3).json()
    assert [frame["seq"] for frame in part["results"]] == [6, 7, 8]
    assert part["next"] == "8"
    said = ola.say(market, "Do tablicy zdarzeń")
    last = nobody.get(f"rooms/{market}/events", after=said["seq"] - 1).json()["results"][0]
    assert (last["type"], last["channel"], last["data"]["id"]) == (
        "message.created", f"room:{market}", said["id"],
    )  # fmt: skip


def test_a_removed_post_keeps_its_number_alone(
    ola: Api, nobody: Api, browser: Callable[..., Browser]
) -> None:
    topic = ola.topic("Z usuniętą odpowiedzią")
    ola.reply(topic["id"], "Tego żałuję bezgranicznie")
    ola.reply(topic["id"], "To zostaje")
    path = f"/forums/topics/{topic['id']}/posts/2/remove/"
    assert browser("ola").send(browser("ola").form(path, "csrfmiddlewaretoken")).status_code == 303
    posts = nobody.get(f"topics/{topic['id']}/posts").json()["results"]
    assert [post["number"] for post in posts] == [1, 2, 3]
    assert posts[1]["removed"] is True
    assert not {"body", "html"} & set(posts[1])
    for text in (
        nobody.get(f"topics/{topic['id']}/events").text,
        nobody.http.get(topic["url"]).text,
    ):
        assert "bezgranicznie" not in text
    assert ola.reply(topic["id"], "Dalej")["number"] == 4
    until(lambda: nobody.get("search", q="bezgranicznie").json()["total"] == 0)
    answer = browser("ola").send(
        browser("ola").form(path.replace("remove", "restore"), "csrfmiddlewaretoken")
    )
    assert answer.status_code == 303
    assert (
        nobody.get(f"topics/{topic['id']}/posts").json()["results"][1]["body"]
        == "Tego żałuję bezgranicznie"
    )


def test_a_removed_message_keeps_its_number_alone(
    ola: Api, nobody: Api, market: int, browser: Callable[..., Browser]
) -> None:
    said = ola.say(market, "Palnęłam głupstwo")
    path = f"/chat/rynek/messages/{said['seq']}/remove/"
    assert browser("ola").send(browser("ola").form(path, "csrfmiddlewaretoken")).status_code == 303
    row = nobody.get(f"rooms/{market}/messages", after=said["seq"] - 1).json()["results"][0]
    assert row == {"id": said["id"], "seq": said["seq"], "removed": True}
    frames = nobody.get(f"rooms/{market}/events", after=said["seq"] - 1).json()["results"]
    assert [(frame["type"], frame["data"]["removed"]) for frame in frames] == [
        ("message.created", True),
        ("message.changed", True),
    ]
    assert frames[1]["seq"] == said["seq"] + 1


@pytest.mark.parametrize(
    "path",
    [
        "topics/x", "topics/999999", f"topics/{10**30}", "topics/-1", "topics/1.5", "topics/0", "topics/%20",
        "topics/999999/posts", "topics/999999/events", "notes/nie-ma", "organisations/nie-ma", "forums/nie-ma/topics",
        "rooms/999999/messages", f"rooms/{10**19}/events", "rooms/0/events", "nowhere", "", "forums/", "topics//posts",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_problem(path: str, nobody: Api) -> None:
    problem(nobody.get(path), 404)


def test_hidden_and_missing_answer_alike(
    marta: Api, jan: Api, nobody: Api, backroom: str, duty: int
) -> None:
    made = marta.post(f"forums/{backroom}/topics", {"title": "Sprawa", "body": "Szept"})
    assert made.status_code == 201
    secret = made.json()["id"]
    marta.say(duty, "Cicho")
    draft = marta.note("Szkic", "Nikomu", status="draft")
    pairs = [
        (f"forums/{backroom}/topics", "forums/nie-ma/topics"),
        (f"topics/{secret}", "topics/987654"),
        (f"topics/{secret}/posts", "topics/987654/posts"),
        (f"topics/{secret}/events", "topics/987654/events"),
        (f"rooms/{duty}/messages", "rooms/987654/messages"),
        (f"rooms/{duty}/events", "rooms/987654/events"),
        (f"notes/{draft['slug']}", "notes/nie-ma"),
    ]
    for hidden, missing in pairs:
        assert marta.get(hidden).status_code == 200, hidden
        for caller in (jan, nobody):
            assert problem(caller.get(hidden), 404) == problem(caller.get(missing), 404)
            assert len(caller.get(hidden).content) == len(caller.get(missing).content)
    for path, body in ((f"topics/{secret}/posts", {"body": "x"}), (f"rooms/{duty}/messages", {"body": "x"}),
                       (f"forums/{backroom}/topics", {"title": "x", "body": "x"})):  # fmt: skip
        assert problem(jan.post(path, body), 404)
        problem(nobody.post(path, body), 401)
    flag = {"kind": "topic", "id": secret, "reason": "spam"}
    assert problem(jan.post("flags", flag), 404) == problem(
        jan.post("flags", {**flag, "id": 987654}), 404
    )
    assert backroom not in [row["slug"] for row in jan.all("forums")]
    assert backroom in [row["slug"] for row in marta.all("forums")]
    assert duty not in [row["id"] for row in jan.all("rooms")]
    assert draft["slug"] not in [row["slug"] for row in [*jan.all("notes"), *marta.all("notes")]]


QUERIES = ("limit=0", "limit=101", "limit=-1", "limit=x", "limit=1.5", f"limit={10**30}", "cursor=x",
           "cursor=eyJhIjoxfQ:1abc:zzz", "cursor=" + "9" * 400)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize(
    "path", ["forums", "forums/ogolne/topics", "notes", "rooms", "organisations", "search?q=a&"]
)
def test_bad_limits_and_cursors_are_refused(path: str, query: str, nobody: Api) -> None:
    problem(nobody.get(f"{path}{'' if '?' in path else '?'}{query}"), 400, 422)


def test_a_cursor_of_another_list_leads_nowhere(
    topic: dict[str, Any], ola: Api, nobody: Api
) -> None:
    ola.note("Jeszcze jedna")
    cursor = nobody.get("forums/ogolne/topics", limit=1).json()["next"]
    assert cursor
    for path in ("notes", "rooms", "forums", "organisations"):
        problem(nobody.get(path, cursor=cursor), 400)
    problem(nobody.get("search", q="topic", cursor=cursor), 400)
    problem(
        nobody.get(
            "forums/ogolne/topics", cursor=cursor[:-1] + ("A" if cursor[-1] != "A" else "B")
        ),
        400,
    )


@pytest.mark.parametrize("after", ["x", "-1", "1.5", str(10**30), "1e3", "½", "١"])
def test_a_bad_after_is_refused(
    after: str, topic: dict[str, Any], market: int, nobody: Api
) -> None:
    for path in (f"topics/{topic['id']}/posts", f"topics/{topic['id']}/events", f"rooms/{market}/messages",
                 f"rooms/{market}/events"):  # fmt: skip
        problem(nobody.get(path, after=after), 400, 422)


@pytest.mark.parametrize(
    "token", ["x", "Bearer", "Bearer x", "Basic b2xhOng=", "Bearer " + "x" * 5000, "Bearer a b"]
)
def test_a_wrong_token_is_a_401_for_reading_too(token: str, nobody: Api) -> None:
    answer = nobody.http.get("/api/v1/forums", headers={"authorization": token})
    problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_other_methods_are_refused_as_problems(nobody: Api, topic: dict[str, Any]) -> None:
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        for path in ("forums", "forums/ogolne/topics", f"topics/{topic['id']}", "search"):
            answer = nobody.http.request(method, f"/api/v1/{path}")
            problem(answer, 405)
            assert "GET" in answer.headers["allow"]
    problem(nobody.post("search", {}), 405)


def test_no_answer_of_the_api_sets_a_cookie_or_opens_to_other_sites(nobody: Api, ola: Api) -> None:
    for caller in (nobody, ola):
        for path in ("forums", "topics/999999", "search?q=a", "openapi.json"):
            answer = caller.http.get(f"/api/v1/{path}", headers={"origin": "http://zly.example"})
            assert "set-cookie" not in answer.headers
            assert "access-control-allow-origin" not in answer.headers
            assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_description_is_whole(nobody: Api) -> None:
    described = nobody.get("openapi.json").json()
    operations = {
        (method.upper(), path) for path, methods in described["paths"].items() for method in methods
    }
    for method, path in (
        ("GET", "organisations"), ("GET", "organisations/{slug}"), ("GET", "organisations.geojson"),
        ("GET", "organisations.csv"), ("GET", "forums"), ("GET", "forums/{slug}/topics"),
        ("POST", "forums/{slug}/topics"), ("GET", "topics/{topic_id}"), ("GET", "topics/{topic_id}/posts"),
        ("POST", "topics/{topic_id}/posts"), ("GET", "notes"), ("GET", "notes/{slug}"), ("POST", "notes"),
        ("GET", "search"), ("GET", "rooms"), ("GET", "rooms/{room_id}/messages"),
        ("POST", "rooms/{room_id}/messages"), ("GET", "rooms/{room_id}/events"),
        ("GET", "topics/{topic_id}/events"), ("POST", "flags"),
    ):  # fmt: skip
        assert (method, f"/api/v1/{path}") in operations
    schemas = described["components"]["schemas"]
    required = {
        name: set(schemas[name].get("required", []))
        for name in ("TopicIn", "PostIn", "NoteIn", "MessageIn")
    }
    assert required == {"TopicIn": {"title", "body"}, "PostIn": {"body"}, "NoteIn": {"title", "body"},
                        "MessageIn": {"body"}}  # fmt: skip
