"""The queue: what was reported and what waits, who looks at it, and the decision about one thing."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.limits import spend_as
from accounts.models import User
from kernel.refusals import Conflict, Invalid
from kernel.responses import came_from, see_other
from moderation.access import moderator_of
from moderation.actions.decide import decide
from moderation.actions.hold import hold, let_go
from moderation.cases import File, file_of, latest_decisions, open_cases
from moderation.forms import DecisionForm
from moderation.looks import looked_at
from moderation.models import QUIET, Decision, Report
from moderation.preview import preview
from moderation.queue import all_rows, figures_of, filters_of, hold_on
from moderation.registry import queues

SHOWN = 50


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """`?kind=` shows one kind of thing alone."""
    moderator = moderator_of(request.user)
    rows = all_rows(request, moderator)
    chosen = request.GET.get("kind", "")[:20]
    shown = [row for row in rows if row.item.kind == chosen] if chosen else rows
    context = {
        "rows": shown[:SHOWN],
        "more": max(0, len(shown) - SHOWN),
        "chosen": chosen,
        "filters": filters_of(rows, chosen),
        "figures": figures_of(rows),
        "decided": latest_decisions(),
        "others": [(queue.title(), queue.url) for queue in queues.values() if not queue.url.startswith("/moderation/")],
        "me": moderator,
    }  # fmt: skip
    return render(request, "moderation/queue.html", context)


@require_POST
def look(request: HttpRequest, kind: str, object_id: int, verb: str) -> HttpResponse:
    """ "I am looking at it", and "not any more". It leads back to where one was."""
    moderator = moderator_of(request.user)
    spend_as(moderator, "edit")
    if verb == "leave":
        let_go(by=moderator, kind=kind, object_id=object_id)
        return see_other(came_from(request, "/moderation/"))
    row = hold(by=moderator, kind=kind, object_id=object_id)
    if row.by_id != moderator.pk:
        messages.info(request, _("%(name)s is looking at it already.") % {"name": row.by.name})
    return see_other(came_from(request, "/moderation/"))


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """`?verdict=` chooses one beforehand. A POST with `look` shows the statement and decides nothing."""
    moderator = moderator_of(request.user)
    file = file_of(moderator, kind, object_id)
    if file.case.private:
        looked_at(moderator, kind, [object_id])
    if request.method != "POST":
        return _page(request, moderator, file, DecisionForm(initial=_proposed(request, file)))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, moderator, file, form, status=422)
    clean, given = form.cleaned_data, form.given()
    looks = bool(request.POST.get("look")) and clean["verdict"] not in QUIET
    try:
        if looks:
            parts = preview(
                by=moderator, file=file, verdict=clean["verdict"], rule=clean["rule"], given=given
            )
            return _page(request, moderator, file, form, parts=parts)
        spend_as(moderator, "edit")
        decision = decide(
            by=moderator, kind=kind, object_id=object_id, verdict=clean["verdict"], rule=clean["rule"],
            reason=clean["reason"], given=given, seen=clean["seen"],
        )  # fmt: skip
    except Invalid as error:
        form.refuse(error)
        return _page(request, moderator, file, form, status=422)
    except Conflict as error:
        form.refuse(error)
        fresh = _anew(moderator, file)
        changed = clean["mark"] not in ("", fresh.mark)
        form.once_more(fresh.mark)
        return _page(request, moderator, fresh, form, changed=changed, status=409)
    let_go(by=moderator, kind=kind, object_id=object_id)
    messages.success(request, _said(decision))
    return see_other("/moderation/")


def _anew(moderator: User, file: File) -> File:
    """The file as it is now, for who was too late; as it was where nothing is left to decide."""
    try:
        return file_of(moderator, file.case.kind, file.case.object_id)
    except Http404:
        return file


def _page(
    request: HttpRequest,
    moderator: User,
    file: File,
    form: DecisionForm,
    *,
    parts: Sequence[object] = (),
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "changed": changed,
        "form": form,
        "file": file,
        "own": bool(file.why_not),
        "parts": parts,
        "cases": open_cases(moderator),
        "hold": hold_on(file.case.kind, file.case.object_id),
        "me": moderator,
    }
    return render(request, "moderation/case.html", context, status=status)


def _proposed(request: HttpRequest, file: File) -> dict[str, object]:
    """The rule that the newest report names: one choice less to make."""
    reports: Sequence[Report] = file.reports
    found: dict[str, object] = {"rule": reports[0].reason} if reports else {}
    return {
        **found,
        "verdict": request.GET.get("verdict", "")[:10],
        "seen": file.seen,
        "body": file.text,
        "mark": file.mark,
    }


def _said(decision: Decision) -> str:
    if decision.verdict == Decision.Verdict.KEEP:
        return _("Decided: it stays.")
    return _("Decided. The author has been told why.")
