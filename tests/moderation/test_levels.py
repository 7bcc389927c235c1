"""How well a person is known: by what it rises, by what it falls, who may set it, and who sees it."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from accounts.levels import Level
from accounts.models import User
from directory.actions.members import add_member
from directory.models import Membership
from forums.actions.mark_helped import mark_helped
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Topic
from forums.seats import read_up_to
from moderation.actions.decide import decide
from moderation.levels import NEEDS, Figures, earned, missing
from moderation.models import Act
from tests.cast import Cast, person


@pytest.fixture
def nela(cast: Cast) -> User:
    made = person("nela", "Nela Nowicka")
    User.objects.filter(pk=made.pk).update(level=Level.NEWCOMER)
    made.refresh_from_db()
    return made


def level_of(who: User) -> int:
    return User.objects.values_list("level", flat=True).get(pk=who.pk)


def topics_to_read(cast: Cast, count: int = 5, posts: int = 4) -> list[Topic]:
    made = []
    for at in range(count):
        topic = start_topic(by=cast.ola, forum=cast.square, title=f"Temat {at}", body="Pytam.")
        for _ in range(posts - 1):
            post_reply(by=cast.jan, topic=topic, body="Odpowiadam.")
        made.append(topic)
    return made


def read(who: User, topics: list[Topic], upto: int = 4) -> None:
    for topic in topics:
        read_up_to(person_id=who.pk, topic_id=topic.pk, number=upto)


def next_day(who: User) -> None:
    """The day before, as it stands in the row."""
    User.objects.filter(pk=who.pk).update(seen_on=timezone.localdate() - timedelta(days=1))
    forget_the_day()


def forget_the_day() -> None:
    """What was counted today is not remembered anywhere."""
    for name in ("local", "default"):
        caches[name].clear()


def test_who_reads_writes_and_comes_back_is_at_home(cast: Cast, nela: User) -> None:
    topics = topics_to_read(cast)
    read(nela, topics)
    post_reply(by=nela, topic=topics[0], body="Dzień dobry.")
    assert level_of(nela) == Level.NEWCOMER
    next_day(nela)
    read(nela, topics[:1], upto=5)
    assert level_of(nela) == Level.MEMBER
    act = Act.objects.get(person=nela)
    assert (act.why, act.before, act.after, act.by) == (Act.Why.EARNED, 0, 1, None)
    read(nela, topics)
    post_reply(by=nela, topic=topics[1], body="Jeszcze raz.")
    assert Act.objects.filter(person=nela).count() == 1


def test_a_day_counts_once_however_often_one_comes(cast: Cast, nela: User) -> None:
    topics = topics_to_read(cast, 3)
    for topic in topics:
        read(nela, [topic])
        forget_the_day()
    nela.refresh_from_db()
    assert (nela.days_seen, nela.seen_on) == (1, timezone.localdate())


def test_two_known_people_vouch_and_newcomers_for_nobody(cast: Cast, nela: User) -> None:
    topic = topics_to_read(cast, 1)[0]
    answer = post_reply(by=nela, topic=topic, body="Tak to robimy.")
    for at in range(3):
        puppet = person(f"nowy{at}", f"Nowy {at}")
        User.objects.filter(pk=puppet.pk).update(level=Level.NEWCOMER)
        mark_helped(by=User.objects.get(pk=puppet.pk), post=answer)
    assert level_of(nela) == Level.NEWCOMER
    mark_helped(by=cast.jan, post=answer)
    assert level_of(nela) == Level.NEWCOMER
    mark_helped(by=cast.ewa, post=answer)
    assert level_of(nela) == Level.MEMBER


def test_a_decision_lowers_once_and_shown_again_it_is_given_back(cast: Cast) -> None:
    User.objects.filter(pk=cast.jan.pk).update(level=Level.REGULAR)
    topic = topics_to_read(cast, 1)[0]
    post = topic.posts.get(number=2)
    about = {"kind": "post", "object_id": post.pk, "rule": "spam", "reason": "Reklama."}
    decide(by=cast.marta, verdict="hide", **about)
    assert level_of(cast.jan) == Level.MEMBER
    decide(by=cast.adam, verdict="restore", **about)
    assert level_of(cast.jan) == Level.REGULAR
    whys = list(Act.objects.order_by("pk").values_list("why", flat=True))
    assert whys == [Act.Why.SANCTION, Act.Why.RESTORED]


def test_what_was_only_in_the_wrong_place_lowers_nobody(cast: Cast) -> None:
    topic = topics_to_read(cast, 1)[0]
    decide(
        by=cast.marta, kind="post", object_id=topic.posts.get(number=2).pk, verdict="hide",
        rule="off_topic", reason="To inne forum.",
    )  # fmt: skip
    assert level_of(cast.jan) == Level.MEMBER


def test_editors_vouch_for_whom_they_bring_and_nobody_for_themselves(
    cast: Cast, nela: User
) -> None:
    cast.client(nela).post(
        "/directory/add/", {"name": "Moja nowa fundacja", "kind": "foundation", "gmina": "120611"}
    )
    assert level_of(nela) == Level.NEWCOMER
    add_member(by=cast.ola, organisation=cast.house, handle="nela", role=Membership.Role.EDITOR)
    assert level_of(nela) == Level.MEMBER
    assert Act.objects.get(person=nela).why == Act.Why.EDITOR


def test_a_moderator_sets_it_with_a_reason_and_it_stays(cast: Cast, nela: User) -> None:
    path = "/moderation/people/nela/level/"
    change = {"level": "3", "reason": "Prowadzi z nami warsztaty."}
    for outsider in (cast.visitor, cast.jan, cast.ewa, nela):
        assert cast.client(outsider).post(path, change).status_code == 404
    marta = cast.client(cast.marta)
    assert marta.post(path, {**change, "reason": ""}).status_code == 422
    assert marta.post(path, {**change, "level": "9"}).status_code == 422
    assert level_of(nela) == Level.NEWCOMER
    assert marta.post(path, change).status_code == 303
    page = marta.get("/moderation/people/nela/").content.decode()
    assert "nami warsztaty." in page
    assert "new here → looks after the place" in page
    topic = topics_to_read(cast, 1)[0]
    post = post_reply(by=User.objects.get(pk=nela.pk), topic=topic, body="Kup.")
    decide(
        by=cast.adam, kind="post", object_id=post.pk, verdict="hide", rule="spam", reason="Reklama."
    )
    assert level_of(nela) == Level.CURATOR
    assert marta.post(path, {"level": "", "reason": "Liczmy znowu."}).status_code == 303
    assert marta.post(path, {"level": "", "reason": "Liczmy znowu."}).status_code == 409
    assert not User.objects.get(pk=nela.pk).level_pinned


def test_nobody_decides_about_themselves(cast: Cast) -> None:
    marta = cast.client(cast.marta)
    for verb in ("level", "pause", "sweep"):
        answer = marta.post(
            f"/moderation/people/marta/{verb}/",
            {"level": "3", "days": "1", "reason": "x", "sure": "on"},
        )
        assert answer.status_code in (403, 404), verb
    assert not Act.objects.exists()


def test_a_person_reads_what_they_may_do_and_nobody_else_their_level(
    cast: Cast, nela: User
) -> None:
    page = cast.client(nela).get("/accounts/settings/").content.decode()
    assert "You are new here, so for now you can:" in page
    assert "write 20 replies in an hour" in page
    assert "come back on 2 more days" in page
    page = cast.client(cast.ola).get("/accounts/settings/").content.decode()
    assert "write 60 replies in an hour" in page
    for viewer in (cast.visitor, cast.jan, cast.ewa):
        assert cast.client(viewer).get("/moderation/people/nela/").status_code == 404
        shown = cast.client(viewer).get("/people/nela/").content.decode()
        assert "new here" not in shown
        assert "/moderation/people/" not in shown
    assert "/moderation/people/nela/" in cast.client(cast.marta).get("/people/nela/").content.decode()  # fmt: skip


def test_what_is_missing_is_told_until_nothing_is() -> None:
    needs = NEEDS[Level.MEMBER]
    full = Figures(**vars(needs))
    assert earned(full) == Level.MEMBER
    assert missing(full, Level.MEMBER) == []
    for name in ("days", "topics_read", "posts_read", "written"):
        less = Figures(**{**vars(full), name: getattr(full, name) - 1})
        assert earned(less) == Level.NEWCOMER
        assert len(missing(less, Level.MEMBER)) == 1
    assert earned(Figures(**{**vars(full), "upheld": 1})) == Level.NEWCOMER
    assert missing(full, Level.CURATOR) == []
