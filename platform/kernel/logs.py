"""Log lines: one event, one line, whatever a visitor put into an address or a name."""

import logging
import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def _escape(match: re.Match[str]) -> str:
    return f"\\x{ord(match.group()):02x}"


class LineFormatter(logging.Formatter):
    """`time level logger message`; tracebacks follow on lines of their own, indented."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        # A request that Django itself turned away is the sender's fault: where in our code, tells nothing.
        if record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record).replace("\n", "\\n")
        return _CONTROLS.sub(_escape, line)

    def formatException(self, ei: object) -> str:
        return "  " + super().formatException(ei).replace("\n", "\n  ")  # type: ignore[arg-type]
