import signal
import threading
from typing import Any

from kernel import background
from kernel.management.help import RynekCommand


class Command(RynekCommand):
    help = """Does the background work: mails, the search index, what comes round. Stops at Ctrl+C or SIGTERM.

Example:
  manage.py worker"""

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write(f"working: {', '.join(background.ticks)}")
        background.run(stop)
        self.stdout.write("stopped")
