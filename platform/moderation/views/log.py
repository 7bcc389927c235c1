"""The log of moderation, for moderators: filtered on a page, and as a table."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moderation.access import moderator_of
from moderation.log import DEEDS, as_csv, asked_for, deed_words, page


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    moderator_of(request.user)
    asked = asked_for(request.GET.dict())
    rows, more = page(asked)
    kept = {
        name: value
        for name, value in (
            ("deed", asked.deed), ("actor", asked.actor), ("person", asked.person),
            ("since", str(asked.since or "")), ("until", str(asked.until or "")),
        )
        if value
    }  # fmt: skip
    context = {
        "rows": rows, "asked": asked,
        "deeds": sorted(((deed, deed_words(deed)) for deed in DEEDS), key=lambda one: one[1]),
        "older": f"?{urlencode({**kept, 'before': str(more)})}" if more else "",
        "table": f"/moderation/log.csv?{urlencode(kept)}",
        "crumbs": [(_("Moderation"), "/moderation/")],
    }  # fmt: skip
    return render(request, "moderation/log.html", context)


@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    moderator_of(request.user)
    answer = StreamingHttpResponse(
        as_csv(asked_for(request.GET.dict())), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="moderation-log.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer
