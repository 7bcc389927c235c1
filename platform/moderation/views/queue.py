"""The queue: what was reported and waits, and what was decided."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from moderation.access import moderator_of, thing_for
from moderation.actions.decide import decide
from moderation.cases import decisions_of, latest_decisions, open_cases, reports_of
from moderation.forms import DecisionForm


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    moderator_of(request.user)
    context = {"cases": open_cases(request.user), "decided": latest_decisions()}
    return render(request, "moderation/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    moderator = moderator_of(request.user)
    moderated, thing = thing_for(moderator, kind, object_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decide(by=moderator, kind=kind, object_id=object_id, **form.cleaned_data)
        messages.success(request, _("Decided. The author has been told why."))
        return redirect("moderation:queue")
    context = {
        "form": form,
        "title": moderated.title(thing),
        "excerpt": moderated.excerpt(thing),
        "url": moderated.url(thing),
        "reports": reports_of(kind, object_id),
        "decisions": decisions_of(kind, object_id),
    }
    return render(request, "moderation/case.html", context, status=422 if form.errors else 200)
