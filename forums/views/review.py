"""Words that wait for a moderator: the page of one of them, the list, and what is done about it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of
from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from forums.access import forum_for
from forums.actions.create_forum import set_review
from forums.actions.review import approve, refuse, rewrite, withdraw
from forums.forms import RefusalForm, RewriteForm
from forums.models import Forum
from forums.paths import HELD, forum_path, held_path, post_path, topic_path
from forums.review.kinds import Review
from forums.review.models import Waiting
from forums.review.seeing import in_topic, open_ones, own_ones, usually_until, waiting_for
from forums.texts import WAITING
from forums.views.requests import spend_as
from kernel.again import written_with
from kernel.forms import tried
from kernel.gate import whole_number
from kernel.refusals import Refused
from kernel.responses import see_other
from moderation.access import moderator_of
from moderation.looks import looked_at
from moderation.registry import Item


def kept_waiting(request: HttpRequest, waiting: Waiting) -> HttpResponse:
    """Where somebody comes whose words wait now."""
    messages.success(
        request, _("Thank you. A moderator reads it first, and then everybody sees it.")
    )
    return see_other(held_path(waiting.pk))


@login_required
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """Moderators: what waits, and whose words wait where. Everybody else: their own."""
    person = person_of(request)
    crumbs = [(_("Forum"), "/forums/")]
    if not is_moderator(person):
        rows = [line(row) for row in own_ones(person)]
        return render(request, "forums/held_own.html", {"rows": rows, "crumbs": crumbs})
    forums = list(Forum.objects.visible_to(person).order_by("position", "id"))
    waiting = open_ones(person)
    looked_at(person, WAITING, [row.pk for row in waiting])
    context = {
        "rows": [line(row) for row in waiting],
        "forums": forums,
        "ruled": [forum for forum in forums if forum.review != Review.OFF],
        "choices": Review.choices,
        "crumbs": [(_("Moderation"), "/moderation/")],
        "back": HELD,
    }
    return render(request, "forums/held.html", context)


@require_POST
def rules(request: HttpRequest) -> HttpResponse:
    """Whose words wait in a forum."""
    moderator = moderator_of(request.user)
    forum = forum_for(moderator, str(request.POST.get("forum", ""))[:100])
    spend_as("edit", moderator)
    set_review(by=moderator, forum=forum, review=str(request.POST.get("review", "")))
    messages.success(request, _("Saved."))
    return see_other(HELD)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Its author can change it here while it waits; a moderator decides."""
    person = person_of(request)
    waiting = waiting_for(person, pk)
    own = waiting.author_id == person.pk
    if not own:
        looked_at(person, WAITING, [waiting.pk])
    form = RewriteForm(
        request.POST if request.method == "POST" else None,
        starts=waiting.topic_id is None, initial={"title": waiting.title, "body": waiting.body},
    )  # fmt: skip
    status = 200
    if request.method == "POST":
        if not own:
            raise Refused(_("Only its author can change this."))

        def act() -> Waiting:
            spend_as("edit", person)
            return rewrite(by=person, waiting=waiting, **form.cleaned_data)

        made, status = tried(form, act)
        if made is not None:
            messages.success(request, _("Changed. It still waits."))
            return see_other(held_path(pk))
        waiting = waiting_for(person, pk)  # it may have been decided since
    return _page(request, person, waiting, form=form, status=status)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    moderator = moderator_of(request.user)
    waiting = waiting_for(moderator, pk)
    spend_as("edit", moderator)
    post = approve(by=moderator, waiting=waiting, seen=whole_number(request.POST.get("seen")))
    messages.success(request, _("Published: everybody sees it now."))
    if request.POST.get("back") == "there":
        return see_other(post_path(post.topic_id, post.topic.slug, post.number))
    return _back(request)


@require_POST
def turn_down(request: HttpRequest, pk: int) -> HttpResponse:
    moderator = moderator_of(request.user)
    waiting = waiting_for(moderator, pk)
    form = RefusalForm(request.POST)

    def act() -> Waiting:
        spend_as("edit", moderator)
        clean = form.cleaned_data
        return refuse(by=moderator, waiting=waiting, reason=clean["reason"], rule=clean["rule"])

    made, status = tried(form, act)
    if made is not None:
        messages.success(request, _("Not published. Its author reads why."))
        return _back(request)
    return _page(request, moderator, waiting, refusal=form, status=status)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    waiting = waiting_for(person, pk)
    spend_as("edit", person)
    withdraw(by=person, waiting=waiting)
    messages.success(request, _("Taken back. Nobody else has seen it."))
    return see_other(held_path(pk))


def line(waiting: Waiting) -> dict[str, Any]:
    """What a list shows of it."""
    until = usually_until(waiting)
    place = topic_path(waiting.topic.pk, waiting.topic.slug) if waiting.topic else ""
    became = waiting.post
    return {
        "waiting": waiting,
        "path": held_path(waiting.pk),
        "title": waiting.title or (waiting.topic.title if waiting.topic else ""),
        "place": place,
        "forum_path": forum_path(waiting.forum.slug),
        "until": until if until > timezone.now() else None,
        "post": post_path(became.topic_id, became.topic.slug, became.number) if became else "",
        "refusal": RefusalForm(auto_id=f"refuse-{waiting.pk}-%s"),
    }


def items_of(request: HttpRequest) -> Sequence[Item]:
    """The same in the moderators' one queue (moderation.registry.Queue). Each text that is shown there has
    been read, and the log says so."""
    moderator = moderator_of(request.user)
    rows = [line(row) for row in open_ones(moderator)]
    looked_at(moderator, WAITING, [row["waiting"].pk for row in rows])
    return [
        Item(
            kind="words", object_id=row["waiting"].pk, title=row["title"], url=row["path"],
            since=row["waiting"].created_at, person=row["waiting"].author,
            html=render_to_string("forums/_held_row.html", {"row": row, "back": "/moderation/"}, request),
        )
        for row in rows
    ]  # fmt: skip


def strip_in_topic(viewer: Viewer, topic_id: int) -> str:
    """What waits in a topic, under its replies: for its author, and for moderators."""
    if not isinstance(viewer, User) or not (viewer.is_newcomer or is_moderator(viewer)):
        return ""
    rows = [line(row) for row in in_topic(viewer, topic_id)]
    return render_to_string("forums/_held_strip.html", {"rows": rows, "me": viewer}) if rows else ""


def _page(
    request: HttpRequest,
    person: User,
    waiting: Waiting,
    *,
    form: RewriteForm | None = None,
    refusal: RefusalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row = line(waiting)
    if refusal is not None:
        row["refusal"] = refusal
    own = waiting.author_id == person.pk
    context = {
        **row,
        "row": row,
        "form": form or RewriteForm(starts=waiting.topic_id is None),
        "own": own,
        "moderates": is_moderator(person) and not own,
        "errors_of": refusal or form,
        "crumbs": [(_("Forum"), "/forums/"), (waiting.forum.name, row["forum_path"])],
        "back": HELD,
        "written": written_with(request) if own and not waiting.open else [],
    }
    return render(request, "forums/held_one.html", context, status=status)


def _back(request: HttpRequest) -> HttpResponse:
    return see_other("/moderation/" if request.POST.get("back") == "/moderation/" else HELD)
