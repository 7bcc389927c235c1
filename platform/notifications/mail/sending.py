"""Who is due a letter gets it. What was read meanwhile, muted, or may no longer be seen is left out.

Letter, marks and count are one transaction under the person's row: two workers never write the same
twice, and who dies in between has sent nothing.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from forums.models import Topic
from notifications.actions.prefer import held
from notifications.channels import DIGEST, NOW, next_digest, out_of_quiet, zone_of
from notifications.levels import level_of_topic
from notifications.mail.letters import write_digest, write_of_thing, write_of_topic
from notifications.models import Level, Notification, Preferences, Rhythm
from notifications.targets import still_visible

log = logging.getLogger(__name__)

PEOPLE = 20
"""Of one run."""
MOST = 100
"""Letters to one person in a day; what is over goes into the digest."""
UNREAD_WAIT = timedelta(hours=1)
"""Until a topic is written of again while the last letter about it has not been read."""
LATER = timedelta(hours=1)


def work_off() -> bool:
    """Writes to who is due; True when more may wait."""
    now = timezone.now()
    due = Notification.objects.filter(mail_after__isnull=False, mail_after__lte=now)
    people = list(due.order_by().values_list("person_id", flat=True).distinct()[:PEOPLE])
    for person in people:
        try:
            with transaction.atomic():
                _write_to(person, now)
        except Exception:  # one that fails must not hold up the others
            log.exception("the letters to person %s failed", person)
            due.filter(person=person).update(mail_after=now + LATER)
    return len(people) == PEOPLE


def _write_to(person_id: int, now: datetime) -> None:
    preferences = held(person_id)
    waiting = Notification.objects.filter(person=person_id, mail_after__isnull=False)
    due = waiting.filter(mail_after__lte=now)
    person = User.objects.get(pk=person_id)
    if not person.is_active or not person.verified:
        waiting.update(mail_after=None)
        return
    paused = person.suspended_until
    later = max(out_of_quiet(preferences, now), paused if paused else now)
    if later > now:
        due.update(mail_after=later)
        return
    rows = list(waiting.select_related("actor", "organisation", "topic__forum").order_by("pk"))
    rows = _worth_telling(person, rows)
    at_once = [row for row in rows if row.by_mail == NOW]
    _at_once(person, preferences, at_once, now)
    left = [row for row in rows if row.by_mail == DIGEST]
    if any(row.mail_after and row.mail_after <= now for row in left):
        write_digest(person, left)
        _told(left, now)


def _worth_telling(person: User, rows: Sequence[Notification]) -> list[Notification]:
    """Those not read, muted or hidden since; the others are told no more by mail."""
    visible = still_visible(person, rows, lines=False)
    levels = Topic.objects.filter(pk__in={row.topic_id for row in rows if row.topic_id})
    muted = set(
        levels.annotate(level=level_of_topic(person.pk))
        .filter(level=Level.MUTED)
        .values_list("pk", flat=True)
    )
    kept = [
        row for row in rows
        if row.seen_at is None and row.pk in visible and row.topic_id not in muted
    ]  # fmt: skip
    gone = {row.pk for row in rows} - {row.pk for row in kept}
    Notification.objects.filter(pk__in=gone).update(mail_after=None)
    return kept


def _at_once(
    person: User, preferences: Preferences, rows: Sequence[Notification], now: datetime
) -> None:
    heaps: dict[int, list[Notification]] = defaultdict(list)
    for row in rows:
        heaps[row.topic_id or -row.pk].append(row)
    last = dict(
        Notification.objects.filter(person=person, topic__in=heaps, seen_at=None)
        .exclude(mailed_at=None)
        .filter(by_mail=NOW)
        .order_by()
        .values_list("topic")
        .annotate(last=Max("mailed_at"))
    )
    for key, heap in heaps.items():
        if not any(row.mail_after and row.mail_after <= now for row in heap):
            continue
        again = last[key] + UNREAD_WAIT if key in last else now
        if again > now:
            _move(heap, again)
        elif not _count(preferences, now):
            _move(heap, _tomorrow(preferences, now), way=DIGEST)
        else:
            write_of_topic(person, heap) if heap[0].topic else write_of_thing(person, heap[0])
            _told(heap, now)


def _count(preferences: Preferences, now: datetime) -> bool:
    """One more letter today; False when that would be too many."""
    today = now.astimezone(zone_of(preferences)).date()
    if preferences.mails_on != today:
        preferences.mails_on, preferences.mails = today, 0
    if preferences.mails >= MOST * settings.RATE_LIMIT_FACTOR:
        return False
    preferences.mails += 1
    preferences.save(update_fields=["mails_on", "mails"])
    return True


def _tomorrow(preferences: Preferences, now: datetime) -> datetime:
    daily = Preferences(
        digest=Rhythm.DAILY, zone=preferences.zone,
        quiet_from=preferences.quiet_from, quiet_to=preferences.quiet_to,
    )  # fmt: skip
    return next_digest(daily, now)


def _move(rows: Sequence[Notification], when: datetime, way: str = NOW) -> None:
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(
        mail_after=when, by_mail=way
    )


def _told(rows: Sequence[Notification], now: datetime) -> None:
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(
        mail_after=None, mailed_at=now
    )
