"""Ties what is watched to Django's and the tasks' signals."""

from typing import Any

from django.db.backends.signals import connection_created
from django.db.models.signals import pre_save
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult

from kernel.watching import numbering
from kernel.watching.instruments import TASKS
from kernel.watching.requests import watch_connection


def watch() -> None:
    connection_created.connect(watch_connection, dispatch_uid="kernel.watching")
    pre_save.connect(numbering.mark_task, DBTaskResult, dispatch_uid="kernel.watching")
    task_started.connect(numbering.take_up_task, dispatch_uid="kernel.watching")
    task_finished.connect(_finished, dispatch_uid="kernel.watching")


def _finished(task_result: Any, **kwargs: object) -> None:
    TASKS.labels(task_result.status.value.lower()).inc()
    numbering.lay_down_task()
