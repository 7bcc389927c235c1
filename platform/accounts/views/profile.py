"""A person's own settings: profile, theme, language."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import fresh, person_of, viewer_of
from accounts.actions.update_profile import choose_language, choose_look, update_profile
from accounts.forms import LookForm, ProfileForm
from accounts.middleware import set_language_cookie, set_look_cookies
from accounts.models import User
from accounts.ports import standing_of
from kernel.appearance import CHOICES, chosen
from kernel.refusals import Invalid
from kernel.responses import came_from, see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person = fresh(person_of(request))
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            saved = update_profile(by=person, form=form)
        except Invalid as error:
            form.add_error(None, error.fields)
        else:
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
    """How the pages look: in this browser, and with an account in every other one too."""
    response = see_other(came_from(request, "/"))
    given = {name: request.POST[name] for name in CHOICES if name in request.POST}
    wanted = {name: value for name, value in given.items() if value in CHOICES[name]}
    set_look_cookies(response, wanted)
    viewer = viewer_of(request)
    if isinstance(viewer, User) and wanted:
        choose_look(by=viewer, look={**request.COOKIES, **wanted})
    return response


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """All of it on one page, for visitors too."""
    form = LookForm(
        initial={name: values[0] for name, values in CHOICES.items()} | chosen(request.COOKIES)
    )
    return render(request, "accounts/look.html", {"form": form})


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
