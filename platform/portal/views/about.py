"""Pages of prose: what this is, the rules, privacy, help, accessibility, open data."""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kernel.differences import difference
from kernel.markdown import plain
from kernel.naming import contact_email
from place.access import logo_with
from place.documents.reading import (
    document,
    in_force,
    language_now,
    shown,
    wording_with_its_before,
    wordings,
)
from place.documents.shipped import comes_with_one
from place.models import Wording
from place.reading import everything
from portal.forum_list import public_forums
from portal.statement import statement


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Prose is written once a language, in templates/portal/<language>/, not sentence by sentence."""
    context = _common(name)
    if name == "feeds":
        context["forums"] = public_forums()
    if name == "accessibility":
        context["statement"] = statement(language_now())
    return render(request, f"portal/{language_now()}/{name}.html", context)


@require_safe
def kept(request: HttpRequest, name: str) -> HttpResponse:
    """A document that administrators keep, as it holds today, and what will change."""
    now, following = document(name)
    lead, rest = _first_words(now.html)
    context = {
        **_common(name), "shown": now, "next": following, "lead": lead, "rest": rest,
        "description": plain(lead), "title": title_of(name),
        "summary": getattr(following, f"summary_{now.language}") if following else "",
    }  # fmt: skip
    return render(request, "portal/document.html", context)


@require_safe
def versions(request: HttpRequest, name: str) -> HttpResponse:
    rows = wordings(name)
    if not rows and not comes_with_one(name):
        raise Http404
    for row in rows:
        row.summary = getattr(row, f"summary_{language_now()}")  # type: ignore[attr-defined]
    context = {
        **_common(name), "title": title_of(name), "wordings": rows, "today": timezone.localdate()
    }  # fmt: skip
    return render(request, "portal/wordings.html", context)


@require_safe
def version(request: HttpRequest, name: str, number: int) -> HttpResponse:
    wording, before = wording_with_its_before(name, number)
    now = shown(name, wording)
    context = {
        **_common(name), "title": title_of(name), "shown": now, "text": deeper(now.html),
        "waits": wording.in_force > timezone.localdate(),
        "difference": difference(shown(name, before).body, now.body) if before else "",
    }  # fmt: skip
    return render(request, "portal/wording.html", context)


def title_of(name: str) -> str:
    return str(Wording.Kind(name).label) if name in Wording.Kind.values else _("House rules")


def _common(name: str) -> dict[str, Any]:
    return {
        "page": name, "contact": contact_email(), "url": settings.BASE_URL, "place": everything(),
        "has_terms": in_force("terms") is not None, "log_days": settings.OPERATOR["log_days"],
    }  # fmt: skip


def _first_words(html: SafeString) -> tuple[SafeString, SafeString]:
    """The first paragraph, which leads in, and the rest. What was safe stays safe."""
    found = re.match(r"\s*<p>(.*?)</p>", html, re.S)
    if found is None:
        return mark_safe(""), html
    return mark_safe(found.group(1)), mark_safe(html[found.end() :])


def deeper(safe: SafeString) -> SafeString:
    """The text under a heading of the page: its own headings a step lower, and without anchors, which
    belong to what holds today."""
    html = re.sub(r' id="[^"]*"', "", safe)
    lower = re.sub(r"(</?h)([2-5])>", lambda h: f"{h.group(1)}{int(h.group(2)) + 1}>", html)
    return mark_safe(lower)


@require_safe
def logo(request: HttpRequest, mark: str) -> HttpResponse:
    """The picture beside the name; its address is another when it is another."""
    response = HttpResponse(logo_with(mark), content_type="image/webp")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /admin/",
        "Disallow: /curation/",
        "Disallow: /moderation/",
        "Disallow: /notifications/",
        "Disallow: /search/",
        "Disallow: /setup/",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
