"""Following a thing, and stopping."""

from accounts.models import User
from accounts.viewer import Viewer
from kernel.compiled import Compiled
from notifications.models import Watch


def watch(*, by: User, kind: str, object_id: int) -> None:
    Watch.objects.bulk_create(
        [Watch(person=by, kind=kind, object_id=object_id)], ignore_conflicts=True
    )


def unwatch(*, by: User, kind: str, object_id: int) -> None:
    Watch.objects.filter(person=by, kind=kind, object_id=object_id).delete()


_watch = Compiled(
    lambda person, object_id, kind: Watch.objects.filter(
        person_id=person, object_id=object_id, kind=kind
    ).values_list("pk"),
    parameters=3,
    text=frozenset({2}),
)


def follows(viewer: Viewer, kind: str, object_id: int) -> bool | None:
    """Whether the person follows the thing; None for a visitor, who has nothing to press."""
    return bool(_watch(viewer.pk, object_id, kind)) if isinstance(viewer, User) else None
