"""Replying: the form under a topic, and the page of a reply to one post."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from accounts.models import User
from composing.access import draft_at
from composing.drafting import sent
from composing.models import Draft
from directory.models import Organisation
from directory.speaking import voices_of
from forums.access import post_for, reachable_topic_for, topic_for
from forums.actions.submit import submit_reply
from forums.forms import PostForm
from forums.models import Post, Topic
from forums.paths import forum_path, post_path, topic_path, verb_path
from forums.policies import check_reply
from forums.ports import prepared
from forums.quoting import quote
from forums.review.models import Waiting
from forums.views.requests import spend_as
from forums.views.review import kept_waiting
from forums.voices import voice_of
from kernel.forms import seconds_open, slowed
from kernel.gate import whole_number
from kernel.kept_forms import empty_form_page
from kernel.naming import site_name
from kernel.pages import HotPage, respond
from kernel.refusals import Invalid, KeyReused, TooMany
from kernel.responses import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """`parent` is the number of the post that is answered; without it the topic itself is. `?quote=1`
    begins with its words. `instead` is the number of one that is gone: its draft goes on as a reply to
    the topic."""
    person = person_of(request)
    topic = reachable_topic_for(person, pk)
    parent, gone = _answered(request, person, topic)
    if parent is not None:
        topic = parent.topic  # it may have been moved since
    elif topic.merged_into_id is not None:
        topic = topic_for(person, topic.merged_into_id)
    check_reply(person, topic)
    asked = request.method != "POST" or "organisation" in request.POST
    voices = voices_of(person) if asked else ()
    draft = _draft(pk, gone) if gone else _draft(topic.pk, parent.number if parent else 0)
    if request.method != "POST":
        return _empty(request, topic, parent, voices, draft, gone)
    form = PostForm(request.POST, request.FILES, label=_label(parent), voices=voices, writer=person)
    if form.is_valid() and gone and "instead" not in request.POST:
        form.add_error(None, _gone_words())
    if form.is_valid():
        try:
            spend_as("post", person)
            post = submit_reply(
                by=person, topic=topic, parent=parent, key=form.key, seconds=seconds_open(form.opened),
                body=form.cleaned_data["body"], organisation=form.voice(),
            )  # fmt: skip
        except (Invalid, KeyReused, TooMany) as error:
            form.refuse(error)
        else:
            answer = (
                kept_waiting(request, post)
                if isinstance(post, Waiting)
                else see_other(post_path(topic.pk, topic.slug, post.number))
            )
            return sent(answer, person, draft)
    return _refused(request, topic, parent, form, draft, gone)


def _answered(request: HttpRequest, person: User, topic: Topic) -> tuple[Post | None, int]:
    """The post that is answered, None for the topic itself; and the number of one that can be answered no more
    while somebody has words for it, 0 for none. Others that are not there answer 404."""
    if instead := _number(request.POST.get("instead")):
        return None, instead
    raw = request.POST.get("parent") or request.GET.get("parent")
    if not raw:
        return None, 0
    number = _number(raw)
    try:
        return post_for(person, topic.pk, number), 0
    except Http404:
        was_there = 0 < number <= topic.last_number
        if was_there and (
            request.method == "POST" or draft_at(person, _draft(topic.pk, number)) is not None
        ):
            return None, number
        raise


def _number(raw: str | None) -> int:
    return whole_number(raw, least=1, most=2**31 - 1) or 0


def _gone_words() -> str:
    return _("What you are answering is no longer here. Send it as a reply to the conversation.")


def _draft(topic_pk: int, number: int) -> str:
    return f"topic-{topic_pk}-{number or 'reply'}"


def _label(parent: Post | None) -> str:
    return (
        _("Your answer to %(name)s") % {"name": voice_of(parent).name}
        if parent
        else _("Your reply")
    )


def _empty(
    request: HttpRequest,
    topic: Topic,
    parent: Post | None,
    voices: Sequence[Organisation],
    draft: str,
    gone: int,
) -> HttpResponse:
    kept = draft_at(person_of(request), draft)
    ready = prepared(person_of(request), topic, request.GET.get("prepared", ""))
    if parent or kept or ready:
        quoted = quote(parent) if parent and request.GET.get("quote") else ready
        kept = None if ready else kept
        form = PostForm(label=_label(parent), voices=voices, initial={"body": quoted})
        return respond(request, _page(request, topic, parent, form, kept, draft, gone))
    page = empty_form_page(
        request, "forums/reply.html",
        lambda: (PostForm(label=_label(None), voices=voices), _context(topic, None, draft)),
        key=(
            "reply", topic.pk, topic.title, topic.slug, topic.forum.name, topic.forum.slug,
            *((voice.slug, voice.name) for voice in voices),
        ),
        title=_title(topic, None), script="js/editor.js",
    )  # fmt: skip
    return respond(request, page)


def _refused(
    request: HttpRequest, topic: Topic, parent: Post | None, form: PostForm, draft: str, gone: int
) -> HttpResponse:
    kept = draft_at(person_of(request), draft)
    response = respond(request, _page(request, topic, parent, form, kept, draft, gone))
    response.status_code = 422
    return slowed(response, form)


def _page(
    request: HttpRequest,
    topic: Topic,
    parent: Post | None,
    form: PostForm,
    kept: Draft | None,
    draft: str,
    gone: int,
) -> HotPage:
    title = _title(topic, parent)
    notice = _gone_words() if gone and not form.is_bound else ""
    context = {
        **_context(topic, parent, draft),
        "form": form,
        "kept": kept,
        "instead": gone,
        "notice": notice,
    }
    return HotPage(
        key=None,
        title=f"{_('Error:')} {title}" if form.errors else title,
        main=lambda: render_to_string("forums/reply.html", context, request),
        script="js/editor.js",
    )


def _title(topic: Topic, parent: Post | None) -> str:
    return f"{_label(parent)} · {topic.title} · {site_name()}"


def _context(topic: Topic, parent: Post | None, draft: str) -> dict[str, Any]:
    return {
        "topic": topic,
        "parent": parent,
        "parent_voice": voice_of(parent) if parent else None,
        "action": verb_path(topic.pk, "reply"),
        "back": post_path(topic.pk, topic.slug, parent.number)
        if parent
        else topic_path(topic.pk, topic.slug),
        "crumbs": [
            (_("Forum"), "/forums/"),
            (topic.forum.name, forum_path(topic.forum.slug)),
            (topic.title, topic_path(topic.pk, topic.slug)),
        ],
        "draft": draft,
    }
