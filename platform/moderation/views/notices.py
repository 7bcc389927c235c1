"""Telling of something illegal without an account, and reading later what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kernel.addresses import address_of
from kernel.forms import RefusableForm
from kernel.limits import spend
from kernel.refusals import Conflict, Invalid
from kernel.responses import see_other
from moderation.access import moderator_of
from moderation.actions.appeal import appeal_report, say_in_appeal
from moderation.actions.notice import give_notice
from moderation.appeals import appeal_of_notice, ends_at, why_no_appeal
from moderation.forms import AppealForm, NoticeForm
from moderation.looks import looked_at
from moderation.models import Notice
from moderation.notices import notice_at, notice_for, path_at
from moderation.outcomes import outcome_of

FIRST = ("url", "what")
"""The first step asks where it is; the second what is wrong with it, and who tells of it."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`?url=` fills the first field; with `step=2` and a good address the second step is shown."""
    if request.method != "POST":
        form = NoticeForm(initial={name: request.GET.get(name, "")[:500] for name in FIRST})
        if request.GET.get("step") != "2":
            return _page(request, form, second=False)
        first = NoticeForm(request.GET)
        try:
            path_at(request.GET.get("url", ""))
        except Invalid as error:
            first.is_valid()
            for name in [one for one in first.errors if one not in FIRST]:
                del first.errors[name]
            if not first.errors:
                first.refuse(error)
            return _page(request, first, second=False, status=422)
        return _page(request, form, second=True)
    form = NoticeForm(request.POST)
    if form.is_valid():
        spend("notice", f"a{address_of(request)}")
        try:
            made = give_notice(**form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        else:
            return see_other(f"{made.path}?sent=1")
    return _page(request, form, second=True, status=422)


def _page(
    request: HttpRequest, form: NoticeForm, *, second: bool, status: int = 200
) -> HttpResponse:
    context = {"form": form, "second": second, "flag": request.GET.get("flag", "")[:60]}
    return render(request, "moderation/notice_form.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, secret: str) -> HttpResponse:
    """What became of it, for whoever knows the secret address. A POST appeals, or goes on talking."""
    row = notice_at(secret)
    form = AppealForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            spend("notice", f"a{address_of(request)}")
            try:
                _said(row, form.cleaned_data["body"])
            except Invalid as error:
                form.refuse(error)
            except Conflict as error:
                form.refuse(error)
                status = 409
            else:
                return see_other(row.path)
    return _shown(request, row, form, status=status)


def _said(row: Notice, body: str) -> None:
    running = appeal_of_notice(row)
    if running is not None:
        say_in_appeal(by=None, appeal=running, body=body)
    else:
        appeal_report(by=None, report=row.report, body=body)


def _shown(request: HttpRequest, row: Notice, form: RefusableForm, *, status: int) -> HttpResponse:
    outcome = outcome_of(row.report)
    appeal = appeal_of_notice(row)
    context = {
        "notice": row,
        "outcome": outcome,
        "sent": request.GET.get("sent") == "1",
        "appeal": appeal,
        "turns": list(appeal.turns.all()) if appeal else [],
        "until": ends_at(outcome.at) if outcome else None,
        "why_not": why_no_appeal(made_at=outcome.at, exists=False) if outcome else "",
        "may_appeal": outcome is not None and not outcome.taken and appeal is None,
        "form": form,
    }
    answer = render(request, "moderation/notice.html", context, status=status)
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_POST
def sender(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sent it: for moderators, and each look is in the log."""
    moderator = moderator_of(request.user)
    row = notice_for(moderator, pk)
    looked_at(moderator, "notice", [row.pk])
    context = {"notice": row, "crumbs": [(_("Moderation"), "/moderation/")]}
    return render(request, "moderation/notice_sender.html", context)
