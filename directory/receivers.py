"""What happens elsewhere and shows on the directory's pages."""

from typing import Any

from django.db.models import F
from django.db.models.signals import post_delete
from django.dispatch import receiver

from accounts.facts import PersonRenamed
from directory.models import AccessFact, Card, Membership, Organisation, Photo
from directory.versions import directory_changed
from kernel import images
from kernel.facts import after_commit, receives
from taxonomy.facts import PracticeGone
from taxonomy.former import move_practice


@receives(PersonRenamed)
def person_renamed(fact: PersonRenamed) -> None:
    """Names stand on the pages of their organisations and beside what they have checked."""
    shown = Membership.objects.filter(person=fact.person_id, left_at=None).exists()
    if shown or AccessFact.objects.filter(checked_by=fact.person_id).exists():
        directory_changed()


@receives(PracticeGone)
def practice_gone(fact: PracticeGone) -> None:
    """Organisations and cards get the practice area that is kept."""
    houses = move_practice(
        Organisation.practices.through.objects.all(), owner="organisation", fact=fact
    )
    cards = move_practice(Card.practices.through.objects.all(), owner="card", fact=fact)
    Organisation.objects.filter(pk__in=houses).update(version=F("version") + 1)
    Card.objects.filter(pk__in=cards).update(version=F("version") + 1)
    directory_changed()


@receiver(post_delete, sender=Photo)
def photo_gone(sender: type[Photo], instance: Photo, **more: Any) -> None:
    """However the row went (removed, replaced, with its organisation): nothing refers to the files."""
    name = instance.name
    after_commit(lambda: images.discard(name))
