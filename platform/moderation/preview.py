"""The statement as its author will read it, before anything is decided."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from moderation.cases import File
from moderation.grounds import ground_named
from moderation.models import QUIET, Statement, Verdict
from moderation.registry import Given, kinds
from moderation.reported import stated
from moderation.statements import Part, parts_of


def preview(*, by: User, file: File, verdict: str, rule: str, given: Given) -> list[Part]:
    """Its parts; [] for a verdict after which nobody is told anything. Nothing is written."""
    if verdict in QUIET:
        return []
    ground = ground_named(rule)
    case = file.case
    limited = verdict in (Verdict.SILENCE, Verdict.SLOW)
    timed = verdict in (Verdict.SILENCE, Verdict.SUSPEND)
    moderated = kinds[case.kind]
    thing = moderated.judged(by, case.object_id)
    shown = stated(moderated, thing, case.reports)
    row = Statement(
        person=file.author, moderator=by, verdict=verdict, kind=case.kind, object_id=case.object_id,
        title=shown["title"], excerpt=shown["excerpt"], reason=given.reason,
        where=moderated.where(thing) if limited and thing is not None else "",
        until=timezone.now() + timedelta(hours=given.hours) if timed else None,
        found=Statement.Found.NOTICE if case.reports else Statement.Found.OWN,
        ground=ground, ground_words=ground.words(), created_at=timezone.now(),
    )  # fmt: skip
    return list(parts_of(row))
