"""When a place is open: for its editors."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from directory.access import editable_organisation, hours_at, place_in
from directory.actions.set_hours import set_hours
from directory.forms.hours import HoursForm
from directory.hours.holidays import holidays
from directory.hours.timetable import Hours
from directory.hours.words import shown
from directory.models import Organisation, Site
from directory.page.places import ZONE, address_of
from directory.views.places import places_address, sent_version
from kernel.limits import spend
from kernel.refusals import Conflict, Invalid
from kernel.responses import see_other

HOLIDAYS_AHEAD = 120
"""Days for which the form names public holidays."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    site = place_in(organisation, pk)
    known = hours_at([site])[site.pk]
    form = HoursForm(request.POST or None, hours=known, today=timezone.localdate())
    if request.method != "POST":
        return _page(request, organisation, site, form)
    spend("edit", f"u{person.pk}")
    version = sent_version(request)
    if version is None:
        form.add_error(None, _("This form is incomplete. Open the page again."))
    if form.is_valid():
        try:
            set_hours(
                by=person, organisation=organisation, place=pk, hours=form.hours(), version=version
            )
            messages.success(request, _("Saved."))
            more = "more" in request.POST
            return see_other(request.path if more else places_address(organisation))
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            fresh = editable_organisation(person, slug)
            both = _differences(form.hours(), hours_at([place_in(fresh, pk)])[pk])
            return _page(
                request, fresh, site, form, status=409, conflict=error.message, differences=both
            )
    return _page(request, organisation, site, form, status=422, version=version)


def _differences(mine: Hours, theirs: Hours) -> list[tuple[str, str, str]]:
    """(what, mine, theirs), each as lines of words."""
    ours, other = _in_words(mine), _in_words(theirs)
    return [
        (label, ours.get(label, ""), other.get(label, ""))
        for label in dict.fromkeys((*ours, *other))
        if ours.get(label, "") != other.get(label, "")
    ]


def _in_words(hours: Hours) -> dict[str, str]:
    dressed = shown(hours, timezone.localdate(), ZONE)
    found = {
        f"{week.title} {week.season}".strip(): "\n".join(" ".join(line) for line in week.lines)
        for week in dressed.weeks
    }
    exceptions = "\n".join(" ".join(filter(None, line)) for line in dressed.exceptions)
    return {**found, _("Exceptions"): exceptions, _("A note on the hours"): dressed.note}


def _page(
    request: HttpRequest,
    organisation: Organisation,
    site: Site,
    form: HoursForm,
    *,
    status: int = 200,
    version: int | None = None,
    **more: Any,
) -> HttpResponse:
    today = timezone.localdate()
    ahead = holidays(today, today + timedelta(days=HOLIDAYS_AHEAD))
    context = {
        "organisation": organisation, "site": site, "address": address_of(site), "form": form,
        "version": organisation.version if version is None else version,
        "holidays": [date_format(day, "j E") for day in ahead], **more,
    }  # fmt: skip
    return render(request, "directory/hours_form.html", context, status=status)
