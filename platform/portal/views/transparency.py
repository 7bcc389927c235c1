"""The half-yearly report on moderation, for everybody (Digital Services Act, articles 15 and 24)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from moderation.transparency import Report, as_csv, halves, report_of


def _asked(request: HttpRequest) -> tuple[Report, list[str]]:
    known = halves()
    wanted = request.GET.get("period", "")
    chosen = next((half for half in known if half.name == wanted), None) if wanted else known[0]
    if chosen is None:
        raise Http404
    return report_of(chosen), [half.name for half in known]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`?period=2026-2`; the running half-year without."""
    report, periods = _asked(request)
    return render(request, "portal/transparency.html", {"report": report, "periods": periods})


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    report, _periods = _asked(request)
    answer = HttpResponse(as_csv(report), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="moderation-{report.half.name}.csv"'
    return answer
