"""Telling browsers of mentions and messages, by the worker. Each browser remembers up to which notification
it was told, so nothing is written when something happens and nothing is told twice."""

import json
import logging
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from kernel.naming import site_name
from notifications.channels import out_of_quiet
from notifications.kinds import KINDS
from notifications.models import Notification, Preferences
from notifications.targets import still_visible
from realtime.push.carrying import BadEndpoint, Unreachable, carry
from realtime.push.keys import authorization, unpacked
from realtime.push.models import PushSubscription
from realtime.push.sealing import sealed

log = logging.getLogger(__name__)

TOLD = ("mention", "wrote_to_you", "added_to_conversation")
NAMELESS = ("wrote_to_you", "added_to_conversation")
"""Of a conversation not even the name leaves the site."""
LOT = 20
TRIES = 8
FRESH = timedelta(hours=12)
"""What is older is no news for a locked screen."""


def work_off() -> bool:
    """Tells some browsers; True when more may wait."""
    now = timezone.now()
    news = _news().filter(person=OuterRef("person"), pk__gt=OuterRef("told_up_to"))
    due = PushSubscription.objects.filter(Exists(news), next_at__lte=now)
    rows = list(due.select_related("person").order_by("next_at", "pk")[:LOT])
    for row in rows:
        try:
            _tell(row)
        except Exception:  # one that fails must not hold up the others
            log.exception("push subscription %s failed", row.pk)
            _later(row)
    return len(rows) == LOT


def _news() -> QuerySet[Notification]:
    since = timezone.now() - FRESH
    return Notification.objects.filter(
        kind__in=TOLD, seen_at=None, in_page=True, created_at__gt=since
    )


def _tell(row: PushSubscription) -> None:
    person = row.person
    if not person.is_active or not constant_time_compare(
        row.auth_hash, person.get_session_auth_hash()
    ):
        row.delete()
        return
    now = timezone.now()
    preferences = Preferences.objects.filter(person=person).first()
    if preferences is not None and (later := out_of_quiet(preferences, now)) > now:
        PushSubscription.objects.filter(pk=row.pk).update(next_at=later)
        return
    waiting = list(_news().filter(person=person, pk__gt=row.told_up_to).order_by("pk")[:100])
    visible = still_visible(person, waiting, lines=False)
    shown = [one for one in waiting if one.pk in visible]
    if shown and not _sent(row, _message(person, shown)):
        return
    PushSubscription.objects.filter(pk=row.pk).update(
        told_up_to=waiting[-1].pk, tries=0, next_at=now
    )


def _message(person: User, shown: list[Notification]) -> bytes:
    """Who, and where; never what."""
    newest = shown[-1]
    with translation.override(person.language):
        subject = "" if newest.kind in NAMELESS else newest.subject
        who = newest.organisation.name if newest.organisation else newest.actor.name if newest.actor else _("Somebody")  # fmt: skip
        words = KINDS[newest.kind](who, subject)
        if more := len(shown) - 1:
            rest = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
            words = f"{words}, {rest}"
    url = newest.url if len(shown) == 1 else "/notifications/"
    told = {"title": site_name(), "body": words[:400], "url": url, "lang": person.language}
    return json.dumps(told, ensure_ascii=False).encode()


def _sent(row: PushSubscription, message: bytes) -> bool:
    body = sealed(message, unpacked(row.key), unpacked(row.secret))
    headers = {
        "Content-Type": "application/octet-stream", "Content-Encoding": "aes128gcm",
        "Authorization": authorization(row.endpoint), "Urgency": "normal", "Topic": "rynek",
    }  # fmt: skip
    try:
        answer = carry(row.endpoint, body, headers)
    except BadEndpoint:
        row.delete()
        return False
    except Unreachable as error:
        log.info("push service of subscription %s is away: %s", row.pk, error)
        _later(row)
        return False
    if answer.taken:
        return True
    if answer.gone:
        row.delete()
    else:
        log.warning("push service answered %s to subscription %s", answer.status, row.pk)
        _later(row)
    return False


def _later(row: PushSubscription) -> None:
    """Tried again later and later; who never answers is forgotten."""
    if row.tries + 1 >= TRIES:
        PushSubscription.objects.filter(pk=row.pk).delete()
        return
    wait = timedelta(seconds=30 * 2**row.tries)
    PushSubscription.objects.filter(pk=row.pk).update(
        tries=F("tries") + 1, next_at=timezone.now() + wait
    )
