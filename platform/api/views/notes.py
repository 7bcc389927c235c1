"""Practice notes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from accounts.limits import spend_as
from api import listing, note_shapes, shapes
from api.doors import answer, key_of, number, reader, writer
from api.note_schemas import (
    CoAuthorIn,
    CoAuthorOut,
    JudgeIn,
    NoteChangedOut,
    NoteChangeIn,
    NoteIn,
    NoteOut,
    RevisionOut,
    VerdictOut,
)
from api.schemas import PROBLEMS, READ_PROBLEMS, Listed
from directory.speaking import voice_named
from kernel.limits import spend
from kernel.paging import limit_of
from notes.access import coauthor_for, note_for, revision_for, revisions_for
from notes.actions.coauthors import answer_invitation, invite_coauthor, remove_coauthor
from notes.actions.edit_note import edit_note, newest_of, waiting_of
from notes.actions.judge_revision import judge_revision
from notes.actions.write_note import write_note

router = Router(tags=["notes"])


@router.get("/notes", response={200: Listed, **READ_PROBLEMS})
def notes(request: HttpRequest, cursor: str = "", limit: str = "") -> Any:
    """Published notes, the newest first."""
    page = listing.notes(reader(request), cursor=cursor or None, limit=limit_of(limit))
    rows = [note_shapes.note(row, whole=False) for row in page.rows]
    return answer(shapes.listed(rows, page))


@router.get("/notes/{slug}", response={200: NoteOut, **READ_PROBLEMS})
def note(request: HttpRequest, slug: str) -> Any:
    """With what leads to it: its conversation, adaptations, translations, other texts."""
    return answer(note_shapes.note(note_for(reader(request), slug)))


@router.post("/notes", response={201: NoteOut, **PROBLEMS})
def write(request: HttpRequest, data: NoteIn) -> Any:
    """Writes a note: published, or a draft that its author alone sees."""
    person = writer(request)
    organisation = voice_named(person, data.organisation)
    spend_as(person, "note")
    own = ("title", "body", "lang", "tags", "status", "organisation")
    more = {name: value for name, value in data.dict(exclude_none=True).items() if name not in own}
    written = write_note(
        by=person, title=data.title, body=data.body, lang=data.lang or "pl", tags=data.tags,
        status=data.status or "published", key=key_of(request),
        organisation=organisation, in_its_name=organisation is not None, **more,
    )  # fmt: skip
    return answer(note_shapes.note(written), 201)


@router.patch("/notes/{slug}", response={200: NoteChangedOut, **PROBLEMS})
def change(request: HttpRequest, slug: str, data: NoteChangeIn) -> Any:
    """Changes what is given. A change of a reviewed note waits for a reviewer, and what everybody reads
    stays: `waiting` says so."""
    person = writer(request)
    spend("edit", f"u{person.pk}")
    row = edit_note(by=person, note=note_for(person, slug), **data.dict(exclude_none=True))
    newest, waits = newest_of(row), waiting_of(row) is not None
    number, pk = (newest.number, newest.pk) if newest else (0, 0)
    about = {"waiting": waits, "revision": number, "seen": pk}
    return answer({**note_shapes.note(row), **about})


@router.get("/notes/{slug}/revisions", response={200: Listed, **READ_PROBLEMS})
def revisions(request: HttpRequest, slug: str) -> Any:
    """The states of a note that you may read, the newest first."""
    viewer = reader(request)
    found = note_for(viewer, slug)
    rows = revisions_for(viewer, found)
    for row in rows:
        row.note = found
    return answer({"results": [note_shapes.revision(row) for row in rows], "next": None})


@router.get("/notes/{slug}/revisions/{revision}", response={200: RevisionOut, **READ_PROBLEMS})
def one_revision(request: HttpRequest, slug: str, revision: str) -> Any:
    viewer = reader(request)
    found = note_for(viewer, slug)
    return answer(note_shapes.revision(revision_for(viewer, found, number(revision)), whole=True))


@router.post("/notes/{slug}/revisions/{revision}/review", response={201: VerdictOut, **PROBLEMS})
def review(request: HttpRequest, slug: str, revision: str, data: JudgeIn) -> Any:
    """For reviewers: what waits, or the newest state of a note that nobody has reviewed."""
    person = writer(request)
    row = revision_for(person, note_for(person, slug), number(revision))
    spend("edit", f"u{person.pk}")
    made = judge_revision(by=person, revision=row, answer=data.answer, reason=data.reason)
    return answer(note_shapes.verdict(made), 201)


@router.post("/notes/{slug}/coauthors", response={201: CoAuthorOut, **PROBLEMS})
def invite(request: HttpRequest, slug: str, data: CoAuthorIn) -> Any:
    """Asks somebody to write the note with its author, who alone may ask."""
    person = writer(request)
    spend("edit", f"u{person.pk}")
    row = invite_coauthor(by=person, note=note_for(person, slug), handle=data.handle)
    return answer({"handle": row.person.handle, "state": row.state}, 201)


@router.put("/notes/{slug}/coauthors/me", response={200: CoAuthorOut, **PROBLEMS})
def accept(request: HttpRequest, slug: str) -> Any:
    """Says yes to being asked."""
    person = writer(request)
    row = coauthor_for(person, slug, person.handle)
    row = answer_invitation(by=person, coauthor=row, accept=True)
    return answer({"handle": person.handle, "state": row.state})


@router.delete("/notes/{slug}/coauthors/{handle}", response={204: None, **PROBLEMS})
def end(request: HttpRequest, slug: str, handle: str) -> Any:
    """The author ends it, or whoever writes it too (`me`); of one who has not answered yet it is a no."""
    person = writer(request)
    row = coauthor_for(person, slug, person.handle if handle == "me" else handle)
    if row.person_id == person.pk and row.state == row.State.INVITED:
        answer_invitation(by=person, coauthor=row, accept=False)
    else:
        remove_coauthor(by=person, coauthor=row)
    return HttpResponse(status=204)
