"""Notifications become visible in the order of their ids, so that who follows `me` misses none."""

import threading

import pytest
from django.db import connection, transaction

from notifications.actions.tell import tell
from notifications.models import Notification
from tests.cast import Cast, assemble


@pytest.mark.django_db(transaction=True)
def test_a_later_one_waits_for_an_earlier_one_that_is_not_yet_committed() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time anyway")
    cast = assemble()
    began, done = threading.Event(), threading.Event()

    def later() -> None:
        began.set()
        with transaction.atomic():
            _tell(cast, "later")
        done.set()
        connection.close()

    thread = threading.Thread(target=later)
    with transaction.atomic():
        _tell(cast, "earlier")
        thread.start()
        assert began.wait(10)
        assert not done.wait(0.5)
    thread.join(10)
    assert done.is_set()
    assert [*Notification.objects.order_by("pk").values_list("subject", flat=True)] == [
        "earlier",
        "later",
    ]


def _tell(cast: Cast, subject: str) -> None:
    tell(
        [cast.ola.pk], kind="reply", actor_id=cast.jan.pk, subject=subject, url="/",
        target=("topic", 1),
    )  # fmt: skip
