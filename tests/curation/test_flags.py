"""What several people whom we trust have reported is hidden until a moderator has looked, and no longer."""

import pytest
from django.conf import LazySettings

from accounts.levels import Level
from accounts.models import User
from curation.flags import weight_of
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post
from moderation.actions.decide import decide
from moderation.actions.report import report
from moderation.models import Act, Report
from notifications.models import Notification
from place.actions.change_settings import change_settings
from tests.cast import Cast, person


@pytest.fixture(autouse=True)
def _limits_hold(settings: LazySettings) -> None:
    settings.RATE_LIMIT_FACTOR = 1


def written(cast: Cast, body: str = "Kup teraz.", by: User | None = None) -> Post:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc", body="Jak?")
    return post_reply(by=by or cast.ewa, topic=topic, body=body)


def people(count: int, level: Level = Level.MEMBER) -> list[User]:
    made = [person(f"osoba{level}{n}", f"Osoba {n}") for n in range(count)]
    User.objects.filter(pk__in=[one.pk for one in made]).update(level=level)
    return [User.objects.get(pk=one.pk) for one in made]


def flag(post: Post, *who: User) -> None:
    for one in who:
        report(by=one, kind="post", object_id=post.pk, reason="spam")


def hidden(post: Post) -> bool:
    return Post.objects.get(pk=post.pk).hidden


def seen(cast: Cast, post: Post, viewer: User | None = None) -> bool:
    topic = post.topic
    page = cast.client(viewer).get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
    return post.body in page


def test_three_members_hide_it_and_its_author_hears_why(cast: Cast) -> None:
    post, members = written(cast), people(3)
    flag(post, *members[:2])
    assert not hidden(post)
    flag(post, members[2])
    assert hidden(post)
    assert not seen(cast, post)
    assert seen(cast, post, cast.marta), "moderators look at it"
    told = Notification.objects.get(person=cast.ewa)
    assert told.kind == "hidden_for_now"
    assert "rynek@example.org" in told.detail
    page = cast.client(cast.ewa).get("/notifications/").content.decode()
    assert "It is hidden until we have looked" in page
    queue = cast.client(cast.marta).get("/moderation/").content.decode()
    assert f"/moderation/post/{post.pk}/" in queue, "its reports are still to be answered"
    assert not Act.objects.exists(), "nobody is held for guilty by a count"


def test_a_moderator_who_leaves_it_shows_it_again_for_good(cast: Cast) -> None:
    post, members = written(cast), people(6)
    flag(post, *members[:3])
    decide(by=cast.marta, kind="post", object_id=post.pk, verdict="keep", rule="other", reason="W porządku.")  # fmt: skip
    assert not hidden(post)
    assert seen(cast, post)
    told = Notification.objects.filter(person=cast.ewa, kind="restored").get()
    assert told.detail == "W porządku."
    flag(post, *members[3:])
    assert not hidden(post), "a moderator has looked: it is not hidden by itself again"


def test_a_moderator_who_hides_it_leaves_it_hidden(cast: Cast) -> None:
    post = written(cast)
    flag(post, *people(3))
    decide(by=cast.marta, kind="post", object_id=post.pk, verdict="hide", rule="spam", reason="Reklama.")  # fmt: skip
    assert hidden(post)
    decide(by=cast.marta, kind="post", object_id=post.pk, verdict="restore", rule="other", reason="Jednak nie.")  # fmt: skip
    assert not hidden(post)


def test_any_number_of_newcomers_hides_nothing(cast: Cast) -> None:
    post = written(cast)
    flag(post, *people(9, Level.NEWCOMER))
    assert weight_of("post", post.pk) == 2
    assert not hidden(post)


def test_who_is_often_here_weighs_more_and_false_alarms_weigh_less(cast: Cast) -> None:
    often = people(2, Level.REGULAR)
    post = written(cast)
    flag(post, *often)
    assert hidden(post), "two of those"
    decide(by=cast.marta, kind="post", object_id=post.pk, verdict="keep", rule="other", reason="Nie.")  # fmt: skip
    again = written(cast, "Drugie.")
    flag(again, *often)
    assert weight_of("post", again.pk) == 2 * 3 * 2 / 3
    assert not hidden(again)


def test_what_moderators_write_and_pages_of_houses_are_looked_at_as_they_are(cast: Cast) -> None:
    post, members = written(cast, by=cast.marta), people(4)
    flag(post, *members)
    assert not hidden(post)
    for one in members:
        report(by=one, kind="organisation", object_id=cast.house.pk, reason="spam")
    assert cast.client().get(f"/directory/{cast.house.slug}/").status_code == 200
    assert Report.objects.filter(kind="organisation").count() == 4


def test_an_administrator_can_switch_it_off(cast: Cast) -> None:
    change_settings(by=cast.adam, section="defence", values={"flags_hide": 0})
    post = written(cast)
    flag(post, *people(4))
    assert not hidden(post)
