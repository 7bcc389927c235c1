"""The home page: what this is, what is new, what one can do."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from directory.maps.region import home_map
from kernel.naming import site_lead, site_name
from kernel.pages import HotPage, respond
from portal.panels import everything, key_of_home, lines_of_rooms, shared_versions


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    member = viewer_of(request).is_authenticated
    rooms, shared = lines_of_rooms(), shared_versions()

    def main() -> str:
        context = {**everything(shared[-1]), "rooms": rooms, "member": member, "map": home_map()}
        return render_to_string("portal/home.html", context)

    page = HotPage(
        key=(*key_of_home(timezone.localdate(), rooms, shared), member),
        title=f"{site_name()}: " + _("ask someone who has done it"),
        description=site_lead()
        or _("Questions, proven ways and addresses of the people of culture."),
        canonical="/",
        main=main,
    )
    return respond(request, page)
