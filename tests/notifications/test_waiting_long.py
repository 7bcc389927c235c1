"""Moderators are reminded of what has waited for long: one line, once a day at most, while it waits."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone, translation

from accounts.levels import Level
from accounts.models import Role, User
from accounts.viewer import Audience
from forums.actions.start_topic import start_topic
from forums.models import Forum, Topic
from forums.review.kinds import Review, State
from forums.review.models import Waiting
from kernel.background import ticks
from kernel.jobs import work_off as send
from notifications.channels import DEFAULTS
from notifications.kinds import sentence
from notifications.mail import sending
from notifications.models import Notification, Preferences
from tests.cast import Cast, person

pytestmark = pytest.mark.django_db(transaction=True)
KIND = "words_wait_long"


@pytest.fixture
def topic(cast: Cast, settings: Any) -> Topic:
    """In a forum where all that newcomers write waits."""
    settings.RATE_LIMIT_FACTOR = 1
    User.objects.update(language="en")
    Forum.objects.filter(pk=cast.square.pk).update(review=Review.ALL)
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


@pytest.fixture
def nela(cast: Cast) -> User:
    made = person("nela", "Nela Nowicka")
    User.objects.filter(pk=made.pk).update(level=Level.NEWCOMER)
    made.refresh_from_db()
    return made


def waits(cast: Cast, nela: User, topic: Topic, *, hours: float, body: str = "Mamy.") -> Waiting:
    """It was sent so long ago."""
    sent = {"body": f"{body} {hours}", "key": f"k{hours}"}
    answer = cast.client(nela).post(f"/forums/topics/{topic.pk}/reply/", sent)
    waiting = Waiting.objects.get(pk=int(answer["Location"].split("/")[3]))
    Waiting.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(hours=hours))
    return waiting


def pass_time(hours: float) -> None:
    """As if that much later."""
    gone = timedelta(hours=hours)
    for model, names in (
        (Waiting, ("created_at",)),
        (Notification, ("created_at", "mail_after", "mailed_at")),
    ):
        for row in model.objects.all():
            for name in names:
                if (value := getattr(row, name)) is not None:
                    setattr(row, name, value - gone)
            row.save(update_fields=list(names))


def work() -> None:
    ticks["what waits long"].work()


def reminders(who: User) -> list[Notification]:
    return list(Notification.objects.filter(person=who, kind=KIND).order_by("pk"))


def at_the_bell(cast: Cast, who: User) -> str:
    page: str = cast.client(who).get("/notifications/").content.decode()
    return page


def test_after_a_day_each_moderator_is_told_in_one_line(
    cast: Cast, nela: User, topic: Topic
) -> None:
    waits(cast, nela, topic, hours=1)
    waits(cast, nela, topic, hours=23)
    work()
    assert not Notification.objects.filter(kind=KIND).exists()
    with time_machine.travel("2026-11-27 09:05:00+01:00", tick=False):
        waits(cast, nela, topic, hours=0)
    oldest = Waiting.objects.order_by("created_at").first()
    assert oldest is not None
    with time_machine.travel("2026-11-30 10:00:00+01:00"):
        work()
        for moderator in (cast.marta, cast.adam):
            (told,) = reminders(moderator)
            assert (told.count, told.url, told.target_id) == (3, "/forums/held/", oldest.pk)
            page = at_the_bell(cast, moderator)
            assert (
                "3 posts wait for you as a moderator, the oldest since 27 November 2026, 9:05"
                in page
            )
        with translation.override("pl"):
            assert sentence(told) == (
                "3 wpisy czekają na Twoją decyzję, najdłużej od 27 listopada 2026, 9:05"
            )
    for outsider in (cast.ola, cast.jan, cast.ewa, nela):
        assert reminders(outsider) == []


def test_once_a_day_at_most_and_the_line_of_yesterday_gives_way(
    cast: Cast, nela: User, topic: Topic
) -> None:
    waits(cast, nela, topic, hours=25)
    for _round in range(3):
        work()
    (told,) = reminders(cast.marta)
    assert sentence(told).startswith("1 post has waited for you as a moderator since ")
    pass_time(hours=23)
    work()
    assert len(reminders(cast.marta)) == 1
    waits(cast, nela, topic, hours=2)
    pass_time(hours=1.1)
    work()
    before, now = reminders(cast.marta)
    assert (before.newest, before.seen_at is None, now.newest, now.count) == (False, False, True, 2)
    page = at_the_bell(cast, cast.marta)
    assert "2 posts wait for you as a moderator" in page
    assert "1 post has waited for you" not in page


@pytest.mark.parametrize("how", ["approve", "refuse", "withdraw", "swept"])
def test_when_nothing_waits_any_more_nobody_is_reminded(
    cast: Cast, nela: User, topic: Topic, how: str
) -> None:
    waiting = waits(cast, nela, topic, hours=30)
    work()
    path = f"/forums/held/{waiting.pk}/{how}/"
    if how == "swept":
        Waiting.objects.update(state=State.REFUSED, decided_at=timezone.now())
    else:
        who = nela if how == "withdraw" else cast.adam
        assert cast.client(who).post(path, {"reason": "Nie tu."}).status_code == 303
    if how == "swept":
        work()
    for moderator in (cast.marta, cast.adam):
        assert [row.seen_at is None for row in reminders(moderator)] == [False]
        told = Notification.objects.filter(person=moderator, target_kind="waiting", seen_at=None)
        assert not told.exists()
    mail.outbox.clear()
    pass_time(hours=1)
    sending.work_off()
    send()
    moderators = {cast.marta.email, cast.adam.email}
    assert [one for one in mail.outbox if moderators & set(one.to)] == []
    pass_time(hours=30)
    work()
    assert len(reminders(cast.marta)) == 1


def letters_of(who: User) -> list[Any]:
    mail.outbox.clear()
    pass_time(hours=0.5)
    sending.work_off()
    send()
    return [one for one in mail.outbox if one.to == [who.email] and "posts wait" in one.body]


def test_by_mail_as_each_moderator_has_chosen(cast: Cast, nela: User, topic: Topic) -> None:
    groups = {name: sorted(ways) for name, ways in DEFAULTS.items()}
    Preferences.objects.create(person=cast.adam, channels={**groups, "moderation": ["page"]})
    for hours in (26, 25):
        waits(cast, nela, topic, hours=hours)
    Notification.objects.all().delete()  # what was told when they were sent
    work()
    (letter,) = letters_of(cast.marta)
    assert "2 posts wait for you as a moderator, the oldest since" in letter.subject
    assert "/forums/held/" in letter.body
    assert "because you are a moderator here" in letter.body
    assert len(reminders(cast.adam)) == 1
    assert letters_of(cast.adam) == []
    assert [row.by_mail for row in reminders(cast.adam)] == [""]


def test_nobody_is_reminded_of_their_own_nor_of_what_they_may_not_see(
    cast: Cast, nela: User, topic: Topic
) -> None:
    waits(cast, nela, topic, hours=25)
    User.objects.filter(pk=nela.pk).update(role=Role.MODERATOR)
    work()
    assert reminders(nela) == []
    assert len(reminders(cast.marta)) == 1
    # Who moderates no more reads nothing of it, and who is gone is written nothing.
    User.objects.filter(pk=cast.marta.pk).update(role=Role.MEMBER)
    cast.marta.refresh_from_db()
    assert "as a moderator" not in at_the_bell(cast, cast.marta)
    assert reminders(cast.marta)[0].seen_at is not None
    pass_time(hours=30)
    work()
    assert len(reminders(cast.marta)) == 1
    assert len(reminders(cast.adam)) == 2


def test_a_forum_that_moderators_alone_see_is_counted_for_them(
    cast: Cast, nela: User, topic: Topic
) -> None:
    waits(cast, nela, topic, hours=25)
    Forum.objects.filter(pk=cast.square.pk).update(audience=Audience.MODERATORS)
    work()
    assert [row.count for row in reminders(cast.marta)] == [1]
