"""Suggestions while somebody writes."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from composing import suggesting
from composing.places import is_place
from kernel.gate import BadText, clean_text
from kernel.limits import spend
from kernel.middleware import problem, refusal_problem
from kernel.refusals import TooMany


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """`?q=` with its sign (`@ol`, `#no`), `?place=` where one writes, `?of=organisations` for these alone:
    {"results": [{"insert", "name", "note"}]}. For people with an account: the list of everybody is not for scraping."""
    person = request.user
    if not isinstance(person, User):
        return problem(401, _("Log in first."))
    try:
        spend("suggest", f"u{person.pk}")
        typed = clean_text(request.GET.get("q", ""), limit=suggesting.LONGEST, lines=False)
    except TooMany as error:
        return refusal_problem(error)
    except BadText as error:
        return problem(400, str(error))
    place = request.GET.get("place", "")
    sign, words = typed[:1], typed[1:]
    found = []
    if sign == "@" and words and request.GET.get("of") == "organisations":
        found = suggesting.organisations(words)
    elif sign == "@" and words:
        found = suggesting.people_and_organisations(person, words, place if is_place(place) else "")
    elif sign == "#" and words:
        found = suggesting.tags(words)
    answer = JsonResponse({"results": [asdict(one) for one in found]})
    answer["Cache-Control"] = "private, max-age=30"
    return answer
