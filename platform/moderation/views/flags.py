"""Reporting a thing, in two steps: what is wrong with it, then what one wants to add. And reading later what
became of it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, viewer_of
from accounts.limits import spend_as
from accounts.models import User
from kernel.forms import RefusableForm
from kernel.refusals import Conflict, Invalid
from kernel.responses import see_other
from moderation.access import thing_for
from moderation.actions.appeal import appeal_report
from moderation.actions.report import report
from moderation.appeals import appeal_against, ends_at, report_for, why_no_appeal
from moderation.forms import AppealForm, FlagForm
from moderation.models import Report
from moderation.outcomes import outcome_of
from moderation.registry import kinds


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """Who has no account comes to the notice of what is illegal, with a way to log in from there."""
    viewer = viewer_of(request)
    if not isinstance(viewer, User) and request.method in ("GET", "HEAD"):
        moderated, thing = thing_for(viewer, kind, object_id)
        asked = urlencode({"url": moderated.url(thing), "flag": f"{kind}/{object_id}"})
        return redirect(f"/moderation/notice/?{asked}")
    return _flag(request, kind, object_id)


@login_required
def _flag(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    person = person_of(request)
    moderated, thing = thing_for(person, kind, object_id)
    chosen = request.GET.get("reason", "")
    second = chosen in Report.Reason.values
    form = FlagForm(
        request.POST if request.method == "POST" else None,
        initial={"key": str(uuid.uuid4()), "reason": chosen},
    )
    if request.method == "POST" and form.is_valid():
        spend_as(person, "flag")
        row, _made = report(
            by=person, kind=kind, object_id=object_id, reason=form.cleaned_data["reason"],
            detail=form.cleaned_data["detail"], key=form.cleaned_data["key"] or None,
        )  # fmt: skip
        messages.success(
            request, _("Thank you. A moderator will look at it. Your report has the number %(number)s.")
            % {"number": row.pk},
        )  # fmt: skip
        return see_other(moderated.url(thing))
    context = {
        "form": form, "title": moderated.title(thing), "excerpt": moderated.excerpt(thing),
        "url": moderated.url(thing), "sends": moderated.sends(thing),
        "second": second or request.method == "POST", "chosen": chosen,
        "chosen_words": Report.Reason(chosen).label if second else "",
    }  # fmt: skip
    return render(request, "moderation/flag.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own report: what was decided, and the way to appeal."""
    return _page(request, report_for(person_of(request), pk))


@login_required
@require_POST
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = report_for(person, pk)
    form = AppealForm(request.POST)
    status = 422
    if form.is_valid():
        spend_as(person, "appeal")
        try:
            made = appeal_report(by=person, report=row, body=form.cleaned_data["body"])
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.refuse(error)
            status = 409
        else:
            messages.success(
                request, _("Your appeal is with another moderator now. You will hear of it.")
            )
            return see_other(made.path)
    return _page(request, row, form=form, status=status)


def _page(
    request: HttpRequest, row: Report, *, form: RefusableForm | None = None, status: int = 200
) -> HttpResponse:
    moderated = kinds.get(row.kind)
    thing = moderated.get(person_of(request), row.object_id) if moderated else None
    made = appeal_against(report=row)
    outcome = outcome_of(row)
    context = {
        "report": row,
        "title": moderated.title(thing) if moderated and thing is not None else "",
        "url": moderated.url(thing) if moderated and thing is not None else "",
        "outcome": outcome,
        "appeal": made,
        "until": ends_at(outcome.at) if outcome else None,
        "why_not": why_no_appeal(made_at=outcome.at, exists=made is not None) if outcome else "",
        "form": form or AppealForm(),
    }
    return render(request, "moderation/report.html", context, status=status)
