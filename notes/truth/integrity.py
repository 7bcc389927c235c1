"""What a note says of its own day."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from kernel.integrity import check
from notes.models import PracticeNote


@check("notes.stale")
def stale(fix: bool) -> Iterator[str]:
    """What says that its day has passed is past it, and the other way round: but for a day, in which
    the background work has not come to it yet."""
    today = timezone.localdate()
    early = Q(stale=True) & (Q(review_by=None) | Q(review_by__gte=today))
    late = Q(stale=False, status="published", review_by__lt=today - timedelta(days=1))
    for note in PracticeNote.objects.filter(early | late).order_by("pk"):
        yield f"note {note.slug}: whether its day has passed is told wrongly"
        if fix:
            PracticeNote.objects.filter(pk=note.pk).update(
                stale=not note.stale, version=F("version") + 1
            )
