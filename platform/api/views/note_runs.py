"""Runs of practice notes: “I did this too”."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from accounts.limits import spend_as
from accounts.models import User
from api import note_shapes, shapes
from api.doors import answer, key_of, number, reader, writer
from api.note_schemas import RunIn, RunOut
from api.schemas import PROBLEMS, READ_PROBLEMS, Listed
from directory.models import Organisation
from kernel.limits import spend
from kernel.paging import limit_of
from kernel.refusals import Invalid
from notes.access import note_for, organisations_of
from notes.actions.runs import edit_run, remove_run, write_run
from notes.runs.access import run_for, runs_for

router = Router(tags=["notes"])


@router.get("/notes/{slug}/runs", response={200: Listed, **READ_PROBLEMS})
def runs(request: HttpRequest, slug: str, cursor: str = "", limit: str = "") -> Any:
    """The newest first."""
    viewer = reader(request)
    page = runs_for(viewer, note_for(viewer, slug), cursor=cursor or None, limit=limit_of(limit))
    return answer(shapes.listed([note_shapes.run(row) for row in page.rows], page))


@router.post("/notes/{slug}/runs", response={201: RunOut, **PROBLEMS})
def write(request: HttpRequest, slug: str, data: RunIn) -> Any:
    person = writer(request)
    note = note_for(person, slug)
    house = _house(person, data.organisation)
    spend_as(person, "run")
    run = write_run(
        by=person, note=note, body=data.body, ran_on=data.ran_on, group=data.group,
        changed=data.changed, organisation=house, key=key_of(request),
    )  # fmt: skip
    return answer(note_shapes.run(run), 201)


@router.put("/notes/{slug}/runs/{run_id}", response={200: RunOut, **PROBLEMS})
def change(request: HttpRequest, slug: str, run_id: str, data: RunIn) -> Any:
    """By who wrote it, as a whole."""
    person = writer(request)
    run = run_for(person, note_for(person, slug), number(run_id))
    kept = (
        run.organisation
        if run.organisation and run.organisation.slug == data.organisation
        else None
    )
    spend("edit", f"u{person.pk}")
    run = edit_run(
        by=person, run=run, body=data.body, ran_on=data.ran_on, group=data.group,
        changed=data.changed, organisation=kept or _house(person, data.organisation),
    )  # fmt: skip
    return answer(note_shapes.run(run))


@router.delete("/notes/{slug}/runs/{run_id}", response={204: None, **PROBLEMS})
def remove(request: HttpRequest, slug: str, run_id: str) -> Any:
    person = writer(request)
    remove_run(by=person, run=run_for(person, note_for(person, slug), number(run_id)))
    return HttpResponse(status=204)


def _house(person: User, slug: str | None) -> Organisation | None:
    if not slug:
        return None
    mine = {house.slug: house for house in organisations_of(person)}
    if slug not in mine:
        raise Invalid({"organisation": [_("You can only write for an organisation that you belong to.")]})  # fmt: skip
    return mine[slug]
