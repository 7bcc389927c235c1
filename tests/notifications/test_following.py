"""The page of everything that one follows and has muted."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from forums.actions.start_topic import start_topic
from forums.models import Topic
from notifications.models import Level, Watch
from taxonomy.models import Tag
from tests.cast import Cast

HERE = "/notifications/following/"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(
        by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="?", tags="noc"
    )


def main(client: Client, query: str = "") -> str:
    answer = client.get(HERE + query)
    assert answer.status_code == 200
    html = answer.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def press(client: Client, kind: str, pk: int, level: str, query: str = "") -> str:
    sent = {"level": level, "next": HERE + query}
    answer = client.post(f"/notifications/watch/{kind}/{pk}/", sent)
    assert answer.status_code == 303, answer.content
    return str(answer["Location"])


def test_each_thing_stands_with_its_level_and_is_changed_there(cast: Cast, topic: Topic) -> None:
    jan = cast.client(cast.jan)
    tag = Tag.objects.get(slug="noc")
    things = (
        ("topic", topic.pk, "Noc w bibliotece", f"/forums/t/{topic.pk}/{topic.slug}/"),
        ("forum", cast.square.pk, "Ogólne", "/forums/ogolne/"),
        ("tag", tag.pk, "noc", "/forums/tag/noc/"),
    )
    for kind, pk, name, url in things:
        query = f"?of={kind}"
        assert name not in main(jan, query)
        assert press(jan, kind, pk, "watching", query) == HERE + query
        html = main(jan, query)
        assert f'<a class="title" href="{url}">{name}</a>' in html
        assert re.findall(r'value="(\w+)" aria-pressed="true"', html) == ["watching"]
        press(jan, kind, pk, "tracking", query)
        assert re.findall(r'value="(\w+)" aria-pressed="true"', main(jan, query)) == ["tracking"]
        press(jan, kind, pk, "muted", query)
        assert name not in main(jan, query)
        assert name in main(jan, f"{query}&show=muted")
        press(jan, kind, pk, "normal", query)
        assert name not in main(jan, f"{query}&show=muted")
    for stranger in (cast.ewa, cast.marta):
        assert not Watch.objects.filter(person=stranger).exists()
        assert "Noc w bibliotece" not in main(cast.client(stranger))


def test_a_visitor_is_asked_to_log_in(cast: Cast) -> None:
    answer = cast.client().get(HERE)
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_what_one_may_no_longer_see_has_no_name_but_can_be_let_go(cast: Cast) -> None:
    secret = start_topic(
        by=cast.marta, forum=cast.backroom, title="Między nami", body="?", tags="tajne"
    )
    tag = Tag.objects.get(slug="tajne")
    User.objects.filter(pk=cast.ewa.pk).update(role=Role.MODERATOR)
    ewa, jan = cast.client(cast.ewa), cast.client(cast.jan)
    things = (("topic", secret.pk), ("forum", cast.backroom.pk), ("tag", tag.pk))
    for kind, pk in things:
        press(ewa, kind, pk, "watching")
    User.objects.filter(pk=cast.ewa.pk).update(role=Role.MEMBER)
    for kind, pk in things:
        html = main(ewa, f"?of={kind}")
        assert "Something that is no longer here" in html
        for word in ("Między nami", "Moderacja", "tajne"):
            assert word not in html
        path = f"/notifications/watch/{kind}/{pk}/"
        assert ewa.post(path, {"level": "watching"}).status_code == 404
        assert ewa.post(path, {"level": "normal"}).status_code == 303
        assert "no longer here" not in main(ewa, f"?of={kind}")
        for level in ("watching", "normal", "muted"):
            assert jan.post(path, {"level": level}).status_code == 404
    assert not Watch.objects.filter(person=cast.jan).exists()


@pytest.mark.parametrize("query", ["?of=x", "?show=x", "?of=organisation", "?of=&show="])
def test_words_that_are_none_are_the_first(cast: Cast, query: str) -> None:
    assert "You follow nothing here" in main(cast.client(cast.jan), query)


def test_a_broken_cursor_is_refused(cast: Cast) -> None:
    assert cast.client(cast.jan).get(f"{HERE}?cursor=x").status_code == 400


def test_pages_and_their_cost(cast: Cast, topic: Topic) -> None:
    jan = cast.client(cast.jan)
    press(jan, "topic", topic.pk, "watching")
    jan.get(HERE)
    with CaptureQueriesContext(connection) as few:
        main(jan)
    topics = [
        start_topic(by=cast.ola, forum=cast.square, title=f"Temat {n}", body="?") for n in range(45)
    ]
    Watch.objects.bulk_create(
        Watch(person=cast.jan, kind="topic", object_id=one.pk, level=Level.TRACKING)
        for one in topics
    )
    with CaptureQueriesContext(connection) as many:
        html = main(jan)
    assert len(few) == len(many) <= 18
    older = re.search(r'href="([^"]+)" rel="next"', html)
    assert older is not None
    rest = main(jan, older[1].replace("&amp;", "&").removeprefix(HERE))
    assert rest.count('class="followed"') + html.count('class="followed"') == 46
    assert "Noc w bibliotece" in rest


def test_settings_and_notifications_lead_there(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    for page in (
        "/notifications/",
        "/notifications/settings/",
        "/accounts/settings/",
        "/forums/unread/",
    ):
        assert f'href="{HERE}"' in jan.get(page).content.decode()
