"""The curator's desk: what to do next, and the tools for it. Everything is a link or a form's button."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import viewer_of
from accounts.limits import spend_as
from curation.actions.feature import feature, set_aside, take_down
from curation.actions.keep_canned import keep_canned, remove_canned
from curation.actions.link_same import link_same, unlink_same
from curation.desk.access import canned_with, curator_of, link_of
from curation.desk.canned import WORDS, answers
from curation.desk.forms import CannedForm, SameForm, ShowForm
from curation.desk.lines import desk
from curation.desk.showing import meant_by, rows_of
from curation.models import Feature
from forums.access import topic_for
from forums.models import Topic
from forums.paths import topic_path, verb_path
from kernel.gate import whole_number
from kernel.refusals import Conflict, Invalid, Refused, TooMany
from kernel.responses import see_other

DESK, ANSWERS = "/curation/", "/curation/answers/"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    curator = curator_of(viewer_of(request))
    places = [(place.label, rows_of(place)) for place in Feature.Place]
    context = {
        "parts": desk(curator), "places": [one for one in places if one[1]], "form": ShowForm()
    }  # fmt: skip
    return _page(request, "desk", context)


@require_POST
def aside(request: HttpRequest) -> HttpResponse:
    curator = curator_of(viewer_of(request))
    spend_as(curator, "edit")
    set_aside(by=curator, line=request.POST.get("line", ""))
    messages.success(request, _("Put away for a month."))
    return see_other(DESK)


@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """`kind` and `id`, or the `address` of a page; `place`, `days`: shown there from now on."""
    curator = curator_of(viewer_of(request))
    spend_as(curator, "edit")
    kind = request.POST.get("kind", "")
    pk = whole_number(request.POST.get("id", "")) or 0
    if "address" in request.POST:
        kind, pk = meant_by(request.POST["address"])
    try:
        feature(
            by=curator, kind=kind, object_id=pk, place=request.POST.get("place", ""),
            days=whole_number(request.POST.get("days", "14")) or 0,
        )  # fmt: skip
    except (Invalid, Conflict) as error:
        words = error.message if isinstance(error, Conflict) else next(iter(error.fields.values()))[0]  # fmt: skip
        messages.error(request, words)
    else:
        messages.success(request, _("It is shown there now."))
    return see_other(DESK)


@require_POST
def unshow(request: HttpRequest, pk: int) -> HttpResponse:
    curator = curator_of(viewer_of(request))
    spend_as(curator, "edit")
    take_down(by=curator, pk=pk)
    messages.success(request, _("It is not shown there any more."))
    return see_other(DESK)


@require_http_methods(["GET", "HEAD", "POST"])
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """A topic leads to the one that asked the same before. `?of=` proposes one; `undo` ends it."""
    curator = curator_of(viewer_of(request))
    topic = topic_for(curator, pk)
    now = link_of(topic)
    initial = {"of": request.GET.get("of", "")[:300] or (now.of_id if now else ""),
               "remark": now.remark if now else ""}  # fmt: skip
    form = SameForm(request.POST or None, initial=initial)
    path = topic_path(topic.pk, topic.slug)
    if request.method == "POST" and "undo" in request.POST:
        spend_as(curator, "edit")
        unlink_same(by=curator, topic=topic)
        messages.success(request, _("It stands for itself again."))
        return see_other(path)
    if request.method == "POST" and form.is_valid():
        try:
            spend_as(curator, "edit")
            link_same(
                by=curator, topic=topic, of=_meant(request, form.cleaned_data["of"]),
                remark=form.cleaned_data["remark"],
            )  # fmt: skip
        except (Invalid, Refused, TooMany) as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("Linked. Whoever comes to the newer one is led to the older one.")
            )
            return see_other(path)
    context = {"topic": topic, "path": path, "form": form, "now": now, "older": _proposed(request, initial["of"])}  # fmt: skip
    return _page(request, "same", context, status=422 if form.errors else 200)


def _meant(request: HttpRequest, words: str) -> Topic:
    """The topic of an address or a number. Raises Invalid (of)."""
    found = re.fullmatch(r"\s*(?:\S*/forums/t/)?([0-9]{1,18})(?:/\S*)?\s*", words)
    try:
        if found:
            return topic_for(curator_of(viewer_of(request)), int(found.group(1)))
    except Http404:
        pass
    raise Invalid({"of": [_("There is no such conversation.")]})


def _proposed(request: HttpRequest, words: object) -> Topic | None:
    try:
        return _meant(request, str(words)) if words else None
    except Invalid:
        return None


@require_safe
def canned(request: HttpRequest) -> HttpResponse:
    curator_of(viewer_of(request))
    return _page(request, "answers", {"answers": answers()})


@require_safe
def canned_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of them fits this topic: each leads to the composer with its words in it."""
    topic = topic_for(curator_of(viewer_of(request)), pk)
    path = verb_path(topic.pk, "reply")
    fit = [(one, f"{path}?prepared={one.pk}") for one in answers()]
    context = {"topic": topic, "path": topic_path(topic.pk, topic.slug), "fit": fit, "plain": path}
    return _page(request, "answers_for", context)


@require_http_methods(["GET", "HEAD", "POST"])
def canned_one(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    curator = curator_of(viewer_of(request))
    row = canned_with(pk) if pk else None
    names = ("name", "body_pl", "body_en", "version")
    initial = {name: getattr(row, name) for name in names} if row else {}
    form = CannedForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and row and "remove" in request.POST:
        spend_as(curator, "edit")
        remove_canned(by=curator, pk=row.pk)
        messages.success(request, _("Removed."))
        return see_other(ANSWERS)
    if request.method == "POST" and form.is_valid():
        try:
            spend_as(curator, "edit")
            keep_canned(by=curator, canned=row, **form.cleaned_data)
        except (Conflict, Invalid, Refused, TooMany) as error:
            form.refuse(error)
            status = 409 if isinstance(error, Conflict) else 422
        else:
            messages.success(request, _("Saved."))
            return see_other(ANSWERS)
    status = 422 if form.errors and status == 200 else status
    return _page(request, "answer", {"form": form, "row": row, "words": WORDS}, status=status)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    crumbs = [] if template == "desk" else [(_("Curator’s desk"), DESK)]
    if template in ("answer",):
        crumbs.append((_("Prepared answers"), ANSWERS))
    response = render(
        request, f"curation/{template}.html", {"crumbs": crumbs, **context}, status=status
    )
    response["Cache-Control"] = "private, no-store"
    return response
