"""What the notes do when something happens below them: kept pages show names of others."""

from django.db.models import F

from accounts.facts import PersonRenamed
from directory.facts import OrganisationChanged, OrganisationsMerged
from kernel.facts import receives
from notes.actions.writing import notes_changed
from notes.models import PracticeNote, Revision


@receives(PersonRenamed)
def person_renamed(fact: PersonRenamed) -> None:
    if PracticeNote.objects.filter(author=fact.person_id).update(version=F("version") + 1):
        notes_changed()


@receives(OrganisationChanged)
def organisation_changed(fact: OrganisationChanged) -> None:
    notes = PracticeNote.objects.filter(organisation=fact.organisation_id)
    if notes.update(version=F("version") + 1):
        notes_changed()


@receives(OrganisationsMerged)
def organisations_merged(fact: OrganisationsMerged) -> None:
    """What was written for a twin stands with the record that stays."""
    notes = PracticeNote.objects.filter(organisation=fact.gone_id)
    Revision.objects.filter(organisation=fact.gone_id).update(organisation=fact.kept_id)
    if notes.update(organisation=fact.kept_id, version=F("version") + 1):
        notes_changed()
