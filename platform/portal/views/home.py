"""The home page: what this is, what is new, what one can do."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.region_map import home_map
from kernel.pages import HotPage, respond
from portal.panels import everything, key_of_home


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    def main() -> str:
        return render_to_string("portal/home.html", {**everything(), "map": home_map()})

    page = HotPage(
        key=key_of_home(timezone.localdate()),
        title=_("Rynek: ask someone who has done it"),
        description=_("Questions, proven ways and addresses of the people of culture."),
        canonical="/",
        main=main,
    )
    return respond(request, page)
