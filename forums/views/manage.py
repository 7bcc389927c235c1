"""Changing a topic: its title and tags by who started it, its state by moderators."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from accounts.models import User
from accounts.viewer import is_moderator
from forums.access import topic_for
from forums.actions.change_topic import change_topic
from forums.actions.close_topic import close_topic, pin_topic, reopen_topic
from forums.forms import TitleForm, TopicForm
from forums.models import Topic
from forums.paths import forum_path, topic_path
from forums.policies import check_change_topic
from forums.topic_marks import FIELDS, OtherFields, changed_since, mark_of, values_of
from forums.views.requests import spend_as
from kernel.refusals import Invalid
from kernel.responses import see_other
from taxonomy.regions import POWIAT_DIGITS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    topic = topic_for(person, pk)
    check_change_topic(person, topic)
    make_form = TitleForm if is_moderator(person) else TopicForm
    if request.method != "POST":
        return _page(request, topic, make_form(initial=_initial(topic)))
    form, seen = make_form(request.POST), request.POST.get("seen")
    if form.is_valid():
        spend_as("edit", person)
        try:
            changed = change_topic(by=person, topic=topic, seen=seen, **form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        except OtherFields as error:
            return _clashed(request, topic_for(person, pk), form, error.fields)
        else:
            return see_other(topic_path(changed.pk, changed.slug))
    return _page(request, topic, form, seen=seen, status=422)


def _initial(topic: Topic) -> dict[str, str]:
    values = values_of(topic)
    return {**values, "region": values["region"][:POWIAT_DIGITS]}


def _clashed(
    request: HttpRequest, topic: Topic, form: TopicForm, clashing: Sequence[str]
) -> HttpResponse:
    """What this person has typed where others changed the same; elsewhere what holds now, or what they changed.
    Sending it again is a change of what is there now."""
    now, typed = _initial(topic), {name: str(form.data.get(name, "")) for name in FIELDS}
    mine = changed_since(typed, str(form.data.get("seen", "")))
    shown = {name: typed[name] if name in mine else now[name] for name in FIELDS}
    shown["withhold"] = str(form.data.get("withhold", ""))
    again = type(form)(initial=shown)
    clash = [(str(again[name].label), _as_read(again, name, now[name])) for name in clashing]
    return _page(request, topic, again, clash=clash, status=409)


def _as_read(form: TopicForm, name: str, value: str) -> str:
    choices = getattr(form.fields[name], "choices", None)
    return str(dict(choices).get(value, value) if choices else value) or "–"


def _page(
    request: HttpRequest,
    topic: Topic,
    form: TopicForm,
    *,
    seen: str | None = None,
    clash: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """`clash`: the labels of fields that somebody else has changed too, and what is there now."""
    path = topic_path(topic.pk, topic.slug)
    crumbs = [
        (_("Forum"), "/forums/"),
        (topic.forum.name, forum_path(topic.forum.slug)),
        (topic.title, path),
    ]
    context = {
        "topic": topic, "form": form, "path": path, "crumbs": crumbs, "clash": clash,
        "seen": seen or mark_of(values_of(topic)),
    }  # fmt: skip
    return render(request, "forums/edit_topic.html", context, status=status)


def _unpin(*, by: User, topic: Topic) -> Topic:
    return pin_topic(by=by, topic=topic, pinned=False)


STATES: dict[str, Callable[..., Topic]] = {
    "close": close_topic,
    "reopen": reopen_topic,
    "pin": pin_topic,
    "unpin": _unpin,
}


@login_required
@require_POST
def set_state(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    person = person_of(request)
    topic = topic_for(person, pk)
    spend_as("edit", person)
    STATES[verb](by=person, topic=topic)
    words = {
        "close": _("Closed: nobody but moderators can write here now."),
        "reopen": _("Open again."),
        "pin": _("Pinned above the other topics."),
        "unpin": _("No longer pinned."),
    }
    messages.success(request, words[verb])
    return see_other(topic_path(topic.pk, topic.slug))
