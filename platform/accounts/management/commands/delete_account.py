from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db.models import Q

from accounts.actions.erase_account import erase_account, finish_erasures
from accounts.models import User
from kernel.management.help import RynekCommand
from kernel.refusals import Refused


class Command(RynekCommand):
    help = """Deletes an account, as its owner could in the settings: for somebody who asks by letter and cannot log
in. What they wrote stays without their name. There is no way back, so the handle is typed twice.

Example:
  manage.py delete_account ola@example.org --handle ola"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="address or handle")
        parser.add_argument("--handle", required=True, help="the handle once more, to be sure")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = options["person"].strip().lower()
        person = User.objects.filter(Q(email=asked) | Q(handle=asked)).first()
        if person is None:
            raise CommandError(f"there is no account {asked}")
        if person.handle != options["handle"].strip().lower():
            raise CommandError(f"the handle of {asked} is {person.handle}: nothing was deleted")
        try:
            erase_account(person=person)
        except Refused as error:
            raise CommandError(str(error)) from error
        while finish_erasures():
            pass
        self.stdout.write(f"deleted: the account is {person.pk} from now on, without a name")
