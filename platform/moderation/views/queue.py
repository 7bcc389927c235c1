"""The queue: what was reported and waits, and what was decided."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kernel.responses import see_other
from moderation.access import moderator_of
from moderation.actions.decide import decide
from moderation.cases import file_of, latest_decisions, open_cases
from moderation.forms import DecisionForm
from moderation.models import Decision, Report
from moderation.registry import queues


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    moderator = moderator_of(request.user)
    others = [(queue.title(), queue.url, queue.waiting()) for queue in queues.values()]
    shown = [(name, queue.title(), queue.shown(request)) for name, queue in queues.items()]
    parts = [part for part in shown if part[2]]
    context = {
        "parts": parts,
        "cases": open_cases(moderator),
        "decided": latest_decisions(),
        "others": others,
    }
    return render(request, "moderation/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    moderator = moderator_of(request.user)
    file = file_of(moderator, kind, object_id)
    form = DecisionForm(request.POST or None, initial=_proposed(file.reports))
    if request.method == "POST" and form.is_valid():
        decision = decide(by=moderator, kind=kind, object_id=object_id, **form.cleaned_data)
        messages.success(request, _said(decision))
        return see_other("/moderation/")
    context = {
        "form": form,
        "file": file,
        "own": file.author == moderator,
        "cases": open_cases(moderator),
    }
    return render(request, "moderation/case.html", context, status=422 if form.errors else 200)


def _proposed(reports: Sequence[Report]) -> dict[str, str]:
    """The rule that the newest report names: one choice less to make."""
    return {"rule": reports[0].reason} if reports else {}


def _said(decision: Decision) -> str:
    if decision.verdict == Decision.Verdict.KEEP:
        return _("Decided: it stays.")
    return _("Decided. The author has been told why.")
