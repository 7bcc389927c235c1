"""Drafts: kept and asked for by a script, listed and thrown away on a page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of
from accounts.models import User
from composing.access import draft_at, drafts_of
from composing.actions.keep_draft import OtherDraft, discard_draft, keep_draft
from composing.chosen import chosen_in
from composing.models import Draft
from composing.places import LENGTH, described
from kernel.gate import whole_number
from kernel.limits import spend
from kernel.markdown import excerpt
from kernel.middleware import problem, refusal_problem
from kernel.references import FILE
from kernel.refusals import Refusal
from kernel.responses import see_other


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Answers {"version", "at"}; 409 with {"draft"} where another browser has saved other words; 410
    where the draft is gone."""
    person = request.user
    if not isinstance(person, User):
        return problem(401, _("Log in first."))
    given = request.POST
    try:
        spend("draft", f"u{person.pk}")
        draft = keep_draft(
            by=person, place=given.get("place"), body=given.get("body"), title=given.get("title", ""),
            device=given.get("device"), version=whole_number(given.get("version", "0")) or 0,
            seen=whole_number(given.get("seen")),
            more=given.get("more"),
        )  # fmt: skip
    except OtherDraft as error:
        return refusal_problem(error, draft=_shape(error.draft))
    except Refusal as error:
        return refusal_problem(error)
    return JsonResponse(
        {"version": draft.version, "at": draft.saved_at.isoformat()} if draft else {"version": 0}
    )


@require_safe
def at(request: HttpRequest) -> HttpResponse:
    """{"draft": what the person has at `?place=`, or null}."""
    person = request.user
    if not isinstance(person, User):
        return problem(401, _("Log in first."))
    draft = draft_at(person, _place(request.GET.get("place")))
    answer = JsonResponse({"draft": _shape(draft) if draft else None})
    answer["Cache-Control"] = "private, no-store"
    return answer


def _shape(draft: Draft) -> dict[str, Any]:
    return {
        "text": draft.body,
        "title": draft.title,
        "more": chosen_in(draft.more),
        "version": draft.version,
        "seen": draft.seen,
        "at": draft.saved_at.isoformat(),
    }


def _place(raw: str | None) -> str:
    """What can be looked for; a word that is no place has no draft."""
    return raw if raw and len(raw) <= LENGTH and raw.isascii() and raw.isprintable() else ""


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """One's own drafts, the latest first. Where one may no longer write, the words are still there."""
    person = person_of(request)
    drafts = drafts_of(person)
    places = described(person, [draft.place for draft in drafts])
    rows = [
        {
            "draft": draft,
            "place": places.get(draft.place),
            "excerpt": (short := excerpt(FILE.sub(r"\g<alt>", draft.body))),
            "whole": short == draft.body.strip(),
        }
        for draft in drafts
    ]
    return render(request, "composing/drafts.html", {"rows": rows})


@login_required
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throws the draft of `place` away and goes back to `next`."""
    person = person_of(request)
    spend("draft", f"u{person.pk}")
    discard_draft(by=person, place=_place(request.POST.get("place")))
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return see_other(back if safe else "/drafts/")
