"""Changing a post's words, and reading what was changed."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of, viewer_of
from accounts.models import User
from composing.access import draft_at
from composing.drafting import sent
from forums.access import post_for, readable_post_for
from forums.actions.correct_post import correct_post
from forums.actions.edit_post import edit_post
from forums.forms import CorrectionForm, PostForm
from forums.history import changes_of
from forums.models import Post
from forums.paths import post_path, post_verb_path
from forums.policies import check_correct, check_edit
from forums.views.posts import post_context
from forums.views.requests import spend_as
from forums.voices import voice_of
from kernel.differences import difference
from kernel.gate import whole_number
from kernel.marks import mark_of
from kernel.refusals import Conflict, Invalid
from kernel.responses import see_other

WORDS = ("body", "reason", "withhold", "rule")
"""What the forms hand to the actions."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    person = person_of(request)
    post = post_for(person, pk, number)
    check_edit(person, post)
    return _change(request, person, post, PostForm, edit_post)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A moderator changes another's words, and says why."""
    person = person_of(request)
    post = post_for(person, pk, number)
    check_correct(person, post)
    return _change(request, person, post, CorrectionForm, correct_post)


def _change(
    request: HttpRequest,
    person: User,
    post: Post,
    make_form: type[PostForm],
    action: Callable[..., Post],
) -> HttpResponse:
    own = action is edit_post
    label = _("Text of the question") if post.number == 1 else _("Your reply") if own else _("Text")
    if request.method != "POST":
        return _page(request, person, post, make_form(initial={"body": post.body}, label=label))
    form = make_form(request.POST, request.FILES, label=label, writer=person)
    if not form.is_valid():
        return _page(request, person, post, form, status=422)
    spend_as("edit", person)
    words = {name: form.cleaned_data[name] for name in WORDS if name in form.fields}
    try:
        action(by=person, post=post, seen=request.POST.get("seen"), **words)
    except Invalid as error:
        form.refuse(error)
        return _page(request, person, post, form, status=422)
    except Conflict:
        post.refresh_from_db(fields=["body"])
        return _page(request, person, post, form, status=409, clash=words["body"])
    answer = see_other(post_path(post.topic_id, post.topic.slug, post.number))
    return sent(answer, person, _draft(post, person)["draft"])


def _draft(post: Post, person: User) -> dict[str, Any]:
    """Where the change is kept while it is written, and what is kept there."""
    place = f"post-{post.topic_id}-{post.number}"
    return {"draft": place, "kept": draft_at(person, place)}


def _page(
    request: HttpRequest,
    person: User,
    post: Post,
    form: PostForm,
    *,
    status: int = 200,
    clash: str = "",
) -> HttpResponse:
    """`clash`: what this person has typed, while the post got other words. Both stay to be seen, and
    sending again is then a change of what is there now."""
    known = request.POST.get("seen") if request.method == "POST" and not clash else None
    context = post_context(
        post,
        form=form,
        voice=voice_of(post),
        own=not isinstance(form, CorrectionForm),
        seen=known or mark_of(post.body),
        clash=difference(post.body, clash) if clash else None,
        **_draft(post, person),
    )
    return render(request, "forums/edit.html", context, status=status)


@require_safe
def history(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What was changed, by whom and when, the newest first; `?before=` goes on from there."""
    viewer = viewer_of(request)
    post = readable_post_for(viewer, pk, number)
    before = whole_number(request.GET.get("before", ""), least=1, most=2**31 - 1)
    changes, older = changes_of(viewer, post, before=before)
    here = post_verb_path(pk, number, "history")
    context: dict[str, Any] = post_context(
        post,
        voice=voice_of(post),
        changes=changes,
        older=f"{here}?before={older}" if older else "",
    )
    if post.removed_at is not None:
        context["path"] = post_verb_path(pk, number, "restore")
    return render(request, "forums/history.html", context)
