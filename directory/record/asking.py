"""Once a year the editors of a page are asked by mail whether it is still right.

A page is due a year after it was last confirmed (or put into the directory) and asked about; without
an answer its editors are asked once more after a month, and then next year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from directory.models import Membership, Organisation

YEAR, AGAIN = timedelta(days=365), timedelta(days=30)
LINK_DAYS = 30
MAILS = 100
"""At most so many mails a run, so that a large directory does not look like a sender of spam."""
EVERY = 2 * 3600.0
"""Seconds between two runs."""
STALE = timedelta(days=2 * 365)
"""A page that nobody has confirmed for so long says so to its readers."""
_ANSWER, _STOP = "directory.asking.answer", "directory.asking.stop"


@dataclass(frozen=True)
class Answer:
    """What an answer's link says: which page, and who was asked."""

    organisation_id: int
    person_id: int


def asked_editors() -> QuerySet[Membership]:
    """Those who look after a page, can be reached, and have not asked us to stop."""
    return Membership.objects.filter(
        role=Membership.Role.EDITOR, left_at=None, asked=True,
        person__is_active=True, person__verified=True,
    )  # fmt: skip


def due(now: datetime | None = None) -> QuerySet[Organisation]:
    """Organisations whose editors are to be asked now, those that wait longest first."""
    now = now or timezone.now()
    found = Organisation.objects.filter(hidden=False, merged_into=None).filter(
        Exists(asked_editors().filter(organisation=OuterRef("pk")))
    )
    found = found.annotate(known=Coalesce("confirmed_at", "created_at"))
    first = Q(known__lte=now - YEAR) & (Q(asked_at=None) | Q(asked_at__lte=now - YEAR))
    once_more = Q(known__lte=now - YEAR, times_asked=1, asked_at__lte=now - AGAIN)
    return found.filter(first | once_more).order_by(F("asked_at").asc(nulls_first=True), "pk")


def answer_token(organisation: Organisation, person_id: int) -> str:
    return signing.dumps([organisation.pk, person_id], salt=_ANSWER)


def read_answer(token: str) -> Answer | None:
    try:
        pk, person = signing.loads(token[:600], salt=_ANSWER, max_age=LINK_DAYS * 24 * 3600)
        return Answer(int(pk), int(person))
    except Exception:  # signing raises many kinds for bytes it never made
        return None


def stop_token(membership: Membership) -> str:
    return signing.dumps(membership.pk, salt=_STOP)


def membership_of_stop(token: str) -> Membership | None:
    """Whose questions the link ends; it holds for as long as they belong there."""
    try:
        pk = int(signing.loads(token[:600], salt=_STOP))
    except Exception:  # signing raises many kinds for bytes it never made
        return None
    found = Membership.objects.select_related("organisation", "person")
    return found.filter(pk=pk, left_at=None).first()


def facts_to_check(organisation: Organisation) -> Sequence[tuple[str, str]]:
    """What everybody sees on the page, as (label, words), for the mail."""
    from directory.record.changes import label, words_of
    from directory.record.values import private_names, snapshot
    from directory.record.words import Wording

    values, wording = snapshot(organisation), Wording(organisation.pk)
    shown = [
        name
        for name in values
        if name not in ("lang", "shown_to", "moderated", "lon", "lat", "precision")
        and not name.startswith(("contact.", "photo.", "main."))
    ]
    private = set(private_names(shown, values))
    lines = [
        (label(name, wording), words_of(name, values[name], wording))
        for name in shown
        if name not in private
    ]
    return [(name, _short(words)) for name, words in lines if words]


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 300 else f"{line[:297]}…"
