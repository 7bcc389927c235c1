"""Writing a note, changing it, publishing it, taking it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from accounts.limits import spend_as
from accounts.models import User
from composing.access import draft_at
from composing.drafting import sent
from composing.models import Draft
from composing.preview import preview_of
from kernel.forms import slowed
from kernel.gate import whole_number
from kernel.limits import spend
from kernel.markdown import PAGE_HEADING
from kernel.refusals import Conflict, Invalid, KeyReused, TooMany
from kernel.responses import see_other
from notes.access import note_for, own_note
from notes.actions.edit_note import edit_note, newest_revision
from notes.actions.publish_note import publish_note, withdraw_note
from notes.actions.write_note import write_note
from notes.forms import NoteForm, name_value
from notes.models import PracticeNote
from notes.paths import list_path, note_path
from notes.places import holder_at, place_of
from notes.policies import check_write


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    person = check_write(person_of(request))
    if request.method != "POST":
        kept = draft_at(person, place_of(None))
        initial = {"lang": get_language() or "pl", "title": kept.title if kept else ""}
        return _page(request, NoteForm(person=person, initial=initial), kept=kept)
    form = NoteForm(request.POST, request.FILES, person=person)
    if form.is_valid():
        try:
            spend_as(person, "note")
            note = write_note(by=person, status=_status(request), key=form.key, **form.values())
        except (Invalid, KeyReused, TooMany) as error:
            form.refuse(error)
        else:
            return sent(_saved(request, note), person, place_of(None))
    return slowed(_page(request, form, status=422), form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    note = own_note(person, slug)
    if request.method != "POST":
        form = NoteForm(person=person, note=note, initial=_initial(note))
        return _page(request, form, note, kept=draft_at(person, place_of(note)))
    form = NoteForm(request.POST, request.FILES, person=person, note=note)
    status = 422
    if form.is_valid():
        spend("edit", f"u{person.pk}")
        try:
            changed = edit_note(
                by=person,
                note=note,
                status=_status(request, now=note.status),
                comment=form.cleaned_data["comment"],
                seen=whole_number(request.POST.get("seen")),
                **form.values(),
            )
        except (Invalid, Conflict) as error:
            form.refuse(error)
            status = error.status
        else:
            return sent(_saved(request, changed), person, place_of(note))
    return _page(request, form, note, status=status)


def _status(request: HttpRequest, *, now: str = PracticeNote.Status.DRAFT) -> str:
    """By the button that was pressed; without one (Ctrl+Enter) it stays what it is `now`."""
    return str(request.POST.get("status", now))


def _saved(request: HttpRequest, note: PracticeNote) -> HttpResponse:
    draft = note.status == PracticeNote.Status.DRAFT
    messages.success(
        request, _("Saved as your draft. Nobody else sees it.") if draft else _("Published.")
    )
    return see_other(note_path(note.slug))


def _initial(note: PracticeNote) -> dict[str, Any]:
    return {
        **{name: getattr(note, name) for name in ("title", "summary", "body", "licence", "lang")},
        "practices": [word.code for word in note.practices.all()],
        "audiences": [word.code for word in note.audiences.all()],
        "tags": ", ".join(tag.name for tag in note.tags.all()),
        "organisation": name_value(note),
    }


def _page(
    request: HttpRequest,
    form: NoteForm,
    note: PracticeNote | None = None,
    *,
    kept: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    crumbs = [(_("Practice notes"), list_path())]
    context = {
        "form": form,
        "note": note,
        "published": note is not None and note.status == PracticeNote.Status.PUBLISHED,
        "seen": newest_revision(note) if note else None,
        "crumbs": [*crumbs, (note.title, note_path(note.slug))] if note else crumbs,
        "draft": place_of(note),
        "kept": kept,
    }
    return render(request, "notes/write.html", context, status=status)


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
    action(by=person, note=note)
    messages.success(request, words)
    return see_other(note_path(note.slug))


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """`body` as it would be shown: the same rendering, the same cleaning."""
    person: User = person_of(request)
    spend("preview", f"u{person.pk}")
    holder = holder_at(person, request.POST.get("place", ""))
    return preview_of(request, person, holder, top=PAGE_HEADING)
