"""Writing a note, changing it, publishing it, taking it back."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from accounts.limits import spend_as
from accounts.models import User
from composing.drafting import sent
from composing.preview import preview_of
from kernel.forms import slowed
from kernel.limits import spend
from kernel.refusals import Conflict, Invalid, KeyReused, TooMany
from kernel.responses import see_other
from notes.access import note_for, own_note
from notes.actions.edit_note import edit_note, waiting_of
from notes.actions.publish_note import publish_note, withdraw_note
from notes.actions.write_note import write_note
from notes.forms import NoteForm
from notes.models import PracticeNote
from notes.paths import note_path
from notes.places import BOXES, holder_at, place_of, top_at
from notes.policies import check_write
from notes.views.writing_page import begun, changed_at_once, going_on, page, seen_in, unfolded


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    person = check_write(person_of(request))
    if request.method != "POST":
        return begun(request, person)
    form = NoteForm(request.POST, request.FILES, person=person)
    if "unfold" in request.POST:
        return page(request, unfolded(form))
    if form.is_valid():
        try:
            spend_as(person, "note")
            values = form.values()
            note = write_note(by=person, status=_status(request), key=form.key, **values)
        except (Invalid, KeyReused, TooMany) as error:
            form.refuse(error)
        else:
            return _sent(_saved(request, note), person, None)
    return slowed(page(request, form, status=422), form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    note = own_note(person, slug)
    if request.method != "POST":
        return going_on(request, person, note)
    form = NoteForm(request.POST, request.FILES, person=person, note=note)
    if "unfold" in request.POST:
        return page(request, unfolded(form), note, seen=seen_in(request))
    if form.is_valid():
        spend("edit", f"u{person.pk}")
        try:
            changed = edit_note(
                by=person,
                note=note,
                status=_status(request, now=note.status),
                comment=form.cleaned_data["comment"],
                weight=form.cleaned_data["weight"] or "change",
                in_step=form.cleaned_data["in_step"],
                answers=form.cleaned_data["answers"],
                seen=seen_in(request),
                seen_status=request.POST.get("seen_status"),
                **form.values(),
            )
        except Conflict as error:
            return changed_at_once(request, person, note, form, error)
        except Invalid as error:
            form.refuse(error)
        else:
            return _sent(_saved(request, changed), person, note)
    return slowed(page(request, form, note, status=422, seen=seen_in(request)), form)


def _sent(response: HttpResponse, person: User, note: PracticeNote | None) -> HttpResponse:
    """The drafts of all the form's boxes have arrived."""
    boxes = [place_of(note, box) for box in BOXES]
    return sent(response, person, place_of(note), boxes=boxes)


def _status(request: HttpRequest, *, now: str = PracticeNote.Status.DRAFT) -> str:
    """By the button that was pressed; without one (Ctrl+Enter) it stays what it is `now`."""
    return str(request.POST.get("status", now))


def _saved(request: HttpRequest, note: PracticeNote) -> HttpResponse:
    if waiting_of(note) is not None:
        words = _("Saved. Somebody reviews your change before everybody reads it.")
    elif note.status == PracticeNote.Status.DRAFT:
        words = _("Saved as your draft. Nobody else sees it.")
    else:
        words = _("Published.")
    messages.success(request, words)
    return see_other(note_path(note.slug))


@login_required
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    return _set(request, slug, publish_note, _("Published."))


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    return _set(request, slug, withdraw_note, _("It is your draft again. Nobody else sees it."))


def _set(
    request: HttpRequest, slug: str, action: Callable[..., PracticeNote], words: str
) -> HttpResponse:
    person = person_of(request)
    note = note_for(person, slug)
    spend("edit", f"u{person.pk}")
    try:
        action(by=person, note=note)
    except Invalid as error:  # what is missing is put right in the form
        messages.error(request, error.message)
        return see_other(note_path(note.slug, "edit"))
    messages.success(request, words)
    return see_other(note_path(note.slug))


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """`body` as it would be shown: the same rendering, the same cleaning."""
    person: User = person_of(request)
    spend("preview", f"u{person.pk}")
    place = request.POST.get("place", "")
    return preview_of(request, person, holder_at(person, place), top=top_at(place))
