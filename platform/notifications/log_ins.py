"""Whom an administrator has logged out learns of it in the page, and by a letter: it may not have been them who was
logged in."""

from django.conf import settings
from django.utils.translation import override

from accounts.models import User
from kernel.facts import receives
from kernel.mail import write_letter
from moderation.facts import LogInsEnded
from moderation.models import Entry
from notifications.actions.tell import tell

PATH = "/accounts/sessions/"


@receives(LogInsEnded)
def log_ins_ended(fact: LogInsEnded) -> None:
    entry = Entry.objects.select_related("words").get(pk=fact.entry_id)
    person = User.objects.get(pk=int(entry.person_id or 0))
    count, why = int(entry.figures["count"]), entry.words.text
    tell(
        {person.pk}, kind="logged_out", actor_id=None, subject=str(count), detail=why, url=PATH,
        target=("", 0),
    )  # fmt: skip
    with override(person.language):
        write_letter(
            to=person.email, language=person.language, template="notifications/mail/logged_out.txt",
            context={"person": person.name, "count": count, "why": why, "url": settings.BASE_URL + PATH},
        )  # fmt: skip
