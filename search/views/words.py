"""Synonyms and abbreviations, and what was not found: for moderators alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from kernel.forms import RefusableForm
from kernel.gate import BadText, GateCharField, clean_text
from kernel.refusals import Invalid
from kernel.responses import see_other
from moderation.access import moderator_of
from search import misses
from search.access import group_for, groups_for
from search.actions.alike import LETTERS, PHRASES, forget_alike, keep_alike

LIST = "/search/words/"


class AlikeForm(RefusableForm):
    phrases = GateCharField(
        limit=PHRASES * (LETTERS + 2), label=_("Words that mean the same"),
        help_text=_("Each in its own line: an abbreviation and what it stands for, say."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """All groups, and a form for one more; `?phrase=` puts a first line into it."""
    moderator = moderator_of(request.user)
    form = AlikeForm(request.POST or None, initial={"phrases": _begun(request)})
    if request.method == "POST" and form.is_valid():
        try:
            keep_alike(by=moderator, phrases=form.cleaned_data["phrases"].splitlines())
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Done. The next search knows of it."))
            return see_other(LIST)
    context = {
        "form": form,
        "groups": groups_for(moderator),
        "misses": misses.latest(),
        "kept": misses.KEPT,
        "crumbs": [(gettext("Moderation"), "/moderation/")],
    }
    return render(request, "search/words.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One group, to be changed."""
    moderator = moderator_of(request.user)
    shown = group_for(moderator, pk)
    form = AlikeForm(request.POST or None, initial={"phrases": "\n".join(shown.phrases)})
    if request.method == "POST" and form.is_valid():
        try:
            lines = form.cleaned_data["phrases"].splitlines()
            keep_alike(by=moderator, phrases=lines, group=shown)
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Done. The next search knows of it."))
            return see_other(LIST)
    context = {
        "form": form,
        "group": shown,
        "crumbs": [(gettext("Moderation"), "/moderation/"), (gettext("Words of the search"), LIST)],
    }
    return render(request, "search/group.html", context, status=422 if form.errors else 200)


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    moderator = moderator_of(request.user)
    forget_alike(by=moderator, group=group_for(moderator, pk))
    return see_other(LIST)


def _begun(request: HttpRequest) -> str:
    try:
        return clean_text(request.GET.get("phrase", ""), limit=LETTERS, lines=False)
    except BadText:
        return ""
