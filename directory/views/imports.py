"""Files of organisations, brought in by moderators."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, viewer_of
from directory.access import import_job_for, import_jobs
from directory.actions.import_file import (
    choose,
    discard,
    look_again,
    plan_file,
    say_yes,
    send_file,
)
from directory.forms.importing import PlanForm, SendForm
from directory.importing.folder import progress
from directory.importing.pages import dressed, lines_page, report, tabs, undecided, would_come
from directory.models import ImportJob, ImportLine
from directory.views.listing import cursor_of
from kernel.gate import whole_number
from kernel.limits import spend
from kernel.refusals import Conflict, Invalid, KeyReused
from kernel.responses import see_other

SECONDS = 2
"""A running job's page comes again after so many."""


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The files so far, and a form for the next."""
    jobs = import_jobs(viewer_of(request))
    form = SendForm()
    if request.method == "POST":
        form = SendForm(request.POST, request.FILES)
        if form.is_valid():
            person, file = person_of(request), form.cleaned_data["file"]
            spend("import", f"u{person.pk}")
            try:
                job = send_file(by=person, name=file.name, pieces=file.chunks(), key=form.key)
                return see_other(job.get_absolute_url())
            except (Invalid, KeyReused) as error:
                form.refuse(error)
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/imports.html", {"form": form, "jobs": jobs}, status=status)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the job stands: its columns, its progress, its lines."""
    job = import_job_for(viewer_of(request), pk)
    if job.state == ImportJob.State.SENT:
        return _plan_page(request, job, PlanForm(job))
    if job.running:
        return _running(request, job)
    return _lines(request, job)


def _running(request: HttpRequest, job: ImportJob) -> HttpResponse:
    done = progress(job.file)
    context = {"job": job, "done": min(done, job.size)}
    response = render(request, "directory/import_running.html", context)
    response["Refresh"] = str(SECONDS)  # works without a script
    return response


def _lines(
    request: HttpRequest, job: ImportJob, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    outcome = request.GET.get("outcome", "")
    if outcome not in ImportLine.Outcome.values:
        outcome = ""
    part = lines_page(job, outcome=outcome, cursor=cursor_of(request))
    base = f"?outcome={outcome}&" if outcome else "?"
    rows = dressed(part.rows)
    context: dict[str, Any] = {
        "job": job, "rows": rows, "tabs": tabs(job, outcome), "outcome": outcome,
        "asks": any(row.choices for row in rows) and job.state == ImportJob.State.READY,
        "undecided": undecided(job), "would": would_come(job), "problem": problem,
        "next": f"{base}cursor={part.next}" if part.next else "",
        "previous": f"{base}cursor={part.previous}" if part.previous else "",
        "here": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "directory/import_lines.html", context, status=status)


def _plan_page(
    request: HttpRequest, job: ImportJob, form: PlanForm, status: int = 200
) -> HttpResponse:
    return render(request, "directory/import_plan.html", {"job": job, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What the columns mean; also once more, while nothing has been brought in."""
    job = import_job_for(viewer_of(request), pk)
    if request.method != "POST":
        if job.state not in (ImportJob.State.SENT, ImportJob.State.READY):
            return see_other(job.get_absolute_url())
        return _plan_page(request, job, PlanForm(job))
    form = PlanForm(job, request.POST)
    spend("edit", f"u{request.user.pk}")
    if form.is_valid():
        try:
            plan_file(by=person_of(request), job=job, plan=form.given())
            return see_other(job.get_absolute_url())
        except Invalid as error:
            form.refuse(error)
    return _plan_page(request, job, form, status=422)


@require_POST
def choices(request: HttpRequest, pk: int) -> HttpResponse:
    """What the doubtful lines of one page are."""
    job = import_job_for(viewer_of(request), pk)
    spend("edit", f"u{request.user.pk}")
    given = {
        line: str(value)
        for name, value in request.POST.items()
        if name.startswith("choice-") and (line := whole_number(name[7:], most=2**31)) is not None
    }
    changed = choose(by=person_of(request), job=job, choices=given)
    messages.success(
        request,
        ngettext("%(number)d choice kept.", "%(number)d choices kept.", changed)
        % {"number": changed},
    )
    here = request.POST.get("here", "")[:800]
    return see_other(job.get_absolute_url() + (f"?{here}" if here else ""))


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes: what was shown is brought in."""
    job = import_job_for(viewer_of(request), pk)
    spend("import", f"u{request.user.pk}")
    try:
        say_yes(by=person_of(request), job=job, revision=whole_number(request.POST.get("revision")))
    except Conflict as error:
        job = import_job_for(viewer_of(request), pk)
        if job.running or job.state == ImportJob.State.DONE:
            messages.info(request, error.message)
            return see_other(job.get_absolute_url())
        return _lines(request, job, status=409, problem=error.message)
    return see_other(job.get_absolute_url())


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Looked through once more, as the directory is now."""
    job = import_job_for(viewer_of(request), pk)
    spend("edit", f"u{request.user.pk}")
    look_again(by=person_of(request), job=job)
    return see_other(job.get_absolute_url())


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing comes of it."""
    job = import_job_for(viewer_of(request), pk)
    spend("edit", f"u{request.user.pk}")
    discard(by=person_of(request), job=job)
    messages.success(request, _("The file has been removed. Nothing of it was brought in."))
    return see_other("/directory/import/")


@require_safe
def as_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every line and how it ends."""
    job = import_job_for(viewer_of(request), pk)
    response = StreamingHttpResponse(report(job), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{job.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
