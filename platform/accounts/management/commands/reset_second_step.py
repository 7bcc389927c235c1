from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.actions.reset_second_step import reset_second_step
from accounts.models import User
from kernel.management.help import RynekCommand


class Command(RynekCommand):
    help = """Takes the passkeys, the app and the recovery codes off an account whose owner has lost them all.
Make sure first that it is they who ask. They are told by mail.

Example:
  manage.py reset_second_step ola@example.org"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if person is None:
            raise CommandError(f"nobody here has the address {options['email']}")
        gone = reset_second_step(person=person)
        self.stdout.write(f"{gone} ways of logging in removed; the password is as it was")
