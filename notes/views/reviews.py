"""Reviewing: what waits, and the answer to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of
from kernel.limits import spend
from kernel.refusals import Refused
from kernel.responses import see_other
from notes.access import never_judged, note_for, revision_for, waiting_to_judge
from notes.actions.judge_revision import judge_revision
from notes.forms_of_review import JudgeForm
from notes.paths import list_path, note_path
from notes.querysets import may_judge
from notes.review.models import Verdict
from notes.views.history import revision_page

SHOWN = 40


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if not may_judge(person):
        raise Refused(_("Only reviewers can do this."))
    context = {
        "waiting": waiting_to_judge(person)[:SHOWN],
        "fresh": never_judged(person)[:SHOWN],
        "crumbs": [(_("Practice notes"), list_path())],
    }
    return render(request, "notes/reviews.html", context)


@login_required
@require_POST
def judge(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = person_of(request)
    note = note_for(person, slug)
    revision = revision_for(person, note, number)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return revision_page(request, note, revision, form=form, status=422)
    spend("edit", f"u{person.pk}")
    verdict = judge_revision(by=person, revision=revision, **form.cleaned_data)
    approved = verdict.answer == Verdict.Answer.APPROVE
    messages.success(
        request,
        _("Approved. Everybody reads it.") if approved else _("Its authors have been told why."),
    )
    return see_other(note_path(note.slug))
