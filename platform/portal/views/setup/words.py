"""Practice areas and the region: the shared words of the place."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.limits import spend_as
from kernel.refusals import Conflict, Invalid, TooMany
from kernel.responses import see_other
from place.actions.end_practice import join_practice, put_back_practice, remove_practice
from place.actions.settle_words import settle_practice, values_of
from place.actions.take_region import take_region
from portal.setup import reading
from portal.setup.forms import JoinPracticeForm, PracticeForm, RegionForm
from portal.views.setup.common import administrator, form_page, shown
from taxonomy.regions import top_units


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    administrator(request)
    context = {"groups": reading.practices(), "removed": reading.removed_practices()}
    return shown(request, "words", "words", context)


@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    person = administrator(request)
    area = reading.practice(pk) if pk else None
    marked = values_of(area) if area else {}
    values = {**marked, "parent": area.parent_id} if area else {"position": 0}
    return form_page(
        request, here="words", form_class=PracticeForm, values=values, seen_of=marked,
        act=lambda *, seen, **fields: settle_practice(
            by=person, area=area, seen=seen if area else None, **fields
        ),
        then=reverse("setup:words"), title=area.name if area else _("Add a practice area"),
        lead=_("What people do here. Whoever chooses a heading is found under all of it."),
        ending=reading.ending_of(area) if area else None,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def practice_join(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    area = reading.practice(pk)
    ending = reading.ending_of(area)
    return form_page(
        request, here="words", form_class=JoinPracticeForm, values={},
        act=lambda *, seen, **fields: join_practice(by=person, gone=area, **fields),
        then=reverse("setup:words"), said=_("Joined. What had the one has the other."),
        title=_("Join “%(area)s” with another area") % {"area": area.name},
        lead=_("Everything that has it gets the other one, and old addresses lead there. This cannot be taken back."),
        uses=ending.uses, button=_("Join them"),
    )  # fmt: skip


@require_POST
def practice_remove(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    area = reading.practice(pk)
    try:
        spend_as(person, "edit")
        remove_practice(by=person, area=area)
    except (Conflict, TooMany) as error:
        messages.warning(request, str(error))
        return see_other(reverse("setup:practice", args=[pk]))
    messages.success(request, _("Removed. You can put it back below."))
    return see_other(reverse("setup:words"))


@require_POST
def practice_back(request: HttpRequest, code: str) -> HttpResponse:
    person = administrator(request)
    spend_as(person, "edit")
    area = put_back_practice(by=person, code=code)
    messages.success(request, _("“%(area)s” is there again.") % {"area": area.name})
    return see_other(reverse("setup:words"))


@require_http_methods(["GET", "HEAD", "POST"])
def region(request: HttpRequest) -> HttpResponse:
    person = administrator(request)
    form = RegionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            spend_as(person, "import")
            loaded = take_region(
                by=person, units=form.cleaned_data["units"].read(),
                topology=form.cleaned_data["topology"].read(), credit=form.cleaned_data["credit"],
            )  # fmt: skip
        except (Invalid, TooMany) as error:
            form.refuse(error)
        else:
            said = _("Loaded: %(added)s new units, %(changed)s changed, %(same)s as before.")
            messages.success(
                request,
                said % {"added": loaded.added, "changed": loaded.changed, "same": loaded.same},
            )
            return see_other(reverse("setup:region"))
    context = {"form": form, "tops": top_units(), "counts": reading.units()}
    return shown(request, "region", "region", context, status=422 if form.errors else 200)
