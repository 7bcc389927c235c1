"""A person's own settings: profile, theme, language."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import fresh, person_of, viewer_of
from accounts.actions.update_profile import choose_language, update_profile
from accounts.forms import ProfileForm
from accounts.middleware import set_language_cookie
from accounts.models import Theme, User
from accounts.ports import standing_of
from kernel.responses import came_from, see_other

YEAR = 60 * 60 * 24 * 365
FACES = ("own", "plain")
"""Letters of headings: the site's own antiqua, or the plain ones of the text."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person = fresh(person_of(request))
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        saved = update_profile(by=person, form=form)
        messages.success(request, _("Saved."))
        response = see_other(f"/people/{saved.handle}/")
        set_language_cookie(response, saved.language)
        return response
    return render(
        request, "accounts/profile.html", {"form": form, "standing": standing_of(person)},
        status=422 if form.errors else 200,
    )  # fmt: skip


@csrf_exempt  # a visitor has no token, and nobody is hurt by other colours
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Colours and letters of this browser: cookies, so that the server writes them without a flash."""
    response = see_other(came_from(request, "/"))
    chosen = request.POST.get("theme", "")
    if chosen in Theme.values:
        response.set_cookie("theme", chosen, max_age=YEAR, secure=settings.SECURE, samesite="Lax")
    face = request.POST.get("face", "")
    if face in FACES:
        response.set_cookie("face", face, max_age=YEAR, secure=settings.SECURE, samesite="Lax")
    return response


@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    response = see_other(came_from(request, "/"))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        set_language_cookie(response, chosen)
        viewer = viewer_of(request)
        if isinstance(viewer, User):
            choose_language(by=viewer, language=chosen)
    return response
