"""Tasks enqueued in the transaction of what they belong to, worked off in the background.

django-tasks keeps them as rows; it neither tries again nor notices work that died with its process.
Both are added here: a failed task comes back later and later, five times in all, then it is parked.
"""

import os
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from kernel.models import UsedKey

TRIES = 5
LOST_AFTER = timedelta(minutes=10)
"""A task that has been running for so long died with its process: none of ours takes a minute."""
KEPT = timedelta(days=2)
"""Done tasks hold the text of mails: they go soon."""
KEYS_KEPT = timedelta(days=14)


def work_off() -> None:
    """Runs what is due. Asks first: taking the lock for nothing would hold up every writer."""
    if DBTaskResult.objects.ready().exists():
        worker = Worker(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
            max_tasks=50, worker_id=f"rynek-{os.getpid()}", excluded_queue_names=[],
        )  # fmt: skip
        worker.run()


def tidy() -> None:
    """Brings back what failed or was lost, and removes what is done."""
    now = timezone.now()
    lost = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - LOST_AFTER)
    for row in DBTaskResult.objects.filter(lost | Q(status=TaskResultStatus.FAILED)):
        tries = len(row.worker_ids)
        if tries < TRIES:
            row.status, row.finished_at = TaskResultStatus.READY, None
            row.run_after = now + timedelta(seconds=15 * 4**tries)
            row.save(update_fields=["status", "finished_at", "run_after"])
    DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT
    ).delete()
    UsedKey.objects.filter(created_at__lt=now - KEYS_KEPT).delete()
