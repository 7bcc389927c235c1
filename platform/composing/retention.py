"""What is kept of texts that are still being written."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from composing.models import Draft
from composing.tidying import DRAFT_WAITS, FILE_WAITS, clear_files, number_of_lonely
from kernel.retention.table import Work, keep_for, old_rows

keep_for(
    "composing.drafts",
    what=_("Texts that you have begun and not sent"),
    why=_("so that nothing you typed is lost"),
    since=_("after the last change"),
    term=DRAFT_WAITS,
    work=old_rows(lambda: Draft.objects.filter(saved_at__lt=timezone.now() - DRAFT_WAITS)),
)
keep_for(
    "composing.files",
    what=_("Pictures and documents that no text shows"),
    why=_("a text may still come to show them"),
    since=_("after they were sent in"),
    term=FILE_WAITS,
    work=Work(due=number_of_lonely, lot=clear_files),
)
