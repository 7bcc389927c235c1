"""Runs: read, told, changed, taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, viewer_of
from accounts.limits import spend_as
from accounts.models import User
from accounts.viewer import is_moderator
from composing.access import draft_at
from composing.drafting import sent
from kernel.forms import slowed
from kernel.limits import spend
from kernel.refusals import Invalid, KeyReused, TooMany
from kernel.responses import see_other
from notes.access import note_for
from notes.actions.runs import edit_run, remove_run, write_run
from notes.models import PracticeNote
from notes.paths import list_path, note_path, run_path
from notes.places import run_place
from notes.runs.access import run_for, runs_for
from notes.runs.forms import RunForm
from notes.runs.models import Run
from notes.runs.policies import check_own_run, check_run
from notes.runs.words import ran_words

ROWS = 20


@require_safe
def runs(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    note = note_for(viewer, slug)
    found = runs_for(viewer, note, cursor=request.GET.get("cursor") or None, limit=ROWS)
    path = note_path(slug, "runs")
    context = {
        "note": note,
        "runs": found.rows,
        "words": ran_words(note.run_count, note.run_houses, note.last_run_on),
        "newer": f"{path}?cursor={found.previous}" if found.previous else "",
        "older": f"{path}?cursor={found.next}" if found.next else "",
        "me": viewer.pk if isinstance(viewer, User) else None,
        "moderator": is_moderator(viewer),
        "crumbs": _crumbs(note),
    }
    return render(request, "notes/runs.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    note = note_for(person, slug)
    check_run(person, note)
    if request.method != "POST":
        return _page(request, note, RunForm(person=person))
    form = RunForm(request.POST, request.FILES, person=person)
    if form.is_valid():
        try:
            spend_as(person, "run")
            run = write_run(by=person, note=note, key=form.key, **form.values())
        except (Invalid, KeyReused, TooMany) as error:
            form.refuse(error)
        else:
            messages.success(request, _("Thank you. Others see now that it works elsewhere, too."))
            return sent(see_other(run_path(slug, run.pk)), person, run_place(note, None))
    return slowed(_page(request, note, form, status=422), form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    note = note_for(person, slug)
    run = run_for(person, note, pk)
    check_own_run(person, run)
    if request.method != "POST":
        house = run.organisation.slug if run.organisation else ""
        own = {name: getattr(run, name) for name in ("ran_on", "group", "changed", "body")}
        form = RunForm(person=person, run=run, initial={**own, "organisation": house})
        return _page(request, note, form, run)
    form = RunForm(request.POST, request.FILES, person=person, run=run)
    if form.is_valid():
        spend("edit", f"u{person.pk}")
        try:
            edit_run(by=person, run=run, **form.values())
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return sent(see_other(run_path(slug, run.pk)), person, run_place(note, run))
    return _page(request, note, form, run, status=422)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    run = run_for(person, note_for(person, slug), pk)
    spend("edit", f"u{person.pk}")
    remove_run(by=person, run=run)
    messages.success(request, _("Removed."))
    return see_other(note_path(slug))


def _page(
    request: HttpRequest,
    note: PracticeNote,
    form: RunForm,
    run: Run | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    place = run_place(note, run)
    context = {
        "note": note,
        "form": form,
        "run": run,
        "draft": place,
        "kept": draft_at(person_of(request), place),
        "crumbs": _crumbs(note),
    }
    return render(request, "notes/run.html", context, status=status)


def _crumbs(note: PracticeNote) -> list[tuple[str, str]]:
    return [(_("Practice notes"), list_path()), (note.title, note_path(note.slug))]
