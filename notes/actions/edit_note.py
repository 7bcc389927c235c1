"""An author changes a note. Its address stays, so that links to it hold."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from composing.actions.attach import attach
from composing.text import Composed
from directory.models import Organisation
from kernel.fields import gathered, read_lang, read_title
from kernel.refusals import Conflict, Refused
from notes import texts
from notes.access import full
from notes.actions.writing import add_revision, finish, locked_note, set_words
from notes.models import PracticeNote
from notes.policies import check_edit, check_speak_for, check_voice
from taxonomy.tags import read_tags

SAME: Any = object()
"""Leaves the organisation as it is; None takes it away."""


def edit_note(
    *,
    by: User,
    note: PracticeNote,
    title: str | None = None,
    body: str | None = None,
    summary: str | None = None,
    practices: Sequence[str] | None = None,
    audiences: Sequence[str] | None = None,
    tags: str | Sequence[str] | None = None,
    licence: str | None = None,
    organisation: Organisation | None = SAME,
    in_its_name: bool = False,
    lang: str | None = None,
    status: str | None = None,
    comment: str = "",
    seen: int | None = None,
) -> PracticeNote:
    """The note with what was given changed; other words make a revision.

    `in_its_name` belongs to a given `organisation`. What everybody has read in an organisation's name
    stays in it. `seen` is the newest revision's number as the person saw it: raises Conflict when there is a newer
    one. Raises Refused or Invalid.
    """
    fields = gathered(
        title=lambda: note.title if title is None else read_title(title),
        summary=lambda: note.summary if summary is None else texts.read_summary(summary),
        body=lambda: note.body if body is None else texts.read_body(body),
        practices=lambda: None if practices is None else texts.read_practices(practices),
        audiences=lambda: None if audiences is None else texts.read_audiences(audiences),
        tags=lambda: None if tags is None else read_tags(tags),
        licence=lambda: note.licence if licence is None else texts.read_licence(licence),
        lang=lambda: note.lang if lang is None else read_lang(lang),
        status=lambda: note.status if status is None else texts.read_status(status),
        comment=lambda: texts.read_comment(comment),
    )
    text = _composed(by, note, fields["body"])
    with transaction.atomic():
        held = locked_note(note.pk)
        check_edit(by, held)
        _check_seen(held, seen)
        old = (held.title, held.summary, held.body)
        spoken = held.speaker_id
        if organisation is not SAME:
            _set_name(by, held, organisation, in_its_name=in_its_name)
        check_voice(by, held)
        for name in ("title", "summary", "body", "licence", "lang", "status"):
            setattr(held, name, fields[name])
        held.html = text.html
        attach(files=text.files, kind=texts.NOTE, holder_id=held.pk)
        set_words(held, practices=fields["practices"], audiences=fields["audiences"])
        if fields["tags"] is not None:
            held.tags.set(fields["tags"])
        # A draft of another voice begins its history anew: it must not tell who held the pen.
        unread = held.published_at is None and held.speaker_id != spoken
        if unread or (held.title, held.summary, held.body) != old:
            _keep_revision(by, held, fields["comment"])
        finish(
            held, "title", "summary", "body", "html", "licence", "lang", "status", "organisation",
            "in_its_name",
        )  # fmt: skip
    return full(PracticeNote.objects.all()).get(pk=note.pk)


def _set_name(
    by: User, note: PracticeNote, organisation: Organisation | None, *, in_its_name: bool
) -> None:
    """Puts an organisation beside the author, or in front. Raises Refused."""
    named = organisation.pk if organisation is not None else None
    in_its_name = in_its_name and named is not None
    same = (note.organisation_id, note.in_its_name) == (named, in_its_name)
    if note.in_its_name and note.published_at is not None and not same:
        raise Refused(_("What was published in the name of an organisation stays in its name."))
    if organisation is not None and not in_its_name and note.organisation_id != named:
        check_speak_for(by, organisation)
    note.organisation, note.in_its_name = organisation, in_its_name


def _composed(by: User, note: PracticeNote, body: str) -> Composed:
    """Unchanged words keep the names that they had when they were written."""
    if body == note.body:
        return Composed(note.html)
    words: Composed = gathered(body=lambda: texts.composed(body, by=by, note_id=note.pk))["body"]
    return words


def newest_revision(note: PracticeNote) -> int:
    """The number of the note's present state."""
    return note.revisions.order_by("-number").values_list("number", flat=True).first() or 0


def _check_seen(note: PracticeNote, seen: int | None) -> None:
    if seen is not None and newest_revision(note) != seen:
        raise Conflict(
            _("This note was saved in another window meanwhile. Compare before you save again.")
        )


def _keep_revision(by: User, note: PracticeNote, comment: str) -> None:
    """What was never public leaves no trace: a draft's only revision is written over."""
    if note.published_at is None:
        note.revisions.all().delete()
    add_revision(note, author_id=by.pk, comment=comment)
