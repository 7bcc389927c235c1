"""Pages of prose: what this is, the rules, privacy, help, accessibility, open data."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.forum_list import public_forums


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Prose is written once a language, in templates/portal/<language>/, not sentence by sentence."""
    language = "en" if (get_language() or "pl").startswith("en") else "pl"
    context = {
        "page": name,
        "contact": settings.CONTACT_EMAIL,
        "url": settings.BASE_URL,
        "operator": settings.OPERATOR,
    }
    if name == "feeds":
        context["forums"] = public_forums()
    return render(request, f"portal/{language}/{name}.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /admin/",
        "Disallow: /moderation/",
        "Disallow: /notifications/",
        "Disallow: /search/",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
