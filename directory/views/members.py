"""Who belongs to an organisation: for its editors."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from directory.access import editable_organisation, organisation_for, people_of
from directory.actions.members import add_member, remove_member
from directory.forms.organisation import MemberForm
from directory.record.claims import claims_to_answer
from kernel.gate import BadText, clean_text
from kernel.limits import spend
from kernel.refusals import Invalid
from kernel.responses import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend("edit", f"u{person.pk}")
        try:
            added = add_member(by=person, organisation=organisation, **form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("%(name)s is here now.") % {"name": added.person.name})
            return see_other(request.path)
    context = {
        "form": form, "organisation": organisation, "people": people_of(organisation),
        "asks": claims_to_answer(organisation),
    }  # fmt: skip
    refused = request.method == "POST"
    return render(request, "directory/people.html", context, status=422 if refused else 200)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """An editor ends somebody's membership, or a person their own."""
    person = person_of(request)
    organisation = organisation_for(person, slug)
    spend("edit", f"u{person.pk}")
    try:
        handle = clean_text(request.POST.get("handle", ""), limit=60, lines=False, name=True)
    except BadText as error:
        raise Invalid({"handle": [str(error)]}) from error
    remove_member(by=person, organisation=organisation, handle=handle)
    messages.success(request, _("Done."))
    return see_other(organisation.get_absolute_url())
