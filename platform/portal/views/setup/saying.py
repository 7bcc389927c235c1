"""What the place says of itself, section by section."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.limits import spend_as
from kernel.refusals import Invalid, TooMany
from kernel.responses import see_other
from place.actions.change_settings import change_settings
from place.actions.set_logo import set_logo
from place.reading import review_due, section
from portal.setup.forms import SECTION_FORMS, LogoForm
from portal.views.setup.common import administrator, form_page, shown


@require_http_methods(["GET", "HEAD", "POST"])
def saying(request: HttpRequest, name: str) -> HttpResponse:
    person = administrator(request)
    if name not in SECTION_FORMS:
        raise Http404
    title, lead = _words(name)
    return form_page(
        request, here=name, form_class=SECTION_FORMS[name], values=section(name),
        act=lambda *, seen, **fields: change_settings(
            by=person, section=name, values=fields, seen=seen
        ),
        then=reverse("setup:saying", args=[name]), title=title, lead=lead,
        due=name == "accessibility" and review_due(),
        look=("/about/accessibility/", _("Look at the statement")) if name == "accessibility" else None,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def logo(request: HttpRequest) -> HttpResponse:
    """The picture beside the name: another one, or (`remove`) none."""
    person = administrator(request)
    form = LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and ("remove" in request.POST or form.is_valid()):
        try:
            spend_as(person, "picture")
            chosen = None if "remove" in request.POST else form.cleaned_data["picture"].read()
            set_logo(by=person, picture=chosen)
        except (Invalid, TooMany) as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return see_other(reverse("setup:logo"))
    status = 422 if request.method == "POST" else 200
    return shown(request, "logo", "logo", {"form": form}, status=status)


def _words(name: str) -> tuple[str, str]:
    return {
        "identity": (
            _("Name and who runs it"),
            _("It stands on every page, in every letter and in the feeds."),
        ),
        "contacts": (
            _("Points of contact"),
            _("One for users, one for authorities: the Digital Services Act asks for both."),
        ),
        "accessibility": (
            _("Accessibility statement"),
            _("What you write here becomes the statement, with the words and marks that the law prescribes."),
        ),
        "defence": (
            _("Defence against abuse"),
            _("It holds back programs, not people. Usually nothing here needs to be changed."),
        ),
    }[name]  # fmt: skip
