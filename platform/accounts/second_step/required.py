"""Who looks after the site logs in with a second step: their password alone opens too much.

Until it is set up they reach the pages that set it up, those about the site, and the way out.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.ports import is_demonstration
from kernel.middleware import problem
from kernel.responses import see_other

OPEN = (
    "/accounts/second-step/", "/accounts/2fa/", "/accounts/reauthenticate/", "/accounts/logout/",
    "/accounts/language/", "/accounts/theme/", "/accounts/email/", "/accounts/confirm-email/",
    "/accounts/password/", "/accounts/sessions/", "/about/", "/healthz", "/readyz", "/metrics",
)  # fmt: skip


def lacks_second_step(person: User) -> bool:
    """Whether this person has to set up a second step before they go on."""
    return (
        person.role != Role.MEMBER
        and not person.second_step
        and bool(settings.SECOND_STEP_FOR_STAFF)
        and not is_demonstration()
    )


def second_step(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        # Without the cookie there is no session to read, and a token is no password.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(OPEN):
            return get_response(request)
        if not isinstance(request.user, User) or not lacks_second_step(request.user):
            return get_response(request)
        if request.path.startswith("/api/"):
            return problem(403, _("Set up the second step of logging in first."))
        return see_other(reverse("accounts:second_step"))

    return middleware
