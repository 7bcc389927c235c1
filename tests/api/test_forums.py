"""Topics and posts through the API."""

from typing import Any

import pytest

from forums.models import Post, Topic
from tests.api.conftest import Caller
from tests.cast import Cast


def _topic(caller: Caller, **more: Any) -> Any:
    body = {"title": "Jak zacząć nocne czytanie?", "body": "Mamy **salę** i 12 dzieci.", **more}
    return caller.post("forums/ogolne/topics", body)


def test_a_topic_is_made_read_and_listed(ola: Caller, nobody: Caller) -> None:
    made = _topic(ola, kind="question", tags=["czytanie", "dzieci"], lang="pl")
    assert made.status_code == 201
    topic = made.json()
    assert topic["kind"] == "question"
    assert sorted(topic["tags"]) == ["czytanie", "dzieci"]
    assert nobody.get(f"topics/{topic['id']}").json() == topic
    assert [row["id"] for row in nobody.get("forums/ogolne/topics").json()["results"]] == [
        topic["id"]
    ]
    assert nobody.get(f"topics/{topic['id']}/posts").json()["results"][0]["number"] == 1
    assert nobody._client.get(topic["url"]).status_code == 200


def test_tags_come_in_one_order_wherever_a_topic_is_shown(ola: Caller, nobody: Caller) -> None:
    for word in ("wagon", "cyrk", "zamek", "bal"):  # the order in which they became words here
        _topic(ola, tags=[word])
    topic = _topic(ola, tags=["zamek", "bal", "wagon", "cyrk"]).json()
    assert topic["tags"] == ["bal", "cyrk", "wagon", "zamek"]
    assert nobody.get(f"topics/{topic['id']}").json() == topic
    assert topic in nobody.get("forums/ogolne/topics").json()["results"]


def test_title_and_body_are_enough(ola: Caller) -> None:
    topic = _topic(ola).json()
    assert (topic["kind"], topic["lang"], topic["tags"]) == ("discussion", "pl", [])


def test_replies_are_numbered_and_paged_by_after(ola: Caller, jan: Caller, nobody: Caller) -> None:
    topic = _topic(ola).json()["id"]
    first = nobody.get(f"topics/{topic}/posts").json()["results"][0]
    for n in range(3):
        made = jan.post(f"topics/{topic}/posts", {"body": f"Odpowiedź {n}", "parent": first["id"]})
        assert made.status_code == 201
        assert made.json()["number"] == n + 2
    page = nobody.get(f"topics/{topic}/posts", after=1, limit=2).json()
    assert [post["number"] for post in page["results"]] == [2, 3]
    rest = nobody.get(f"topics/{topic}/posts", after=page["next"]).json()
    assert [post["number"] for post in rest["results"]] == [4]
    assert rest["next"] is None


def test_a_removed_post_keeps_its_number_and_loses_its_text(
    ola: Caller, cast: Cast, nobody: Caller
) -> None:
    from forums.actions.remove_post import remove_post

    topic = _topic(ola).json()["id"]
    ola.post(f"topics/{topic}/posts", {"body": "tajemnica"})
    remove_post(by=cast.ola, post=Post.objects.get(topic_id=topic, number=2))
    answer = nobody.get(f"topics/{topic}/posts")
    assert "tajemnica" not in answer.content.decode()
    gone = answer.json()["results"][1]
    assert gone["number"] == 2
    assert gone["removed"] is True


def test_a_key_makes_one_topic(ola: Caller) -> None:
    body = {"title": "Raz", "body": "Dwa"}
    first, second = (ola.post("forums/ogolne/topics", body, key="k1") for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert Topic.objects.count() == 1
    other = ola.post("forums/ogolne/topics", {**body, "body": "Trzy"}, key="k1")
    assert other.status_code == 422
    assert Topic.objects.count() == 1


def test_who_may_not(ola: Caller, jan: Caller, nobody: Caller, marta: Caller, cast: Cast) -> None:
    assert _topic(nobody).status_code == 401
    assert _topic(Caller(cast.nowa)).status_code == 403
    secret = marta.post("forums/moderacja/topics", {"title": "Sprawa", "body": "Szept"}).json()[
        "id"
    ]
    for path in (
        "forums/moderacja/topics",
        f"topics/{secret}",
        f"topics/{secret}/posts",
        f"topics/{secret}/events",
    ):
        hidden = jan.get(path)
        missing = jan.get(path.replace("moderacja", "nie-ma").replace(str(secret), "999999"))
        assert hidden.status_code == missing.status_code == 404
        assert hidden.json() == missing.json()
        assert marta.get(path).status_code == 200
    assert jan.post(f"topics/{secret}/posts", {"body": "hej"}).status_code == 404
    assert "moderacja" not in [forum["slug"] for forum in jan.get("forums").json()["results"]]


BAD_TEXTS = ["", "   ", "a\x00b", "\ud800", "a\x07", "x" * 32_001, 5, None, ["a"], {"a": 1}]


@pytest.mark.parametrize("text", BAD_TEXTS, ids=repr)
@pytest.mark.parametrize("field", ["title", "body"])
def test_bad_texts_are_refused_and_change_nothing(field: str, text: object, ola: Caller) -> None:
    answer = _topic(ola, **{field: text})
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    "more",
    [{"kind": "war"}, {"lang": "polski"}, {"tags": "a"}, {"tags": [1]}, {"tags": ["x" * 300]},
     {"tags": [f"t{n}" for n in range(100)]}, {"tags": ["\x00"]}],
    ids=repr,
)  # fmt: skip
def test_bad_choices_are_refused(more: dict[str, Any], ola: Caller) -> None:
    answer = _topic(ola, **more)
    assert answer.status_code == 422, answer.content
    assert not Topic.objects.exists()


@pytest.mark.parametrize("parent", [0, -1, 10**30, 999_999, "x", 1.5])
def test_a_parent_is_a_post_of_the_topic(parent: object, ola: Caller) -> None:
    topic = _topic(ola).json()["id"]
    answer = ola.post(f"topics/{topic}/posts", {"body": "x", "parent": parent})
    assert answer.status_code == 422
    assert Post.objects.count() == 1
