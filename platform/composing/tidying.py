"""Files that no text holds are cleared away, by the table of what is kept (composing.retention)."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from composing.files import keeping
from composing.models import Attachment, Draft
from kernel.facts import after_commit
from kernel.retention.table import LOT

FILE_WAITS = timedelta(days=2)
DRAFT_WAITS = timedelta(days=180)


def _lonely() -> Iterator[Attachment]:
    """What a draft shows waits as long as the draft."""
    since = timezone.now() - FILE_WAITS
    rows = Attachment.objects.filter(holder_id=None, created_at__lt=since).order_by("pk")
    return (row for row in rows.iterator(chunk_size=LOT) if not _in_a_draft(row))


def number_of_lonely() -> int:
    return sum(1 for _row in _lonely())


def clear_files() -> int:
    """One lot; says how many."""
    rows = list(islice(_lonely(), LOT))
    for row in rows:
        _forget(row)
    return len(rows)


def _in_a_draft(row: Attachment) -> bool:
    return Draft.objects.filter(person_id=row.sender_id, body__contains=f"(file:{row.pk})").exists()


def _forget(row: Attachment) -> None:
    """Unless a text has come to hold it meanwhile: the condition is part of the statement."""
    with transaction.atomic():
        gone, _kinds = Attachment.objects.filter(pk=row.pk, holder_id=None).delete()
        if gone:
            after_commit(lambda: keeping.discard(row.store))
