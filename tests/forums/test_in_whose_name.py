"""Writing in the name of an organisation: who may, what everybody sees, and who learns who wrote."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tokens import make_token
from directory.actions.hide import hide_organisation
from directory.actions.members import remove_member
from directory.actions.update_organisation import update_organisation
from directory.models import Membership, Organisation
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from notifications.models import Notification
from tests.cast import Cast, person
from tests.forums.conftest import drift, path, verb

HOUSE = "Dom Kultury w Brzozówce"


@pytest.fixture
def asked(cast: Cast) -> Topic:
    """Jan's question."""
    return start_topic(
        by=cast.jan, forum=cast.square, title="Kto pożyczy reflektor?", body="Na sobotę.", kind="question"
    )  # fmt: skip


@pytest.fixture
def said(cast: Cast, asked: Topic) -> Post:
    """Ola's answer in the name of the house."""
    return post_reply(by=cast.ola, topic=asked, body="Mamy dwa.", organisation=cast.house)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def api(user: User | None, address: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {make_token(user)}"} if user else {}
    client = Client(headers=headers)
    address = f"/api/v1/{address}"
    answer = (
        client.post(address, json.dumps(body), content_type="application/json")
        if body is not None
        else client.get(address)
    )
    return answer.status_code, answer.json()


def test_only_an_editor_is_asked_in_whose_name(cast: Cast, asked: Topic) -> None:
    for address in (path(asked), verb(asked, "reply"), "/forums/ogolne/ask/"):
        assert "In whose name?" in page(cast.client(cast.ola), address)
        for outsider in (cast.jan, cast.ewa, cast.marta):
            assert "In whose name?" not in page(cast.client(outsider), address)
    assert "In whose name?" not in page(cast.client(), path(asked))


def test_ola_answers_as_the_house(cast: Cast, asked: Topic) -> None:
    ola = cast.client(cast.ola)
    sent = {"body": "Mamy dwa reflektory.", "key": "a", "organisation": cast.house.slug}
    assert ola.post(verb(asked, "reply"), sent).status_code == 303
    post = Post.objects.get(topic=asked, number=2)
    assert (post.author, post.organisation) == (cast.ola, cast.house)
    shown = page(cast.client(), path(asked))
    assert f'<a href="/directory/{cast.house.slug}/">{HOUSE}</a>' in shown
    assert "Ola Wrona" not in shown
    assert "/people/ola/" not in shown
    assert drift() == []


def test_ola_asks_as_the_house_and_the_lists_say_so(cast: Cast) -> None:
    sent = {
        "kind": "question", "title": "Kto zagra w maju?", "body": "Szukamy.", "tags": "", "lang": "pl",
        "key": "b", "organisation": cast.house.slug,
    }  # fmt: skip
    assert cast.client(cast.ola).post("/forums/ogolne/ask/", sent).status_code == 303
    topic = Topic.objects.get(title="Kto zagra w maju?")
    for address in (path(topic), "/forums/", "/forums/ogolne/", "/", "/feeds/forums.xml"):
        shown = page(cast.client(), address)
        assert HOUSE in shown, address
        assert "Ola Wrona" not in shown, address
    assert "Kto zagra w maju?" not in page(cast.client(cast.jan), "/people/ola/")
    assert drift() == []


@pytest.mark.parametrize("who", ["jan", "ewa", "marta", "nowa"])
def test_nobody_else_speaks_for_the_house(cast: Cast, asked: Topic, who: str) -> None:
    outsider = getattr(cast, who)
    sent = {"body": "Podszywam się.", "key": "c", "organisation": cast.house.slug}
    cast.client(outsider).post(verb(asked, "reply"), sent)
    assert not Post.objects.filter(organisation=cast.house).exists()
    status, _ = api(
        outsider, f"topics/{asked.pk}/posts", {"body": "x", "organisation": cast.house.slug}
    )
    assert status == 403
    fresh = {"title": "Fałszywy temat", "body": "x", "organisation": cast.house.slug}
    assert api(outsider, "forums/ogolne/topics", fresh)[0] == 403
    assert Topic.objects.count() == 1


def test_a_member_who_edits_nothing_does_not_speak_for_it(cast: Cast, asked: Topic) -> None:
    Membership.objects.create(organisation=cast.house, person=cast.jan, role="member")
    assert "In whose name?" not in page(cast.client(cast.jan), path(asked))
    status, _ = api(
        cast.jan, f"topics/{asked.pk}/posts", {"body": "x", "organisation": cast.house.slug}
    )
    assert status == 403


def test_the_api_posts_and_shows_the_organisation(cast: Cast, asked: Topic) -> None:
    status, made = api(
        cast.ola, f"topics/{asked.pk}/posts", {"body": "Mamy.", "organisation": cast.house.slug}
    )
    assert status == 201
    author = {
        "handle": "", "name": HOUSE, "url": f"/directory/{cast.house.slug}/", "organisation": cast.house.slug
    }  # fmt: skip
    assert made["author"] == author
    for reader in (None, cast.jan, cast.ola, cast.marta):
        _, listed = api(reader, f"topics/{asked.pk}/posts")
        assert listed["results"][1]["author"] == author
    _, events = api(None, f"topics/{asked.pk}/events")
    assert "Ola" not in json.dumps(events)
    assert (
        api(cast.ola, f"topics/{asked.pk}/posts", {"body": "x", "organisation": "nie-ma"})[0] == 422
    )
    status, topic = api(
        cast.ola, "forums/ogolne/topics", {"title": "Nowy temat", "body": "x", "organisation": cast.house.slug}
    )  # fmt: skip
    assert (status, topic["author"]) == (201, author)


def test_the_same_key_in_another_name_is_another_body(cast: Cast, asked: Topic) -> None:
    client = cast.client(cast.ola)
    sent = {"body": "Mamy.", "key": "same"}
    assert client.post(verb(asked, "reply"), sent).status_code == 303
    assert (
        client.post(verb(asked, "reply"), {**sent, "organisation": cast.house.slug}).status_code
        == 422
    )
    assert Post.objects.filter(topic=asked).count() == 2


def test_who_wrote_is_known_to_moderators_and_its_people_alone(
    cast: Cast, asked: Topic, said: Post
) -> None:
    member = person("iza", "Iza Mak")
    Membership.objects.create(organisation=cast.house, person=member, role="member")
    more = verb(asked, "posts/2/actions")
    for insider in (cast.ola, cast.marta, cast.adam, member):
        for address in (path(asked), more):
            assert "Ola Wrona" in page(cast.client(insider), address), (insider, address)
    for outsider in (cast.jan, cast.ewa, cast.nowa, None):
        for address in (
            path(asked),
            more,
            path(asked, "2/"),
            f"/forums/t/{asked.pk}/posts?after=0",
        ):
            assert "Ola Wrona" not in page(cast.client(outsider), address), (outsider, address)
    for anybody in (cast.ola, cast.marta, cast.jan):
        piece = page(cast.client(anybody), f"/forums/t/{asked.pk}/posts?after=1")
        assert "Ola" not in piece  # the piece is the same for everybody


def test_answers_accepting_and_notices_do_not_give_her_away(cast: Cast, said: Post) -> None:
    topic = start_topic(
        by=cast.ola, forum=cast.square, title="Kto zna kowala?", body="Szukamy.", kind="question",
        organisation=cast.house,
    )  # fmt: skip
    answer = post_reply(by=cast.jan, topic=topic, body="Ja znam.")
    cast.client(cast.ola).post(verb(topic, "posts/2/accept"))
    Topic.objects.get(pk=topic.pk, accepted=answer)
    post_reply(by=cast.ola, topic=topic, body="Dziękujemy.", parent=answer, organisation=cast.house)
    post_reply(
        by=cast.jan, topic=topic, body="Proszę.", parent=Post.objects.get(topic=topic, number=3)
    )
    jan = cast.client(cast.jan)
    for address in (
        "/notifications/",
        path(topic),
        path(said.topic),
        verb(topic, "reply") + "?parent=3",
    ):
        shown = page(jan, address)
        assert HOUSE in shown
        assert "Ola" not in shown, address
    assert not Notification.objects.filter(person=cast.jan, actor=cast.ola).exists()
    assert "Jan Zubek answered you" in page(cast.client(cast.ola), "/notifications/")


def test_one_who_also_speaks_for_herself_is_not_joined_to_it(cast: Cast) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Moje własne pytanie", body="Jak?")
    post_reply(by=cast.ola, topic=topic, body="A my mamy salę.", organisation=cast.house)
    piece = page(cast.client(cast.jan), f"/forums/t/{topic.pk}/posts?number=2")
    assert "started this" not in piece
    assert "ola" not in json.loads(piece)["html"]


def test_who_leaves_cannot_go_on(cast: Cast, asked: Topic, said: Post) -> None:
    zofia = person("zofia", "Zofia Żak")
    Membership.objects.create(organisation=cast.house, person=zofia, role="editor")
    edit = verb(asked, "posts/2/edit")
    assert cast.client(zofia).post(edit, {"body": "Mamy trzy."}).status_code == 303
    remove_member(by=cast.ola, organisation=cast.house, handle="ola")
    ola = cast.client(cast.ola)
    assert ola.post(edit, {"body": "Nie mamy nic."}).status_code == 403
    assert "In whose name?" not in page(ola, path(asked))
    sent = {"body": "Jeszcze raz.", "key": "d", "organisation": cast.house.slug}
    ola.post(verb(asked, "reply"), sent)
    assert Post.objects.filter(organisation=cast.house).count() == 1
    assert Post.objects.get(pk=said.pk).body == "Mamy trzy."
    # What she wrote she may still take away; bringing it back would be speaking for it again.
    assert ola.post(verb(asked, "posts/2/remove")).status_code == 303
    assert ola.post(verb(asked, "posts/2/restore")).status_code == 403
    assert cast.client(cast.jan).post(edit, {"body": "x"}).status_code in (403, 404)


def test_an_editor_takes_back_what_another_said(cast: Cast, asked: Topic, said: Post) -> None:
    zofia = person("zofia", "Zofia Żak")
    Membership.objects.create(organisation=cast.house, person=zofia, role="editor")
    client = cast.client(zofia)
    assert client.post(verb(asked, "posts/2/remove")).status_code == 303
    assert client.post(verb(asked, "posts/2/restore")).status_code == 303
    for outsider in (cast.jan, cast.ewa):
        assert cast.client(outsider).post(verb(asked, "posts/2/remove")).status_code == 403
    assert drift() == []


def test_a_new_name_stands_beside_old_words_and_a_hidden_one_is_not_named(
    cast: Cast, asked: Topic, said: Post
) -> None:
    assert HOUSE in page(cast.client(), path(asked))
    update_organisation(by=cast.ola, organisation=cast.house, fields={"name": "Dom pod Brzozą"})
    shown = page(cast.client(), path(asked))
    assert "Dom pod Brzozą" in shown
    assert HOUSE not in shown
    hide_organisation(organisation=cast.house, hidden=True)
    for address in (path(asked), "/forums/ogolne/", "/forums/"):
        shown = page(cast.client(), address)
        assert "Dom pod Brzozą" not in shown
        assert "Ola Wrona" not in shown
    assert "An organisation that is not shown" in page(cast.client(), path(asked))
    assert (
        api(cast.ola, f"topics/{asked.pk}/posts", {"body": "x", "organisation": cast.house.slug})[0]
        == 422
    )


def test_a_twin_that_is_merged_speaks_as_the_one_that_is_left(
    cast: Cast, asked: Topic, said: Post
) -> None:
    heir = Organisation.objects.create(slug="nowy-dom", name="Nowy Dom")
    Organisation.objects.filter(pk=cast.house.pk).update(merged_into=heir)
    hide_organisation(organisation=cast.house, hidden=True)
    assert Post.objects.get(pk=said.pk).organisation == heir
    assert "Nowy Dom" in page(cast.client(), path(asked))
    assert drift() == []


def test_the_page_of_the_house_lists_what_it_said(cast: Cast, asked: Topic, said: Post) -> None:
    shown = page(cast.client(), f"/directory/{cast.house.slug}/")
    assert "In the forums" in shown
    assert "Kto pożyczy reflektor?" in shown
    other = Organisation.objects.create(slug="inny", name="Inny dom")
    Membership.objects.create(organisation=other, person=cast.ola, role="editor")
    start_topic(
        by=cast.ola, forum=cast.square, title="W imieniu innego", body="x", organisation=other
    )
    # Ola belongs to both: the one's page must not tell that she wrote for the other.
    assert "W imieniu innego" not in page(cast.client(), f"/directory/{cast.house.slug}/")


def test_a_paused_editor_does_not_speak(cast: Cast, asked: Topic) -> None:
    User.objects.filter(pk=cast.ola.pk).update(
        suspended_until=timezone.now() + timezone.timedelta(days=2)
    )
    sent = {"body": "x", "key": "e", "organisation": cast.house.slug}
    assert cast.client(cast.ola).post(verb(asked, "reply"), sent).status_code == 403
    assert not Post.objects.filter(organisation=cast.house).exists()


def test_a_moderator_finds_the_writer_in_the_case(cast: Cast, said: Post) -> None:
    assert "Ola Wrona" in page(cast.client(cast.marta), f"/moderation/post/{said.pk}/")
    assert cast.client(cast.jan).get(f"/moderation/post/{said.pk}/").status_code in (403, 404)
    assert "Ola" not in page(cast.client(cast.jan), f"/moderation/report/post/{said.pk}/")


def test_who_edits_the_page_no_more_does_not_speak_in_their_own_name_instead(
    cast: Cast, topic: Topic
) -> None:
    """Ewa used to belong: the form that she opened then is refused, with all that she has written."""
    before = topic.posts.count()
    sent = {"body": "Z dawnego formularza.", "organisation": cast.house.slug}
    for outsider in (cast.ewa, cast.jan):
        answer = cast.client(outsider).post(verb(topic, "reply"), sent)
        assert answer.status_code == 422
        assert "Z dawnego formularza." in answer.content.decode()
    assert topic.posts.count() == before
