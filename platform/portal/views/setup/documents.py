"""The rules, privacy and terms: written in both languages, looked at before they are published."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.limits import spend_as
from kernel.differences import difference
from kernel.gate import clean_text
from kernel.refusals import Conflict, Invalid, TooMany
from kernel.responses import see_other
from place.actions.publish_wording import (
    check_anchors,
    earliest,
    publish_wording,
    withdraw_wording,
)
from place.documents.reading import in_force, to_come, wording_with_its_before, wordings
from place.documents.shipped import shipped
from place.documents.text import filled, html_of
from place.models import Wording
from portal.setup.forms import DocumentForm
from portal.views.about import deeper
from portal.views.setup.common import administrator, shown


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, kind: str) -> HttpResponse:
    """A POST with `look` shows what was typed as people will read it; without, it publishes."""
    person = administrator(request)
    if kind not in Wording.Kind.values:
        raise Http404
    holds = in_force(kind)
    context: dict[str, Any] = {}
    status = 200
    form = (
        DocumentForm(request.POST)
        if request.method == "POST"
        else DocumentForm(initial=_begin(kind, holds))
    )
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        try:
            if "look" in request.POST:
                context["looks"] = _looks(kind, holds, fields)
            else:
                spend_as(person, "edit")
                made = publish_wording(
                    by=person, kind=kind, matters=fields["matters"] == "yes", in_force=fields["in_force"],
                    seen=fields["began"] or 0 if holds else None,
                    **{name: fields[name] for name in ("body_pl", "body_en", "summary_pl", "summary_en")},
                )  # fmt: skip
                messages.success(request, _("Published."))
                return see_other(reverse("portal:wording", args=[kind, made.number]))
        except (Conflict, Invalid, TooMany) as error:
            form.refuse(error)
            status = getattr(error, "status", 422)
    elif request.method == "POST":
        status = 422
    context |= {
        "form": form, "kind": kind, "title": Wording.Kind(kind).label, "holds": holds,
        "waits": to_come(kind), "wordings": wordings(kind)[:5], "earliest": earliest(True),
    }  # fmt: skip
    return shown(request, "document", kind, context, status=status)


@require_POST
def withdraw(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    person = administrator(request)
    wording, _before = wording_with_its_before(kind, number)
    withdraw_wording(by=person, wording=wording)
    messages.success(request, _("Taken back. What holds today goes on holding."))
    return see_other(reverse("setup:document", args=[kind]))


def _begin(kind: str, holds: Wording | None) -> dict[str, Any]:
    return {
        **{
            f"body_{lang}": getattr(holds, f"body_{lang}") if holds else shipped(kind, lang)
            for lang in ("pl", "en")
        },
        "began": holds.number if holds else 0,
        "matters": "yes",
    }


def _looks(kind: str, holds: Wording | None, fields: dict[str, Any]) -> list[dict[str, Any]]:
    """Of each language how it will read and what is other. Raises Invalid where anchors are wrong."""
    begun = _begin(kind, holds)
    bodies = {lang: clean_text(fields[f"body_{lang}"], limit=100_000) for lang in ("pl", "en")}
    html = {lang: html_of(body) for lang, body in bodies.items()}
    check_anchors(kind, html["pl"], html["en"])
    return [
        {
            "lang": lang, "words": words, "html": deeper(filled(html[lang])),
            "difference": difference(begun[f"body_{lang}"], bodies[lang]),
        }
        for lang, words in (("pl", _("In Polish")), ("en", _("In English")))
    ]  # fmt: skip
