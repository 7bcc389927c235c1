"""What a file is, by its bytes alone: neither its name nor what the browser says of it counts."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

_RESTARTS = range(0xD0, 0xD8)
_ALONE = (0x01, *_RESTARTS)
"""Markers of a JPEG without a length."""
_STRANGERS = (b"<script", b"<?php ", b"<!doctype html", b"%pdf-1.", b"<svg ")
"""What no picture has anywhere."""
_ZIP_END = b"PK\x05\x06"
_ZIP_REACH = 66_000
"""A ZIP is found from the end of a file: by its last record within so many bytes."""
_STRAY = 16
"""So many empty bytes after the end are carelessness."""


class BadImage(ValueError):
    """The file cannot be taken; the message says why, for the person who sent it."""


def format_of(data: bytes) -> str:
    """ "JPEG", "PNG", "WEBP" or "GIF", of a file that is that from its first byte to its last.
    Raises BadImage."""
    if not data:
        raise BadImage(_("This file is empty."))
    kind = _kind(data)
    if not kind:
        raise BadImage(_stranger(data))
    end = _ENDS[kind](data)
    if end is None:
        raise BadImage(_("The picture breaks off in the middle. Send the file once more."))
    if _has_more(data, end, kind):
        raise BadImage(
            _("There is something else in this file beside the picture. Save the picture anew.")
        )
    return kind


def _kind(data: bytes) -> str:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    return ""


def _stranger(data: bytes) -> str:
    """What to do with a file of another kind that people often have."""
    head = data[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head:
        return _("An SVG drawing can carry a program. Save it as PNG and send that.")
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
        return _("Your phone saved this as HEIC or AVIF. Save or share it as JPEG and send that.")
    if head.startswith(b"%pdf"):
        return _("This is a PDF. Save the picture in it as JPEG or PNG and send that.")
    return _("This is not a picture that we can read. Send JPEG, PNG, WebP or GIF.")


def _end_of_jpeg(data: bytes) -> int | None:
    """Walks from marker to marker. Pictures inside others (a preview) lie within segments."""
    at = 2
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return None
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker in (0x00, 0xFF) or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(data):
            return None
        at += 2 + length


def _end_of_png(data: bytes) -> int | None:
    at = 8
    while at + 12 <= len(data):
        kind, length = data[at + 4 : at + 8], int.from_bytes(data[at : at + 4], "big")
        at += 12 + length
        if kind == b"IEND":
            return at if at <= len(data) else None
    return None


def _end_of_webp(data: bytes) -> int | None:
    length = int.from_bytes(data[4:8], "little")
    end = 8 + length + length % 2
    # Some programs forget the byte that makes the length even.
    return min(end, len(data)) if 8 + length <= len(data) else None


def _end_of_gif(data: bytes) -> int | None:
    if len(data) < 13:
        return None
    at = 13 + _colours(data[10])
    while at < len(data):
        block = data[at]
        if block == 0x3B:
            return at + 1
        if block == 0x21:
            at += 2
        elif block == 0x2C and at + 10 < len(data):
            at += 10 + _colours(data[at + 9]) + 1
        else:
            return None
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    return None


def _colours(flags: int) -> int:
    """Bytes of the table of colours that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


_ENDS: Mapping[str, Callable[[bytes], int | None]] = {
    "JPEG": _end_of_jpeg,
    "PNG": _end_of_png,
    "WEBP": _end_of_webp,
    "GIF": _end_of_gif,
}
"""Where a file of this kind ends, or None where it breaks off."""


def _has_more(data: bytes, end: int, kind: str) -> bool:
    """Whether the file would be something else too, for a program that looks for that."""
    small = data.lower()
    if any(mark in small for mark in _STRANGERS) or _ZIP_END in data[-_ZIP_REACH:]:
        return True
    tail = data[end:]
    if not tail.strip(b"\0\r\n ") and (kind == "JPEG" or len(tail) <= _STRAY):
        return False
    # Phones put a second picture, a film of the moment or their own notes behind a JPEG.
    return not (
        kind == "JPEG"
        and (tail.startswith(b"\xff\xd8\xff") or tail[4:8] == b"ftyp" or tail.endswith(b"SEFT"))
    )
