import sys
from typing import Any

from django.core.management.base import CommandError

from kernel.management.help import RynekCommand
from kernel.refusals import TooMany
from notifications.inbound.reading import SIZE_LIMIT
from notifications.inbound.taking import take


class Command(RynekCommand):
    help = """Takes one mail from the standard input: an answer to a letter becomes a reply. For mail servers
that pipe what comes to REPLY_ADDRESS into a command; where they cannot, set INBOUND_IMAP_URL.

Example:
  manage.py receive_mail < mail.eml"""

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(SIZE_LIMIT + 1)
        if len(raw) > SIZE_LIMIT:
            raise CommandError("The mail is too large.")
        try:
            taken = take(raw)
        except TooMany as error:
            self.stderr.write(error.message)
            sys.exit(75)  # EX_TEMPFAIL: the mail server tries again later
        self.stdout.write(str(taken.outcome))
