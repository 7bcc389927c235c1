import sys
from typing import Any

from django.core.management.base import CommandError

from kernel.breakdowns import refusal_of
from kernel.management.help import RynekCommand
from kernel.refusals import TooMany
from notifications.inbound.reading import SIZE_LIMIT
from notifications.inbound.taking import take

AGAIN = 75
"""EX_TEMPFAIL: the mail server tries again later."""


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
            sys.exit(AGAIN)
        except Exception as error:
            if (refusal := refusal_of(error)) is None:
                raise
            self.stderr.write(refusal.message)
            sys.exit(AGAIN)
        self.stdout.write(str(taken.outcome))
