"""A person says by which way they want to be told of what."""

from collections.abc import Collection, Iterable, Mapping
from datetime import time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from notifications.channels import (
    DEFAULTS,
    DIGEST,
    NOW,
    channels_of,
    clean_channels,
    next_digest,
    out_of_quiet,
)
from notifications.models import Level, Notification, Preferences, Rhythm


def prefer(
    *,
    by: User,
    channels: Mapping[str, Collection[str]],
    on_writing: Level,
    digest: str,
    quiet: tuple[time, time] | None,
    zone: str,
) -> None:
    """From now on so; what waits to be mailed follows."""
    with transaction.atomic():
        row = held(by.pk)
        row.channels = clean_channels(channels)
        row.on_writing, row.digest, row.zone = on_writing, digest, zone
        row.quiet_from, row.quiet_to = quiet or (None, None)
        row.save()
        _follow(row)


def held(person_id: int) -> Preferences:
    """The person's row, made if need be, held to the end of the transaction."""
    Preferences.objects.bulk_create([Preferences(person_id=person_id)], ignore_conflicts=True)
    return Preferences.objects.select_for_update().get(person=person_id)


def stop_mail(*, person_id: int, groups: Iterable[str]) -> None:
    """No mail at once about these any more; in the page they stay as they were."""
    with transaction.atomic():
        row = held(person_id)
        chosen = {group: set(channels_of(row, group)) for group in DEFAULTS}
        for group in groups:
            chosen[group].discard(NOW)
        row.channels = clean_channels({group: list(ways) for group, ways in chosen.items()})
        row.save(update_fields=["channels"])
        _drop(person_id, NOW)


def stop_digest(*, person_id: int) -> None:
    with transaction.atomic():
        row = held(person_id)
        row.digest = Rhythm.NONE
        row.save(update_fields=["digest"])
        _drop(person_id, DIGEST)


def stop_all_mail(*, person_id: int) -> None:
    """Nothing by mail about anything of this table; in the page all stays."""
    stop_mail(person_id=person_id, groups=list(DEFAULTS))
    stop_digest(person_id=person_id)


def _drop(person_id: int, way: str) -> None:
    waiting = Notification.objects.filter(person=person_id, by_mail=way, mailed_at=None)
    waiting.update(mail_after=None)


def _follow(row: Preferences) -> None:
    """What has been left for a mail goes at the time that holds now, or not at all."""
    now = timezone.now()
    waiting = Notification.objects.filter(
        person=row.person_id, mailed_at=None, mail_after__isnull=False
    )
    if row.digest == Rhythm.NONE:
        waiting.filter(by_mail=DIGEST).update(mail_after=None)
    else:
        waiting.filter(by_mail=DIGEST).update(mail_after=next_digest(row, now))
    waiting.filter(by_mail=NOW).update(mail_after=out_of_quiet(row, now))
