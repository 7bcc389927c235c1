"""What the background work does about letters that could not be sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kernel.jobs import PATIENCE, TRIES, tidy, work_off
from kernel.mail import send_mail
from tests.notifications.post_office import PostOffice
from tests.setup.place import free_port

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    """A mail server; letters go to a port at which nobody listens until a test says otherwise."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    made = PostOffice()
    yield made
    made.close()


def tried_at(moment: datetime) -> DBTaskResult:
    """The one letter, after a round of work at that moment."""
    with time_machine.travel(moment):
        work_off()
        tidy()
    return DBTaskResult.objects.get()


def test_a_letter_waits_for_days_for_a_mail_server_that_is_away(
    office: PostOffice, settings: Any
) -> None:
    send_mail.enqueue(subject="Witaj", text="Jesteś.", html="", to=["ola@example.org"])
    start = timezone.now()
    for hours in range(0, 30, 2):
        row = tried_at(start + timedelta(hours=hours))
        assert row.status == TaskResultStatus.READY, hours
    assert len(row.worker_ids) > TRIES
    assert row.run_after <= start + timedelta(hours=28, minutes=16)
    settings.EMAIL_PORT = office.smtp
    row = tried_at(start + timedelta(hours=30))
    assert row.status == TaskResultStatus.SUCCESSFUL
    tried_at(start + timedelta(hours=31))
    assert len(office.sent) == 1


def test_it_does_not_wait_for_ever(office: PostOffice) -> None:
    send_mail.enqueue(subject="Witaj", text="Jesteś.", html="", to=["ola@example.org"])
    start = timezone.now()
    for hours in range(0, 14, 2):
        tried_at(start + timedelta(hours=hours))
    row = tried_at(start + PATIENCE + timedelta(hours=1))
    assert row.status == TaskResultStatus.FAILED
    assert tried_at(start + PATIENCE + timedelta(hours=9)).status == TaskResultStatus.FAILED
