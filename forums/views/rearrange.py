"""Moderators put a conversation elsewhere: move it, split posts off, merge it into another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from accounts.models import User
from forums.access import forum_for, reachable_topic_for, topic_for
from forums.actions.merge_topics import merge_topics
from forums.actions.move_topic import move_topic
from forums.actions.split_topic import split_topic
from forums.forms import MergeForm, MoveForm, SplitForm
from forums.models import Forum, Topic
from forums.paths import forum_path, post_path, topic_path, verb_path
from forums.policies import check_moderate, check_rearrange
from forums.selecting import WINDOW, choices_of
from forums.views.requests import spend_as
from kernel.forms import RefusableForm
from kernel.gate import whole_number
from kernel.refusals import Invalid, KeyReused
from kernel.responses import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    person, topic = _judged(request, pk)
    forums = Forum.objects.visible_to(person).exclude(pk=topic.forum_id)
    form = MoveForm(request.POST or None, forums=forums)
    if request.method != "POST":
        return _page(request, topic, "move", form)
    if not form.is_valid():
        return _page(request, topic, "move", form, status=422)
    spend_as("edit", person)
    forum = forum_for(person, form.cleaned_data["forum"])
    moved = move_topic(by=person, topic=topic, forum=forum)
    messages.success(request, _("Moved to “%(forum)s”.") % {"forum": forum.name})
    return see_other(topic_path(moved.pk, moved.slug))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Posts are chosen by boxes, some at a time (`?after=`), or by their numbers."""
    person, topic = _judged(request, pk)
    asked = request.POST.get("after") or request.GET.get("after") or ""
    after = whole_number(asked, most=2**31 - 1) or 1
    if request.method != "POST":
        chosen = request.GET.get("number", "")
        return _split_page(request, topic, SplitForm(initial={"numbers": chosen}), after)
    form = SplitForm(request.POST)
    turn = whole_number(request.POST.get("turn", ""), most=2**31 - 1)
    if turn is not None:
        # Another window of posts is wanted: what was chosen so far goes with it.
        return _split_page(request, topic, form.turned(), turn)
    if not form.is_valid():
        return _split_page(request, topic, form, after, status=422)
    spend_as("edit", person)
    try:
        into = _named(person, form.cleaned_data["into"])
        numbers = form.numbers()
        target = split_topic(
            by=person, topic=topic, numbers=numbers, title=form.cleaned_data["title"],
            kind=form.cleaned_data["kind"], into=into, key=form.key,
        )  # fmt: skip
    except (Invalid, KeyReused) as error:
        form.refuse(error)
        return _split_page(request, topic, form, after, status=422)
    words = ngettext("%(count)d post is here now.", "%(count)d posts are here now.", len(numbers))
    messages.success(request, words % {"count": len(numbers)})
    return see_other(topic_path(target.pk, target.slug) if into is None else _end_of(target))


def _split_page(
    request: HttpRequest, topic: Topic, form: SplitForm, after: int, *, status: int = 200
) -> HttpResponse:
    choices = choices_of(topic, after=after, chosen=form.chosen())
    last = after + WINDOW
    return _page(
        request, topic, "split", form, status=status,
        choices=choices, after=after, kept=form.kept_for(choices),
        earlier=max(1, after - WINDOW) if after > 1 else 0,
        later=last if last < topic.last_number else 0,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks which, then shows both and asks whether; numbers cannot be given back."""
    person = person_of(request)
    topic = reachable_topic_for(person, pk)
    # Sent twice, the form comes back about a topic that is merged by then: the action knows.
    check_moderate(person)
    form = MergeForm(request.POST or None)
    if request.method != "POST":
        check_rearrange(person, topic_for(person, pk))
        return _page(request, topic, "merge", form)
    if not form.is_valid():
        return _page(request, topic, "merge", form, status=422)
    spend_as("edit", person)
    try:
        into = _named(person, form.cleaned_data["into"])
        if into is None or into.pk == topic.pk:
            raise Invalid({"into": [_("That is this very conversation. Choose another.")]})
        if not request.POST.get("sure"):
            return _page(request, topic, "merge", form, into=into)
        target = merge_topics(by=person, topic=topic, into=into)
    except Invalid as error:
        form.refuse(error)
        return _page(request, topic, "merge", form, status=422)
    messages.success(request, _("The two conversations are one now."))
    return see_other(_end_of(target))


def _judged(request: HttpRequest, pk: int) -> tuple[User, Topic]:
    person = person_of(request)
    topic = topic_for(person, pk)
    check_rearrange(person, topic)
    return person, topic


def _named(person: User, pk: int | None) -> Topic | None:
    """The topic that a form names, or Invalid; None where it names none."""
    if pk is None:
        return None
    try:
        return topic_for(person, pk)
    except Http404:
        raise Invalid({"into": [_("There is no such conversation.")]}) from None


def _end_of(topic: Topic) -> str:
    topic.refresh_from_db(fields=["last_number"])
    return post_path(topic.pk, topic.slug, topic.last_number)


def _page(
    request: HttpRequest,
    topic: Topic,
    verb: str,
    form: RefusableForm,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    path = topic_path(topic.pk, topic.slug)
    crumbs = [
        (_("Forum"), "/forums/"),
        (topic.forum.name, forum_path(topic.forum.slug)),
        (topic.title, path),
    ]
    context = {
        "topic": topic,
        "form": form,
        "path": path,
        "crumbs": crumbs,
        "here": verb_path(topic.pk, verb),
        **more,
    }
    return render(request, f"forums/{verb}.html", context, status=status)
