"""Reporting a thing."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from accounts.limits import spend_as
from kernel.responses import see_other
from moderation.access import thing_for
from moderation.actions.report import report
from moderation.forms import FlagForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    person = person_of(request)
    moderated, thing = thing_for(person, kind, object_id)
    form = FlagForm(request.POST or None, initial={"key": str(uuid.uuid4())})
    if request.method == "POST" and form.is_valid():
        spend_as(person, "flag")
        report(
            by=person, kind=kind, object_id=object_id, reason=form.cleaned_data["reason"],
            detail=form.cleaned_data["detail"], key=form.cleaned_data["key"] or None,
        )  # fmt: skip
        messages.success(request, _("Thank you. A moderator will look at it."))
        return see_other(moderated.url(thing))
    context = {
        "form": form, "title": moderated.title(thing), "excerpt": moderated.excerpt(thing),
        "url": moderated.url(thing), "sends": moderated.sends(thing),
    }  # fmt: skip
    return render(request, "moderation/flag.html", context, status=422 if form.errors else 200)
