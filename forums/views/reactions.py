"""Reactions to a post: who has said what, and saying it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of, viewer_of
from accounts.models import User
from forums.access import post_for
from forums.actions.react import react
from forums.paths import post_path, post_verb_path
from forums.reactions.policies import may_react
from forums.reactions.reading import figures_for, own_of, shown
from forums.thanks.policies import may_thank_for
from forums.views.posts import post_context
from forums.views.requests import spend_as, wants_json
from forums.voices import voice_of
from kernel.responses import see_other


@require_safe
def reactions(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Who has said what of the post; with buttons for those who may react."""
    viewer = viewer_of(request)
    post = post_for(viewer, pk, number)
    context = post_context(
        post,
        voice=voice_of(post),
        figures=figures_for(viewer, post) if not post.hidden else [],
        can_react=may_react(viewer, post),
        visitor=not isinstance(viewer, User),
        react_path=post_verb_path(post.topic_id, post.number, "react"),
        thank_path=post_verb_path(post.topic_id, post.number, "thank")
        if may_thank_for(viewer, post)
        else "",
    )
    return render(request, "forums/reactions.html", context)


@login_required
@require_POST
def react_to(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Says the `kind` of the post, or with `on=0` takes it back. A script gets the row of figures."""
    person = person_of(request)
    post = post_for(person, pk, number)
    spend_as("mark", person)
    kind = request.POST.get("kind", "")
    post = react(by=person, post=post, kind=kind, on=request.POST.get("on") != "0")
    if wants_json(request):
        return JsonResponse(
            {"html": row_of(post.topic_id, post.number, shown(post)), "own": sorted(own_of(person, post))}
        )  # fmt: skip
    return see_other(post_path(post.topic_id, post.topic.slug, post.number))


def row_of(topic_id: int, number: int, figures: object) -> str:
    context = {
        "reactions": figures,
        "reactions_path": post_verb_path(topic_id, number, "reactions"),
    }
    return render_to_string("forums/_reactions.html", context)
