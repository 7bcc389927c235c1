import time
from typing import Any

from kernel.management.help import RynekCommand
from portal.demo import DEMO_PASSWORD
from portal.demo.loading import load_demo


class Command(RynekCommand):
    help = """Loads the demo region: everything of load_start, the directory of the region, and the life
of invented people: forums, notes, chat. What is there stays as it is, so it can be repeated.

The people's addresses are HANDLE@example.org, and their password is published (it is printed at the
end): do not load them into a site that others can reach and that is meant to stay.

Example:
  manage.py load_demo"""

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        begun = time.monotonic()

        def say(line: str) -> None:
            if verbosity:
                self.stdout.write(f"{time.monotonic() - begun:5.1f} s  {line}")

        loaded = load_demo(say)
        say(str(loaded))
        if verbosity and loaded.people:
            self.stdout.write(
                f"log in as ola@example.org (member), marta@example.org (moderator) or "
                f"adam@example.org (administrator), password {DEMO_PASSWORD}"
            )
