"""Reactions to posts, and thanks."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from accounts.access import person_by_handle
from api import shapes
from api.doors import answer, key_of, number, reader, writer
from api.schemas import PROBLEMS, READ_PROBLEMS, Listed, ReactionsOut, ThanksIn, ThanksOut
from forums.access import post_by_id
from forums.actions.react import react
from forums.actions.thank import remove_thanks, thank, thank_for
from forums.reactions.reading import figures_for, own_of
from forums.thanks.reading import thanks_for, thanks_page
from kernel.limits import spend
from kernel.paging import limit_of

router = Router(tags=["forums"])


@router.get("/posts/{post_id}/reactions", response={200: Listed, **READ_PROBLEMS})
def reactions(request: HttpRequest, post_id: str) -> Any:
    """Who has said what of a post with one press."""
    viewer = reader(request)
    post = post_by_id(viewer, number(post_id))
    figures = figures_for(viewer, post) if not post.hidden else []
    return answer({"results": [shapes.figure(one) for one in figures], "next": None})


def _react(request: HttpRequest, post_id: str, kind: str, on: bool) -> Any:
    person = writer(request)
    post = post_by_id(person, number(post_id))
    spend("mark", f"u{person.pk}")
    post = react(by=person, post=post, kind=kind, on=on)
    return answer({"reactions": post.reactions, "own": sorted(own_of(person, post))})


@router.put("/posts/{post_id}/reactions/{kind}", response={200: ReactionsOut, **PROBLEMS})
def say(request: HttpRequest, post_id: str, kind: str) -> Any:
    """Says it; saying it again changes nothing. `kind`: agree, same, try, cheer or smile."""
    return _react(request, post_id, kind, True)


@router.delete("/posts/{post_id}/reactions/{kind}", response={200: ReactionsOut, **PROBLEMS})
def unsay(request: HttpRequest, post_id: str, kind: str) -> Any:
    """Takes it back; what was not said is not said."""
    return _react(request, post_id, kind, False)


@router.post("/posts/{post_id}/thanks", response={201: ThanksOut, **PROBLEMS})
def thank_post(request: HttpRequest, post_id: str, data: ThanksIn) -> Any:
    """Thanks whom the post shows as its author: a person or an organisation."""
    person = writer(request)
    post = post_by_id(person, number(post_id))
    spend("thanks", f"u{person.pk}")
    made = thank_for(by=person, post=post, words=data.words, key=key_of(request))
    return answer(shapes.thanks(thanks_for(person, made.pk)), 201)


@router.get("/people/{handle}/thanks", response={200: Listed, **READ_PROBLEMS})
def thanks(request: HttpRequest, handle: str, cursor: str = "", limit: str = "") -> Any:
    """What a person was thanked for, the latest first."""
    viewer, whom = reader(request), person_by_handle(handle)
    if not whom.is_active:
        raise Http404
    page, _lines = thanks_page(viewer, whom, cursor=cursor or None, limit=limit_of(limit))
    return answer(shapes.listed([shapes.thanks(row) for row in page.rows], page))


@router.post("/people/{handle}/thanks", response={201: ThanksOut, **PROBLEMS})
def thank_person(request: HttpRequest, handle: str, data: ThanksIn) -> Any:
    person, whom = writer(request), person_by_handle(handle)
    spend("thanks", f"u{person.pk}")
    made = thank(by=person, whom=whom, words=data.words, key=key_of(request))
    return answer(shapes.thanks(thanks_for(person, made.pk)), 201)


@router.delete("/thanks/{thanks_id}", response={204: None, **PROBLEMS})
def remove(request: HttpRequest, thanks_id: str) -> Any:
    """By who gave them, who got them, or a moderator."""
    person = writer(request)
    remove_thanks(by=person, thanks=thanks_for(person, number(thanks_id)))
    return HttpResponse(status=204)
