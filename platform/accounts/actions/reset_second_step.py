"""The operator takes the second step off an account whose owner has lost it."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.facts import AccessLost
from accounts.models import User
from kernel.facts import publish
from kernel.mail import write_letter
from kernel.security_log import note


def reset_second_step(*, person: User) -> int:
    """How many passkeys, apps and sets of recovery codes are gone. Their owner is told."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        gone = list(Authenticator.objects.filter(user=person))
        for one in gone:
            one.delete()
        if gone:
            note("second_step_removed", account=person.pk, way="all")
            publish(AccessLost(person.pk))
            write_letter(
                to=person.email, language=person.language,
                template="accounts/mail/second_step_reset.txt", context={},
            )  # fmt: skip
    return len(gone)
