"""Every sentence of a letter ends once, in both languages."""

import re

import pytest
from django.core import mail

from accounts.models import User
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from kernel.jobs import work_off as send
from notifications.kinds import COUNTED, KINDS
from notifications.mail.letters import write_digest, write_of_thing, write_of_topic
from notifications.models import Notification
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
DOUBLE = re.compile(r"(?<!\.)\.\.(?!\.)|[.?!…]:|::|[?!:]\.|: .*:\n|:\n\nhttp")
ON_A_DAY = ("rules_changed", "privacy_changed", "terms_changed", "document_stays")
SUBJECTS = {
    "logged_out": "3", "words_wait_long": "2026-11-30T20:15:00+00:00", "report_kept": "",
    **dict.fromkeys(ON_A_DAY, "2026-12-05"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["pl", "en"])
def test_no_letter_has_two_signs_where_one_belongs(cast: Cast, language: str) -> None:
    User.objects.update(language=language)
    cast.ola.refresh_from_db()
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")
    post = post_reply(by=cast.jan, topic=topic, body="Tak, przy lampkach")
    Notification.objects.all().delete()
    for kind in [*KINDS, *COUNTED]:
        about = SUBJECTS.get(kind, "Noc: jak?")
        fields = {
            "person": cast.ola,
            "actor": cast.jan,
            "kind": kind,
            "subject": about,
            "url": "/x/",
        }
        write_of_thing(cast.ola, Notification.objects.create(**fields, detail="Szczegół"))
        at = {"target_kind": "post", "target_id": post.pk} if kind != "hidden" else {}
        row = Notification.objects.create(**fields, topic=topic, **at)
        write_of_topic(cast.ola, [row])
        write_digest(cast.ola, [row])
    mail.outbox.clear()
    for _round in range(6):
        send()
    letters = [f"{one.subject}\n\n{one.body}".replace("Noc: jak?", "Noc") for one in mail.outbox]
    assert len(letters) == 3 * len([*KINDS, *COUNTED])
    wrong = [letter for letter in letters if DOUBLE.search(letter)]
    assert wrong == []
