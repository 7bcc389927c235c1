"""A person's standing, for moderators: level, pause, everything hidden at once, and the audit of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_by_handle
from accounts.limits import spend_as
from accounts.models import User
from kernel.forms import RefusableForm
from kernel.refusals import Conflict, Invalid
from kernel.responses import see_other
from moderation.access import moderator_of
from moderation.actions.levels import set_level
from moderation.actions.pause import pause, resume
from moderation.actions.sweep import Swept, sweep, unsweep
from moderation.forms import LevelForm, PauseForm, ReasonForm, ScreenForm, SweepForm
from moderation.models import Screened
from moderation.people import dossier_of
from moderation.screening import entries, screen, unscreen

FORMS: dict[str, type[RefusableForm]] = {
    "level": LevelForm,
    "pause": PauseForm,
    "resume": ReasonForm,
    "sweep": SweepForm,
    "unsweep": ReasonForm,
}


@require_safe
def person(request: HttpRequest, handle: str) -> HttpResponse:
    moderator = moderator_of(request.user)
    return _page(request, moderator, person_by_handle(handle))


@require_http_methods(["POST"])
def act(request: HttpRequest, handle: str, verb: str) -> HttpResponse:
    """What a moderator does to an account."""
    moderator = moderator_of(request.user)
    found = person_by_handle(handle)
    form = FORMS[verb](request.POST)
    status = 422
    if form.is_valid():
        spend_as(moderator, "edit")
        try:
            words = DEEDS[verb](moderator, found, form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.refuse(error)
            status = 409
        else:
            messages.success(request, words)
            return see_other(f"/moderation/people/{found.handle}/")
    return _page(request, moderator, found, {verb: form}, status=status)


def _level(by: User, person: User, given: dict[str, Any]) -> str:
    set_level(by=by, person=person, level=given["level"], reason=given["reason"])
    return _("Saved.")


def _pause(by: User, person: User, given: dict[str, Any]) -> str:
    pause(by=by, person=person, days=given["days"], reason=given["reason"], rule=given["rule"])
    return _("The account is paused. The person reads your reason.")


def _resume(by: User, person: User, given: dict[str, Any]) -> str:
    resume(by=by, person=person, reason=given["reason"])
    return _("This person can write again: all pauses of the account are ended.")


def _sweep(by: User, person: User, given: dict[str, Any]) -> str:
    if given["site"]:
        screen(by=by, kind=Screened.Kind.SITE, value=given["site"])
    return _swept(sweep(by=by, person=person, reason=given["reason"], rule=given["rule"]))


def _swept(done: Swept) -> str:
    if done.later:
        words = _(
            "Hidden, and the account is paused. There was too much for one time: do it again."
        )
    elif done.alone:
        words = _(
            "The account is paused, and what you decide about is hidden. You can undo it here."
        )
    else:
        words = _("Everything is hidden, and the account is paused. You can undo it here.")
    if not done.alone:
        return words
    left = ngettext(
        "%(n)s text was left alone: other moderators look after it, or it is your own case.",
        "%(n)s texts were left alone: other moderators look after them, or they are your own cases.",
        done.alone,
    )
    return f"{words} {left % {'n': done.alone}}"


def _unsweep(by: User, person: User, given: dict[str, Any]) -> str:
    act = dossier_of(person).swept
    if act is None:
        raise Conflict(_("This has been undone already."))
    made = unsweep(by=by, act=act, reason=given["reason"])
    if made.until is not None:
        return _(
            "Undone: what was hidden is there again. Another decision still stops this person."
        )
    return _("Undone: what was hidden is there again, and this person can write.")


DEEDS: dict[str, Callable[[User, User, dict[str, Any]], str]] = {
    "level": _level,
    "pause": _pause,
    "resume": _resume,
    "sweep": _sweep,
    "unsweep": _unsweep,
}


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Words and sites that are looked at first, and domains with which nobody joins."""
    moderator = moderator_of(request.user)
    form = ScreenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        spend_as(moderator, "edit")
        try:
            screen(by=moderator, **form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("It is on the list now."))
            return see_other("/moderation/lists/")
    context = {"form": form, "entries": entries()}
    return render(request, "moderation/lists.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    moderator = moderator_of(request.user)
    spend_as(moderator, "edit")
    unscreen(by=moderator, pk=pk)
    messages.success(request, _("It is no longer on the list."))
    return see_other("/moderation/lists/")


def _page(
    request: HttpRequest,
    moderator: User,
    found: User,
    forms: dict[str, RefusableForm] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    if found.pk == moderator.pk and request.method != "GET":
        raise Http404
    made = {
        verb: kind(auto_id=f"{verb}-%s") if kind is not LevelForm
        else kind(auto_id=f"{verb}-%s", initial={"level": found.level})
        for verb, kind in FORMS.items()
    }  # fmt: skip
    wrong = next(iter((forms or {}).values()), None)
    context = {
        "file": dossier_of(found),
        "person": found,
        "own": found.pk == moderator.pk,
        "forms": {**made, **(forms or {})},
        "wrong": wrong,
    }
    return render(request, "moderation/person.html", context, status=status)
