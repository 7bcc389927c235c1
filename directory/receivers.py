"""What happens elsewhere and shows on the directory's pages."""

from accounts.facts import PersonRenamed
from directory.models import AccessFact, Membership
from directory.versions import directory_changed
from kernel.facts import receives


@receives(PersonRenamed)
def person_renamed(fact: PersonRenamed) -> None:
    """Names stand on the pages of their organisations and beside what they have checked."""
    shown = Membership.objects.filter(person=fact.person_id, left_at=None).exists()
    if shown or AccessFact.objects.filter(checked_by=fact.person_id).exists():
        directory_changed()
