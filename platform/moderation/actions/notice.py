"""Anybody at all tells us of something illegal (Digital Services Act, article 16). No account is needed."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kernel.facts import publish
from kernel.fields import gathered
from kernel.gate import BadText, clean_text, required_text
from kernel.refusals import Invalid
from moderation.audit import record
from moderation.facts import Noticed, Reported
from moderation.models import Notice, Report
from moderation.notices import NOTICE, path_at, thing_at
from moderation.registry import kinds
from moderation.reported import kept_of

WHY_LIMIT = 5_000
WHAT_LIMIT = 500
NAME_LIMIT = 100


def give_notice(
    *,
    url: str,
    what: str,
    why: str,
    name: str,
    email: str,
    of_children: bool,
    good_faith: bool,
) -> Notice:
    """The notice, with the report that moderators decide about. Who shows where children are abused need
    not say who they are. Raises Invalid (url, what, why, name, email, good_faith)."""
    fields = gathered(
        url=lambda: path_at(clean_text(url, limit=500, lines=False)),
        what=lambda: clean_text(what, limit=WHAT_LIMIT),
        why=lambda: required_text(why, limit=WHY_LIMIT),
        name=lambda: _who(name, needed=not of_children),
        email=lambda: _mail(email, needed=not of_children),
        good_faith=lambda: _faith(good_faith),
    )
    del fields["good_faith"]
    named = thing_at(fields["url"])
    with transaction.atomic():
        report = Report.objects.create(
            kind=named[0] if named else NOTICE, object_id=named[1] if named else 0,
            reason=Report.Reason.ILLEGAL, detail=fields["why"], **(_kept(*named) if named else {}),
        )  # fmt: skip
        notice = Notice.objects.create(
            report=report, of_children=of_children, language=(get_language() or "pl")[:2], **fields
        )
        if named is None:
            report.object_id = notice.pk
            report.save(update_fields=["object_id"])
        record(
            "report", by=None, kind=report.kind, object_id=report.object_id,
            figures={"reason": report.reason, "account": False},
        )  # fmt: skip
        publish(Reported(report.pk))
        publish(Noticed(notice.pk))
    return notice


def _kept(kind: str, object_id: int) -> dict[str, Any]:
    """As a visitor reads it, who is all that sends a notice."""
    thing = kinds[kind].get(AnonymousUser(), object_id)
    return kept_of(kinds[kind], thing) if thing is not None else {}


def _who(raw: str, *, needed: bool) -> str:
    return (required_text if needed else clean_text)(raw, limit=NAME_LIMIT, lines=False, name=True)


def _mail(raw: str, *, needed: bool) -> str:
    given = clean_text(raw, limit=254, lines=False).strip()
    if not given and not needed:
        return ""
    try:
        validate_email(given)
    except ValidationError:
        raise BadText(_("Write an e-mail address, such as name@example.org.")) from None
    return given


def _faith(given: bool) -> bool:
    if not given:
        raise Invalid({"good_faith": [_("Confirm that you believe what you say to be true.")]})
    return given
