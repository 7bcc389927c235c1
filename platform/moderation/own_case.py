"""Nobody decides about their own case, nor about what they do not look after."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from kernel.refusals import Refused
from moderation.models import Report
from moderation.registry import Moderated, kinds


def check_not_own_case(by: User, moderated: Moderated, object_id: int, thing: Any | None) -> None:
    """Raises Refused for its author, who has reported it, whom it concerns, and who does not look after
    the place where it stands."""
    if thing is not None:
        if moderated.author_id(thing) == by.pk:
            raise Refused(_("Somebody else must decide about what you wrote."))
        if by.pk in moderated.parties(thing):
            raise Refused(_("This concerns you: another moderator must decide about it."))
        if not moderated.in_charge(by, thing):
            raise Refused(_("Other moderators look after this place."))
    elif Report.objects.filter(kind=moderated.kind, object_id=object_id, author=by).exists():
        raise Refused(_("Somebody else must decide about what you wrote."))
    if Report.objects.filter(
        kind=moderated.kind, object_id=object_id, reporter=by, decision=None
    ).exists():
        raise Refused(_("You have reported this yourself: another moderator must decide about it."))


def check_in_charge(by: User, kind: str, object_id: int) -> None:
    """For what is decided beside the case itself: an appeal, an undoing. Raises Refused where others look
    after the place."""
    moderated = kinds.get(kind)
    thing = moderated.judged(by, object_id) if moderated else None
    if moderated is not None and thing is not None and not moderated.in_charge(by, thing):
        raise Refused(_("Other moderators look after this place."))


def is_own_case(by: User, moderated: Moderated, object_id: int, thing: Any | None) -> str:
    """Why the person may not decide about it; "" where they may."""
    try:
        check_not_own_case(by, moderated, object_id, thing)
    except Refused as error:
        return error.message
    return ""
