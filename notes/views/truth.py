"""Is it still true? A reader asks; those who look after the note answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of
from kernel.limits import spend
from kernel.refusals import Conflict, Invalid
from kernel.responses import see_other
from notes.access import note_for
from notes.actions.truth import confirm_note, doubt_note, name_steward
from notes.helpful.access import reasons_about
from notes.models import PracticeNote
from notes.paths import list_path, note_path
from notes.policies import holds_note
from notes.truth.access import doubts_about, own_doubt
from notes.truth.forms import ConfirmForm, DoubtForm, StewardForm
from notes.truth.models import Doubt
from notes.truth.policies import check_answer, check_doubt


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def doubt(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    note = note_for(person, slug)
    check_doubt(person, note)
    form = DoubtForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend("flag", f"u{person.pk}")
        try:
            doubt_note(by=person, note=note, **form.cleaned_data)
        except (Invalid, Conflict) as error:
            form.refuse(error)
        else:
            messages.success(request, _("Thank you. Those who look after the note are told."))
            return see_other(note_path(slug))
    context = {
        "note": note, "form": form, "own": own_doubt(note, person.pk), "crumbs": _crumbs(note),
    }  # fmt: skip
    return render(request, "notes/doubt.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def truth(request: HttpRequest, slug: str) -> HttpResponse:
    """For those who look after it: what readers ask, and saying that it is still true."""
    person = person_of(request)
    note = note_for(person, slug)
    check_answer(person, note)
    return _page(request, note)


@login_required
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    note = note_for(person, slug)
    check_answer(person, note)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        spend("edit", f"u{person.pk}")
        try:
            confirm_note(
                by=person, note=note, changed="changed" in request.POST, **form.cleaned_data
            )
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("Thank you. Readers see that somebody has looked at it."))
            return see_other(note_path(slug))
    return _page(request, note, confirm=form, status=422)


@login_required
@require_POST
def steward(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    note = note_for(person, slug)
    spend("edit", f"u{person.pk}")
    name_steward(by=person, note=note, handle=request.POST.get("steward"))
    messages.success(request, _("Saved."))
    return see_other(note_path(slug, "truth"))


def _page(
    request: HttpRequest,
    note: PracticeNote,
    *,
    confirm: ConfirmForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = doubts_about(note)
    own = holds_note(person_of(request), note)
    context = {
        "note": note,
        "own": own,
        "open": [row for row in rows if row.state == Doubt.State.OPEN],
        "answered": [row for row in rows if row.state != Doubt.State.OPEN],
        "reasons": reasons_about(note),
        "confirm": confirm or ConfirmForm(),
        "form": confirm,
        "steward": StewardForm(note=note, initial={"steward": (note.steward or note.author).handle})
        if own
        else None,
        "crumbs": _crumbs(note),
    }
    return render(request, "notes/truth.html", context, status=status)


def _crumbs(note: PracticeNote) -> list[tuple[str, str]]:
    return [(_("Practice notes"), list_path()), (note.title, note_path(note.slug))]
