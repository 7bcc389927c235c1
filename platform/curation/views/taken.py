"""What those who are quoted see of it, the choice that they have, and where words were said."""

from django.contrib import messages as told
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of, viewer_of
from accounts.viewer import is_moderator
from curation.actions.unname import unname
from curation.models import Said
from curation.taking.access import gathering_for, made_of, place_of_words, said_in, voices_in
from curation.taking.policies import CHOICE, may_choose_until
from curation.taking.telling import taken_path
from kernel.gate import whole_number
from kernel.limits import spend
from kernel.responses import see_other


@login_required
@require_safe
def taken(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    gathering = gathering_for(person, pk)
    title, path = made_of(person, gathering) or ("", "")
    context = {
        "gathering": gathering,
        "title": title,
        "path": path,
        "voices": voices_in(person, gathering),
        "open": may_choose_until(gathering),
        "until": gathering.told_at + CHOICE if gathering.told_at else None,
        "moderator": is_moderator(person),
        "unname_path": taken_path(gathering.pk, "unname"),
        "crumbs": [(title, path)],
    }
    return render(request, "curation/taken.html", context)


@login_required
@require_POST
def unnamed(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    gathering = gathering_for(person, pk)
    wanted = whole_number(request.POST.get("said", ""))
    if wanted is None:
        raise Http404
    spend("edit", f"u{person.pk}")
    unname(by=person, gathering=gathering, said=said_in(gathering, wanted))
    told.success(request, _("From now on the words stand under “a participant”, in every copy."))
    return see_other(taken_path(gathering.pk))


@require_safe
def where(request: HttpRequest, pk: int) -> HttpResponse:
    """To where the words were said, for as long as their author stands by their name."""
    said = Said.objects.filter(pk=pk).first()
    if said is None:
        raise Http404
    place = place_of_words(viewer_of(request), said)
    if not place:
        response = render(request, "curation/nowhere.html", {"said": said})
    else:
        response = HttpResponseRedirect(place)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-cache"
    return response
