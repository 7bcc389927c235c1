"""Tasks enqueued in the transaction of what they belong to, worked off in the background.

django-tasks keeps them as rows; it neither tries again nor notices work that died with its process.
Both are added here: a failed task comes back later and later, five times in all, then it is parked. One whose server
could not be reached, such as that for mail, is tried for days.
"""

import os
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Min, Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

TRIES = 5
GIVEN_UP_AFTER = timedelta(minutes=3)
LOST_AFTER = timedelta(minutes=10)
"""A task that has been running for so long died with its process: none of ours takes a minute."""
UNREACHED = {
    "builtins.ConnectionRefusedError", "builtins.ConnectionResetError", "builtins.TimeoutError", "builtins.OSError",
    "socket.gaierror", "smtplib.SMTPConnectError", "smtplib.SMTPServerDisconnected",
}  # fmt: skip
"""What a task ends with whose server could not be reached. That is no fault of the task: it is not parked."""
LONGEST = timedelta(minutes=15)
"""Between two attempts to reach it."""
PATIENCE = timedelta(days=4)
"""For so long."""


class Queue(NamedTuple):
    """How much is due or will be tried again, how long the oldest has waited in seconds, how much was given up."""

    pending: int
    age: float
    parked: int


def waiting(task_path: str = "") -> Queue:
    """All tasks, or those of one function, such as "kernel.mail.send_mail"."""
    rows = DBTaskResult.objects.filter(**({"task_path": task_path} if task_path else {})).order_by()
    now = timezone.now()
    # What failed is brought back by `tidy` within a minute, unless that was the last time.
    found = rows.aggregate(
        pending=Count("pk", filter=Q(status=TaskResultStatus.READY)),
        oldest=Min("enqueued_at", filter=Q(status=TaskResultStatus.READY)),
        parked=Count(
            "pk", filter=Q(status=TaskResultStatus.FAILED, finished_at__lt=now - GIVEN_UP_AFTER)
        ),
    )
    age = (now - found["oldest"]).total_seconds() if found["oldest"] else 0.0
    return Queue(found["pending"], max(0.0, age), found["parked"])


def work_off() -> None:
    """Runs what is due. Asks first: taking the lock for nothing would hold up every writer."""
    if DBTaskResult.objects.ready().exists():
        worker = Worker(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
            max_tasks=50, worker_id=f"rynek-{os.getpid()}", excluded_queue_names=[],
        )  # fmt: skip
        worker.run()


def tidy() -> None:
    """Brings back what failed or was lost. What is done goes by the table of what is kept (kernel.retention)."""
    now = timezone.now()
    lost = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - LOST_AFTER)
    for row in DBTaskResult.objects.filter(lost | Q(status=TaskResultStatus.FAILED)):
        wait = _wait(row, now)
        if wait is not None:
            row.status, row.finished_at = TaskResultStatus.READY, None
            row.run_after = now + wait
            row.save(update_fields=["status", "finished_at", "run_after"])


def _wait(row: "DBTaskResult[..., object]", now: datetime) -> timedelta | None:
    """How long until a task that failed is tried again; None for one that is parked."""
    tries = len(row.worker_ids)
    later = timedelta(seconds=15 * 4 ** min(tries, TRIES))
    if row.exception_class_path in UNREACHED and row.enqueued_at > now - PATIENCE:
        return min(later, LONGEST)
    return later if tries < TRIES else None


def try_again() -> int:
    """Makes what was given up due at once, as if it had never been tried; how many tasks that were."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    return failed.update(
        status=TaskResultStatus.READY, finished_at=None, worker_ids=[], run_after=timezone.now()
    )
