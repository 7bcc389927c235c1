"""Authors change a note. Its address stays, so that links to it hold. What others have reviewed is
changed for everybody only once somebody has reviewed it again."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from composing.actions.attach import attach
from composing.text import Composed
from directory.models import Organisation
from kernel.facts import publish
from kernel.fields import gathered
from kernel.refusals import Conflict, Refused
from notes import texts
from notes.access import full
from notes.actions.truth import RENEWED, answered_by_change, renew
from notes.actions.write_note import composed_of, newest_shown
from notes.actions.writing import PENDING, add_revision, finish, locked_note, move_files, put
from notes.facts import RevisionWaits
from notes.gathering import read_state
from notes.models import PracticeNote, Revision
from notes.naming import tell_named
from notes.openness import check_open
from notes.policies import check_edit, check_speak_for, check_voice, holds_back
from notes.review.joining import About
from notes.states import COLUMNS, State, state_of, state_of_revision

WRITTEN = (*COLUMNS, *RENEWED, "html", "easy_html", "translated_from", "status", "organisation", "in_its_name")  # fmt: skip
SAME: Any = object()
"""Leaves the organisation as it is; None takes it away."""


def edit_note(
    *,
    by: User,
    note: PracticeNote,
    organisation: Organisation | None = SAME,
    in_its_name: bool = False,
    status: str | None = None,
    comment: str = "",
    weight: str = Revision.Weight.CHANGE,
    in_step: bool = False,
    answers: bool = False,
    seen: int | None = None,
    seen_status: str | None = None,
    **given: Any,
) -> PracticeNote:
    """The note with what was given (notes.gathering; None leaves a field) changed; another state makes a
    revision, which waits where the note is reviewed (`waiting_of`).

    `in_its_name` belongs to a given `organisation`. What everybody has read in an organisation's name
    stays in it. `in_step`: this translation says what the original says now. `answers`: the change is the
    answer to what readers doubted, who hear it once they can read it.

    `seen` is the id of the newest revision as the person saw it: raises Conflict when there is another
    one. No number: the first publication gives those anew. `seen_status`: what the note was for them, so
    that whoever leaves it a draft takes nothing back that was published meanwhile. Raises Refused or
    Invalid.
    """
    newest = newest_of(note)
    old = working_state(note, newest)
    about = gathered(
        status=lambda: None if status is None else texts.read_status(status),
        comment=lambda: texts.read_comment(comment),
        weight=lambda: texts.read_weight(weight),
    )
    state = read_state(by, given, old, note.pk)
    written = _texts(by, note, newest, old, state)
    also = (state["based_on"], state["translation_of"])
    with transaction.atomic():
        held = locked_note(note.pk, also=also)
        check_edit(by, held)
        _check_status(held, about["status"], seen_status)
        _check_seen(held, newest, seen)
        about["answers"] = answers
        change = _Change(by, held, newest, state, written, about)
        spoken = held.speaker_id
        if organisation is not SAME:
            _set_name(by, held, organisation, in_its_name=in_its_name)
        check_voice(by, held)
        held.status = about["status"] or held.status
        if held.status == PracticeNote.Status.PUBLISHED:
            check_open(written[0].html + written[1].html, state["captions"])
        # A draft of another voice begins its history anew: it must not tell who held the pen.
        unread = held.published_at is None and held.speaker_id != spoken
        if unread and newest:
            held.revisions.exclude(pk=newest.pk).delete()
        change.keep(differs=unread or state != old, in_step=in_step)
        if unread and newest:
            held.revisions.filter(pk=newest.pk).delete()
        _look_after(held, change)
        finish(held, *WRITTEN)
        tell_named(held, change.before)
    return full(PracticeNote.objects.all()).get(pk=note.pk)


def _look_after(note: PracticeNote, change: "_Change") -> None:
    """Whoever changes more than a slip of the pen has looked at the note."""
    if change.shown and change.weight != Revision.Weight.TYPO and note.published_at is not None:
        renew(note)
    answered_by_change(note)


class _Change:
    """A new state of a held note, on its way to everybody or to a reviewer."""

    def __init__(
        self, by: User, note: PracticeNote, newest: Revision | None, state: State,
        written: tuple[Composed, Composed], about: Mapping[str, Any],
    ) -> None:  # fmt: skip
        self._by, self._note, self._newest, self._state = by, note, newest, state
        self._text, self._easy = written
        self._about = About(about["comment"], about["weight"], about["answers"])
        self.shown = False
        self.before = "" if note.published_at is None else note.html
        """What everybody has read until now."""

    @property
    def weight(self) -> str:
        return self._about.weight

    def keep(self, *, differs: bool, in_step: bool) -> None:
        pending = self._newest is not None and self._newest.state in PENDING
        if holds_back(self._by, self._note):
            if differs:
                self._wait()
        else:
            if differs or pending:
                self._show()
            self._mark_translation(in_step)

    def _wait(self) -> None:
        before = self._take_place()
        row = add_revision(
            self._note, author_id=self._by.pk, state=self._state, shown=False, **asdict(self._about)
        )
        move_files(before, (texts.REVISION, row.pk))
        # What the note shows already stays the note's.
        fresh = {*self._text.files, *self._easy.files} - _held_by(self._note.pk)
        attach(files=fresh, kind=texts.REVISION, holder_id=row.pk)
        publish(RevisionWaits(row.pk))

    def _show(self) -> None:
        self.shown = True
        move_files(self._take_place(), (texts.NOTE, self._note.pk))
        put(self._note, self._state, self._text, self._easy)
        add_revision(self._note, author_id=self._by.pk, state=self._state, **asdict(self._about))

    def _take_place(self) -> list[tuple[str, int]]:
        """The states before that nobody has been shown give way; whose files are theirs. What they were
        said to be the new one is too, since it goes on at them."""
        pending = self._note.revisions.filter(state__in=PENDING)
        rows = list(pending.order_by("number"))
        for row in rows:
            self._about = self._about.after(row)
        pending.update(state=Revision.State.REPLACED)
        return [(texts.REVISION, row.pk) for row in rows]

    def _mark_translation(self, in_step: bool) -> None:
        original = self._state["translation_of"]
        known = self._note.translated_from is not None
        if in_step or (original is None) == known:
            self._note.translated_from = newest_shown(original)


def _held_by(note_id: int) -> set[int]:
    from composing.models import Attachment

    held = Attachment.objects.filter(holder_kind=texts.NOTE, holder_id=note_id)
    return set(held.values_list("pk", flat=True))


def newest_of(note: PracticeNote) -> Revision | None:
    return note.revisions.order_by("-number").first()


def waiting_of(note: PracticeNote) -> Revision | None:
    """The state that a reviewer has not approved, if the newest is one."""
    newest = newest_of(note)
    return newest if newest is not None and newest.state in PENDING else None


def working_state(note: PracticeNote, newest: Revision | None) -> State:
    """Where its authors go on: at what waits, or at what everybody reads."""
    if newest is not None and newest.state in PENDING:
        return state_of_revision(newest, note)
    return state_of(note)


def _texts(
    by: User, note: PracticeNote, newest: Revision | None, old: State, state: State
) -> tuple[Composed, Composed]:
    """Unchanged words keep the names that they had when they were written."""
    pending = newest is not None and newest.state in PENDING
    words = ("body", "sections", "lang", "easy")
    if not pending and all(state[name] == old[name] for name in words):
        return Composed(note.html), Composed(note.easy_html)
    holders = [(texts.NOTE, note.pk)]
    if pending and newest is not None:
        holders.append((texts.REVISION, newest.pk))
    return composed_of(state, by, holders)


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


def _check_status(note: PracticeNote, asked: str | None, seen: str | None) -> None:
    """Whoever leaves a note what it was for them has not decided against what it has become since."""
    if asked is None or asked != seen or note.status == asked:
        return
    if note.status == PracticeNote.Status.PUBLISHED:
        raise Conflict(_("This note was published meanwhile: everybody reads it. Look at it before you save again."))  # fmt: skip
    raise Conflict(_("This note was made a draft meanwhile: nobody else reads it. Look at it before you save again."))  # fmt: skip


def _check_seen(note: PracticeNote, read: Revision | None, seen: int | None) -> None:
    """`read`: what this action has started from, outside the lock."""
    newest = newest_of(note)
    if newest != read or (seen is not None and (newest is None or newest.pk != seen)):
        raise Conflict(_("Somebody has saved this note meanwhile. Compare before you save again."))
