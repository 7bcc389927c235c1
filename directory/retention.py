"""What is kept of claims, files and contacts of the directory."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.importing.background import KEPT, WAITS, clear_files, number_of_left_files
from directory.models import Claim, ImportLine
from kernel.retention.table import Work, keep_for, old_rows
from moderation.models import Appeal, Statement

CLAIM = timedelta(days=190)
"""Six months for an appeal, and a week."""


def _proofs() -> Any:
    """Of what somebody still appeals against they are kept."""
    argued = Statement.objects.filter(kind="claim", appeal__state=Appeal.State.OPEN)
    over = Claim.objects.filter(decided_at__lt=timezone.now() - CLAIM)
    return over.exclude(email="", evidence="").exclude(pk__in=argued.values("object_id"))


def _forget_proofs(pks: Sequence[Any]) -> None:
    Claim.objects.filter(pk__in=pks).update(email="", evidence="")


keep_for(
    "directory.claims",
    what=_("How somebody proved that they speak for an organisation: address and words"),
    why=_("so that the decision can be explained"),
    since=_("after the decision"),
    term=CLAIM,
    work=old_rows(_proofs, _forget_proofs),
    columns="directory.claim.email directory.claim.evidence",
)
keep_for(
    "directory.import_lines",
    what=_("Lines of files of organisations that were brought in"),
    why=_("to see what came of each"),
    since=_("after the end of the work"),
    term=KEPT,
    work=old_rows(lambda: ImportLine.objects.filter(job__ended_at__lt=timezone.now() - KEPT)),
)
keep_for(
    "directory.import_files",
    what=_("Files of organisations that nobody brought in"),
    why=_("somebody may still want to"),
    since=_("after they were sent in"),
    term=WAITS,
    work=Work(due=number_of_left_files, lot=clear_files),
)
keep_for(
    "directory.contacts",
    what=_("Telephones, addresses and names of contact persons on pages of organisations"),
    why=_("so that one can ask; the organisation says who sees them"),
    since=_("until the organisation changes or removes them"),
    columns="directory.organisation.phone directory.organisation.email directory.organisation.e_delivery"
    " directory.site.phone directory.contact.name directory.contact.phone directory.contact.email",
)
