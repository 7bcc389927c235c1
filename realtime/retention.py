"""What is kept of rooms, and of browsers that are told."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import OpenSession, Role
from accounts.session_ends import ends_for
from kernel.retention.table import LOT, Work, keep_for, old_rows
from realtime.chat.actions.erase_old import erase_old, number_of_old
from realtime.chat.models import RoomSilence
from realtime.push.actions import digest_of
from realtime.push.models import PushSubscription

SESSION = ends_for(Role.MEMBER)[0]
SILENCE = timedelta(days=190)
"""Six months for an appeal, and a week."""


def _without_a_log_in() -> Sequence[int]:
    """Subscriptions of browsers in which nobody is logged in any more: none of them is told anything."""
    old = PushSubscription.objects.filter(created_at__lt=timezone.now() - SESSION)
    rows = list(old.order_by("pk").values_list("pk", "person_id", "session"))
    open_ones = OpenSession.objects.filter(
        person__in={person for _pk, person, _mark in rows}, ended_at=None
    )
    marks = {
        (person, digest_of(key))
        for person, key in open_ones.values_list("person_id", "session_key")
    }
    return [pk for pk, person, mark in rows if (person, mark) not in marks]


def _forget_browsers() -> int:
    pks = _without_a_log_in()[:LOT]
    PushSubscription.objects.filter(pk__in=pks).delete()
    return len(pks)


def _erase_lot() -> int:
    """Batch by batch, each in a transaction of its own."""
    number = 0
    while number < LOT and (done := erase_old()):
        number += done
    return number


keep_for(
    "realtime.browsers",
    what=_("Addresses of browsers that you let tell you of news"),
    why=_("to tell you, if you want it"),
    since=_("after your last visit there, or until you log out or switch it off"),
    term=SESSION,
    work=Work(due=lambda: len(_without_a_log_in()), lot=_forget_browsers),
    columns="realtime.pushsubscription.endpoint realtime.pushsubscription.key realtime.pushsubscription.secret"
    " realtime.pushsubscription.session realtime.pushsubscription.auth_hash realtime.pushsubscription.browser",
)
keep_for(
    "realtime.rooms",
    what=_("Messages of rooms that do not keep for ever"),
    why=_("so that people can read what was said while they were away"),
    since=_("as many months as the page of the room says"),
    work=Work(due=number_of_old, lot=_erase_lot),
)
keep_for(
    "realtime.silences",
    what=_("That somebody was silenced in a room, and why"),
    why=_("so that the decision can be explained"),
    since=_("after it ended"),
    term=SILENCE,
    work=old_rows(lambda: RoomSilence.objects.filter(until__lt=timezone.now() - SILENCE)),
)
