"""A moderator decides about a thing; open reports of it are answered by that decision."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.facts import publish
from kernel.gate import BadText, required_text
from kernel.refusals import Conflict, Invalid, Refused
from moderation.access import moderator_of, thing_for
from moderation.facts import Decided
from moderation.models import Decision, Report

REASON_LIMIT = 2_000


def decide(
    *, by: User, kind: str, object_id: int, verdict: str, rule: str, reason: str
) -> Decision:
    """Keeps, hides or restores the thing. The reason is what its author will read.

    Raises Refused for one's own things, Conflict when another moderator has just decided.
    """
    moderator_of(by)
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
    with transaction.atomic():
        waiting = list(
            Report.objects.select_for_update()
            .filter(kind=kind, object_id=object_id, decision=None)
            .values_list("pk", flat=True)
        )
        moderated, thing = thing_for(by, kind, object_id)
        author_id = moderated.author_id(thing)
        if author_id == by.pk:
            raise Refused(_("Somebody else must decide about what you wrote."))
        last = Decision.objects.filter(kind=kind, object_id=object_id).order_by("-pk").first()
        if not waiting and last is not None and last.verdict == verdict:
            raise Conflict(_("Another moderator has already decided this."))
        decision = Decision.objects.create(
            kind=kind, object_id=object_id, author_id=author_id, moderator=by,
            verdict=verdict, rule=rule, reason=reason,
        )  # fmt: skip
        if verdict != Decision.Verdict.KEEP:
            moderated.hide(thing, verdict == Decision.Verdict.HIDE)
        Report.objects.filter(pk__in=waiting).update(decision=decision)
        publish(Decided(decision.pk))
    return decision
