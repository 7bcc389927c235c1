"""What was reported, as it was then: its author may change it or take it away afterwards, and moderators still
judge what was reported. The words are forgotten with the last day of an appeal (moderation.retention)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kernel.markdown import excerpt
from kernel.retention.table import LOT
from moderation.models import Appeal, Report
from moderation.registry import Moderated

KEPT = timedelta(days=190)
"""Six months for an appeal, and a week."""


@dataclass(frozen=True)
class AsReported:
    """A wording that does not stand there any more, and when it was reported."""

    words: str
    at: datetime


def kept_of(moderated: Moderated, thing: Any) -> dict[str, Any]:
    """The columns of a report that keep it. Of what is private the room keeps what is sent along; here is
    nothing of it."""
    words = "" if moderated.private(thing) else moderated.words_of(thing)
    return {"author_id": moderated.author_id(thing), "words": words}


def other_words(
    reports: Iterable[Report], moderated: Moderated, thing: Any | None
) -> list[AsReported]:
    """What was reported and reads otherwise now: each wording once, in the order of the reports."""
    now = moderated.words_of(thing) if thing is not None else ""
    found: dict[str, AsReported] = {}
    for report in reports:
        if report.words and report.words != now:
            found.setdefault(report.words, AsReported(report.words, report.created_at))
    return list(found.values())


def stated(moderated: Moderated, thing: Any | None, reports: Iterable[Report]) -> dict[str, str]:
    """Title, excerpt and address as a statement tells of them: what was reported, where its author has changed
    it since."""
    others = other_words(reports, moderated, thing)
    words = others[-1].words if others else ""
    if thing is None:
        return {"title": excerpt(words, limit=80), "excerpt": words, "url": ""}
    own = bool(words) and moderated.titled_by_words
    return {
        "title": excerpt(words, limit=80) if own else moderated.title(thing),
        "excerpt": words or moderated.excerpt(thing),
        "url": moderated.url(thing),
    }


def author_of(moderated: Moderated, thing: Any | None, reports: Iterable[Report]) -> int | None:
    """Whose it is, or was when it was reported."""
    if thing is not None:
        return moderated.author_id(thing)
    return next((one.author_id for one in reports if one.author_id is not None), None)


def asked_about(kind: str) -> QuerySet[Report]:
    """Reports by which moderators judge what its author has taken away: the open ones, and those whose words
    are still kept."""
    return Report.objects.filter(Q(decision=None) | ~Q(words=""), kind=kind)


def is_asked_about(kind: str, object_id: int) -> bool:
    return asked_about(kind).filter(object_id=object_id).exists()


def _to_be_forgotten() -> QuerySet[Report]:
    """Once nobody can appeal any more."""
    over = Report.objects.filter(decision__created_at__lt=timezone.now() - KEPT).exclude(words="")
    argued = Appeal.objects.filter(report=OuterRef("pk"), state=Appeal.State.OPEN)
    about = Appeal.objects.filter(
        statement__kind=OuterRef("kind"), statement__object_id=OuterRef("object_id"),
        state=Appeal.State.OPEN,
    )  # fmt: skip
    return over.exclude(Exists(argued)).exclude(Exists(about))


def number_of_words() -> int:
    return _to_be_forgotten().count()


def forget_words() -> int:
    """The words of a lot of them; says how many."""
    pks = list(_to_be_forgotten().order_by("pk").values_list("pk", flat=True)[:LOT])
    Report.objects.filter(pk__in=pks).update(words="")
    return len(pks)


def waits(kind: str, object_id: int) -> bool:
    """Whether a moderator has still to decide about it."""
    return Report.objects.filter(kind=kind, object_id=object_id, decision=None).exists()
