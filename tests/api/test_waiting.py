"""Words that wait, through the API: moderators list them and decide, and nobody else knows of them."""

from typing import Any

import pytest

from accounts.levels import Level
from accounts.models import Role, User
from directory.models import Membership
from forums.actions.start_topic import start_topic
from forums.models import Forum, Post, Topic
from forums.review.kinds import Review, State
from forums.review.models import Waiting
from moderation.models import Statement
from notifications.models import Notification
from tests.api.conftest import Caller
from tests.cast import Cast, person


@pytest.fixture(autouse=True)
def _limits_as_in_life(settings: Any) -> None:
    settings.RATE_LIMIT_FACTOR = 1


@pytest.fixture
def newcomer(cast: Cast) -> User:
    """Somebody new, in a forum where all that newcomers write waits."""
    Forum.objects.filter(pk=cast.square.pk).update(review=Review.ALL)
    made = person("nela", "Nela Nowicka")
    User.objects.filter(pk=made.pk).update(level=Level.NEWCOMER)
    made.refresh_from_db()
    return made


@pytest.fixture
def nela(newcomer: User) -> Caller:
    return Caller(newcomer)


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


def send(nela: Caller, topic: Topic, body: str = "My mamy **lampki**.") -> dict[str, Any]:
    sent = nela.post(f"topics/{topic.pk}/posts", {"body": body})
    assert sent.status_code == 202, sent.content
    made: dict[str, Any] = sent.json()
    return made


def test_moderators_list_what_waits_the_longest_first(
    marta: Caller, nela: Caller, topic: Topic
) -> None:
    bodies = [f"Zdanie {at}." for at in range(3)]
    for body in bodies:
        send(nela, topic, body)
    nela.post("forums/ogolne/topics", {"title": "Skąd krzesła?", "body": "Sto.", "tags": ["sale"]})
    first = marta.get("waiting", limit=2).json()
    rest = marta.get("waiting", limit=2, cursor=first["next"]).json()
    rows = first["results"] + rest["results"]
    assert [row["body"] for row in rows] == [*bodies, "Sto."]
    assert rest["next"] is None
    reply, begun = rows[0], rows[-1]
    assert (reply["topic"], reply["author"]["handle"], reply["cause"]) == (
        topic.pk,
        "nela",
        "forum",
    )
    assert (begun["topic"], begun["title"], begun["tags"]) == (None, "Skąd krzesła?", ["sale"])
    assert reply["forum"] == {"slug": "ogolne", "name": "Ogólne"}
    assert (reply["waiting"], reply["state"], reply["post"], reply["decided_by"]) == (
        True, "waiting", None, None
    )  # fmt: skip


