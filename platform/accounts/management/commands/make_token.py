from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.models import User
from accounts.tokens import make_token
from kernel.management.help import RynekCommand


class Command(RynekCommand):
    help = """Prints a new API token of a person. It is shown this once.

Example:
  manage.py make_token ola@example.org"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if person is None:
            raise CommandError(f"nobody here has the address {options['email']}")
        self.stdout.write(make_token(person, name="make_token"))
