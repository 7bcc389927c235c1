"""What is done to a topic is shown in the conversation, where it was done."""

import pytest

from forums.actions.change_topic import change_topic
from forums.actions.close_topic import close_topic, pin_topic, reopen_topic
from forums.actions.hide import hide_topic
from forums.actions.post_reply import post_reply
from forums.actions.split_topic import split_topic
from forums.models import Topic, TopicEvent
from tests.cast import Cast
from tests.forums.conftest import drift, path, verb
from tests.forums.test_topic_page import fill, page


def test_closing_and_opening_stand_where_they_happened(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="raz")
    close_topic(by=cast.marta, topic=topic)
    close_topic(by=cast.marta, topic=topic)
    post_reply(by=cast.marta, topic=topic, body="Zamykam.")
    reopen_topic(by=cast.adam, topic=topic)
    html = page(cast.client(), path(topic))
    section = html.split('class="posts')[1]
    assert section.count('class="happening"') == 2
    closed, opened = section.index("Closed"), section.index("Opened again")
    assert section.index('id="p2"') < closed < section.index('id="p3"') < opened
    assert "Marta Lis" in section[closed : closed + 200]
    # They are rows between posts: no number, no event, nothing counted.
    assert html.count('data-number="') == 3
    assert drift() == []


def test_an_answer_keeps_its_thread_together(cast: Cast, topic: Topic) -> None:
    first = post_reply(by=cast.jan, topic=topic, body="raz")
    pin_topic(by=cast.marta, topic=topic)
    post_reply(by=cast.ola, topic=topic, body="odpowiedź", parent=first)
    post_reply(by=cast.ewa, topic=topic, body="dwa")
    section = page(cast.client(), path(topic)).split('class="posts')[1]
    assert section.index('id="p3"') < section.index("Pinned above") < section.index('id="p4"')


def test_each_stands_on_the_page_of_its_place(cast: Cast, topic: Topic) -> None:
    fill(topic, cast, 20)
    close_topic(by=cast.marta, topic=Topic.objects.get(pk=topic.pk))
    fill(topic, cast, 25)
    reopen_topic(by=cast.marta, topic=Topic.objects.get(pk=topic.pk))
    first, second = page(cast.client(), path(topic)), page(cast.client(), path(topic, "?page=2"))
    assert first.count('class="happening"') == second.count('class="happening"') == 1
    assert "Opened again" in second


def test_a_new_title_names_the_old_one(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="raz")
    change_topic(by=cast.ola, topic=topic, title="Noc w muzeum")
    topic.refresh_from_db()
    html = page(cast.client(), path(topic))
    assert "it was “Noc w bibliotece”" in html
    # A title that must not be read on is left out by a moderator.
    form = {"title": "Noc", "kind": "question", "tags": "", "withhold": "on"}
    assert cast.client(cast.marta).post(verb(topic, "edit"), form).status_code == 303
    topic.refresh_from_db()
    html = page(cast.client(), path(topic))
    assert "New title" in html
    assert "Noc w muzeum" not in html
    # Its starter cannot leave it out.
    assert (
        cast.client(cast.ola).post(verb(topic, "edit"), {**form, "title": "Dzień"}).status_code
        == 303
    )
    assert TopicEvent.objects.latest("pk").words == "Noc"


def test_a_title_mended_at_once_is_no_news(cast: Cast, topic: Topic) -> None:
    change_topic(by=cast.ola, topic=topic, title="Noc w Bibliotece")
    assert not TopicEvent.objects.exists()


def test_who_acts_for_an_organisation_is_shown_as_it(cast: Cast) -> None:
    from forums.actions.start_topic import start_topic

    topic = start_topic(
        by=cast.ola, forum=cast.square, title="Nabór", body="Zapraszamy.", organisation=cast.house
    )
    post_reply(by=cast.jan, topic=topic, body="raz")
    change_topic(by=cast.ola, topic=topic, title="Nabór do zespołu")
    topic.refresh_from_db()
    row = page(cast.client(), path(topic)).split('class="happening"')[1].split("</div>")[0]
    assert "Dom Kultury w Brzozówce" in row
    assert "Ola" not in row


@pytest.mark.parametrize("who", [None, "jan", "ola"])
def test_another_topic_is_named_only_while_every_reader_may_see_it(
    cast: Cast, topic: Topic, who: str | None
) -> None:
    client = cast.client(getattr(cast, who) if who else None)
    for body in ("raz", "dwa"):
        post_reply(by=cast.jan, topic=topic, body=body)
    other = split_topic(by=cast.marta, topic=topic, numbers={3}, title="Całkiem osobna sprawa")
    assert "1 post moved" in page(client, path(topic))
    assert "osobna sprawa" in page(client, path(topic))
    # The kept page knows at once.
    hide_topic(other, True)
    html = page(client, path(topic))
    assert "osobna" not in html
    assert "another conversation" in html
    hide_topic(other, False)
    change_topic(by=cast.marta, topic=other, title="Inny tytuł")
    assert "Inny tytuł" in page(client, path(topic))
    cast.square.audience = "members"
    Topic.objects.filter(pk=other.pk).update(forum=cast.backroom, version=99)
    assert "Inny tytuł" not in page(client, path(topic))
