"""The switch above the replies of a topic."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.access import viewer_of
from accounts.actions.update_profile import choose_reading
from accounts.models import ReadingOrder, User
from forums.reading_order import COOKIE
from kernel.refusals import Invalid
from kernel.responses import came_from, see_other

YEAR = 60 * 60 * 24 * 365


@csrf_exempt  # a visitor has no token, and nobody is hurt by another order
@require_POST
def reading_order(request: HttpRequest) -> HttpResponse:
    """`order`: kept with the account, or in a visitor's cookie. Back to the page, whose address then need
    not say an order."""
    chosen = request.POST.get("order", "")
    if chosen not in ReadingOrder.values:
        raise Invalid({"order": [_("Choose one from the list.")]})
    response = see_other(_without_order(came_from(request, "/forums/")))
    viewer = viewer_of(request)
    if isinstance(viewer, User):
        choose_reading(by=viewer, order=chosen)
    else:
        response.set_cookie(COOKIE, chosen, max_age=YEAR, secure=settings.SECURE, samesite="Lax")
    return response


def _without_order(address: str) -> str:
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "order"]
    return parts.path + (f"?{urlencode(query)}" if query else "") + "#replies-head"
