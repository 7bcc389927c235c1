"""What nobody came back for is cleared away: files that no text holds, drafts that grew old."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from composing.files import keeping
from composing.models import Attachment, Draft
from kernel.facts import after_commit

FILE_WAITS = timedelta(days=2)
DRAFT_WAITS = timedelta(days=180)
LOT = 100


def tidy() -> bool:
    """One lot; True when there may be more. A file that a draft shows waits as long as the draft."""
    now = timezone.now()
    Draft.objects.filter(saved_at__lt=now - DRAFT_WAITS).delete()
    lonely = Attachment.objects.filter(holder_id=None, created_at__lt=now - FILE_WAITS)
    rows = [row for row in lonely.order_by("pk").iterator(chunk_size=LOT) if not _in_a_draft(row)]
    for row in rows[:LOT]:
        _forget(row)
    return len(rows) > LOT


def _in_a_draft(row: Attachment) -> bool:
    return Draft.objects.filter(person_id=row.sender_id, body__contains=f"(file:{row.pk})").exists()


def _forget(row: Attachment) -> None:
    """Unless a text has come to hold it meanwhile: the condition is part of the statement."""
    with transaction.atomic():
        gone, _kinds = Attachment.objects.filter(pk=row.pk, holder_id=None).delete()
        if gone:
            after_commit(lambda: keeping.discard(row.store))
