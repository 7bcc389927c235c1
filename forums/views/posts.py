"""What can be done with one post: the page that lists it, and each of its verbs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, viewer_of
from accounts.models import User
from accounts.viewer import is_moderator
from forums.access import post_for, removed_post_for
from forums.actions.accept_answer import accept_answer, unaccept_answer
from forums.actions.remove_post import remove_post
from forums.actions.restore_post import restore_post
from forums.models import Post
from forums.paths import forum_path, post_path, post_verb_path, topic_path, verb_path
from forums.policies import (
    check_remove,
    check_restore,
    may_accept,
    may_correct,
    may_edit,
    may_helped,
    may_remove,
    may_reply,
    may_withdraw_ask,
    moderates,
)
from forums.ports import talk_opening
from forums.questions.helping import asks_now
from forums.reactions.policies import may_react
from forums.thanks.policies import may_thank_for
from forums.views.requests import spend_as
from forums.voices import holds, voice_of
from forums.writers import may_know_writer
from kernel.refusals import Refused
from kernel.responses import see_other

VERBS = ("edit", "correct", "history", "remove", "accept", "helped", "reactions", "thank")


def post_context(post: Post, **more: Any) -> dict[str, Any]:
    topic = post.topic
    return {
        "post": post,
        "topic": topic,
        "path": post_path(topic.pk, topic.slug, post.number),
        "crumbs": [
            (_("Forum"), "/forums/"),
            (topic.forum.name, forum_path(topic.forum.slug)),
            (topic.title, topic_path(topic.pk, topic.slug)),
        ],
        **more,
    }


@require_safe
def actions(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The menu of a post, as a page: for those without scripts, and for every thumb."""
    viewer = viewer_of(request)
    post = post_for(viewer, pk, number)
    verbs = {verb: post_verb_path(pk, number, verb) for verb in VERBS}
    can_accept = number > 1 and not post.hidden and may_accept(viewer, post.topic)
    context = post_context(
        post,
        verbs=verbs,
        voice=voice_of(post),
        writer=post.author if may_know_writer(viewer, post) else None,
        reply_path=f"{verb_path(pk, 'reply')}?parent={number}"
        if may_reply(viewer, post.topic)
        else "",
        can_edit=may_edit(viewer, post),
        can_correct=may_correct(viewer, post),
        can_remove=may_remove(viewer, post),
        can_accept=can_accept,
        can_react=may_react(viewer, post),
        can_thank=may_thank_for(viewer, post),
        can_help=may_helped(viewer, post),
        has_helped=isinstance(viewer, User) and post.helped.filter(person=viewer).exists(),
        can_withdraw=asks_now(post) and may_withdraw_ask(viewer, post.topic, post),
        talk_path=talk_opening(viewer, post.topic) if number == 1 else "",
        withdraw_path=f"{verb_path(pk, 'detail')}withdraw/",
        is_accepted=post.topic.accepted_id == post.pk,
        keep_path=f"/notifications/keep/post/{post.pk}/" if isinstance(viewer, User) else "",
        report_path=f"/moderation/report/post/{post.pk}/" if post.author_id != viewer.pk else "",
        case_path=f"/moderation/post/{post.pk}/" if is_moderator(viewer) else "",
    )
    return render(request, "forums/actions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Asks first; the text can be brought back afterwards."""
    person = person_of(request)
    post = post_for(person, pk, number)
    check_remove(person, post)
    if request.method != "POST" and not holds(person, post.author_id, post.organisation_id):
        # What a moderator takes from others is decided by a rule and with a reason.
        return see_other(f"/moderation/post/{post.pk}/?verdict=remove")
    if request.method != "POST":
        context = post_context(post, returns=_returns(person, post))
        return render(request, "forums/remove.html", context)
    back = post_verb_path(pk, number, "restore")
    words = format_html('{} <a href="{}">{}</a>', _("Removed."), back, _("Bring it back"))
    return _done(
        request, person, post, remove_post, words if _returns(person, post) else _("Removed.")
    )


def _returns(person: User, post: Post) -> bool:
    """Whether who removes it may bring it back."""
    return post.topic.forum.archived_at is None or moderates(person, post.topic)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What is left of a removed post: its text, who removed it and when, for its author and for
    moderators; and the way back for those who may bring it back."""
    person = person_of(request)
    post = removed_post_for(person, pk, number)
    if request.method != "POST":
        by = (
            post.removed_by
            if post.organisation_id is None or may_know_writer(person, post)
            else None
        )
        context = post_context(
            post,
            voice=voice_of(post),
            by=by,
            **_way_back(person, post),
            history_path=post_verb_path(pk, number, "history") if post.edited_at else "",
        )
        return render(request, "forums/restore.html", context)
    check_restore(person, post)
    return _done(request, person, post, restore_post, _("It is back."))


def _way_back(person: User, post: Post) -> dict[str, Any]:
    try:
        check_restore(person, post)
    except Refused as error:
        return {"can_restore": False, "why": error.message}
    return {"can_restore": True}


def _done(
    request: HttpRequest, person: User, post: Post, action: Callable[..., Post], words: str
) -> HttpResponse:
    spend_as("edit", person)
    action(by=person, post=post)
    messages.success(request, words)
    return see_other(post_path(post.topic_id, post.topic.slug, post.number))


@login_required
@require_POST
def accept(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Accepts the answer; sent about the accepted one, takes it back."""
    person = person_of(request)
    post = post_for(person, pk, number)
    spend_as("edit", person)
    if post.topic.accepted_id == post.pk:
        unaccept_answer(by=person, topic=post.topic)
        messages.success(request, _("This is no longer the accepted answer."))
    else:
        accept_answer(by=person, post=post)
        messages.success(request, _("You have accepted this answer."))
    return see_other(post_path(pk, post.topic.slug, number))
