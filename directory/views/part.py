"""What the pages of an organisation's parts (contacts, certificates, networks) have in common: a form that
is saved or comes back with what is wrong."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import person_of
from kernel.forms import RefusableForm
from kernel.limits import spend
from kernel.refusals import Invalid, KeyReused


def saved(request: HttpRequest, form: RefusableForm, save: Callable[[], object]) -> bool:
    """Whether something was sent and `save` has kept it. If it was refused, the form says why."""
    if request.method != "POST" or not form.is_valid():
        return False
    spend("edit", f"u{person_of(request).pk}")
    try:
        save()
    except (Invalid, KeyReused) as error:
        form.refuse(error)
        return False
    messages.success(request, _("Saved."))
    return True


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page with its form; 422 where something was sent that could not be saved."""
    return render(request, template, context, status=422 if request.method == "POST" else 200)
