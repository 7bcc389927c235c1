from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.actions.make_member import make_member
from accounts.models import Role
from kernel.management.help import RynekCommand
from kernel.refusals import Invalid


class Command(RynekCommand):
    help = """Makes an established member whose address is confirmed (or renews one of that address).

Example:
  manage.py make_member ola@example.org --name "Ola Wrona" --password "farbka-i-wapno-1" --role moderator"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--password", required=True)
        parser.add_argument("--role", choices=Role.values, default=Role.MEMBER)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person, made = make_member(
                email=options["email"], name=options["name"], password=options["password"],
                role=options["role"],
            )  # fmt: skip
        except Invalid as error:
            lines = [f"{name}: {' '.join(said)}" for name, said in error.fields.items()]
            raise CommandError("\n".join(lines)) from error
        word = "made" if made else "renewed"
        self.stdout.write(f"{word}: {person.email}, handle {person.handle}, role {person.role}")
