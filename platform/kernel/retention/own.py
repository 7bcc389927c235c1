"""What no room of its own keeps: work in the background, keys of sends, counts of limits, logs."""

from datetime import timedelta

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kernel.limits import LIMITS
from kernel.models import UsedKey
from kernel.retention.table import keep_for, old_rows

TASKS = timedelta(days=2)
PARKED = timedelta(days=30)
KEYS = timedelta(days=14)
ADMINISTRATION = timedelta(days=365)
LONGEST_LIMIT = timedelta(
    seconds=max(seconds for windows in LIMITS.values() for _times, seconds in windows)
)

keep_for(
    "kernel.tasks",
    what=_("Letters that were sent, and other work that is done"),
    why=_("to see whether it was done, and to try again"),
    since=_("after it was done"),
    term=TASKS,
    work=old_rows(
        lambda: DBTaskResult.objects.filter(
            status=TaskResultStatus.SUCCESSFUL, finished_at__lt=timezone.now() - TASKS
        )
    ),
    columns="django_tasks_database.dbtaskresult.args_kwargs",
)
keep_for(
    "kernel.parked",
    what=_("Letters and other work that failed five times"),
    why=_("so that whoever runs the server can find out why"),
    since=_("after the last try"),
    term=PARKED,
    work=old_rows(
        lambda: DBTaskResult.objects.filter(
            status=TaskResultStatus.FAILED, finished_at__lt=timezone.now() - PARKED
        )
    ),
    columns="django_tasks_database.dbtaskresult.args_kwargs",
)
keep_for(
    "kernel.keys",
    what=_("Marks of forms that were sent"),
    why=_("so that pressing twice does not write twice"),
    since=_("after sending"),
    term=KEYS,
    work=old_rows(lambda: UsedKey.objects.filter(created_at__lt=timezone.now() - KEYS)),
    columns="kernel.usedkey.key",
)
keep_for(
    "kernel.limits",
    what=_("How often something was done from one address or by one person"),
    why=_(
        "so that nobody can block the site for others; it is counted in memory and never written to a table"
    ),
    since=_("at the most; usually an hour"),
    term=LONGEST_LIMIT,
)
keep_for(
    "kernel.server_log",
    what=_("The log of the server: address, time and page, without what was searched for"),
    why=_("to find faults and fend off attacks"),
    since=_("at the most; whoever runs the server sees to it"),
    term=timedelta(days=settings.OPERATOR["log_days"]),
)
keep_for(
    "kernel.security_log",
    what=_(
        "The log of what touches the safety of accounts: log-ins, wrong tries, changed passwords, refused pages, limits; by the number of the account, without names and addresses"
    ),
    why=_("to notice that somebody tries to get into an account, and to find out what happened"),
    since=_("at the most; whoever runs the server sees to it"),
    term=timedelta(days=settings.OPERATOR["log_days"]),
)
keep_for(
    "kernel.administration",
    what=_("What was changed in the administration of rows"),
    why=_("so that a mistake can be traced"),
    since=_("after the change"),
    term=ADMINISTRATION,
    work=old_rows(lambda: LogEntry.objects.filter(action_time__lt=timezone.now() - ADMINISTRATION)),
    columns="admin.logentry.object_repr admin.logentry.change_message",
)
