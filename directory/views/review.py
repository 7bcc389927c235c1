"""What waits for moderators in the directory: changes of reviewed records, and claims."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.actions.claims import decide_claim
from directory.actions.review import approve_change, reject_change
from directory.board.found import endings
from directory.forms.record import ClaimVerdictForm, VerdictForm
from directory.record.changes import Waiting, waiting_change, waiting_page, weighed
from directory.record.claims import claim_to_decide, claims_page
from directory.views.listing import cursor_of
from kernel.limits import spend
from kernel.refusals import Conflict, Invalid
from kernel.responses import see_other
from moderation.access import moderator_of


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Both lists, each from its oldest; only the longer one is turned, by `list`."""
    moderator_of(request.user)
    cursor, which = cursor_of(request), request.GET.get("list", "")
    changes = waiting_page(cursor=cursor if which == "changes" else None)
    claims = claims_page(cursor=cursor if which == "claims" else None)
    context = {
        "endings": endings(),
        "changes": changes.rows, "claims": claims.rows,
        "next_changes": f"?list=changes&cursor={changes.next}" if changes.next else "",
        "previous_changes": f"?list=changes&cursor={changes.previous}" if changes.previous else "",
        "next_claims": f"?list=claims&cursor={claims.next}" if claims.next else "",
        "previous_claims": f"?list=claims&cursor={claims.previous}" if claims.previous else "",
    }  # fmt: skip
    return render(request, "directory/review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    moderator = moderator_of(request.user)
    found = waiting_change(pk)
    waiting = weighed(found)
    form = VerdictForm(request.POST or None, initial={"seen": waiting.seen})
    status = 200
    if request.method == "POST":
        status = 422
        spend("edit", f"u{moderator.pk}")
        if form.is_valid():
            try:
                return _decide(request, form, waiting)
            except Invalid as error:
                form.refuse(error)
            except Conflict as error:
                form.refuse(error)
                status, waiting = 409, weighed(waiting_change(pk))
    context = {"form": form, "waiting": waiting, "own": found.by_id == moderator.pk}
    return render(request, "directory/review_change.html", context, status=status)


def _decide(request: HttpRequest, form: VerdictForm, waiting: Waiting) -> HttpResponse:
    moderator, data = moderator_of(request.user), form.cleaned_data
    if data["verdict"] == "no":
        reject_change(by=moderator, change=waiting.change, seen=data["seen"], reason=data["reason"])
        messages.success(request, _("It was not taken. The author has been told why."))
        return see_other("/directory/review/")
    chosen = {
        line.name: request.POST.get(f"of-{line.name}", "") for line, _now in waiting.conflicts
    }
    approve_change(
        by=moderator, change=waiting.change, seen=data["seen"], conflicts=chosen,
        reason=data["reason"],
    )  # fmt: skip
    messages.success(request, _("It is on the page. The author has been told."))
    return see_other("/directory/review/")


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    moderator = moderator_of(request.user)
    found = claim_to_decide(pk)
    form = ClaimVerdictForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        spend("edit", f"u{moderator.pk}")
        if form.is_valid():
            data = form.cleaned_data
            try:
                decide_claim(
                    by=moderator, claim=found, accepted=data["verdict"] == "yes",
                    reason=data["reason"], review=data["review"],
                )  # fmt: skip
                messages.success(request, _("Decided. Both sides have been told."))
                return see_other("/directory/review/")
            except Invalid as error:
                form.refuse(error)
            except Conflict as error:
                form.refuse(error)
                status, found = 409, claim_to_decide(pk)
    context = {"form": form, "claim": found, "own": found.person_id == moderator.pk}
    return render(request, "directory/review_claim.html", context, status=status)
