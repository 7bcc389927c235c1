import signal
import tempfile
import threading
from pathlib import Path
from typing import Any

from kernel import background
from kernel.management.help import RynekCommand
from kernel.watching import summing


class Command(RynekCommand):
    help = """Does the background work: mails, the search index, what comes round. Stops at Ctrl+C or SIGTERM.

Example:
  manage.py worker"""

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        # The container's health check looks at its age (docker-compose.yml).
        alive = Path(tempfile.gettempdir()) / "worker-alive"
        background.register("a sign of life", alive.touch, every=5.0)
        summing.begin()
        self.stdout.write(f"working: {', '.join(background.ticks)}")
        background.run(stop)
        self.stdout.write("stopped")
