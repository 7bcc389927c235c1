"""Choosing posts of a topic and beginning a note with them."""

from django.contrib import messages as told
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from accounts.limits import spend_as
from accounts.models import User
from curation.actions.make_note import make_note
from curation.forms import NoteOfForm
from curation.taking.choosing import MOST_POSTS, read_numbers
from curation.taking.policies import check_take, takes_anybody
from directory.voices import holds
from forums.access import topic_for
from forums.models import Post, Topic
from forums.paths import forum_path, topic_path, verb_path
from forums.selecting import LARGEST, WINDOW, choices_of
from forums.voices import HEAVY, WHOLE, voice_of
from kernel.forms import slowed
from kernel.gate import whole_number
from kernel.markdown import excerpt, plain
from kernel.refusals import Invalid, Refused, TooMany
from kernel.responses import see_other
from notes.models import PracticeNote
from notes.paths import note_path


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note_of(request: HttpRequest, pk: int) -> HttpResponse:
    """What began the topic and what helped are ticked already."""
    person = check_take(person_of(request))
    topic = topic_for(person, pk)
    if request.method != "POST":
        return _page(
            request, person, topic, NoteOfForm(initial={"title": topic.title}), _first(topic)
        )
    chosen = _ticked(request)
    turn = whole_number(request.POST.get("turn", ""), most=LARGEST)
    if turn is not None:
        typed = {name: request.POST.get(name, "") for name in ("title", "template")}
        return _page(request, person, topic, NoteOfForm(initial=typed), chosen, after=turn)
    form = NoteOfForm(request.POST)
    if form.is_valid():
        try:
            read_numbers(request.POST.getlist("post"))
            spend_as(person, "note")
            note, made = make_note(
                by=person, topic=topic, posts=request.POST.getlist("post"),
                title=form.cleaned_data["title"], template=form.cleaned_data["template"],
            )  # fmt: skip
        except (Invalid, Refused, TooMany) as error:
            form.refuse(error)
        else:
            return _led_to(request, note, made=made)
    return slowed(_page(request, person, topic, form, chosen, status=422), form)


def _led_to(request: HttpRequest, note: PracticeNote, *, made: bool) -> HttpResponse:
    if not made:
        told.success(request, _("A note was made of these posts before. This is it."))
        return see_other(note_path(note.slug))
    told.success(request, _("This is your draft. Nobody else sees it until you publish it."))
    return see_other(note_path(note.slug, "edit"))


def _ticked(request: HttpRequest) -> set[int]:
    found = {whole_number(raw) for raw in request.POST.getlist("post")[: MOST_POSTS * 2]}
    return {number for number in found if number is not None}


def _first(topic: Topic) -> set[int]:
    return {1, topic.accepted.number} if topic.accepted else {1}


def _page(
    request: HttpRequest,
    person: User,
    topic: Topic,
    form: NoteOfForm,
    chosen: set[int],
    *,
    after: int = 0,
    status: int = 200,
) -> HttpResponse:
    choices = choices_of(topic, after=after, chosen=chosen)
    opening = _opening(topic) if after < 1 else None
    here = {choice.number for choice in choices} | ({1} if opening else set())
    context = {
        "topic": topic,
        "form": form,
        "opening": opening,
        "opening_voice": voice_of(opening) if opening else None,
        "opening_text": excerpt(plain(opening.html)) if opening else "",
        "opening_chosen": 1 in chosen,
        "choices": choices,
        "accepted": topic.accepted.number if topic.accepted else 0,
        "kept": sorted(chosen - here),
        "earlier": max(0, after - WINDOW) if after > 1 else None,
        "later": max(after, 1) + WINDOW if max(after, 1) + WINDOW <= topic.last_number else None,
        "anybody": takes_anybody(person),
        "own": opening is not None and holds(person, opening.author_id, opening.organisation_id),
        "path": topic_path(topic.pk, topic.slug),
        "here": verb_path(topic.pk, "note"),
        "crumbs": [
            (_("Forum"), "/forums/"),
            (topic.forum.name, forum_path(topic.forum.slug)),
            (topic.title, topic_path(topic.pk, topic.slug)),
        ],
    }
    return render(request, "curation/note_of.html", context, status=status)


def _opening(topic: Topic) -> Post | None:
    posts = Post.objects.filter(
        topic=topic.pk, number=1, removed_at=None, moved_to=None, hidden=False
    )
    return posts.select_related(*WHOLE).defer(*HEAVY).first()
