"""Certificates, awards, grants and standards of an organisation: for its editors, on a page of its own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from directory.access import editable_organisation, standing_for, standings_of
from directory.actions.standings import add_standing, change_standing, remove_standing
from directory.forms.standings import StandingForm, initial_standing
from directory.models import Organisation
from directory.views.part import page, saved
from kernel.limits import spend
from kernel.responses import see_other


def _address(organisation: Organisation) -> str:
    return f"{organisation.get_absolute_url()}standing/"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def standings(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them, and the form for one more."""
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    form = StandingForm(request.POST or None)
    if saved(
        request,
        form,
        lambda: add_standing(
            by=person, organisation=organisation, fields=form.cleaned_data, key=form.key
        ),
    ):
        return see_other(_address(organisation))
    context = {"organisation": organisation, "form": form, "rows": standings_of(organisation)}
    return page(request, "directory/standings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One of them, to be changed."""
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    row = standing_for(organisation, pk)
    form = StandingForm(request.POST or None, initial=initial_standing(row))
    if saved(
        request, form, lambda: change_standing(by=person, standing=row, fields=form.cleaned_data)
    ):
        return see_other(_address(organisation))
    context = {"organisation": organisation, "form": form, "standing": row}
    return page(request, "directory/standing.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    row = standing_for(organisation, pk)
    spend("edit", f"u{person.pk}")
    remove_standing(by=person, standing=row)
    messages.success(request, _("Removed."))
    return see_other(_address(organisation))
