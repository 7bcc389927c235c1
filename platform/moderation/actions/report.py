"""Somebody says that a thing breaks a rule."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from kernel.facts import publish
from kernel.gate import BadText, clean_text
from kernel.once import once
from kernel.refusals import Invalid
from moderation.access import thing_for
from moderation.audit import record
from moderation.facts import Reported
from moderation.models import Report
from moderation.reported import kept_of

DETAIL_LIMIT = 2_000


def report(
    *, by: User, kind: str, object_id: int, reason: str, detail: str = "", key: str | None = None
) -> tuple[Report, bool]:
    """The report, and whether it was made now: a second one of the same thing returns the first."""
    check_writer(by)
    if reason not in Report.Reason.values:
        raise Invalid({"reason": [_("Choose one of the reasons.")]})
    try:
        detail = clean_text(detail, limit=DETAIL_LIMIT)
    except BadText as error:
        raise Invalid({"detail": [str(error)]}) from error
    moderated, thing = thing_for(by, kind, object_id)
    with transaction.atomic():
        payload = ["report", kind, object_id, reason, detail]
        made = [False]

        def make() -> int:
            row, made[0] = Report.objects.get_or_create(
                kind=kind,
                object_id=object_id,
                reporter=by,
                decision=None,
                defaults={"reason": reason, "detail": detail, **kept_of(moderated, thing)},
            )
            if made[0]:
                record(
                    "report", by=None, kind=kind, object_id=object_id,
                    figures={"reason": reason, "account": True},
                )  # fmt: skip
                publish(Reported(row.pk))
            return row.pk

        pk, _made = once(person_id=by.pk, key=key, payload=payload, make=make)
        return Report.objects.get(pk=pk), made[0]
