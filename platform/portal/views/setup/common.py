"""What all pages of the set-up share: their door, the list of them, and the way of a form."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import viewer_of
from accounts.limits import spend_as
from accounts.models import User
from kernel.refusals import Conflict, Invalid, Refused, TooMany
from kernel.responses import see_other
from place.access import administrator_of
from place.seen import mark_of
from portal.setup.forms import SeenForm


def administrator(request: HttpRequest) -> User:
    """404 for everybody else, also for visitors: the pages are nobody else's."""
    return administrator_of(viewer_of(request))


def pages() -> list[tuple[str, str, str]]:
    """The pages of the set-up: (name, words, address)."""
    return [
        ("start", _("Where to begin"), reverse("setup:start")),
        ("identity", _("Name and who runs it"), reverse("setup:saying", args=["identity"])),
        ("logo", _("Logo"), reverse("setup:logo")),
        ("contacts", _("Points of contact"), reverse("setup:saying", args=["contacts"])),
        ("forums", _("Forums"), reverse("setup:forums")),
        ("rooms", _("Rooms of the chat"), reverse("setup:rooms")),
        ("people", _("Who moderates"), reverse("setup:people")),
        ("rules", _("House rules"), reverse("setup:document", args=["rules"])),
        ("privacy", _("Privacy"), reverse("setup:document", args=["privacy"])),
        ("terms", _("Terms of use"), reverse("setup:document", args=["terms"])),
        ("accessibility", _("Accessibility statement"), reverse("setup:saying", args=["accessibility"])),
        ("words", _("Practice areas"), reverse("setup:words")),
        ("tags", _("Tags"), reverse("moderation:tags")),
        ("region", _("The region"), reverse("setup:region")),
        ("defence", _("Defence against abuse"), reverse("setup:saying", args=["defence"])),
        ("history", _("What was changed"), reverse("setup:history")),
    ]  # fmt: skip


def shown(
    request: HttpRequest, template: str, here: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    crumbs = [] if here == "start" else [(_("Set up the place"), reverse("setup:start"))]
    whole = {"here": here, "pages": pages(), "crumbs": crumbs, **context}
    response = render(request, f"setup/{template}.html", whole, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def form_page(
    request: HttpRequest,
    *,
    here: str,
    form_class: type[SeenForm],
    values: Mapping[str, Any],
    act: Callable[..., object],
    then: str,
    said: str = "",
    template: str = "form",
    seen_of: Mapping[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    """Shows the form with `values`, or does `act(seen=…, **fields)` with what was sent and goes on to `then`.

    What somebody else has changed meanwhile is shown beside what was typed, and the next send is about that.
    `seen_of`: the values of the mark, where they are written otherwise in the form."""
    person = administrator(request)
    marked = values if seen_of is None else seen_of
    if request.method == "POST":
        form = form_class(request.POST)
        if form.is_valid():
            fields = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
            try:
                spend_as(person, "edit")
                act(seen=form.cleaned_data["seen"] or None, **fields)
            except Conflict as error:
                form.refuse(error)
                form.data = {**request.POST.dict(), "seen": mark_of(marked)}
                context["now"] = _now(form, values)
            except (Invalid, Refused, TooMany) as error:
                form.refuse(error)
            else:
                messages.success(request, said or _("Saved."))
                return see_other(then)
        status = 409 if "now" in context else 422
        return shown(request, template, here, {"form": form, **context}, status=status)
    form = form_class(initial={**values, "seen": mark_of(marked)})
    return shown(request, template, here, {"form": form, **context})


def _now(form: SeenForm, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What holds now, for the fields in which it differs from what was typed."""
    lines = []
    for field in form:
        typed, holds = form.data.get(field.html_name, ""), values.get(field.name)
        if field.name in values and str(typed) != str(holds):
            lines.append((str(field.label), str(holds) if holds != "" else "–"))
    return lines
