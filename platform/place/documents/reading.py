"""Documents as people read them: what holds today, what will, and all that held."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from place.documents.shipped import comes_with_one, shipped
from place.documents.text import filled, html_of
from place.models import Wording


@dataclass(frozen=True)
class Shown:
    """A document in one language, ready to be shown."""

    kind: str
    number: int
    """0: as the product brings it."""
    language: str
    html: SafeString
    body: str
    in_force: date | None
    summary: str = ""
    matters: bool = False
    withdrawn: bool = False


def language_now() -> str:
    return "en" if (get_language() or "pl").startswith("en") else "pl"


def in_force(kind: str) -> Wording | None:
    """What holds today; None: what the product brings, if it brings one."""
    return _stand(kind).filter(in_force__lte=timezone.localdate()).order_by("-number").first()


def to_come(kind: str) -> Wording | None:
    """What is published and waits for its day."""
    return _stand(kind).filter(in_force__gt=timezone.localdate()).order_by("-number").first()


def document(kind: str) -> tuple[Shown, Wording | None]:
    """What holds today in the reader's language, and what is to come. One statement; 404 for what is not."""
    today = timezone.localdate()
    rows = list(_stand(kind).order_by("-number")[:2])
    now = next((row for row in rows if row.in_force <= today), None)
    next_one = next((row for row in rows if row.in_force > today), None)
    return shown(kind, now), next_one


def shown(kind: str, wording: Wording | None, language: str = "") -> Shown:
    """A wording in a language (the reader's), or what the product brings; 404 where there is nothing."""
    language = language or language_now()
    if wording is None:
        if not comes_with_one(kind):
            raise Http404
        html = filled(_shipped_html(kind, language))
        return Shown(kind, 0, language, html, shipped(kind, language), None)
    return Shown(
        kind, wording.number, language, filled(getattr(wording, f"html_{language}")),
        getattr(wording, f"body_{language}"), wording.in_force,
        getattr(wording, f"summary_{language}"), wording.matters, wording.withdrawn_at is not None,
    )  # fmt: skip


@cache
def _shipped_html(kind: str, language: str) -> str:
    return html_of(shipped(kind, language))


def wordings(kind: str) -> list[Wording]:
    """All that were published, the newest first; also those that were withdrawn."""
    if kind not in Wording.Kind.values:
        raise Http404
    return list(Wording.objects.filter(kind=kind).select_related("by").order_by("-number"))


def wording_with_its_before(kind: str, number: int) -> tuple[Wording, Wording | None]:
    """A wording and the one that held before it; 404."""
    rows = {row.number: row for row in wordings(kind)}
    if number not in rows:
        raise Http404
    before = [row for row in rows.values() if row.number < number and row.withdrawn_at is None]
    return rows[number], max(before, key=lambda row: row.number, default=None)


def _stand(kind: str) -> QuerySet[Wording]:
    return Wording.objects.filter(kind=kind, withdrawn_at=None)
