"""Answers to the yearly question, from the mail: without a log-in, by one press."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.access import viewer_of
from directory.access import organisation_for
from directory.actions.ask import answer_still_right, stop_asking
from directory.record.asking import membership_of_stop, read_answer
from kernel.limits import spend
from kernel.responses import see_other


@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """Programs that read mails open links too: looking changes nothing, pressing confirms."""
    answer = read_answer(token)
    if request.method == "POST":
        spend("answer", f"a{answer.person_id if answer else 0}")
        organisation = answer_still_right(token=token)
        messages.success(request, _("Thank you. The page says now that it was confirmed today."))
        return see_other(organisation.get_absolute_url())
    found = None
    if answer is not None:
        # Hidden, or merged into another: a mail of last week still leads to words, not to nothing.
        with suppress(Http404):
            found = organisation_for(viewer_of(request), pk=answer.organisation_id)
    context = {"organisation": found}
    return render(request, "directory/still_right.html", context, status=200 if found else 410)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Also pressed by mail programs (RFC 8058), which have no token of ours; the address itself is one."""
    membership = membership_of_stop(token)
    if membership is None:
        raise Http404
    if request.method == "POST":
        spend("answer", f"m{membership.pk}")
        stop_asking(membership=membership)
    context = {"organisation": membership.organisation, "done": request.method == "POST"}
    return render(request, "directory/stop_asking.html", context)
