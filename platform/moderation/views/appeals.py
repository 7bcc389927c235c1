"""The page of an appeal: who made it and the moderators talk there, and another moderator decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of
from accounts.limits import spend_as
from accounts.models import User
from accounts.viewer import is_moderator
from kernel.forms import RefusableForm, tried
from kernel.refusals import Refused
from kernel.responses import see_other
from moderation.access import moderator_of
from moderation.actions.appeal import decide_appeal, say_in_appeal
from moderation.appeals import about_words, against, appeal_for, check_decides
from moderation.forms import OutcomeForm, TurnForm
from moderation.models import Appeal, Turn


@login_required
@require_safe
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    return _page(request, person, appeal_for(person, pk))


@login_required
@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = appeal_for(person, pk)
    form = TurnForm(request.POST)

    def act() -> Turn:
        spend_as(person, "appeal")
        return say_in_appeal(by=person, appeal=row, body=form.cleaned_data["body"])

    made, status = tried(form, act)
    if made is not None:
        messages.success(request, _("Sent."))
        return see_other(row.path)
    return _page(request, person, row, form=form, status=status)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    moderator = moderator_of(request.user)
    row = appeal_for(moderator, pk)
    form = OutcomeForm(request.POST, auto_id="outcome-%s")

    def act() -> Appeal:
        spend_as(moderator, "edit")
        clean = form.cleaned_data
        return decide_appeal(
            by=moderator, appeal=row, reversed_=clean["outcome"] == Appeal.State.REVERSED,
            reason=clean["reason"], rule=clean["rule"] or "other",
        )  # fmt: skip

    made, status = tried(form, act)
    if made is not None:
        messages.success(request, _("Decided. Who appealed has been told why."))
        return see_other("/moderation/")
    return _page(request, moderator, row, outcome=form, status=status)


def _page(
    request: HttpRequest,
    person: User,
    row: Appeal,
    *,
    form: RefusableForm | None = None,
    outcome: RefusableForm | None = None,
    status: int = 200,
) -> HttpResponse:
    why_not = ""
    if is_moderator(person):
        try:
            check_decides(person, row)
        except Refused as error:
            why_not = error.message
    context = {
        "appeal": row,
        "about": about_words(row),
        "against": against(row),
        "turns": list(row.turns.select_related("by")),
        "own": row.by_id == person.pk,
        "moderates": is_moderator(person) and row.by_id != person.pk,
        "why_not": why_not,
        "form": form or TurnForm(),
        "outcome": outcome or OutcomeForm(auto_id="outcome-%s"),
        "errors_of": outcome or form,
    }
    return render(request, "moderation/appeal.html", context, status=status)
