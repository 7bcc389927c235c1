"""The websocket by Daphne; in the embedded set-up the pages too, by WSGI inside the same process.

Django's own ASGI handler gives each sync view a new thread, so that no database connection lasts;
a2wsgi's threads last. `EMBEDDED=1` (set by bin/run) also runs the background work in a thread here:
a worker of its own could not reach the in-memory channel layer.
"""

import atexit
import os
import sys
import threading
from pathlib import Path
from typing import Any, cast

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.wsgi import get_wsgi_application

pages = get_wsgi_application()

from a2wsgi import WSGIMiddleware  # noqa: E402
from channels.routing import ProtocolTypeRouter  # noqa: E402

from kernel.watching import summing  # noqa: E402
from realtime.live.consumer import socket_application  # noqa: E402

summing.begin()

application = ProtocolTypeRouter(
    {"http": WSGIMiddleware(cast(Any, pages), workers=4), "websocket": socket_application}
)

if os.environ.get("EMBEDDED") == "1":
    from kernel import background

    stop = threading.Event()

    def work() -> None:
        # The first page before the first round: both at once would make the start longer.
        stop.wait(2)
        background.run(stop)

    atexit.register(stop.set)
    threading.Thread(target=work, name="background", daemon=True).start()
