"""Somebody writes up how a thing is done, for others to repeat."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from composing.actions.attach import attach
from composing.text import Composed
from directory.models import Organisation
from directory.speaking import check_speaks_as
from kernel.facts import publish
from kernel.fields import gathered
from kernel.once import once
from notes import texts
from notes.access import full
from notes.actions.writing import add_revision, notes_changed, set_words, touch_near
from notes.facts import NoteChanged, NotePublished
from notes.gathering import EMPTY, read_state
from notes.models import Licence, PracticeNote, Revision
from notes.naming import tell_named
from notes.openness import check_open
from notes.policies import check_speak_for, check_write
from notes.states import State, columns_of
from notes.structure.parts import parts_of
from notes.truth.dates import next_date

TRIES = 20
"""How often an address is looked for again when another note has just taken it."""


def write_note(
    *,
    by: User,
    title: str,
    body: str,
    summary: str = "",
    template: str = "free",
    facts: Mapping[str, Any] | None = None,
    sections: Mapping[str, str] | None = None,
    practices: Sequence[str] = (),
    audiences: Sequence[str] = (),
    tags: str | Sequence[str] = (),
    licence: str = Licence.CC_BY,
    based_on: str = "",
    translation_of: str = "",
    easy: str = "",
    sign_url: str = "",
    captions: str = "",
    organisation: Organisation | None = None,
    in_its_name: bool = False,
    lang: str = "pl",
    status: str = PracticeNote.Status.PUBLISHED,
    source: str = "",
    key: str | None = None,
) -> PracticeNote:
    """The note; the same key with the same words answers with the note they made before.

    `practices`, `audiences` are codes of the closed lists; `based_on` and `translation_of` addresses.
    With `in_its_name` the organisation alone is shown as the author. Raises Refused, Invalid or KeyReused.
    """
    check_write(by)
    given = {
        "title": title, "summary": summary, "body": body, "template": template, "facts": facts or {},
        "sections": sections or {}, "practices": practices, "audiences": audiences, "tags": tags,
        "licence": licence, "based_on": based_on, "translation_of": translation_of, "easy": easy,
        "sign_url": sign_url, "captions": captions, "lang": lang, "source": source,
    }  # fmt: skip
    # What is missing is refused by its name, as what is wrong is.
    state = read_state(by, {name: _given(raw) for name, raw in given.items()}, EMPTY)
    status = texts.read_status(status)
    text, easy_text = composed_of(state, by)
    if status == PracticeNote.Status.PUBLISHED:
        check_open(text.html + easy_text.html, state["captions"])
    in_its_name = in_its_name and organisation is not None
    if organisation is not None:
        (check_speaks_as if in_its_name else check_speak_for)(by, organisation)
    payload = ["note", {**state, "status": status}, organisation.pk if organisation else None]
    payload += ["in its name"] if in_its_name else []
    with transaction.atomic():
        pk, _made = once(
            person_id=by.pk,
            key=key,
            payload=payload,
            make=lambda: _write(
                by, state, (text, easy_text), status, organisation, in_its_name=in_its_name
            ),
        )
    return full(PracticeNote.objects.all()).get(pk=pk)


class _Missing:
    """Stands for a value that was not given where one is needed: no judge takes it."""


def _given(raw: Any) -> Any:
    return _Missing() if raw is None else raw


def composed_of(
    state: State, by: User, holders: Sequence[tuple[str, int]] = ()
) -> tuple[Composed, Composed]:
    """The texts of a state as everybody will see them. Raises Invalid."""
    parts = parts_of(state["body"], state["sections"], state["lang"])
    found = gathered(
        body=lambda: texts.composed(parts, by=by, holders=holders),
        easy=lambda: texts.composed(texts.easy_part(state["easy"]), by=by, holders=holders),
    )
    return found["body"], found["easy"]


def _write(
    by: User,
    state: State,
    texts_of: tuple[Composed, Composed],
    status: str,
    organisation: Organisation | None,
    *,
    in_its_name: bool,
) -> int:
    text, easy = texts_of
    published = status == PracticeNote.Status.PUBLISHED
    now = timezone.now()
    note = _with_free_slug(
        PracticeNote(
            **columns_of(state),
            html=text.html,
            easy_html=easy.html,
            translated_from=newest_shown(state["translation_of"]),
            status=status,
            author=by,
            organisation=organisation,
            in_its_name=in_its_name,
            published_at=now if published else None,
            review_by=next_date() if published else None,
            created_at=now,
            updated_at=now,
        )
    )
    attach(files={*text.files, *easy.files}, kind=texts.NOTE, holder_id=note.pk)
    set_words(note, state)
    add_revision(note, author_id=by.pk, state=state)
    touch_near(note.pk)
    publish(NotePublished(note_id=note.pk) if published else NoteChanged(note_id=note.pk))
    tell_named(note)
    notes_changed()
    return note.pk


def newest_shown(note_id: int | None) -> int | None:
    """The number of the revision of a note that everybody reads."""
    if note_id is None:
        return None
    shown = Revision.objects.filter(note=note_id, state=Revision.State.SHOWN)
    return shown.order_by("-number").values_list("number", flat=True).first()


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
