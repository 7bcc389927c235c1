"""What people are told of the place itself: that a document changes, and administrators that the statement of
accessibility wants to be looked through."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from accounts.models import Role, User
from accounts.viewer import in_office
from kernel.facts import receives
from notifications.actions.tell import tell
from notifications.models import Notification
from place.facts import WordingPublished, WordingWithdrawn
from place.models import Wording
from place.reading import review_due

LOT = 500
"""People told in one transaction: all at once would hold the order of notifications for too long."""
STAYS, DUE = "document_stays", "statement_due"


@receives(WordingPublished)
def published(fact: WordingPublished) -> None:
    """Slips that were mended are news to nobody."""
    if Wording.objects.filter(pk=fact.wording_id, matters=True).exists():
        tell_of_wording.enqueue(fact.wording_id, 0)


@receives(WordingWithdrawn)
def withdrawn(fact: WordingWithdrawn) -> None:
    wording = Wording.objects.get(pk=fact.wording_id)
    told = Notification.objects.filter(kind=f"{wording.kind}_changed", url=path_of(wording))
    people = set(told.values_list("person", flat=True))
    tell(
        people, kind=STAYS, actor_id=None, subject=wording.in_force.isoformat(),
        url=path_of(wording), target=("", 0),
    )  # fmt: skip


@task()
def tell_of_wording(wording_id: int, after: int) -> None:
    """The next LOT of people, each once however often this is tried; then those after them."""
    wording = Wording.objects.filter(pk=wording_id, withdrawn_at=None).first()
    if wording is None:
        return
    people = User.objects.filter(is_active=True, verified=True, pk__gt=after).order_by("pk")
    lot = list(people.values_list("pk", flat=True)[:LOT])
    if not lot:
        return
    kind, url = f"{wording.kind}_changed", path_of(wording)
    with transaction.atomic():
        told = Notification.objects.filter(kind=kind, url=url, person__in=lot)
        tell(
            set(lot) - set(told.values_list("person", flat=True)), kind=kind, actor_id=wording.by_id,
            subject=wording.in_force.isoformat(), url=url, target=("", 0),
        )  # fmt: skip
        tell_of_wording.enqueue(wording_id, lot[-1])


def path_of(wording: Wording) -> str:
    return f"/about/{wording.kind}/versions/{wording.number}/"


def remind_of_statement() -> None:
    """In March, a week before its end, and once it is late: each administrator once a time."""
    stage = _stage(timezone.localdate())
    if not stage or not review_due():
        return
    mark = timezone.localdate().year * 10 + stage
    for person in User.objects.filter(in_office(Role.ADMIN)).order_by("pk"):
        with transaction.atomic():
            # Held, so that two processes that do this at once remind once.
            User.objects.select_for_update(no_key=True).get(pk=person.pk)
            if not Notification.objects.filter(person=person, kind=DUE, target_id=mark).exists():
                tell(
                    {person.pk}, kind=DUE, actor_id=None, subject="",
                    url="/setup/place/accessibility/", target=("", mark),
                )  # fmt: skip


def _stage(today: date) -> int:
    if today.month < 3:
        return 0
    if today.month > 3:
        return 3
    return 2 if today.day >= 24 else 1
