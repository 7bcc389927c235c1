"""What makes of a topic a question: I have this too, this helped me, what is still missing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from directory.speaking import voices_of
from forums.access import post_for, topic_for
from forums.actions.ask_for_detail import withdraw_ask
from forums.actions.mark_helped import mark_helped
from forums.actions.mark_same import mark_same
from forums.actions.offer_help import decline
from forums.actions.submit import submit_reply
from forums.forms import PostForm
from forums.models import Topic
from forums.paths import forum_path, post_path, topic_path, verb_path
from forums.policies import check_ask_detail
from forums.review.models import Waiting
from forums.views.requests import spend_as
from forums.views.review import kept_waiting
from kernel.forms import seconds_open, slowed
from kernel.refusals import Invalid, KeyReused, TooMany
from kernel.responses import see_other


def _on(request: HttpRequest) -> bool:
    return request.POST.get("on") != "0"


@login_required
@require_POST
def same(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    topic = topic_for(person, pk)
    spend_as("mark", person)
    mark_same(by=person, topic=topic, on=_on(request))
    if _on(request):
        messages.success(request, _("Noted. You will hear when an answer has been chosen."))
    return see_other(topic_path(topic.pk, topic.slug))


@login_required
@require_POST
def helped(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    person = person_of(request)
    post = post_for(person, pk, number)
    spend_as("mark", person)
    mark_helped(by=person, post=post, on=_on(request))
    return see_other(post_path(pk, post.topic.slug, number))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what is missing, as a reply for which the question waits."""
    person = person_of(request)
    topic = topic_for(person, pk)
    check_ask_detail(person, topic)
    voices = voices_of(person)
    label = _("What do you need to know?")
    if request.method != "POST":
        return _detail_page(request, topic, PostForm(label=label, voices=voices))
    form = PostForm(request.POST, label=label, voices=voices)
    if form.is_valid():
        try:
            spend_as("post", person)
            post = submit_reply(
                by=person, topic=topic, body=form.cleaned_data["body"], organisation=form.voice(),
                key=form.key, seconds=seconds_open(form.opened), asks_detail=True,
            )  # fmt: skip
        except (Invalid, KeyReused, TooMany) as error:
            form.refuse(error)
        else:
            if isinstance(post, Waiting):
                return kept_waiting(request, post)
            return see_other(post_path(pk, topic.slug, post.number))
    return slowed(_detail_page(request, topic, form, status=422), form)


def _detail_page(
    request: HttpRequest, topic: Topic, form: PostForm, *, status: int = 200
) -> HttpResponse:
    path = topic_path(topic.pk, topic.slug)
    crumbs = [
        (_("Forum"), "/forums/"),
        (topic.forum.name, forum_path(topic.forum.slug)),
        (topic.title, path),
    ]
    context = {
        "topic": topic, "form": form, "path": path, "crumbs": crumbs,
        "reply_path": verb_path(topic.pk, "reply"),
    }  # fmt: skip
    return render(request, "forums/detail.html", context, status=status)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    topic = topic_for(person, pk)
    spend_as("mark", person)
    withdraw_ask(by=person, topic=topic)
    messages.success(request, _("Nothing is missing any more: the question waits for an answer."))
    return see_other(topic_path(topic.pk, topic.slug))


@login_required
@require_POST
def decline_asked(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    topic = topic_for(person, pk)
    spend_as("mark", person)
    decline(by=person, topic=topic)
    messages.success(request, _("All right. Thank you for looking."))
    return see_other(topic_path(topic.pk, topic.slug))
