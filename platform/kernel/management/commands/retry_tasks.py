from typing import Any

from kernel.jobs import try_again
from kernel.management.help import RynekCommand


class Command(RynekCommand):
    help = """Brings background tasks back that were given up after five tries, letters among them: they are due at
once, and are tried five times more. For when what stopped them is mended.

Example:
  manage.py retry_tasks"""

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{try_again()} tasks will be tried again")
