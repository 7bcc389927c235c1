"""A reader doubts a note; those who look after it say that it is still true, or that it was changed."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.facts import publish
from kernel.fields import gathered
from kernel.gate import clean_text, required_text
from kernel.refusals import Conflict, Invalid
from notes.actions.writing import finish, locked_note
from notes.facts import DoubtAnswered, NoteDoubted
from notes.models import PracticeNote, Revision
from notes.truth.dates import next_date, read_review_by
from notes.truth.models import REASON_LIMIT, Doubt
from notes.truth.policies import check_answer, check_doubt, check_hand_over
from notes.truth.stewards import hands_of

State = Doubt.State


def doubt_note(*, by: User, note: PracticeNote, reason: str) -> Doubt:
    """Those who look after it are told. Raises Refused, Invalid, or Conflict where the person waits for
    an answer already."""
    check_doubt(by, note)
    words = gathered(reason=lambda: required_text(reason, limit=REASON_LIMIT))["reason"]
    try:
        with transaction.atomic():
            row = Doubt.objects.create(note=note, person=by, reason=words)
            publish(NoteDoubted(row.pk))
    except IntegrityError:
        raise Conflict(_("You have asked this already; the answer is still to come.")) from None
    return row


def confirm_note(
    *,
    by: User,
    note: PracticeNote,
    answer: str = "",
    review_by: object = None,
    changed: bool = False,
) -> None:
    """It is still true, or (`changed`) it is again: it gets a new day, and whoever doubted it gets the
    answer. Raises Refused or Invalid."""
    fields = gathered(
        answer=lambda: clean_text(answer, limit=REASON_LIMIT),
        review_by=lambda: read_review_by(review_by),
    )
    with transaction.atomic():
        held = locked_note(note.pk)
        check_answer(by, held)
        renew(held, fields["review_by"])
        _answer(held, by, State.CHANGED if changed else State.TRUE, fields["answer"])
        finish(held, *RENEWED)


RENEWED = ("review_by", "checked_at", "stale", "told_due")


def renew(note: PracticeNote, day: object = None) -> None:
    """A held note was looked at just now; `finish` writes RENEWED."""
    note.review_by = read_review_by(day) if day else next_date()
    note.checked_at = timezone.now()
    note.stale, note.told_due = False, 0


def _answer(
    note: PracticeNote, by: User, state: str, words: str, *, until: datetime | None = None
) -> None:
    """`until`: what was asked later stays open."""
    open_ones = Doubt.objects.filter(note=note, state=State.OPEN)
    if until is not None:
        open_ones = open_ones.filter(created_at__lte=until)
    pks = list(open_ones.values_list("pk", flat=True))
    open_ones.update(state=state, answer=words, answered_by=by, answered_at=timezone.now())
    for pk in pks:
        publish(DoubtAnswered(pk))


def answered_by_change(note: PracticeNote) -> None:
    """The authors of a held note have changed it because of what readers asked. They hear it once they
    can read it: a change may wait for a reviewer, or for the note to be published again."""
    if note.status != PracticeNote.Status.PUBLISHED:
        return
    shown = note.revisions.filter(state=Revision.State.SHOWN, answers=True)
    row = shown.select_related("author").order_by("-number").first()
    if row is not None:
        _answer(note, row.author, State.CHANGED, "", until=row.created_at)


def name_steward(*, by: User, note: PracticeNote, handle: object) -> None:
    """Somebody of those who may change the note looks after it from now on. Raises Refused or Invalid."""
    with transaction.atomic():
        held = locked_note(note.pk)
        check_hand_over(by, held)
        people = User.objects.filter(pk__in=hands_of(held), is_active=True)
        steward = people.filter(handle=handle).first() if isinstance(handle, str) else None
        if steward is None:
            raise Invalid({"steward": [_("Choose somebody who may change this note.")]})
        if held.steward_id != steward.pk:
            held.steward = steward
            finish(held, "steward")
