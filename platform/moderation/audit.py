"""The log of what moderators and administrators do. Writing it, and proving that nobody has rewritten it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from kernel.integrity import check
from kernel.ordering import in_commit_order
from moderation.models import Entry, EntryWords

START = "0" * 64
WORDS_LIMIT = 4_000


def record(
    deed: str,
    *,
    by: User | None,
    kind: str = "",
    object_id: int | None = None,
    person_id: int | None = None,
    figures: Mapping[str, str | int | bool | None] | None = None,
    words: str = "",
    at: datetime | None = None,
) -> Entry:
    """Adds a deed, in its transaction. `figures`: codes and numbers, never anything that says who somebody
    is; what people wrote is `words`. Comes before what tells of the deed, so that locks are always taken in
    one order. `at`: for what was done before (the demo region)."""
    in_commit_order("moderation.audit")
    last = Entry.objects.order_by("-number").first()
    row = Entry(
        number=(last.number if last else 0) + 1,
        at=at or timezone.now(),
        actor_id=by.pk if by else None,
        deed=deed,
        kind=kind,
        object_id=object_id,
        person_id=person_id,
        figures=dict(figures or {}),
        before=last.digest if last else START,
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    if words:
        EntryWords.objects.create(entry=row, text=words[:WORDS_LIMIT])
    return row


def digest_of(row: Entry) -> str:
    """Over the row and the digest of the one before it."""
    held: list[Any] = [
        row.before, row.number, row.at.astimezone(UTC).isoformat(), row.actor_id, row.deed, row.kind, row.object_id,
        row.person_id, row.figures,
    ]  # fmt: skip
    text = json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@check("moderation.audit")
def chain(fix: bool) -> Iterator[str]:
    """Every row follows from the one before it. What is broken stays broken: nobody can mend a log."""
    number, before = 0, START
    for row in Entry.objects.order_by("number").iterator(chunk_size=1_000):
        number += 1
        if row.number != number:
            yield f"the log of moderation: row {number} is missing"
            number = row.number
        elif row.before != before:
            yield f"the log of moderation: row {number} does not follow from the one before it"
        if row.digest != digest_of(row):
            yield f"the log of moderation: row {number} was changed"
        before = row.digest


def forget_words(*, person_id: int) -> int:
    """What was said about a person, and what they said themselves, goes; the chain stays whole."""
    about = Entry.objects.filter(person_id=person_id) | Entry.objects.filter(actor_id=person_id)
    gone, _rows = EntryWords.objects.filter(entry__in=about.values("pk")).delete()
    return gone
