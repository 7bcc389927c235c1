"""The kinds of file that may be sent."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`word` is what people call it, `media` what we say of it when it is sent out."""

    ending: str
    word: str
    media: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
KINDS: dict[str, Kind] = {
    "picture": Kind("webp", "WebP", "image/webp"),
    "pdf": Kind("pdf", "PDF", "application/pdf"),
    "docx": Kind("docx", "Word", f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": Kind("xlsx", "Excel", f"{_OFFICE}.spreadsheetml.sheet"),
    "pptx": Kind("pptx", "PowerPoint", f"{_OFFICE}.presentationml.presentation"),
    "odt": Kind("odt", "ODT", f"{_OPEN}.text"),
    "ods": Kind("ods", "ODS", f"{_OPEN}.spreadsheet"),
    "odp": Kind("odp", "ODP", f"{_OPEN}.presentation"),
    "csv": Kind("csv", "CSV", "text/csv; charset=utf-8"),
    "txt": Kind("txt", "TXT", "text/plain; charset=utf-8"),
}
PICTURE = "picture"
ACCEPT = "image/jpeg,image/png,image/webp,image/gif,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.csv,.txt"
"""For the browser's own dialogue, which is a help and no guard."""
