"""Log lines: one event, one line, whatever a visitor put into an address or a name.

For people (`LOG_FORMAT=line`, the default) or for programs that gather logs (`LOG_FORMAT=json`). Both name the
request on whose behalf something happened (kernel.watching.numbering).
"""

import json
import logging
import logging.handlers
import os
import re
import sys
from datetime import UTC, datetime

from kernel.watching.instruments import ERRORS
from kernel.watching.numbering import current

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def _escape(match: re.Match[str]) -> str:
    return f"\\x{ord(match.group()):02x}"


def _without_the_obvious(record: logging.LogRecord) -> logging.LogRecord:
    # A request that Django itself turned away is the sender's fault: where in our code, tells nothing.
    if record.name.startswith("django.security."):
        record.exc_info = record.exc_text = None
    return record


class Seldom(logging.Filter):
    """On a logger whose lines would come with every request while something is away: each message, whatever is put
    into it, passes once in so many seconds."""

    def __init__(self, seconds: float = 60) -> None:
        super().__init__()
        self._seconds = seconds
        self._passed: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        since = record.created - self._passed.get(record.msg, 0.0)
        if 0 <= since < self._seconds:  # a clock that was set back keeps nothing quiet
            return False
        self._passed[record.msg] = record.created
        return True


class CountingHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to standard error, and counts what broke for /metrics."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            ERRORS.inc()
        super().emit(record)


class SafetyHandler(logging.handlers.WatchedFileHandler):
    """Writes to a file of its own. What cannot be written there goes to standard error: nobody's log-in fails
    for the log's sake."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:  # the folder has gone, or may not be written any more
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        sys.stderr.write(f"{self.format(record)}\n")


class LineFormatter(logging.Formatter):
    """`time level logger message [request]`; tracebacks follow on lines of their own, indented."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return super().format(_without_the_obvious(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record).replace("\n", "\\n")
        number = current()
        return _CONTROLS.sub(_escape, f"{line} [{number}]" if number else line)

    def formatException(self, ei: object) -> str:
        return "  " + super().formatException(ei).replace("\n", "\n  ")  # type: ignore[arg-type]


class JsonFormatter(logging.Formatter):
    """One JSON object a line: `time` (UTC, ISO 8601), `level`, `logger`, `message`, `process`, and where there are
    such `request_id`, `traceback` and what kernel.security_log says. Letters beyond ASCII are escaped, so no line can be broken from within."""

    def format(self, record: logging.LogRecord) -> str:
        record = _without_the_obvious(record)
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": os.getpid(),
        }
        if number := current():
            said["request_id"] = number
        said |= getattr(record, "security", {})
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said)
