"""A clock that can be wrong, for a server under test: Python runs this before anything else when this folder is
on its path. CLOCK_OFF names a file with the seconds by which the machine's clock is off.

What measures how long something takes (time.monotonic) goes on as ever, as it does when a real clock jumps.
"""

import datetime
import os
import threading
import time
from pathlib import Path

import time_machine

PAUSE = 0.05
"""Seconds between two looks at the file."""
_real = time.time


def keep_off(file: Path) -> None:
    """Follows the file for good."""
    off, travel = 0, None
    while True:
        written = file.read_text().strip() if file.exists() else ""
        if written and int(written) != off:
            if travel is not None:
                travel.stop()
            off = int(written)
            true = (
                time_machine.escape_hatch.time.time()
                if time_machine.escape_hatch.is_travelling()
                else _real()
            )
            there = datetime.datetime.fromtimestamp(true + off, datetime.UTC)
            travel = time_machine.travel(there, tick=True)
            travel.start()
        threading.Event().wait(PAUSE)


if os.environ.get("CLOCK_OFF"):
    threading.Thread(target=keep_off, args=(Path(os.environ["CLOCK_OFF"]),), daemon=True).start()
