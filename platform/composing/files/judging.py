"""What a file is that somebody sends, by its bytes: neither its name nor the browser's word counts.

Documents are kept as they are and never shown by us: they go out to be saved. So it is enough that a
file is what it says, and that nothing in it runs by itself.
"""

import re
import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from kernel.images.judging import BadImage, format_of

MOST_MEMBERS, MOST_UNPACKED, MOST_MANIFEST = 3_000, 300_000_000, 2_000_000
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_OPEN = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_MACROS = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|activex/.*|macrosheets/.*|basic/.*|scripts/.*)$", re.I
)
_PROGRAM = re.compile(r"\.(exe|dll|com|scr|bat|cmd|js|jse|vbs|vbe|wsf|hta|jar|msi|ps1|lnk|html?)$", re.I)  # fmt: skip
_RUNS_IN_PDF = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
_MARKUP = re.compile(r"\s*<(!doctype|html|head|body|script|svg|\?xml|\?php)\b|\s*#!", re.I)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


class BadFile(ValueError):
    """The file cannot be taken; the message says why, for the person who sent it."""


def kind_of(data: bytes, name: str) -> str:
    """A key of KINDS. Of the name only the ending counts, and only to tell a table from other text.
    Raises BadFile."""
    if not data:
        raise BadFile(_("This file is empty."))
    if data.startswith(_PICTURES) or data[4:8] == b"ftyp":
        return _picture(data)
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _zip(data)
    if data.startswith(_OLD_OFFICE):
        raise BadFile(_("This is an old kind of office file. Save it as DOCX, XLSX, PPTX or PDF."))
    return _text(data, name)


def _picture(data: bytes) -> str:
    try:
        format_of(data)
    except BadImage as error:
        raise BadFile(str(error)) from error
    return "picture"


_ZIP_END = b"PK\x05\x06"


def _pdf(data: bytes) -> str:
    if b"%%EOF" not in data[-2_048:]:
        raise BadFile(_("This PDF breaks off in the middle. Send the file once more."))
    # A few bytes after the end are carelessness; an archive there would be a second file inside this one.
    if _ZIP_END in data[data.rfind(b"%%EOF") :]:
        raise BadFile(_("There is something else in this file beside the document. Save the document anew."))  # fmt: skip
    if _RUNS_IN_PDF.search(data):
        raise BadFile(_("There is a program or another file in this PDF. Print it to a new PDF and send that."))  # fmt: skip
    return "pdf"


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            members = packed.infolist()
            _judge_members(data, members)
            names = {member.filename for member in members}
            kind = next((kind for name, kind in _OFFICE.items() if name in names), "")
            if kind and "[Content_Types].xml" in names:
                if b"macroenabled" in _small(packed, "[Content_Types].xml").lower():
                    raise BadFile(_macros())
                return kind
            if "mimetype" in names and "content.xml" in names:
                return _open_document(_small(packed, "mimetype"))
    except BadFile:
        raise
    # A broken archive fails in as many ways as there are fields in it.
    except Exception as error:
        raise BadFile(_("This file is damaged. Save it anew and send that.")) from error
    raise BadFile(_unknown())


def _judge_members(data: bytes, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise BadFile(_("This file would be far too large when it is opened."))
    if any(one.flag_bits & 1 for one in members):
        raise BadFile(_("This file asks for a password. Send it without one."))
    # What stands before the first member or behind the last would be another file inside this one.
    if min(one.header_offset for one in members) != 0:
        raise BadFile(_unknown())
    for one in members:
        name = one.filename.replace("\\", "/")
        if _MACROS.search(name):
            raise BadFile(_macros())
        if name.startswith("/") or ".." in name.split("/") or _PROGRAM.search(name):
            raise BadFile(_("There is something else in this file beside the document. Save the document anew."))  # fmt: skip


def _small(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as member:
        return member.read(MOST_MANIFEST)


def _open_document(mimetype: bytes) -> str:
    word = mimetype.strip().removeprefix(b"application/vnd.oasis.opendocument.").decode("ascii")
    if word not in _OPEN:
        raise BadFile(_unknown())
    return _OPEN[word]


def _text(data: bytes, name: str) -> str:
    text = decoded(data)
    if text is None or _CONTROLS.search(text) or _MARKUP.match(text):
        raise BadFile(_unknown())
    return "csv" if name.lower().endswith((".csv", ".tsv")) else "txt"


def decoded(data: bytes) -> str | None:
    """The words of a text file: UTF-8, else what Polish programs wrote before; None for no text."""
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _macros() -> str:
    return _("There is a program (a macro) in this document. Save it without macros, or as a PDF.")


def _unknown() -> str:
    return _("We do not take this kind of file. Send a picture, a PDF, an office document (DOCX, XLSX, PPTX, ODT, ODS, ODP), CSV or TXT.")  # fmt: skip
