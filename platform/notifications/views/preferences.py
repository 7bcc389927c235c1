"""What a person wants to be told, and by which way."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from kernel.limits import spend
from kernel.responses import see_other
from notifications.actions.prefer import prefer
from notifications.channels import preferences_of
from notifications.forms import CHANNEL_WORDS, PreferencesForm
from notifications.models import Level

HERE = "/notifications/settings/"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        preferences=preferences_of([person.pk])[person.pk],
    )
    if request.method == "POST" and form.is_valid():
        spend("edit", f"u{person.pk}")
        said = form.cleaned_data
        begin, end = said["quiet_from"], said["quiet_to"]
        prefer(
            by=person, channels=form.channels(), on_writing=Level(said["on_writing"]),
            digest=said["digest"], quiet=(begin, end) if begin and end else None, zone=said["zone"],
        )  # fmt: skip
        messages.success(request, _("Saved."))
        return see_other(HERE)
    context = {"form": form, "table": form.table(), "ways": CHANNEL_WORDS.values()}
    refused = request.method == "POST"
    return render(request, "notifications/settings.html", context, status=422 if refused else 200)
