"""Somebody tells how it went when they did what a note says; they change it, or take it back."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from composing.actions.attach import attach
from composing.models import Attachment
from composing.text import Composed, compose
from directory.models import Organisation
from kernel.facts import publish
from kernel.fields import gathered
from kernel.gate import BadText, clean_text, required_text
from kernel.once import once
from notes.actions.writing import locked_note, notes_changed
from notes.facts import NoteChanged, RunWritten
from notes.models import PracticeNote
from notes.policies import check_speak_for
from notes.runs.counting import recount
from notes.runs.models import BODY_LIMIT, CHANGED_LIMIT, GROUP_LIMIT, Run
from notes.runs.policies import check_own_run, check_run

RUN = "note_run"
"""What holds the files of a run (composing.holders)."""
EARLIEST = date(1980, 1, 1)


def write_run(
    *,
    by: User,
    note: PracticeNote,
    body: str,
    ran_on: object,
    group: str = "",
    changed: str = "",
    organisation: Organisation | None = None,
    key: str | None = None,
) -> Run:
    """The run; the same key with the same words answers with the one they made before. Raises Refused,
    Invalid or KeyReused."""
    check_run(by, note)
    fields = _read(body, ran_on, group, changed)
    text: Composed = gathered(body=lambda: compose(fields["body"], by=by))["body"]
    if organisation is not None:
        check_speak_for(by, organisation)

    def make() -> int:
        held = locked_note(note.pk)
        check_run(by, held)
        run = Run.objects.create(
            note=held, author=by, organisation=organisation, html=text.html, **fields
        )
        attach(files=text.files, kind=RUN, holder_id=run.pk)
        publish(RunWritten(run.pk))
        _changed(held)
        return run.pk

    payload = ["run", note.pk, fields, organisation.pk if organisation else None]
    with transaction.atomic():
        pk, _made = once(person_id=by.pk, key=key, payload=payload, make=make)
    return Run.objects.select_related("author", "organisation", "note").get(pk=pk)


def edit_run(
    *,
    by: User,
    run: Run,
    body: str,
    ran_on: object,
    group: str = "",
    changed: str = "",
    organisation: Organisation | None = None,
) -> Run:
    """Raises Refused or Invalid. An organisation that stood there may stay."""
    check_own_run(by, run)
    fields = _read(body, ran_on, group, changed)
    text: Composed = gathered(body=lambda: compose(fields["body"], by=by, holder=(RUN, run.pk)))[
        "body"
    ]
    if organisation is not None and organisation.pk != run.organisation_id:
        check_speak_for(by, organisation)
    with transaction.atomic():
        held = locked_note(run.note_id)
        attach(files=text.files, kind=RUN, holder_id=run.pk)
        Run.objects.filter(pk=run.pk).update(
            **fields, html=text.html, organisation=organisation, updated_at=timezone.now()
        )
        _changed(held)
    return Run.objects.select_related("author", "organisation", "note").get(pk=run.pk)


def remove_run(*, by: User, run: Run) -> None:
    """Its words and pictures go with it. Raises Refused."""
    check_own_run(by, run)
    with transaction.atomic():
        held = locked_note(run.note_id)
        Attachment.objects.filter(holder_kind=RUN, holder_id=run.pk).update(
            holder_kind="", holder_id=None
        )
        Run.objects.filter(pk=run.pk).delete()
        _changed(held)


def hide_run(run: Run, hidden: bool) -> None:
    """A moderator's decision, within its transaction."""
    with transaction.atomic():
        held = locked_note(run.note_id)
        if Run.objects.filter(pk=run.pk).exclude(hidden=hidden).update(hidden=hidden):
            _changed(held)


def _changed(note: PracticeNote) -> None:
    recount(note.pk)
    publish(NoteChanged(note.pk))
    notes_changed()


def _read(body: object, ran_on: object, group: object, changed: object) -> dict[str, Any]:
    return gathered(
        body=lambda: required_text(body, limit=BODY_LIMIT),
        ran_on=lambda: read_day(ran_on),
        group=lambda: clean_text(group, limit=GROUP_LIMIT, lines=False),
        changed=lambda: clean_text(changed, limit=CHANGED_LIMIT),
    )


def read_day(raw: object) -> date:
    """A day that has been, as a date or as YYYY-MM-DD (or YYYY-MM: its first). Raises BadText."""
    day = raw if isinstance(raw, date) else _parsed(raw)
    if day is None:
        raise BadText(_("Give the day as year, month and day: 2026-05-31."))
    if not EARLIEST <= day <= timezone.localdate() + timedelta(days=1):
        raise BadText(_("Give a day that has been."))
    return day


def _parsed(raw: object) -> date | None:
    if not isinstance(raw, str):
        return None
    text = raw.strip()
    try:
        return date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        return None
