"""A reviewer approves a state of a note, or asks for something better."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.facts import publish
from kernel.fields import gathered
from kernel.gate import BadText, clean_text
from kernel.refusals import Conflict, Invalid
from notes import texts
from notes.actions.truth import RENEWED, answered_by_change, renew
from notes.actions.write_note import composed_of
from notes.actions.writing import finish, locked_note, move_files, put
from notes.facts import RevisionJudged
from notes.models import PracticeNote, Revision
from notes.naming import tell_named
from notes.openness import check_open
from notes.policies import check_judge
from notes.review.models import Verdict
from notes.states import COLUMNS, state_of_revision
from taxonomy.tags import read_tags

REASON_LIMIT = 2_000


def judge_revision(*, by: User, revision: Revision, answer: str, reason: str = "") -> Verdict:
    """The answer to what waits, or to a note that nobody has reviewed yet. Asking for better needs a
    reason; what everybody reads already they go on reading. Raises Refused, Invalid, or Conflict where
    there is a newer state or another has answered."""
    fields = gathered(
        answer=lambda: _read_answer(answer), reason=lambda: _read_reason(answer, reason)
    )
    with transaction.atomic():
        held = locked_note(revision.note_id)
        row = Revision.objects.select_related("author").get(pk=revision.pk)
        check_judge(by, row)
        _check_open_to_judge(held, row)
        verdict = Verdict.objects.create(
            revision=row, reviewer=by, answer=fields["answer"], reason=fields["reason"]
        )
        if fields["answer"] == Verdict.Answer.APPROVE:
            _approve(by, held, row)
        elif row.state == Revision.State.WAITING:
            row.state = Revision.State.RETURNED
            row.save(update_fields=["state"])
        publish(RevisionJudged(verdict.pk))
    return verdict


def _read_answer(raw: object) -> str:
    if raw not in Verdict.Answer.values:
        raise Invalid({"answer": [_("Choose your answer.")]})
    return str(raw)


def _read_reason(answer: str, raw: object) -> str:
    reason = clean_text(raw, limit=REASON_LIMIT)
    if answer == Verdict.Answer.IMPROVE and not reason.strip():
        raise BadText(_("Say what would make it better: its author reads only this."))
    return reason


def _check_open_to_judge(note: PracticeNote, row: Revision) -> None:
    newest = note.revisions.order_by("-number").first()
    open_to = row.state == Revision.State.WAITING or (
        row.state == Revision.State.SHOWN and note.reviewed_at is None
    )
    public = note.status == PracticeNote.Status.PUBLISHED
    if newest is None or newest.pk != row.pk or not (open_to and public):
        raise Conflict(_("There is a newer state of this note, or somebody has answered already."))


def _approve(by: User, note: PracticeNote, row: Revision) -> None:
    """What waited is composed as its writer's words; what is shown already only gets its mark."""
    before = note.html
    note.reviewed_at, note.reviewed_by = timezone.now(), by
    renew(note)
    if row.state == Revision.State.SHOWN:
        finish(note, "reviewed_at", "reviewed_by", *RENEWED)
        return
    state = state_of_revision(row, note)
    # While it waited a tag may have got another name, or become one with another.
    state["tags"] = sorted(read_tags(state["tags"]))
    holders = [(texts.NOTE, note.pk), (texts.REVISION, row.pk)]
    text, easy = composed_of(state, row.author, holders)
    check_open(text.html + easy.html, state["captions"])
    move_files([(texts.REVISION, row.pk)], (texts.NOTE, note.pk))
    put(note, state, text, easy)
    row.state = Revision.State.SHOWN
    row.save(update_fields=["state"])
    answered_by_change(note)
    finish(note, *COLUMNS, *RENEWED, "html", "easy_html", "reviewed_at", "reviewed_by")
    tell_named(note, before)
