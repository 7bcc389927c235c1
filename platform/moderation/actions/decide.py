"""A moderator decides about a thing; open reports of it are answered by that decision."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.facts import publish
from kernel.gate import BadText, required_text
from kernel.refusals import Conflict, Invalid, Refused
from moderation.access import moderator_of
from moderation.facts import Decided
from moderation.models import Decision, Report
from moderation.registry import kinds

REASON_LIMIT = 2_000


def decide(
    *, by: User, kind: str, object_id: int, verdict: str, rule: str, reason: str
) -> Decision:
    """Keeps, hides or restores the thing. The reason is what its author will read.

    A thing that is gone can only be kept: that answers its reports. Raises Refused for one's own
    things, Conflict when another moderator has just decided, Http404 for what nobody can decide.
    """
    moderator_of(by)
    moderated = kinds.get(kind)
    if moderated is None:
        raise Http404
    reason = _checked(verdict, rule, reason)
    with transaction.atomic():
        waiting = list(
            Report.objects.select_for_update()
            .filter(kind=kind, object_id=object_id, decision=None)
            .values_list("pk", flat=True)
        )
        thing = moderated.judged(by, object_id)
        author_id = moderated.author_id(thing) if thing is not None else None
        if author_id == by.pk:
            raise Refused(_("Somebody else must decide about what you wrote."))
        _check_free(kind, object_id, verdict, waiting=bool(waiting), gone=thing is None)
        decision = Decision.objects.create(
            kind=kind, object_id=object_id, author_id=author_id, moderator=by,
            verdict=verdict, rule=rule, reason=reason,
        )  # fmt: skip
        if thing is not None and verdict != Decision.Verdict.KEEP:
            moderated.hide(thing, verdict == Decision.Verdict.HIDE)
        Report.objects.filter(pk__in=waiting).update(decision=decision)
        publish(Decided(decision.pk))
    return decision


def _checked(verdict: Any, rule: Any, reason: Any) -> str:
    """The reason as it is kept. Raises Invalid for any of the three."""
    fields: dict[str, list[str]] = {}
    if verdict not in Decision.Verdict.values:
        fields["verdict"] = [_("Choose what happens.")]
    if rule not in Report.Reason.values:
        fields["rule"] = [_("Choose the rule.")]
    try:
        reason = required_text(reason, limit=REASON_LIMIT)
    except BadText as error:
        fields["reason"] = [str(error)]
    if fields:
        raise Invalid(fields)
    return str(reason)


def _check_free(kind: str, object_id: int, verdict: str, *, waiting: bool, gone: bool) -> None:
    """Whether there is still something to decide, and this can be done to it."""
    last = Decision.objects.filter(kind=kind, object_id=object_id).order_by("-pk").first()
    if gone:
        if not waiting:
            raise Http404
        if verdict != Decision.Verdict.KEEP:
            raise Conflict(_("It is no longer there, so there is nothing to hide or show."))
        return
    if not waiting and last is not None and last.verdict == verdict:
        raise Conflict(_("Another moderator has already decided this."))
