"""A document was fetched."""

from django.db import transaction
from django.db.models import F

from composing.files.kinds import PICTURE
from composing.holders import watchers
from composing.models import Attachment


def count_taken(row: Attachment) -> None:
    """One more; who keeps its text is told. Of a picture, or of a file that no text holds, nothing is
    counted: it is shown, and nobody has taken it."""
    if row.kind == PICTURE or row.holder_id is None:
        return
    with transaction.atomic():
        Attachment.objects.filter(pk=row.pk).update(taken=F("taken") + 1)
        if (watch := watchers.get(row.holder_kind)) is not None:
            watch(row.holder_id)
