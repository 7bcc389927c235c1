"""Whom one can ask at an organisation: for its editors, on a page of its own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from directory.access import contact_for, contacts_of, editable_organisation
from directory.actions.contacts import add_contact, change_contact, raise_contact, remove_contact
from directory.forms.standing import ContactForm, initial_contact
from directory.models import Organisation
from directory.sight import EDITORS, asked_of
from directory.views.part import page, saved
from kernel.limits import spend
from kernel.responses import see_other


def _address(organisation: Organisation) -> str:
    return f"{organisation.get_absolute_url()}contacts/"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them as its editors see them, and the form for one more."""
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    form = ContactForm(request.POST or None)
    if saved(
        request,
        form,
        lambda: add_contact(
            by=person, organisation=organisation, fields=form.cleaned_data, key=form.key
        ),
    ):
        return see_other(_address(organisation))
    rows = contacts_of(organisation)
    context = {
        "organisation": organisation, "form": form,
        "rows": [(row, asked_of([row], EDITORS)[0]) for row in rows if asked_of([row], EDITORS)],
    }  # fmt: skip
    return page(request, "directory/contacts.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One of them, to be changed."""
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    row = contact_for(organisation, pk)
    form = ContactForm(request.POST or None, initial=initial_contact(row))
    if saved(
        request, form, lambda: change_contact(by=person, contact=row, fields=form.cleaned_data)
    ):
        return see_other(_address(organisation))
    context = {"organisation": organisation, "form": form, "contact": row}
    return page(request, "directory/contact.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    row = contact_for(organisation, pk)
    spend("edit", f"u{person.pk}")
    remove_contact(by=person, contact=row)
    messages.success(request, _("Removed."))
    return see_other(_address(organisation))


@login_required
@require_POST
def up(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    row = contact_for(organisation, pk)
    spend("edit", f"u{person.pk}")
    raise_contact(by=person, contact=row)
    return see_other(_address(organisation))
