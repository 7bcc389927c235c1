"""One's own data: a copy of everything, and the end of the account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of
from accounts.actions.ask_for_copy import ask_for_copy
from accounts.actions.erase_account import erase_account
from accounts.forms import ErasureForm
from accounts.limits import spend_as
from accounts.own_data import copying
from accounts.own_data.access import copy_of, ready_copy_of, typed_again
from kernel.refusals import Conflict, Refused
from kernel.responses import see_other


@login_required
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    copy = copy_of(person_of(request))
    until = copy.ready_at + copying.KEPT if copy and copy.ready_at else None
    context = {"copy": copy, "until": until, "days": copying.KEPT.days}
    return render(request, "accounts/own_data.html", context)


@login_required
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    spend_as(person, "copy")
    try:
        ask_for_copy(by=person)
    except Conflict as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("We are making your copy. You get a letter when it is there."))
    return see_other("/accounts/data/")


@login_required
@require_safe
@typed_again
def fetch(request: HttpRequest) -> HttpResponseBase:
    copy = ready_copy_of(person_of(request))
    day = timezone.localdate(copy.ready_at).isoformat()
    response = FileResponse(
        copying.path_of(copy).open("rb"), as_attachment=True, filename=f"rynek-{day}.zip"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@typed_again
def erase(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = ErasureForm(request.POST or None, handle=person.handle)
    if request.method == "POST" and form.is_valid():
        try:
            erase_account(person=person)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            return see_other("/accounts/deleted/")
    return render(
        request, "accounts/erase.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/erased.html")
