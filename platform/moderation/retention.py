"""What is kept of reports, notices and decisions, how long and why."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.retention.table import Work, keep_for, old_rows
from moderation.models import Hold
from moderation.notices import forget_senders, number_of_senders
from moderation.reported import KEPT, forget_words, number_of_words

HOLD = timedelta(days=1)

keep_for(
    "moderation.senders",
    what=_(
        "Name and mail address of somebody without an account who sent a notice of illegal content"
    ),
    why=_("to send a receipt and the decision, and to answer an appeal"),
    since=_("after the decision; while an appeal is open, until it is decided"),
    term=KEPT,
    work=Work(due=number_of_senders, lot=forget_senders),
    columns="moderation.notice.name moderation.notice.email",
)
keep_for(
    "moderation.notices",
    what=_("What a notice says, and the secret address at which its sender reads how it stands"),
    why=_("so that a decision can be explained"),
    since=_("for good, without the sender"),
    columns="moderation.notice.secret",
)
keep_for(
    "moderation.reported",
    what=_(
        "What was reported, word for word as it read then, though its author has changed or removed it"
    ),
    why=_("so that moderators judge what was reported, and an appeal can be answered"),
    since=_("after the decision; while an appeal is open, until it is decided"),
    term=KEPT,
    work=Work(due=number_of_words, lot=forget_words),
    columns="moderation.report.words",
)
keep_for(
    "moderation.holds",
    what=_("Which moderator is looking at a case"),
    why=_("so that two do not do the same work"),
    since=_("after half an hour of looking"),
    term=HOLD,
    work=old_rows(lambda: Hold.objects.filter(until__lt=timezone.now() - HOLD)),
)
keep_for(
    "moderation.decisions",
    what=_("Reports, decisions and their reasons"),
    why=_("the law wants them to be explained and appealed against"),
    since=_("until the account is deleted; without a name longer"),
)
keep_for(
    "moderation.log",
    what=_("The log of what moderators do: numbers and figures alone"),
    why=_("so that moderation can be checked"),
    since=_("for good; the words beside it until the account is deleted"),
)
