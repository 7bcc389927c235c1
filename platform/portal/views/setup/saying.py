"""What the place says of itself, section by section."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from place.actions.change_settings import change_settings
from place.reading import review_due, section
from portal.setup.forms import SECTION_FORMS
from portal.views.setup.common import administrator, form_page


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
