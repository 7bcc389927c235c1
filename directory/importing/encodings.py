"""In which letters a file is written. Polish spreadsheets still write the code page of old Windows."""

import codecs
from collections import Counter
from pathlib import Path
from typing import BinaryIO

_LETTERS = {
    "cp1250": frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”–—…’".encode("cp1250")),
    "iso8859-2": frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ".encode("iso8859-2")),
}
_CERTAIN = 0.6
"""Of the odd bytes this share must be Polish letters."""
_SIGNATURES = {
    b"PK\x03\x04": "zip", b"\xd0\xcf\x11\xe0": "office", b"%PDF": "pdf", b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"\x1f\x8b": "gzip", b"SQLite": "sqlite",
}  # fmt: skip


def is_binary(head: bytes) -> bool:
    """Whether these first bytes are no text: a workbook, a picture, an archive."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return head.startswith(tuple(_SIGNATURES)) or head.count(0) * 10 > len(head)


def encoding_of(path: Path) -> str:
    """ "utf-8-sig", "utf-16", "cp1250" or "iso8859-2". What is none of them counts as UTF-8: its odd
    lines are then wrong one by one."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        whole, odd = _bytes_above_ascii(file)
    total = sum(odd.values())
    if not total or whole * 10 > total:
        return "utf-8-sig"
    share = {name: sum(odd[byte] for byte in letters) / total for name, letters in _LETTERS.items()}
    best = max(share, key=lambda name: share[name])
    return best if share[best] >= _CERTAIN else "utf-8-sig"


def _bytes_above_ascii(file: BinaryIO) -> tuple[int, Counter[int]]:
    """How many letters beyond ASCII are UTF-8, and which bytes are none."""
    reader = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    whole, odd = 0, Counter[int]()
    while piece := file.read(65_536):
        for letter in reader.decode(piece):
            if "\udc80" <= letter <= "\udcff":
                odd[ord(letter) - 0xDC00] += 1
            elif letter > "\x7f":
                whole += 1
    return whole, odd
