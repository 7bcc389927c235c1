"""Asking a question, starting a conversation."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.access import person_of, viewer_of
from accounts.viewer import check_writer, is_moderator
from composing.access import draft_at
from composing.chosen import chosen_in
from composing.drafting import sent
from composing.models import Draft
from directory.speaking import voices_of
from forums.access import forum_for
from forums.actions.submit import submit_topic
from forums.forms import AskForm
from forums.models import Forum, Writing
from forums.paths import forum_path, topic_path, verb_path
from forums.policies import check_start
from forums.ports import similar
from forums.review.models import Waiting
from forums.rows import forum_lines
from forums.views.requests import spend_as
from forums.views.review import kept_waiting
from kernel.forms import seconds_open, slowed
from kernel.gate import NAME_LIMIT, BadText, clean_text
from kernel.refusals import Invalid, KeyReused, TooMany
from kernel.responses import see_other
from taxonomy.regions import POWIAT_DIGITS

SIMILAR_FROM = 8
"""Characters of a title before it is worth looking for similar ones."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; sent with `look` it only shows what is like the title."""
    person = person_of(request)
    forum = forum_for(person, slug)
    check_start(person, forum)
    voices = voices_of(person)
    if request.method != "POST":
        kind = "discussion" if request.GET.get("kind") == "discussion" else "question"
        kept = draft_at(person, _draft(forum))
        initial = {
            "kind": kind,
            "lang": get_language() or "pl",
            "title": _title(request.GET.get("title")) or (kept.title if kept else ""),
            "region": person.region.code[:POWIAT_DIGITS] if person.region else "",
            **(chosen_in(kept.more) if kept else {}),
        }
        form = AskForm(initial=initial, voices=voices)
        return _page(request, forum, form, title=initial["title"], kept=kept)
    looked = "look" in request.POST
    form = AskForm(request.POST, None if looked else request.FILES, voices=voices, writer=person)
    if looked:
        typed = {name: request.POST.get(name, "") for name in form.fields}
        shown = AskForm(initial=typed, voices=voices)
        shown.key, shown.opened = form.key, form.opened
        return _page(request, forum, shown, title=_title(request.POST.get("title")), looked=True)
    if form.is_valid():
        try:
            spend_as("topic", person)
            fields = {**form.text_only(), "organisation": form.voice()}
            topic = submit_topic(
                by=person, forum=forum, key=form.key, seconds=seconds_open(form.opened), **fields
            )
        except (Invalid, KeyReused, TooMany) as error:
            form.refuse(error)
        else:
            then = verb_path(topic.pk, "poll") if "poll" in request.POST else ""
            answer = (
                kept_waiting(request, topic)
                if isinstance(topic, Waiting)
                else see_other(then or topic_path(topic.pk, topic.slug))
            )
            return sent(answer, person, _draft(forum))
    page = _page(request, forum, form, title=_title(request.POST.get("title")), status=422)
    return slowed(page, form)


@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """In which forum to ask."""
    person = check_writer(person_of(request))
    open_ones = [
        line
        for line in forum_lines(person)
        if line.archived_at is None and (line.writing == Writing.ALL or is_moderator(person))
    ]
    forums = [(line, f"{forum_path(line.slug)}ask/") for line in open_ones]
    context = {"forums": forums, "crumbs": [(_("Forum"), "/forums/")]}
    return render(request, "forums/choose.html", context)


@require_GET
def similar_titles(request: HttpRequest) -> HttpResponse:
    """What is like `?title=`, as a piece of the form's page."""
    title = _title(request.GET.get("title"))
    return render(
        request, "forums/_similar.html", {"similar": _similar(request, title), "looked": True}
    )


def _draft(forum: Forum) -> str:
    return f"ask-{forum.pk}"


def _title(raw: object) -> str:
    """What can be looked for of a title that nobody has judged yet."""
    try:
        return clean_text(raw or "", limit=NAME_LIMIT, lines=False)
    except BadText:
        return ""


def _similar(request: HttpRequest, title: str) -> Any:
    return similar(viewer_of(request), title) if len(title) >= SIMILAR_FROM else ()


def _page(
    request: HttpRequest,
    forum: Forum,
    form: AskForm,
    *,
    title: str,
    looked: bool = False,
    kept: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "forum": forum,
        "form": form,
        "crumbs": [(_("Forum"), "/forums/"), (forum.name, forum_path(forum.slug))],
        "similar": _similar(request, title),
        "looked": looked,
        "draft": _draft(forum),
        "kept": kept,
    }
    return render(request, "forums/ask.html", context, status=status)
