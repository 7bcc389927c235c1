from typing import Any

from kernel.jobs import try_again
from kernel.management.help import RynekCommand
from kernel.outbox import take_up_parked


class Command(RynekCommand):
    help = """Brings back what the background work gave up after five tries: letters and other tasks, texts that could
not be indexed, followers who could not be told. All of it is due at once, and is tried five times more. For when
what stopped it is mended.

Example:
  manage.py retry_tasks"""

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"{try_again()} tasks and {take_up_parked()} rows of the outbox will be tried again"
        )
