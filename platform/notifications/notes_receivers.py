"""Who is told of what becomes of a practice note."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.levels import Level
from accounts.models import User
from accounts.viewer import in_office
from directory.speaking import editors_of
from kernel.facts import receives
from notes.authors.models import CoAuthor
from notes.facts import (
    CoAuthorAnswered,
    CoAuthorInvited,
    DoubtAnswered,
    NoteDoubted,
    NoteDue,
    NoteMentioned,
    RevisionJudged,
    RevisionWaits,
    RunWritten,
)
from notes.models import PracticeNote, Revision
from notes.paths import note_path, run_path
from notes.review.models import Verdict
from notes.runs.models import Run
from notes.truth.models import Doubt
from notes.truth.stewards import hands_of, stewards_of
from notifications.actions.tell import tell


def about(note: PracticeNote) -> dict[str, Any]:
    return {"subject": note.title, "url": note_path(note.slug), "target": ("note", note.pk)}


@receives(NoteMentioned)
def mentioned(fact: NoteMentioned) -> None:
    """The people, and those who edit the organisations; in its name nobody learns who wrote."""
    note = PracticeNote.objects.get(pk=fact.note_id)
    houses = set().union(*(editors_of(pk) for pk in fact.organisation_ids))
    tell(
        {*fact.person_ids, *houses} - hands_of(note), kind="mention", actor_id=note.author_id,
        organisation_id=note.speaker_id, **about(note),
    )  # fmt: skip


@receives(CoAuthorInvited)
def invited(fact: CoAuthorInvited) -> None:
    row = CoAuthor.objects.select_related("note").get(pk=fact.coauthor_id)
    tell(
        {row.person_id}, kind="coauthor_invited", actor_id=row.note.author_id,
        subject=row.note.title, url=note_path(row.note.slug, "invitation"),
        target=("coauthor", row.pk),
    )  # fmt: skip


@receives(CoAuthorAnswered)
def answered(fact: CoAuthorAnswered) -> None:
    row = CoAuthor.objects.select_related("note").get(pk=fact.coauthor_id)
    accepted = row.state == CoAuthor.State.ACCEPTED
    kind = "coauthor_accepted" if accepted else "coauthor_declined"
    tell({row.note.author_id}, kind=kind, actor_id=row.person_id, **about(row.note))


@receives(RevisionWaits)
def revision_waits(fact: RevisionWaits) -> None:
    """Those who may review it; in an organisation's name its change is the organisation's."""
    row = Revision.objects.select_related("note").get(pk=fact.revision_id)
    rests = Q(suspended_until__gt=timezone.now())
    curates = Q(level__gte=Level.CURATOR, is_active=True) & ~rests
    reviewers = User.objects.filter(curates | in_office()).values_list("pk", flat=True)
    tell(
        set(reviewers) - {row.author_id}, kind="revision_waits", actor_id=row.author_id,
        organisation_id=row.organisation_id, subject=row.title, target=("note", row.note_id),
        url=note_path(row.note.slug, f"history/{row.number}"),
    )  # fmt: skip


@receives(RevisionJudged)
def revision_judged(fact: RevisionJudged) -> None:
    verdict = Verdict.objects.select_related("revision__note").get(pk=fact.verdict_id)
    row = verdict.revision
    approved = verdict.answer == Verdict.Answer.APPROVE
    told = about(row.note)
    if not approved:
        told["url"] = note_path(row.note.slug, f"history/{row.number}")
    tell(
        hands_of(row.note), kind="note_approved" if approved else "note_improve",
        actor_id=verdict.reviewer_id, detail=verdict.reason, **told,
    )  # fmt: skip


@receives(RunWritten)
def run_written(fact: RunWritten) -> None:
    """Those whose note it is: nothing tells better that writing it was worth while."""
    run = Run.objects.select_related("note").get(pk=fact.run_id)
    told = {**about(run.note), "url": run_path(run.note.slug, run.pk)}
    tell(hands_of(run.note), kind="note_run", actor_id=run.author_id, **told)


@receives(NoteDoubted)
def doubted(fact: NoteDoubted) -> None:
    row = Doubt.objects.select_related("note").get(pk=fact.doubt_id)
    told = {**about(row.note), "url": note_path(row.note.slug, "truth")}
    tell(
        stewards_of(row.note),
        kind="note_doubted",
        actor_id=row.person_id,
        detail=row.reason,
        **told,
    )


@receives(DoubtAnswered)
def doubt_answered(fact: DoubtAnswered) -> None:
    """In the voice of the note, unless a reviewer has answered."""
    row = Doubt.objects.select_related("note").get(pk=fact.doubt_id)
    own = row.answered_by_id in hands_of(row.note)
    tell(
        {row.person_id}, kind="doubt_true" if row.state == Doubt.State.TRUE else "doubt_changed",
        actor_id=row.answered_by_id, organisation_id=row.note.speaker_id if own else None,
        detail=row.answer, **about(row.note),
    )  # fmt: skip


@receives(NoteDue)
def due(fact: NoteDue) -> None:
    note = PracticeNote.objects.get(pk=fact.note_id)
    told = {**about(note), "url": note_path(note.slug, "truth")}
    kind = "note_overdue" if fact.overdue else "note_due"
    tell(stewards_of(note), kind=kind, actor_id=None, **told)
