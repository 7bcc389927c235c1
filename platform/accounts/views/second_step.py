"""The page that leads those who look after the site to their second step."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import person_of
from accounts.second_step.required import lacks_second_step


@login_required
@require_safe
def needed(request: HttpRequest) -> HttpResponse:
    missing = lacks_second_step(person_of(request))
    return render(request, "accounts/second_step.html", {"missing": missing})
