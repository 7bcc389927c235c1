"""Practice notes."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from accounts.limits import spend_as
from api import listing, shapes
from api.doors import answer, key_of, reader, writer
from api.schemas import PROBLEMS, READ_PROBLEMS, Listed, NoteIn, NoteOut
from directory.speaking import voice_named
from kernel.paging import limit_of
from notes.access import note_for
from notes.actions.write_note import write_note

router = Router(tags=["notes"])


@router.get("/notes", response={200: Listed, **READ_PROBLEMS})
def notes(request: HttpRequest, cursor: str = "", limit: str = "") -> Any:
    """Published notes, the newest first."""
    page = listing.notes(reader(request), cursor=cursor or None, limit=limit_of(limit))
    return answer(shapes.listed([shapes.note(row, whole=False) for row in page.rows], page))


@router.get("/notes/{slug}", response={200: NoteOut, **READ_PROBLEMS})
def note(request: HttpRequest, slug: str) -> Any:
    return answer(shapes.note(note_for(reader(request), slug)))


@router.post("/notes", response={201: NoteOut, **PROBLEMS})
def write(request: HttpRequest, data: NoteIn) -> Any:
    """Writes a note: published, or a draft that its author alone sees."""
    person = writer(request)
    organisation = voice_named(person, data.organisation)
    spend_as(person, "note")
    written = write_note(
        by=person, title=data.title, body=data.body, lang=data.lang or "pl", tags=data.tags,
        status=data.status or "published", key=key_of(request),
        organisation=organisation, in_its_name=organisation is not None,
    )  # fmt: skip
    return answer(shapes.note(written), 201)
