"""Words of newcomers that wait: moderators decide about them, authors look up what became of theirs."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from accounts.limits import spend_as
from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from api import listing, shapes
from api.doors import answer, number, reader, writer
from api.schemas import (
    PROBLEMS,
    READ_PROBLEMS,
    ApproveIn,
    Listed,
    RefuseIn,
    WaitingForModeratorsOut,
    WaitingOut,
)
from forums.actions.review import approve, refuse
from forums.review.kinds import ground_of
from forums.review.models import Waiting
from forums.review.seeing import waiting_for
from kernel.paging import limit_of
from moderation.access import moderator_of

router = Router(tags=["moderation"])


@router.get("/waiting", response={200: Listed, **READ_PROBLEMS})
def waiting(request: HttpRequest, cursor: str = "", limit: str = "") -> Any:
    """For moderators: what waits for them, the longest first. For everybody else there is no such list."""
    moderator = moderator_of(reader(request))
    page = listing.waiting(moderator, cursor=cursor or None, limit=limit_of(limit))
    return answer(shapes.listed([shapes.waiting_for_moderators(row) for row in page.rows], page))


@router.get("/waiting/{waiting_id}", response={200: WaitingOut, **READ_PROBLEMS})
def one(request: HttpRequest, waiting_id: str) -> Any:
    """What waits or waited, for its author and for moderators (who are also told `author`, `cause` and
    `decided_by`). `state`, `reason` and `post` say what became of it."""
    viewer = reader(request)
    return answer(_shape(viewer, waiting_for(viewer, number(waiting_id))))


@router.post("/waiting/{waiting_id}/approve", response={200: WaitingForModeratorsOut, **PROBLEMS})
def publish(request: HttpRequest, waiting_id: str, data: ApproveIn) -> Any:
    """For moderators: publishes it, as its author's and as of now; `post` says where. Doing it again
    changes nothing. 409: somebody else has decided, its author has changed it or taken it back, or it can
    no longer be written there."""
    moderator, row = _for_decision(request, waiting_id)
    approve(by=moderator, waiting=row, seen=data.version)
    return answer(_shape(moderator, waiting_for(moderator, row.pk)))


@router.post("/waiting/{waiting_id}/refuse", response={200: WaitingForModeratorsOut, **PROBLEMS})
def turn_down(request: HttpRequest, waiting_id: str, data: RefuseIn) -> Any:
    """For moderators: it is not published; its author reads the reason and keeps the words. Doing it again
    with the same reason changes nothing."""
    moderator, row = _for_decision(request, waiting_id)
    refuse(by=moderator, waiting=row, reason=data.reason, rule=data.rule or ground_of(row.cause))
    return answer(_shape(moderator, waiting_for(moderator, row.pk)))


def _for_decision(request: HttpRequest, waiting_id: str) -> tuple[User, Waiting]:
    """Who is no moderator is told what they would be told of nothing at all."""
    moderator = moderator_of(writer(request))
    row = waiting_for(moderator, number(waiting_id))
    spend_as(moderator, "edit")
    return moderator, row


def _shape(viewer: Viewer, row: Waiting) -> dict[str, Any]:
    shown = is_moderator(viewer) and row.author_id != viewer.pk
    return (shapes.waiting_for_moderators if shown else shapes.waiting)(row)
