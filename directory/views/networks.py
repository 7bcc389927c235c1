"""In which networks an organisation is: for its editors, on a page of its own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from directory.access import editable_organisation, network_place_for
from directory.actions.networks import put_in_network, take_out_of_network
from directory.forms.standing import NetworkForm, PlaceForm, initial_place
from directory.models import Organisation
from directory.views.part import page, saved
from directory.vocabulary.networks import belongings
from kernel.limits import spend
from kernel.responses import see_other


def _address(organisation: Organisation) -> str:
    return f"{organisation.get_absolute_url()}networks/"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def networks(request: HttpRequest, slug: str) -> HttpResponse:
    """Those that it is or was in, and the form for one more."""
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    places = belongings([organisation.pk])[organisation.pk]
    form = NetworkForm(request.POST or None, taken=[place.code for place in places])
    if saved(
        request,
        form,
        lambda: put_in_network(by=person, organisation=organisation, **form.cleaned_data),
    ):
        return see_other(_address(organisation))
    context = {"organisation": organisation, "form": form, "places": places}
    return page(request, "directory/networks.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def network(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What is said of it in one network, to be changed."""
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    place = network_place_for(organisation, code)
    form = PlaceForm(request.POST or None, initial=initial_place(place))
    if saved(
        request,
        form,
        lambda: put_in_network(
            by=person, organisation=organisation, network=code, **form.cleaned_data
        ),
    ):
        return see_other(_address(organisation))
    context = {"organisation": organisation, "form": form, "place": place}
    return page(request, "directory/network.html", context)


@login_required
@require_POST
def leave(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    network_place_for(organisation, code)
    spend("edit", f"u{person.pk}")
    take_out_of_network(by=person, organisation=organisation, network=code)
    messages.success(request, _("Done."))
    return see_other(_address(organisation))
