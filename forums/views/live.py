"""Pieces of pages for scripts: new posts of a topic, and how a text will look."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of, viewer_of
from composing.preview import preview_of
from forums.access import post_for
from forums.pieces import Place, Shelf, lines_of
from forums.quoting import quote
from forums.rows import topic_row, viewer_kind
from forums.views.requests import spend_as
from forums.writing import holder_at
from kernel.gate import POST_LIMIT, BadText, clean_text, whole_number
from kernel.middleware import problem

AT_ONCE = 40
"""Posts in one answer."""
LARGEST_NUMBER = 2**31 - 1


@require_safe
def posts(request: HttpRequest, pk: int) -> HttpResponse:
    """`?after=N`: the posts from N + 1 on, `?number=N`: that one, as {"html", "last_number", "more"}.

    The HTML is that of the page itself, each post flat and naming what it answers. `last_number` is
    the highest in this answer (N when there is none), `more` whether to ask again from there, `polled`
    whether the topic has a poll.
    """
    viewer = viewer_of(request)
    row = topic_row(viewer, pk)
    one = request.GET.get("number")
    after = whole_number(one or request.GET.get("after", "0"), most=LARGEST_NUMBER)
    if after is None or (one and after == 0):
        return problem(400, _("Give the number of a post."))
    first, last = (after - 1, after) if one else (after, after + AT_ONCE)
    lines = lines_of(row.pk, after=first, upto=last)
    moderator = viewer_kind(viewer) == "moderator"
    shelf = Shelf(
        Place(row.pk, row.slug, row.author_id, row.organisation_id, row.accepted_id),
        lines,
        moderator=moderator,
    )
    html = "".join(
        shelf.piece(line, line.parent_number is not None and line.parent_number != 1)
        for line in lines
    )
    highest = lines[-1].number if lines else after
    answer = JsonResponse(
        {
            "html": html, "last_number": highest, "polled": bool(row.polled),
            "more": highest < row.last_number and not one,
        }
    )  # fmt: skip
    answer["Cache-Control"] = "private, no-cache"
    return answer


@login_required
@require_safe
def quotation(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A post as a quotation in Markdown, for the form that is open; `?words=` those of it that are marked."""
    post = post_for(person_of(request), pk, number)
    try:
        words = clean_text(request.GET.get("words", ""), limit=POST_LIMIT)
    except BadText as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(quote(post, words), content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """`body` as it would be shown: the same rendering, the same cleaning. `place` as in `writing`: of a
    post that is being changed its files are shown too."""
    person = person_of(request)
    spend_as("preview", person)
    return preview_of(request, person, holder_at(person, request.POST.get("place", "")))
