"""What is kept of words that waited for a moderator."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.review.models import Waiting
from forums.texts import WAITING
from kernel.retention.table import keep_for, old_rows
from moderation.models import Appeal, Statement

DECIDED = timedelta(days=190)
"""Six months for an appeal, and a week."""


def _over() -> QuerySet[Waiting]:
    """What somebody still appeals against can still be brought back."""
    argued = Statement.objects.filter(kind=WAITING, appeal__state=Appeal.State.OPEN)
    old = Waiting.objects.filter(decided_at__lt=timezone.now() - DECIDED)
    return old.exclude(pk__in=argued.values("object_id"))


keep_for(
    "forums.waited",
    what=_("Words that waited for a moderator, once they are published or refused"),
    why=_("so that you can read what became of them, and appeal"),
    since=_("after the decision"),
    term=DECIDED,
    work=old_rows(_over),
    columns="forums.waiting.key",
)
