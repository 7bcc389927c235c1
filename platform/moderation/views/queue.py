"""The queue: what was reported and waits, and what was decided."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from django.contrib import messages
from moderation.access import moderator_of, thing_for
from moderation.actions.decide import decide
from moderation.forms import DecisionForm
from moderation.models import Decision, Report
from moderation.registry import kinds

SHOWN = 50


@dataclass(frozen=True)
class Case:
    """A thing with its open reports, oldest first."""

    kind: str
    object_id: int
    title: str
    excerpt: str
    url: str
    reports: list[Report]


def open_cases(viewer: Any) -> list[Case]:
    """The things whose reports wait longest."""
    waiting = Report.objects.filter(decision=None).select_related("reporter").order_by("created_at", "pk")
    grouped: dict[tuple[str, int], list[Report]] = {}
    for report in waiting[: SHOWN * 4]:
        grouped.setdefault((report.kind, report.object_id), []).append(report)
    cases = []
    for (kind, object_id), reports in list(grouped.items())[:SHOWN]:
        moderated = kinds.get(kind)
        thing = moderated.get(viewer, object_id) if moderated else None
        if moderated is None or thing is None:
            cases.append(Case(kind, object_id, _("It is no longer there"), "", "", reports))
            continue
        cases.append(
            Case(kind, object_id, moderated.title(thing), moderated.excerpt(thing),
                 moderated.url(thing), reports)
        )  # fmt: skip
    return cases


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    moderator_of(request.user)
    decided = Decision.objects.select_related("author", "moderator").order_by("-pk")[:20]
    return render(
        request, "moderation/queue.html", {"cases": open_cases(request.user), "decided": decided}
    )


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
        "reports": Report.objects.filter(kind=kind, object_id=object_id)
        .select_related("reporter").order_by("-pk")[:SHOWN],
        "decisions": Decision.objects.filter(kind=kind, object_id=object_id)
        .select_related("moderator").order_by("-pk")[:SHOWN],
    }  # fmt: skip
    return render(request, "moderation/case.html", context, status=422 if form.errors else 200)
