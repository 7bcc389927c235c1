"""What the notes do when something happens below them: kept pages show names of others."""

from django.db.models import F, Q

from accounts.facts import PersonRenamed
from directory.facts import OrganisationChanged, OrganisationsMerged
from kernel.facts import publish, receives
from notes.actions.writing import notes_changed
from notes.facts import NoteChanged
from notes.models import PracticeNote, Revision, TaggedNote
from notes.runs.counting import recount
from notes.runs.models import Run
from taxonomy.facts import PracticeGone, TagGone, TagRenamed
from taxonomy.former import move_practice
from taxonomy.tags import move_tag


@receives(TagRenamed)
def tag_renamed(fact: TagRenamed) -> None:
    _show_tags(
        list(TaggedNote.objects.filter(tag=fact.tag_id).values_list("content_object", flat=True))
    )


@receives(TagGone)
def tag_gone(fact: TagGone) -> None:
    """Notes get the tag that is kept."""
    notes = move_tag(TaggedNote.objects.all(), owner="content_object", fact=fact)
    _show_tags(notes)
    for pk in notes:
        publish(NoteChanged(note_id=pk))


@receives(PracticeGone)
def practice_gone(fact: PracticeGone) -> None:
    """Notes get the practice area that is kept."""
    through = PracticeNote.practices.through.objects.all()
    _show_tags(move_practice(through, owner="practicenote", fact=fact))


def _show_tags(notes: list[int]) -> None:
    if PracticeNote.objects.filter(pk__in=notes).update(version=F("version") + 1):
        notes_changed()


@receives(PersonRenamed)
def person_renamed(fact: PersonRenamed) -> None:
    written = Q(author=fact.person_id) | Q(coauthors__person=fact.person_id)
    written |= Q(runs__author=fact.person_id)
    notes = PracticeNote.objects.filter(written | Q(reviewed_by=fact.person_id)).order_by()
    if PracticeNote.objects.filter(pk__in=notes.values("pk")).update(version=F("version") + 1):
        notes_changed()


@receives(OrganisationChanged)
def organisation_changed(fact: OrganisationChanged) -> None:
    shown = Q(organisation=fact.organisation_id) | Q(runs__organisation=fact.organisation_id)
    notes = PracticeNote.objects.filter(shown).order_by()
    if PracticeNote.objects.filter(pk__in=notes.values("pk")).update(version=F("version") + 1):
        notes_changed()


@receives(OrganisationsMerged)
def organisations_merged(fact: OrganisationsMerged) -> None:
    """What was written for a twin stands with the record that stays."""
    notes = PracticeNote.objects.filter(organisation=fact.gone_id)
    Revision.objects.filter(organisation=fact.gone_id).update(organisation=fact.kept_id)
    moved = Run.objects.filter(organisation=fact.gone_id)
    ran = list(moved.order_by().values_list("note", flat=True).distinct())
    moved.update(organisation=fact.kept_id)
    for pk in ran:
        recount(pk)
    if notes.update(organisation=fact.kept_id, version=F("version") + 1) or ran:
        notes_changed()
