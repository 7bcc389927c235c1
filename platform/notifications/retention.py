"""What is kept of what people were told."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.retention.table import keep_for, old_rows
from notifications.models import Notification, ReceivedMail, ToldHit
from notifications.saved.working import OVERLAP

SEEN = timedelta(days=365)
RECEIVED = timedelta(days=90)

keep_for(
    "notifications.seen",
    what=_("Notifications that you have seen"),
    why=_("so that you find again what you were told"),
    since=_("after you saw them"),
    term=SEEN,
    work=old_rows(lambda: Notification.objects.filter(seen_at__lt=timezone.now() - SEEN)),
)
keep_for(
    "notifications.received",
    what=_("That an answer came by mail, without its words"),
    why=_("so that the same letter is taken once"),
    since=_("after it came"),
    term=RECEIVED,
    work=old_rows(lambda: ReceivedMail.objects.filter(received_at__lt=timezone.now() - RECEIVED)),
)
keep_for(
    "notifications.told",
    what=_("What a saved search has told of already"),
    why=_("so that you are not told twice"),
    since=_("before the search was last looked at"),
    term=OVERLAP,
    work=old_rows(lambda: ToldHit.objects.filter(at__lt=F("search__since") - OVERLAP)),
)
