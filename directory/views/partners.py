"""With whom an organisation works: proposing, answering, ending; for those who edit its page."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from accounts.viewer import Viewer
from directory.access import editable_organisation, organisation_for, organisation_named
from directory.actions.partner import (
    ABOUT_LIMIT,
    PARTNERS,
    THEY_ARE_PART,
    WE_ARE_PART,
    confirm_partnership,
    end_partnership,
    propose_partnership,
)
from directory.finding.by_name import found_by_name
from directory.finding.filters import QUERY_LIMIT
from directory.models import Organisation
from directory.page.partnerships import lines_of
from directory.speaking import speaks_as
from kernel.forms import RefusableForm
from kernel.gate import BadText, GateCharField, clean_text
from kernel.limits import spend
from kernel.refusals import Invalid, KeyReused
from kernel.responses import see_other


class ProposalForm(RefusableForm):
    """To whom, and what about. `partner` is an organisation's slug."""

    partner = forms.SlugField(max_length=120, label=gettext_lazy("With whom?"))
    relation = forms.ChoiceField(
        label=gettext_lazy("How do you belong together?"), initial=PARTNERS, required=False,
        choices=[
            (PARTNERS, gettext_lazy("We work together")),
            (WE_ARE_PART, gettext_lazy("We are a part of them: their branch or unit")),
            (THEY_ARE_PART, gettext_lazy("They are a part of us: our branch or unit")),
        ],
    )  # fmt: skip
    about = GateCharField(
        limit=ABOUT_LIMIT, lines=False, required=False,
        label=gettext_lazy("What about, in one line"),
        help_text=gettext_lazy("For example: the summer of open barns, since 2019. Both pages show it."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """`?q=` looks for an organisation to propose a partnership to."""
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend("card", f"u{person.pk}")
        try:
            other = organisation_named(person, form.cleaned_data["partner"])
            made = propose_partnership(
                by=person, organisation=organisation, other=other,
                about=form.cleaned_data["about"], key=form.key,
                relation=form.cleaned_data["relation"] or PARTNERS,
            )  # fmt: skip
        except (Invalid, KeyReused) as error:
            form.refuse(error)
        else:
            words = (
                _("You are partners now.")
                if made.confirmed_at
                else _("We have told the editors of %(name)s. It shows once they confirm it.")
            )
            messages.success(request, words % {"name": other.name})
            return see_other(request.path)
    return _page(request, person, organisation, form)


def _page(
    request: HttpRequest, person: Viewer, organisation: Organisation, form: ProposalForm
) -> HttpResponse:
    lines = lines_of(person, organisation.pk)
    q = _q(request)
    context = {
        "organisation": organisation,
        "form": form,
        "q": q,
        "found": found_by_name(person, q, but=organisation.pk),
        "chosen": form.data.get("partner", "") if form.is_bound else "",
        "speaks": speaks_as(person, organisation.pk),
        "together": [line for line in lines if line.confirmed_at],
        "asked": [line for line in lines if not line.confirmed_at and line.asked_by_them],
        "proposed": [line for line in lines if not line.confirmed_at and not line.asked_by_them],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/partners.html", context, status=status)


def _q(request: HttpRequest) -> str:
    raw = request.POST.get("q") if request.method == "POST" else request.GET.get("q")
    try:
        return " ".join(clean_text(raw or "", limit=QUERY_LIMIT, lines=False).split())
    except BadText as error:
        raise Invalid({"q": [str(error)]}) from error


@login_required
@require_POST
def confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    organisation = organisation_for(person, slug)
    spend("edit", f"u{person.pk}")
    confirm_partnership(by=person, organisation=organisation, partnership_id=pk)
    messages.success(request, _("You are partners now."))
    return see_other(f"{organisation.get_absolute_url()}partners/")


@login_required
@require_POST
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    organisation = organisation_for(person, slug)
    spend("edit", f"u{person.pk}")
    end_partnership(by=person, organisation=organisation, partnership_id=pk)
    messages.success(request, _("Done."))
    return see_other(f"{organisation.get_absolute_url()}partners/")
