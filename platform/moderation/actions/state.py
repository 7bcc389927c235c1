"""A statement of reasons: written with every restricting act, in its transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from kernel.facts import publish
from moderation.audit import record
from moderation.facts import StatementMade, StatementUndone
from moderation.grounds import any_ground
from moderation.models import Act, Decision, Ground, Statement, Verdict


def state(
    *,
    by: User,
    person_id: int | None,
    verdict: str,
    kind: str,
    object_id: int,
    reason: str,
    ground: Ground | str,
    title: str = "",
    excerpt: str = "",
    url: str = "",
    where: str = "",
    until: datetime | None = None,
    found: str = Statement.Found.OWN,
    decision: Decision | None = None,
    act: Act | None = None,
    undo: Mapping[str, Any] | None = None,
    waited: int | None = None,
    private: bool = False,
) -> Statement:
    """Writes it, logs the deed, and lets those know who tell the person. Whoever calls it has judged who
    may, and calls it before it tells anybody of the deed itself. `waited`: the seconds for which it had
    waited for a decision. `private`: title and excerpt are words of a private conversation."""
    held = any_ground(ground) if isinstance(ground, str) else ground
    row = Statement.objects.create(
        person_id=person_id, moderator=by, verdict=verdict, kind=kind, object_id=object_id,
        title=title[:300], excerpt=excerpt, url=url[:300], where=where[:200], until=until, reason=reason,
        found=found, ground=held, ground_words=held.words(), decision=decision, act=act,
        undo=dict(undo or {}), private=private,
    )  # fmt: skip
    record(
        str(Verdict(verdict)), by=by, kind=kind, object_id=object_id, person_id=person_id,
        figures={"statement": row.pk, "ground": held.slug, "found": found, "automatic": False, "waited": waited},
        words=reason,
    )  # fmt: skip
    publish(StatementMade(row.pk))
    return row


def no_longer_holds(*, kind: str, object_id: int, verdict: str, by: User) -> None:
    """What was restricted is free again by a way of its own: the statements that told of it are undone."""
    rows = Statement.objects.filter(kind=kind, object_id=object_id, verdict=verdict, undone_at=None)
    for row in rows:
        row.undone_at, row.undone_by = timezone.now(), by
        row.save(update_fields=["undone_at", "undone_by"])
        record(
            "undo", by=by, kind=kind, object_id=object_id, person_id=row.person_id,
            figures={"statement": row.pk, "verdict": row.verdict},
        )  # fmt: skip
        publish(StatementUndone(row.pk, ""))
