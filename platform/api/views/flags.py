"""Reporting what breaks a rule."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from accounts.limits import spend_as
from api.doors import answer, key_of, number, writer
from api.schemas import PROBLEMS, FlagIn, FlagOut
from moderation.actions.report import report
from moderation.registry import kinds

router = Router(tags=["flags"])


@router.post("/flags", response={200: FlagOut, 201: FlagOut, **PROBLEMS})
def flag(request: HttpRequest, data: FlagIn) -> Any:
    """Reports a thing to the moderators. Reporting it twice keeps the first report."""
    person = writer(request)
    spend_as(person, "flag")
    row, made = report(
        by=person, kind=data.kind, object_id=number(str(data.id)), reason=data.reason,
        detail=data.detail, key=key_of(request),
    )  # fmt: skip
    thing = kinds[row.kind].get(person, row.object_id)
    shape = {
        "id": row.pk, "url": kinds[row.kind].url(thing) if thing is not None else "/",
        "kind": row.kind, "reason": row.reason,
    }  # fmt: skip
    return answer(shape, 201 if made else 200)
