"""The letters of saved searches: what is due is looked at, and what is new is told once.

The marker is a time. A row may be committed after one that is younger, so each look goes back over
OVERLAP before the last one and leaves out what it remembers to have told. Letter, marker and memory are
written in one transaction: whoever dies in between has sent nothing and forgets nothing.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from kernel.mail import write_letter
from kernel.refusals import Invalid
from notifications.models import SavedSearch, ToldHit
from notifications.saved.registry import Fresh, kind_of, query_of

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Searches of one run."""
SHOWN = 20
"""Things in one letter."""
OVERLAP = timedelta(hours=6)
"""No transaction that adds something takes as long."""
LATER = timedelta(hours=1)
"""When one that failed is tried again."""
PERIODS = {
    SavedSearch.Rhythm.DAILY: timedelta(days=1),
    SavedSearch.Rhythm.WEEKLY: timedelta(days=7),
}
_SALT = "notifications.saved"


def work_off() -> bool:
    """Looks at what is due; True when more may wait."""
    now = timezone.now()
    due = SavedSearch.objects.filter(active=True, due_at__lte=now).order_by("due_at", "pk")
    pks = list(due.values_list("pk", flat=True)[:AT_ONCE])
    for pk in pks:
        try:
            with transaction.atomic():
                _look(pk, now)
        except Exception:  # one that fails must not hold up the others
            log.exception("saved search %s failed", pk)
            SavedSearch.objects.filter(pk=pk).update(due_at=now + LATER)
    return len(pks) == AT_ONCE


def _look(pk: int, now: datetime) -> None:
    rows = SavedSearch.objects.select_for_update(
        of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked
    )
    search = rows.select_related("person").filter(pk=pk, active=True, due_at__lte=now).first()
    if search is None:
        return  # another process has it, or it was stopped meanwhile
    search.due_at = next_time(search, now)
    if may_get_letters(search.person, now):
        with suppress(Invalid):  # a filter is gone: the person's own page says so
            _tell(search, now)
    search.save(update_fields=["due_at", "since"])


def may_get_letters(person: User, now: datetime) -> bool:
    """Whoever is paused hears of it all afterwards; a closed account of nothing."""
    paused = person.suspended_until is not None and person.suspended_until > now
    return person.is_active and person.verified and not paused


def next_time(search: SavedSearch, now: datetime) -> datetime:
    """The next time after now at the hour at which it always comes."""
    period = PERIODS[SavedSearch.Rhythm(search.rhythm)]
    missed = max(0, (now - search.due_at) // period)
    return search.due_at + (missed + 1) * period


def _tell(search: SavedSearch, now: datetime) -> None:
    with override(search.person.language):
        found = news_of(search)
        kind = kind_of(search.kind)
        items = kind.items(search.person, [one.pk for one in found[:SHOWN]])
        if items:
            write_letter(
                to=search.person.email, language=search.person.language,
                template="notifications/mail/saved_search.txt", stop_url=stop_url(search),
                context={
                    "person": search.person.name, "name": search.name, "items": items,
                    "count": len(found), "more": max(0, len(found) - SHOWN),
                    "address": settings.BASE_URL + kind.address(search.query),
                    "all_searches": f"{settings.BASE_URL}/notifications/searches/",
                },
            )  # fmt: skip
    remember(search, found)
    search.since = now


def news_of(search: SavedSearch) -> list[Fresh]:
    """What its person may see now and has not been told of. Raises Invalid for a filter that is gone."""
    kind, query = kind_of(search.kind), query_of(search.query)
    kind.read(search.person, query)
    known = set(search.told.values_list("object_id", flat=True))
    found = kind.fresh(search.person, query, search.since - OVERLAP)
    return [one for one in found if one.pk not in known]


def remember(search: SavedSearch, found: Sequence[Fresh]) -> None:
    """These are known to the person from now on."""
    ToldHit.objects.bulk_create(
        [ToldHit(search=search, object_id=one.pk, at=one.at) for one in found],
        ignore_conflicts=True,
        batch_size=500,
    )


def stop_url(search: SavedSearch) -> str:
    """An absolute address that stops it without a log-in."""
    token = signing.dumps(search.pk, salt=_SALT)
    return f"{settings.BASE_URL}/notifications/searches/stop/{token}/"


def search_of_token(token: str) -> int | None:
    """The id that was signed; None for anything else."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except Exception:  # signing raises many kinds for bytes it never made
        return None
    return pk if isinstance(pk, int) else None
