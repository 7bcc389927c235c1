"""The places of an organisation: for its editors."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of
from directory.access import editable_organisation, facts_of, hours_at, place_in, places_of
from directory.actions.places import add_place, make_main, move_up, remove_place, update_place
from directory.finding.opening import quarter
from directory.forms.access import AccessForm
from directory.forms.place import PlaceForm, initial_of_place
from directory.hours.words import weeks
from directory.models import Organisation, Site
from directory.page.places import address_of
from directory.views.conflicts import differences
from directory.views.history import say_saved
from kernel.gate import whole_number
from kernel.limits import spend
from kernel.refusals import Conflict, Invalid, KeyReused, Refused
from kernel.responses import see_other


def places_address(organisation: Organisation) -> str:
    return reverse("directory:places", args=[organisation.slug])


@login_required
@require_safe
def places(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = editable_organisation(person_of(request), slug)
    sites = places_of(organisation)
    hours, today = hours_at(sites), quarter().date()
    rows = [(site, address_of(site), weeks(hours[site.pk], today)) for site in sites]
    context = {"organisation": organisation, "rows": rows}
    return render(request, "directory/places.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    form = PlaceForm(request.POST or None)
    access = AccessForm(request.POST or None, facts={}, prefix="access")
    if request.method == "POST":
        spend("edit", f"u{person.pk}")
        if form.is_valid() and access.is_valid():
            try:
                site = add_place(
                    by=person, organisation=organisation, fields=form.given(), access=access.given(),
                    key=form.key,
                )  # fmt: skip
                messages.success(request, _("The place is there. When is it open?"))
                return see_other(reverse("directory:hours", args=[slug, site.pk]))
            except (Invalid, KeyReused) as error:
                _refuse(form, access, error)
    status = 422 if request.method == "POST" else 200
    return _form(request, organisation, None, form, access, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = editable_organisation(person_of(request), slug)
    site = place_in(organisation, pk)
    if request.method == "POST":
        return _save(request, organisation, site)
    return _form(request, organisation, site, *_forms(site))


def _forms(site: Site, data: Any = None) -> tuple[PlaceForm, AccessForm]:
    form = PlaceForm(data, initial=initial_of_place(site))
    return form, AccessForm(data, facts=facts_of(site), prefix="access")


def _save(request: HttpRequest, organisation: Organisation, site: Site) -> HttpResponse:
    person = person_of(request)
    spend("edit", f"u{person.pk}")
    form, access = _forms(site, request.POST)
    version = sent_version(request)
    if version is None:
        form.add_error(None, _("This form is incomplete. Open the page again."))
    if form.is_valid() and access.is_valid():
        try:
            saved = update_place(
                by=person, organisation=organisation, place=site.pk, fields=form.given(),
                access=access.given(), version=version,
            )  # fmt: skip
            say_saved(request, saved)
            return see_other(places_address(organisation))
        except Invalid as error:
            _refuse(form, access, error)
        except Conflict as error:
            fresh = editable_organisation(person, organisation.slug)
            theirs, their_access = _forms(place_in(fresh, site.pk))
            both = [*differences(form, theirs), *differences(access, their_access)]
            return _form(
                request, fresh, site, form, access, status=409, conflict=error.message, differences=both
            )  # fmt: skip
    return _form(request, organisation, site, form, access, status=422, version=version)


def _refuse(form: PlaceForm, access: AccessForm, error: Invalid | KeyReused) -> None:
    if isinstance(error, KeyReused):
        form.refuse(error)
        return
    mine = {name: words for name, words in error.fields.items() if name not in access.fields}
    form.refuse(Invalid(mine))
    access.refuse(Invalid({n: words for n, words in error.fields.items() if n not in mine}))


def _form(
    request: HttpRequest,
    organisation: Organisation,
    site: Site | None,
    form: PlaceForm,
    access: AccessForm,
    *,
    status: int = 200,
    version: int | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        "organisation": organisation, "site": site, "form": form, "access": access,
        "version": organisation.version if version is None else version, **more,
    }  # fmt: skip
    return render(request, "directory/place_form.html", context, status=status)


def sent_version(request: HttpRequest) -> int | None:
    """The version of the page that the person saw; None where the form does not say it."""
    return whole_number(request.POST.get("version"))


def _changed(request: HttpRequest, slug: str, pk: int, action: Any, said: str) -> HttpResponse:
    """One press of a button beside a place. Without a version the list is asked for again."""
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    place_in(organisation, pk)
    spend("edit", f"u{person.pk}")
    version = sent_version(request)
    if version is None:
        raise Invalid({"version": [_("This form is incomplete. Open the page again.")]})
    try:
        action(by=person, organisation=organisation, place=pk, version=version)
        messages.success(request, said)
    except (Conflict, Refused) as error:
        messages.error(request, error.message)
    return see_other(places_address(organisation))


@login_required
@require_POST
def up(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return _changed(request, slug, pk, move_up, _("The order has changed."))


@login_required
@require_POST
def main(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return _changed(request, slug, pk, make_main, _("Lists and the map show this place now."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    if request.method == "POST":
        return _changed(request, slug, pk, remove_place, _("The place is removed."))
    organisation = editable_organisation(person_of(request), slug)
    site = place_in(organisation, pk)
    context = {
        "organisation": organisation, "site": site, "address": address_of(site),
        "alone": len(places_of(organisation)) == 1,
    }  # fmt: skip
    return render(request, "directory/place_remove.html", context)
