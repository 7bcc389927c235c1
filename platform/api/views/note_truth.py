"""Whether a practice note is still true, and whether it helps."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from api import note_shapes
from api.doors import answer, reader, writer
from api.note_schemas import ConfirmIn, DoubtIn, DoubtOut, HelpfulIn, NoteOut, StewardIn
from api.schemas import PROBLEMS, Listed
from kernel.limits import spend
from notes.access import note_for
from notes.actions.helpful import say_helpful
from notes.actions.truth import confirm_note, doubt_note, name_steward
from notes.truth.access import doubts_about
from notes.truth.policies import check_answer

router = Router(tags=["notes"])


@router.post("/notes/{slug}/doubts", response={201: DoubtOut, **PROBLEMS})
def doubt(request: HttpRequest, slug: str, data: DoubtIn) -> Any:
    """Asks those who look after a note whether it is still true."""
    person = writer(request)
    note = note_for(person, slug)
    spend("flag", f"u{person.pk}")
    return answer(note_shapes.doubt(doubt_note(by=person, note=note, reason=data.reason)), 201)


@router.get("/notes/{slug}/doubts", response={200: Listed, **PROBLEMS})
def doubts(request: HttpRequest, slug: str) -> Any:
    """For those who answer: what is open, then what was answered last."""
    viewer = reader(request)
    note = note_for(viewer, slug)
    check_answer(viewer, note)
    rows = doubts_about(note)
    for row in rows:
        row.note = note
    return answer({"results": [note_shapes.doubt(row) for row in rows], "next": None})


@router.post("/notes/{slug}/confirm", response={200: NoteOut, **PROBLEMS})
def confirm(request: HttpRequest, slug: str, data: ConfirmIn) -> Any:
    """Says that it is still true, or that it was changed, and by when to look again."""
    person = writer(request)
    note = note_for(person, slug)
    spend("edit", f"u{person.pk}")
    confirm_note(
        by=person, note=note, answer=data.answer, review_by=data.review_by, changed=data.changed
    )
    return answer(note_shapes.note(note_for(person, slug)))


@router.put("/notes/{slug}/steward", response={200: NoteOut, **PROBLEMS})
def steward(request: HttpRequest, slug: str, data: StewardIn) -> Any:
    person = writer(request)
    spend("edit", f"u{person.pk}")
    name_steward(by=person, note=note_for(person, slug), handle=data.handle)
    return answer(note_shapes.note(note_for(person, slug)))


@router.put("/notes/{slug}/helpful", response={204: None, **PROBLEMS})
def helpful(request: HttpRequest, slug: str, data: HelpfulIn) -> Any:
    """Whether it has helped you; saying it again changes the answer."""
    person = writer(request)
    note = note_for(person, slug)
    spend("mark", f"u{person.pk}")
    say_helpful(by=person, note=note, helped=data.helped, reason=data.reason)
    return HttpResponse(status=204)


@router.delete("/notes/{slug}/helpful", response={204: None, **PROBLEMS})
def unhelpful(request: HttpRequest, slug: str) -> Any:
    """Takes the answer back."""
    person = writer(request)
    note = note_for(person, slug)
    spend("mark", f"u{person.pk}")
    say_helpful(by=person, note=note, helped=None)
    return HttpResponse(status=204)
