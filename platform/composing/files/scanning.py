"""Has a document looked through for viruses before anybody can take it, where the operator runs ClamAV (`CLAMD`).

clamd is asked over its own protocol: a command, the bytes in pieces with their lengths before them, one answer.
"""

import contextlib
import logging
import socket
import struct
from collections.abc import Iterator
from time import monotonic

from django.conf import settings
from django.core.cache import caches

PIECE = 64 * 1024
CONNECT, PATIENCE = 2.0, 15.0
"""Seconds until a connection, and until the answer."""
ANSWER_LIMIT = 4_096
AWAY = "composing.scanner-away"
AWAY_FOR = 20
"""Seconds for which a scanner that did not answer is not asked again: those who send would all wait for it."""
log = logging.getLogger(__name__)


class ScannerAway(Exception):
    """Nobody can say whether the document is harmless."""


def in_use() -> bool:
    return bool(settings.CLAMD)


def found_in(data: bytes) -> str:
    """What the scanner calls that which it has found; "" for nothing. Raises ScannerAway."""
    if caches["local"].get(AWAY):
        raise ScannerAway
    try:
        answer = _asked(b"zINSTREAM\0", data)
    except OSError as error:
        caches["local"].set(AWAY, True, AWAY_FOR)
        log.warning("the scanner for viruses did not answer: %s", error)
        raise ScannerAway from error
    name, _space, word = answer.removeprefix("stream: ").rpartition(" ")
    if word == "FOUND":
        return name or "?"
    if answer == "stream: OK":
        return ""
    log.warning("the scanner for viruses said: %.200r", answer)
    raise ScannerAway


def is_there() -> bool:
    """Whether the scanner answers. Raises OSError."""
    return _asked(b"zPING\0") == "PONG"


def _asked(command: bytes, data: bytes | None = None) -> str:
    until = monotonic() + PATIENCE
    with _connected() as line:
        # A scanner that has heard enough answers and hears no more: what it said is read all the same.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(command)
            for piece in _pieces(data):
                line.settimeout(max(0.01, until - monotonic()))
                line.sendall(piece)
        said = b""
        while b"\0" not in said and len(said) < ANSWER_LIMIT:
            line.settimeout(max(0.01, until - monotonic()))
            part = line.recv(ANSWER_LIMIT)
            if not part:
                break
            said += part
    if not said:
        raise ConnectionError("it hung up")
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _pieces(data: bytes | None) -> Iterator[bytes]:
    if data is None:
        return
    for begin in range(0, len(data), PIECE):
        piece = data[begin : begin + PIECE]
        yield struct.pack("!L", len(piece)) + piece
    yield struct.pack("!L", 0)


def _connected() -> socket.socket:
    address = str(settings.CLAMD)
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(CONNECT)
            line.connect(address)
        except BaseException:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT)
