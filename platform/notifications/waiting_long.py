"""Moderators are reminded of words that have waited for long: in one line, once a day at most while they
wait. What somebody may not decide about does not count for them."""

from datetime import datetime, timedelta

from django.db import transaction
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
    hush_reminders()
    if not Waiting.objects.filter(state=State.WAITING, created_at__lte=now - LONG).exists():
        return
    for moderator in moderators():
        _remind(moderator, now)


@transaction.atomic
def _remind(moderator: User, now: datetime) -> None:
    # Held, so that two processes that do this at once remind once.
    User.objects.select_for_update(no_key=True).get(pk=moderator.pk)
    reminders = Notification.objects.filter(person=moderator, kind=KIND)
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
def hush_reminders() -> None:
    """Who has nothing left to decide about is reminded of nothing: neither at the bell, nor by a letter
    that has not gone yet."""
    unseen = Notification.objects.filter(kind=KIND, seen_at=None)
    for moderator in User.objects.filter(pk__in=unseen.values("person")):
        if not open_rows(moderator).exists():
            unseen.filter(person=moderator).update(seen_at=timezone.now())
            publish(NotificationsSeen(moderator.pk))
