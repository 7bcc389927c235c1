"""A person's saved searches, and the address that stops one from a letter."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from kernel.limits import spend
from kernel.refusals import Invalid, KeyReused
from kernel.responses import see_other
from notifications.actions.saved import (
    MOST,
    NAME_LIMIT,
    change_search,
    delete_search,
    resume_search,
    save_search,
    stop_search,
)
from notifications.models import SavedSearch
from notifications.saved.access import search_by_token, search_for, searches_of
from notifications.saved.registry import KINDS, kind_of, problem_of, query_of

HERE = "/notifications/searches/"


class SearchForm(RefusableForm):
    name = GateCharField(
        limit=NAME_LIMIT, lines=False, name=True, label=gettext_lazy("What do you call it?")
    )
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often?"), choices=SavedSearch.Rhythm.choices,
        widget=forms.RadioSelect, initial=SavedSearch.Rhythm.WEEKLY,
        help_text=gettext_lazy("We write only when there is something new."),
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A saved search as its page shows it. `problem`: why it finds nothing any more."""

    search: SavedSearch
    label: str
    address: str
    problem: str


@login_required
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    lines = [
        Line(
            search, KINDS[search.kind].label(), KINDS[search.kind].address(search.query),
            problem_of(person, search.kind, search.query),
        )
        for search in searches_of(person) if search.kind in KINDS
    ]  # fmt: skip
    return render(request, "notifications/searches.html", {"lines": lines, "most": MOST})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`?of=` the kind of list, `?query=` its filters as its address writes them."""
    person = person_of(request)
    asked = request.POST if request.method == "POST" else request.GET
    kind = kind_of(asked.get("of", ""))
    query = query_of(asked.get("query", ""))
    kept = kind.read(person, query)
    words = kind.words(person, query)
    name = f"{kind.label()}: {words}" if words else kind.label()
    initial = {"name": name[:NAME_LIMIT], "rhythm": SavedSearch.Rhythm.WEEKLY}
    form = SearchForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        spend("edit", f"u{person.pk}")
        try:
            save_search(by=person, kind=kind.code, query=kept, key=form.key, **form.cleaned_data)
        except (Invalid, KeyReused) as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. We write when there is something new."))
            return see_other(HERE)
    context = {
        "form": form, "of": kind.code, "query": kept, "label": kind.label(), "words": words,
        "back": kind.address(kept),
    }  # fmt: skip
    refused = request.method == "POST"
    return render(
        request, "notifications/search_form.html", context, status=422 if refused else 200
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    search = search_for(person, pk)
    form = SearchForm(request.POST or None, initial={"name": search.name, "rhythm": search.rhythm})
    if request.method == "POST" and form.is_valid():
        spend("edit", f"u{person.pk}")
        try:
            change_search(by=person, search=search, **form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return see_other(HERE)
    context = {"form": form, "search": search, "back": HERE}
    refused = request.method == "POST"
    return render(
        request, "notifications/search_form.html", context, status=422 if refused else 200
    )


@login_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    search = search_for(person, pk)
    spend("edit", f"u{person.pk}")
    stop_search(search=search)
    messages.success(request, _("We write no more about this."))
    return see_other(HERE)


@login_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    search = search_for(person, pk)
    spend("edit", f"u{person.pk}")
    resume_search(by=person, search=search)
    messages.success(request, _("Saved. We write when there is something new."))
    return see_other(HERE)


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    search = search_for(person, pk)
    spend("edit", f"u{person.pk}")
    delete_search(by=person, search=search)
    messages.success(request, _("Deleted."))
    return see_other(HERE)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_by_letter(request: HttpRequest, token: str) -> HttpResponse:
    """From the letter, without a log-in. Opening it changes nothing, since mail programs open links in
    advance; sending it does. Answered at once and not by a redirect, as RFC 8058 wants it. The token
    stands for the form's: there is no session to protect."""
    search = search_by_token(token)
    if request.method == "POST" and search is not None:
        stop_search(search=search)
    context = {
        "name": search.name if search else "",
        "stopped": search is None or not search.active or request.method == "POST",
    }
    response = render(request, "notifications/stop_search.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
