"""Moderators are reminded of words that have waited for long: in one line, once a day at most while they
wait. What somebody may not decide about does not count for them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from directory.letters import moderators
from forums.paths import HELD
from forums.review.kinds import State
from forums.review.models import Waiting
from forums.review.seeing import open_rows
from kernel.facts import publish
from notifications.actions.tell import tell
from notifications.facts import NotificationsSeen
from notifications.models import Notification

KIND = "words_wait_long"
LONG = timedelta(hours=24)
"""So long something waits before its moderators are reminded, and so long until they are once more."""


def remind_moderators() -> None:
    """Whoever has something waiting for LONG and has not been reminded within LONG."""
    now = timezone.now()
    hush_decided()
    if not Waiting.objects.filter(state=State.WAITING, created_at__lte=now - LONG).exists():
        return
    for moderator in moderators():
        _remind(moderator, now)


@transaction.atomic
def _remind(moderator: User, now: datetime) -> None:
    # Held, so that two processes that do this at once remind once.
    User.objects.select_for_update(no_key=True).get(pk=moderator.pk)
    reminders = _told(KIND).filter(person=moderator)
    rows = open_rows(moderator)
    oldest = rows.order_by("created_at", "pk").first()
    if oldest is None or oldest.created_at > now - LONG:
        return
    if reminders.filter(created_at__gt=now - LONG).exists():
        return
    # The line of yesterday gives way: there is one, with the figure of today.
    reminders.filter(newest=True).update(newest=False)
    reminders.filter(seen_at=None).update(seen_at=now)
    tell(
        {moderator.pk}, kind=KIND, actor_id=None, subject=oldest.created_at.isoformat(),
        count=rows.count(), url=HELD, target=("waiting", oldest.pk),
    )  # fmt: skip


@transaction.atomic
def hush_decided() -> None:
    """What somebody has decided, or its author has taken back, is news to nobody; and who has nothing left to
    decide about is reminded of nothing: neither at the bell, nor by a letter that has not gone yet."""
    people = {person.pk: person for person in moderators()}
    over = Waiting.objects.exclude(state=State.WAITING).values("pk")
    news = _told("words_wait").filter(person__in=people, seen_at=None, target_id__in=over)
    reminders = _told(KIND).filter(person__in=people, seen_at=None)
    done = {
        pk
        for pk in reminders.values_list("person", flat=True)
        if not open_rows(people[pk]).exists()
    }
    gone = dict(news.values_list("pk", "person"))
    gone |= dict(reminders.filter(person__in=done).values_list("pk", "person"))
    if gone:
        Notification.objects.filter(pk__in=gone).update(seen_at=timezone.now())
    for person in sorted(set(gone.values())):
        publish(NotificationsSeen(person))


def _told(kind: str) -> QuerySet[Notification]:
    """What moderators were told of words that wait; asked by person it is a range of an index."""
    return Notification.objects.filter(kind=kind, target_kind="waiting")
