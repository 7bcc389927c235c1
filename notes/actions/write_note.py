"""Somebody writes up how a thing is done, for others to repeat."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from composing.actions.attach import attach
from composing.text import Composed
from directory.models import Organisation
from directory.speaking import check_speaks_as
from kernel.facts import publish
from kernel.fields import gathered, read_lang, read_title
from kernel.once import once
from notes import texts
from notes.access import full
from notes.actions.writing import add_revision, notes_changed, set_words
from notes.facts import NoteChanged, NotePublished
from notes.models import Licence, PracticeNote
from notes.policies import check_speak_for, check_write
from taxonomy.tags import read_tags

TRIES = 20
"""How often an address is looked for again when another note has just taken it."""


def write_note(
    *,
    by: User,
    title: str,
    body: str,
    summary: str = "",
    practices: Sequence[str] = (),
    audiences: Sequence[str] = (),
    tags: str | Sequence[str] = (),
    licence: str = Licence.CC_BY,
    organisation: Organisation | None = None,
    in_its_name: bool = False,
    lang: str = "pl",
    status: str = PracticeNote.Status.PUBLISHED,
    source: str = "",
    key: str | None = None,
) -> PracticeNote:
    """The note; the same key with the same words answers with the note they made before.

    `practices`, `audiences` are codes of the closed lists. With `in_its_name` the organisation alone is
    shown as the author. Raises Refused, Invalid or KeyReused.
    """
    check_write(by)
    fields = gathered(
        title=lambda: read_title(title),
        summary=lambda: texts.read_summary(summary),
        body=lambda: texts.read_body(body),
        practices=lambda: texts.read_practices(practices),
        audiences=lambda: texts.read_audiences(audiences),
        tags=lambda: read_tags(tags),
        licence=lambda: texts.read_licence(licence),
        lang=lambda: read_lang(lang),
        status=lambda: texts.read_status(status),
        source=lambda: texts.read_source(source),
    )
    text: Composed = gathered(body=lambda: texts.composed(fields["body"], by=by))["body"]
    in_its_name = in_its_name and organisation is not None
    if organisation is not None:
        (check_speaks_as if in_its_name else check_speak_for)(by, organisation)
    payload = ["note", fields, organisation.pk if organisation else None]
    payload += ["in its name"] if in_its_name else []
    with transaction.atomic():
        pk, _made = once(
            person_id=by.pk,
            key=key,
            payload=payload,
            make=lambda: _write(by, fields, text, organisation, in_its_name=in_its_name),
        )
    return full(PracticeNote.objects.all()).get(pk=pk)


def _write(
    by: User,
    fields: dict[str, Any],
    text: Composed,
    organisation: Organisation | None,
    *,
    in_its_name: bool,
) -> int:
    published = fields["status"] == PracticeNote.Status.PUBLISHED
    now = timezone.now()
    own = {
        name: fields[name]
        for name in ("title", "summary", "body", "licence", "lang", "status", "source")
    }
    note = _with_free_slug(
        PracticeNote(
            **own,
            html=text.html,
            author=by,
            organisation=organisation,
            in_its_name=in_its_name,
            published_at=now if published else None,
            created_at=now,
            updated_at=now,
        )
    )
    attach(files=text.files, kind=texts.NOTE, holder_id=note.pk)
    set_words(note, practices=fields["practices"], audiences=fields["audiences"])
    note.tags.set(fields["tags"])
    add_revision(note, author_id=by.pk)
    publish(NotePublished(note_id=note.pk) if published else NoteChanged(note_id=note.pk))
    notes_changed()
    return note.pk


def _with_free_slug(note: PracticeNote) -> PracticeNote:
    """Saves a new note under the first address that is still free when it gets there."""
    for attempt in range(TRIES):
        note.slug = texts.free_slug(note.title)
        try:
            with transaction.atomic():
                note.save(force_insert=True)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
        else:
            return note
    raise AssertionError("unreachable")
