"""Polls: adding one, voting, closing, and the page of one."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, viewer_of
from accounts.models import User
from accounts.viewer import Viewer
from forums.access import topic_for
from forums.actions.add_poll import add_poll, change_poll
from forums.actions.close_poll import close_poll
from forums.actions.vote import take_back, vote
from forums.models import Topic
from forums.paths import forum_path, topic_path
from forums.polls.access import poll_for
from forums.polls.fields import Asked
from forums.polls.forms import PollForm, initial_of
from forums.polls.models import Poll
from forums.polls.policies import check_add_poll, check_change_poll, may_change_poll, may_end_poll
from forums.polls.reading import ballot_of, ballots_of, pieces_of, view_of, voters_of
from forums.views.requests import spend_as, wants_json
from kernel.gate import LARGEST_ID, whole_number
from kernel.refusals import Invalid, KeyReused
from kernel.responses import see_other


def _back(topic: Topic, poll: Poll) -> str:
    return f"{topic_path(topic.pk, topic.slug)}#poll-{poll.pk}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    topic = topic_for(person, pk)
    check_add_poll(person, topic)
    form = PollForm(request.POST) if request.method == "POST" else PollForm()
    return _form(
        request, person, topic, form,
        lambda asked: add_poll(by=person, topic=topic, asked=asked, key=form.key),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Before the first vote; afterwards the person reads why not."""
    person = person_of(request)
    poll = poll_for(person, pk)
    check_change_poll(person, poll)
    filled = initial_of(poll)
    form = PollForm(request.POST) if request.method == "POST" else PollForm(initial=filled)
    return _form(
        request,
        person,
        poll.topic,
        form,
        lambda asked: change_poll(by=person, poll=poll, asked=asked),
    )


def _form(
    request: HttpRequest, person: User, topic: Topic, form: PollForm, act: Callable[[Asked], Poll]
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        spend_as("topic", person)
        try:
            poll = act(form.asked())
        except (Invalid, KeyReused) as error:
            form.refuse(error)
        else:
            return see_other(_back(topic, poll))
    context = {"form": form, "topic": topic, **_crumbs(topic)}
    return render(request, "forums/poll_form.html", context, status=422 if form.is_bound else 200)


def _crumbs(topic: Topic) -> dict[str, object]:
    path = topic_path(topic.pk, topic.slug)
    crumbs = [
        (_("Forum"), "/forums/"), (topic.forum.name, forum_path(topic.forum.slug)), (topic.title, path),
    ]  # fmt: skip
    return {"crumbs": crumbs, "path": path}


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The poll by itself: with the viewer's own vote, who voted in an open one, and what may be done."""
    viewer = viewer_of(request)
    return _page(request, viewer, poll_for(viewer, pk))


def _page(
    request: HttpRequest, viewer: Viewer, poll: Poll, *, error: str = "", status: int = 200
) -> HttpResponse:
    own = ballot_of(viewer, poll)
    people = voters_of(viewer, poll, voted=bool(own))
    context = {
        "view": view_of(viewer, poll, poll.topic, own=own, voted=bool(own), again=True),
        "poll": poll, "error": error,
        "people": [(choice, people.get(choice.pk, [])) for choice in poll.choices.all()] if people else [],
        "can_close": poll.closed_at is None and may_end_poll(viewer, poll), "can_change": may_change_poll(viewer, poll),
        "report_path": f"/moderation/report/poll/{poll.pk}/"
        if isinstance(viewer, User) and poll.author_id != viewer.pk else "",
        "back": _back(poll.topic, poll), **_crumbs(poll.topic),
    }  # fmt: skip
    return render(request, "forums/poll.html", context, status=status)


@login_required
@require_POST
def vote_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers stand under the poll's own name, since a page may hold several; `none` takes the vote back."""
    person = person_of(request)
    poll = poll_for(person, pk)
    spend_as("mark", person)
    try:
        if "none" in request.POST:
            take_back(by=person, poll=poll)
        else:
            vote(by=person, poll=poll, choices=_choices(request, poll))
    except Invalid as error:
        return _page(request, person, poll, error=error.message, status=422)
    if wants_json(request):
        return _pieces(person, poll.topic)
    messages.success(
        request, _("Your vote is taken back.") if "none" in request.POST else _("You have voted.")
    )
    return see_other(_back(poll.topic, poll))


def _choices(request: HttpRequest, poll: Poll) -> set[int]:
    raw = request.POST.getlist(f"poll{poll.pk}")[:100]
    numbers = {whole_number(one, least=1, most=LARGEST_ID) for one in raw}
    if None in numbers:
        raise Invalid({"choices": [_("This is no answer of this poll. Load the page again.")]})
    return {number for number in numbers if number is not None}


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    poll = poll_for(person, pk)
    spend_as("edit", person)
    close_poll(by=person, poll=poll)
    messages.success(request, _("The poll has ended."))
    return see_other(_back(poll.topic, poll))


@require_safe
def pieces(request: HttpRequest, pk: int) -> HttpResponse:
    """The polls of a topic as they are now, for the page's script."""
    viewer = viewer_of(request)
    return _pieces(viewer, topic_for(viewer, pk))


def _pieces(viewer: Viewer, topic: Topic) -> HttpResponse:
    ballots = ballots_of(viewer, topic.pk)
    fresh = topic_for(viewer, topic.pk)
    answer = JsonResponse({"html": pieces_of(viewer, fresh, voted=set(ballots), ballots=ballots)})
    answer["Cache-Control"] = "private, no-store"
    return answer
