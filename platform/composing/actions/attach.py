"""A text is saved: from now on it holds the files that it shows."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from composing.models import Attachment
from kernel.refusals import Invalid


def attach(*, files: Collection[int], kind: str, holder_id: int) -> None:
    """Within the transaction that writes the text. What the text showed before stays with it, for
    those who may read an earlier state (composing.holders). Raises Invalid (body) when one has gone meanwhile, or is
    another text's by now."""
    if not files:
        return
    free = Attachment.objects.filter(pk__in=files, holder_id=None)
    free.update(holder_kind=kind, holder_id=holder_id)
    held = Attachment.objects.filter(pk__in=files, holder_kind=kind, holder_id=holder_id)
    if held.count() != len(set(files)):
        raise Invalid({"body": [_("One of the files is no longer here. Send it once more.")]})