def test_published_it_is_a_post_and_doing_it_again_changes_nothing(
    cast: Cast, marta: Caller, nela: Caller, topic: Topic, newcomer: User
) -> None:
    parent = topic.posts.get(number=1)
    sent = nela.post(f"topics/{topic.pk}/posts", {"body": "Mamy.", "parent": parent.pk}).json()
    path = f"waiting/{sent['id']}/approve"
    answers = [marta.post(path, {"version": sent["version"]}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    told = answers[0].json()
    post = Post.objects.get(topic=topic, number=2)
    assert (post.author, post.body, post.parent) == (newcomer, "Mamy.", parent)
    assert told["post"] == {
        "id": post.pk, "number": 2, "url": f"/forums/t/{topic.pk}/{topic.slug}/2/#p2"
    }  # fmt: skip
    assert (told["waiting"], told["state"]) == (False, "approved")
    assert told["decided_by"]["handle"] == "marta"
    assert Notification.objects.filter(person=newcomer, kind="words_published").count() == 1
    late = Caller(cast.adam).post(path, {})
    assert late.status_code == 409
    assert late.json()["detail"] == "Another moderator has already decided this."
    assert late["Content-Type"] == "application/problem+json"
    assert marta.get("waiting").json()["results"] == []


def test_in_an_organisations_name_the_page_alone_tells_moderators_who_wrote(
    cast: Cast, marta: Caller, nela: Caller, newcomer: User, topic: Topic
) -> None:
    Membership.objects.create(organisation=cast.house, person=newcomer, role=Membership.Role.EDITOR)
    body = {"body": "Zapraszamy.", "organisation": cast.house.slug}
    sent = nela.post(f"topics/{topic.pk}/posts", body).json()
    (row,) = marta.get("waiting").json()["results"]
    assert row["author"]["name"] == cast.house.name
    assert "nela" not in str(row).lower()
    assert newcomer.name in cast.client(cast.marta).get(row["url"]).content.decode()
    assert marta.post(f"waiting/{sent['id']}/approve", {}).status_code == 200
    post = Post.objects.get(topic=topic, number=2)
    assert (post.author, post.organisation) == (newcomer, cast.house)


def test_refused_its_author_reads_why(marta: Caller, nela: Caller, topic: Topic) -> None:
    path = f"waiting/{send(nela, topic)['id']}"
    for wrong in (
        {"reason": " "},
        {"reason": "a\u0000"},
        {"reason": "x" * 2_001},
        {"reason": 5},
        {},
    ):
        answer = marta.post(f"{path}/refuse", wrong)
        assert (answer.status_code, "reason" in answer.json()["errors"]) == (422, True), wrong
    reason = {"reason": "To ogłoszenie. Napisz, czego szukasz."}
    assert [marta.post(f"{path}/refuse", reason).status_code for _ in range(2)] == [200, 200]
    assert marta.post(f"{path}/refuse", {"reason": "Inny powód."}).status_code == 409
    assert marta.post(f"{path}/approve", {}).status_code == 409
    told = nela.get(path).json()
    assert (told["state"], told["reason"], told["post"]) == ("refused", reason["reason"], None)
    # Why it had to wait and who decided is the moderators'.
    assert {"cause", "author", "decided_by"}.isdisjoint(told)
    assert Post.objects.filter(topic=topic).count() == 1


def test_a_refusal_names_its_ground(
    marta: Caller, nela: Caller, topic: Topic, settings: Any
) -> None:
    settings.RATE_LIMIT_FACTOR = 50

    def ground(cause: str, **more: str) -> str:
        row = Waiting.objects.get(pk=send(nela, topic, f"Zdanie o {cause}.")["id"])
        Waiting.objects.filter(pk=row.pk).update(cause=cause)
        answer = marta.post(f"waiting/{row.pk}/refuse", {"reason": "Nie tutaj.", **more})
        assert answer.status_code == 200, answer.content
        return str(Statement.objects.get(object_id=row.pk, kind="waiting").ground_words["slug"])

    assert ground("forum") == "other"
    assert ground("same") == "spam", "why it waited speaks for a ground"
    assert ground("site", rule="illegal") == "illegal"
    assert ground("word", rule="abuse") == "abuse"
    row = send(nela, topic)["id"]
    for wrong in ("nie-ma", "x" * 200, "a\u0000"):
        answer = marta.post(f"waiting/{row}/refuse", {"reason": "Nie.", "rule": wrong})
        assert (answer.status_code, "rule" in answer.json()["errors"]) == (422, True), wrong
    assert nela.post(f"waiting/{row}/refuse", {"reason": "Nie.", "rule": "spam"}).status_code == 404


def test_who_decides_has_read_what_is_published(
    cast: Cast, marta: Caller, nela: Caller, newcomer: User, topic: Topic
) -> None:
    sent = send(nela, topic)
    cast.client(newcomer).post(sent["url"], {"body": "Mamy sto."})
    stale = marta.post(f"waiting/{sent['id']}/approve", {"version": sent["version"]})
    assert stale.status_code == 409
    assert "changed it since" in stale.json()["detail"]
    version = marta.get(f"waiting/{sent['id']}").json()["version"]
    assert marta.post(f"waiting/{sent['id']}/approve", {"version": version}).status_code == 200
    assert Post.objects.get(topic=topic, number=2).body == "Mamy sto."


def test_what_cannot_be_published_any_more_goes_on_waiting(
    marta: Caller, nela: Caller, topic: Topic
) -> None:
    path = f"waiting/{send(nela, topic)['id']}"
    Topic.objects.filter(pk=topic.pk).update(closed=True)
    answer = marta.post(f"{path}/approve", {})
    assert (answer.status_code, "closed" in answer.json()["detail"]) == (409, True)
    assert marta.get(path).json()["waiting"] is True


def test_for_everybody_else_nothing_waits_here(
    cast: Cast, nela: Caller, topic: Topic, nobody: Caller
) -> None:
    made = send(nela, topic)["id"]
    callers = {"jan": Caller(cast.jan), "ewa": Caller(cast.ewa), "nobody": nobody}
    for name, caller in callers.items():
        for path in ("", f"/{made}"):
            hidden, missing = caller.get(f"waiting{path}"), caller.get("waiting/987654")
            assert (hidden.status_code, hidden.json()) == (404, missing.json()), (name, path)
    for verb, body in (("approve", {}), ("refuse", {"reason": "Nie."})):
        assert nobody.post(f"waiting/{made}/{verb}", body).status_code == 401
        for caller in (callers["jan"], callers["ewa"], nela):
            hidden = caller.post(f"waiting/{made}/{verb}", body)
            missing = caller.post(f"waiting/987654/{verb}", body)
            assert (hidden.status_code, hidden.json()) == (404, missing.json())
    assert nela.get("waiting").status_code == 404
    assert nela.get(f"waiting/{made}").json()["body"] == "My mamy **lampki**."
    assert Waiting.objects.get().state == State.WAITING


def test_who_was_a_moderator_once_is_one_no_more(cast: Cast, nela: Caller, topic: Topic) -> None:
    made = send(nela, topic)["id"]
    caller = Caller(cast.marta)
    assert caller.get("waiting").status_code == 200
    User.objects.filter(pk=cast.marta.pk).update(role=Role.MEMBER)
    assert caller.get("waiting").status_code == 404
    assert caller.get(f"waiting/{made}").status_code == 404
    assert caller.post(f"waiting/{made}/approve", {}).status_code == 404
    assert Waiting.objects.get().state == State.WAITING


def test_a_browser_reads_and_decides_nothing(cast: Cast, nela: Caller, topic: Topic) -> None:
    made = send(nela, topic)["id"]
    browser = cast.client(cast.marta)
    assert browser.get("/api/v1/waiting").status_code == 200
    path = f"/api/v1/waiting/{made}/approve"
    assert browser.post(path, {}, content_type="application/json").status_code == 401
    assert Waiting.objects.get().state == State.WAITING


@pytest.mark.parametrize("raw", ["x", "0", "-1", "1.5", str(10**30), "%00"])
def test_what_is_no_number_is_not_there(marta: Caller, raw: str) -> None:
    assert marta.get(f"waiting/{raw}").status_code in (400, 404)
    assert marta.post(f"waiting/{raw}/approve", {}).status_code in (400, 404)


@pytest.mark.parametrize("body", [{"version": "x"}, {"version": 1.5}, {"version": []}])
def test_a_version_is_a_number(marta: Caller, nela: Caller, topic: Topic, body: Any) -> None:
    answer = marta.post(f"waiting/{send(nela, topic)['id']}/approve", body)
    assert answer.status_code == 422
    assert Waiting.objects.get().state == State.WAITING


def test_the_list_asks_the_same_of_the_database_however_long_it_is(
    marta: Caller, nela: Caller, topic: Topic, django_assert_max_num_queries: Any
) -> None:
    for at in range(4):
        send(nela, topic, f"Zdanie {at}.")
    with django_assert_max_num_queries(4):
        assert len(marta.get("waiting").json()["results"]) == 4


def test_the_description_has_it(nobody: Caller) -> None:
    described = nobody.get("openapi.json").json()
    paths, schemas = described["paths"], described["components"]["schemas"]
    for path, method in (
        ("waiting", "get"), ("waiting/{waiting_id}", "get"), ("waiting/{waiting_id}/approve", "post"),
        ("waiting/{waiting_id}/refuse", "post"),
    ):  # fmt: skip
        assert paths[f"/api/v1/{path}"][method]["description"]
    assert schemas["RefuseIn"]["required"] == ["reason"]
    assert "reason" in schemas["WaitingOut"]["properties"]
