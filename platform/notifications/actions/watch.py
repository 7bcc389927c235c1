"""Following a thing, and stopping."""

from accounts.models import User
from notifications.models import Watch


def watch(*, by: User, kind: str, object_id: int) -> None:
    Watch.objects.bulk_create(
        [Watch(person=by, kind=kind, object_id=object_id)], ignore_conflicts=True
    )


def unwatch(*, by: User, kind: str, object_id: int) -> None:
    Watch.objects.filter(person=by, kind=kind, object_id=object_id).delete()


def watches(person_id: int, kind: str, object_id: int) -> bool:
    return Watch.objects.filter(person_id=person_id, kind=kind, object_id=object_id).exists()
