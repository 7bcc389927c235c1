"""Who moderates and who administers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_by_handle
from accounts.devices import words_for
from accounts.limits import spend_as
from accounts.open_sessions import sessions_of
from forums.actions.set_duties import duties_of, set_duties
from kernel.gate import BadText, clean_text
from kernel.refusals import Conflict, Invalid, Refused
from kernel.responses import see_other
from moderation.actions.end_log_ins import end_log_ins
from place.actions.set_role import set_role
from portal.setup import reading
from portal.setup.forms import DutiesForm, LogInsForm, RoleForm
from portal.views.setup.common import administrator, form_page, shown


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Those with a role; `?q=` finds others by name, handle or the whole e-mail address."""
    administrator(request)
    try:
        q = clean_text(request.GET.get("q", ""), limit=100, lines=False)
    except BadText:
        q = ""
    context = {
        "roles": reading.people_with_roles(), "found": reading.people_called(q), "q": q
    }  # fmt: skip
    return shown(request, "people", "people", context)


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, handle: str) -> HttpResponse:
    person = administrator(request)
    other = person_by_handle(handle)
    return form_page(
        request, here="people", form_class=RoleForm, values={"role": other.role},
        act=lambda *, seen, role: set_role(by=person, person=other, role=role),
        then=reverse("setup:people"), title=other.name,
        lead=_(
            "A moderator reads every forum, decides about reports and tags. An administrator can also do what"
            " is on these pages."
        ),
        look=(reverse("moderation:person", args=[other.handle]), _("What is known of this person")),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def duties(request: HttpRequest, handle: str) -> HttpResponse:
    """Which forums a moderator looks after."""
    person = administrator(request)
    other = person_by_handle(handle)
    return form_page(
        request, here="people", form_class=DutiesForm, values=duties_of(other),
        act=lambda *, seen, forums: set_duties(by=person, person=other, forums=forums, seen=seen),
        then=reverse("setup:people"), title=_("Forums of %(name)s") % {"name": other.name},
        lead=_("In other forums they read along, and decide, move and correct nothing."),
        look=(reverse("setup:role", args=[other.handle]), _("The role of this person")),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def log_ins(request: HttpRequest, handle: str) -> HttpResponse:
    """Where somebody is logged in, to be ended one by one or all at once."""
    person = administrator(request)
    other = person_by_handle(handle)
    form = LogInsForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            spend_as(person, "edit")
            try:
                count = end_log_ins(
                    by=person, person=other, pk=form.number, reason=form.cleaned_data["reason"]
                )
            except (Conflict, Invalid, Refused) as error:
                form.refuse(error)
                status = 409 if isinstance(error, Conflict) else 422
            else:
                words = ngettext("Logged out in %(count)s place. The person is told.", "Logged out in %(count)s places. The person is told.", count)  # fmt: skip
                messages.success(request, words % {"count": count})
                return see_other(reverse("setup:log-ins", args=[other.handle]))
    sessions = [(one, words_for(one.device)) for one in sessions_of(other)]
    context = {"form": form, "person": other, "sessions": sessions, "own": other.pk == person.pk}
    return shown(request, "log_ins", "people", context, status=status)
