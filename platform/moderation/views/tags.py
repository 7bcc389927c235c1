"""The shared words in moderators' hands."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.forms import RefusableForm
from kernel.gate import BadText, GateCharField, clean_text
from kernel.refusals import Invalid
from kernel.responses import see_other
from moderation.access import moderator_of
from moderation.actions.tags import (
    add_synonym,
    forget_synonym,
    merge_tags,
    rename_tag,
    retire_tag,
)
from moderation.words import (
    alike,
    banned_word,
    banned_words,
    synonym_of,
    tag_with_uses,
    tags_with_uses,
)
from taxonomy.tags import TAG_LENGTH, tag_named

LIST = "/moderation/tags/"


class NameForm(RefusableForm):
    name = GateCharField(limit=TAG_LENGTH, lines=False, name=True, label=_("A better name"))


class SynonymForm(RefusableForm):
    synonym = GateCharField(
        limit=TAG_LENGTH, lines=False, name=True, label=_("Another word for it"),
        help_text=_("Whoever types it gets this tag."),
    )  # fmt: skip


class KeptForm(RefusableForm):
    kept = GateCharField(
        limit=TAG_LENGTH, lines=False, label=_("Into which tag?"),
        help_text=_("Everything with this tag gets that one. This name leads to it from then on."),
    )  # fmt: skip


FORMS: dict[str, type[RefusableForm]] = {
    "rename": NameForm, "synonym": SynonymForm, "merge": KeptForm,
}  # fmt: skip


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """`?q=` narrows the list by the letters of the names."""
    moderator_of(request.user)
    try:
        q = clean_text(request.GET.get("q", ""), limit=TAG_LENGTH, lines=False)
    except BadText:
        q = ""
    context = {
        "q": q, "tags": tags_with_uses(q), "alike": [] if q else alike(), "banned": banned_words(),
        "crumbs": [(gettext("Moderation"), "/moderation/")],
    }  # fmt: skip
    return render(request, "moderation/tags.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """One tag. A POST names its verb in `do`: rename, synonym, merge, retire."""
    moderator = moderator_of(request.user)
    shown = tag_with_uses(pk)
    verb = request.POST.get("do", "")
    filled = {name: form() for name, form in FORMS.items()}
    if request.method == "POST":
        if verb == "retire":
            retire_tag(by=moderator, tag=shown)
            messages.success(
                request, gettext("“%(tag)s” is no tag any more.") % {"tag": shown.name}
            )
            return see_other(LIST)
        if verb in FORMS:
            filled[verb] = FORMS[verb](request.POST)
            address = _done(moderator, shown, verb, filled[verb])
            if address:
                messages.success(request, gettext("Done."))
                return see_other(address)
    context: dict[str, Any] = {
        "tag": shown, "forms": filled,
        "crumbs": [(gettext("Moderation"), "/moderation/"), (gettext("Tags"), LIST)],
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "moderation/tag.html", context, status=status)


def _done(moderator: Any, shown: Any, verb: str, form: RefusableForm) -> str:
    """Where to go on, or "" when the form was refused."""
    if not form.is_valid():
        return ""
    fields = form.cleaned_data
    verbs: dict[str, Callable[[], Any]] = {
        "rename": lambda: rename_tag(by=moderator, tag=shown, name=fields["name"]),
        "synonym": lambda: add_synonym(by=moderator, tag=shown, name=fields["synonym"]).tag,
        "merge": lambda: merge_tags(by=moderator, gone=shown, kept=tag_named(fields["kept"])),
    }
    try:
        return f"{LIST}{verbs[verb]().pk}/"
    except Invalid as error:
        form.refuse(error)
        return ""


@require_POST
def forget(request: HttpRequest, pk: int, synonym: int) -> HttpResponse:
    moderator = moderator_of(request.user)
    forget_synonym(by=moderator, synonym=synonym_of(pk, synonym))
    return see_other(f"{LIST}{pk}/")


@require_POST
def allow(request: HttpRequest, synonym: int) -> HttpResponse:
    """A word that was no tag may be one again."""
    moderator = moderator_of(request.user)
    forget_synonym(by=moderator, synonym=banned_word(synonym))
    return see_other(LIST)
