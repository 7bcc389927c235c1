"""What an import reads: a line of a file, brought into our own words by a mapping."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from directory.models import AccessFact
from directory.vocabulary.accessibility import ATTRIBUTES
from kernel.gate import BadText, clean_text
from taxonomy.spelling import fold

_FORMULA = re.compile(r"[=@\t\r]|[+\-](?!\s)")
_FIGURES = re.compile(r"[+\-]?[\d\s().,/\-]+")


class BadLine(ValueError):
    """This line cannot be an organisation; the message says why."""


@dataclass(frozen=True)
class ImportedFact:
    """What a file says of one attribute."""

    value: str
    note: str = ""

    def __post_init__(self) -> None:
        if self.value not in AccessFact.Value.values:
            raise BadLine(
                _("access: the value “%(value)s” is none of yes, partly, no, unknown")
                % {"value": self.value[:60]}
            )


@dataclass
class Record:
    """An organisation as a file has it. `key` tells it apart from all others of all files for good;
    `fields` are those of directory.vocabulary.fields.clean_fields."""

    key: str
    fields: dict[str, Any]
    access: dict[str, ImportedFact] = field(default_factory=dict)
    source: str = ""
    slug: str = ""
    example: bool = False
    named: bool = False
    """Whether the file has no key for it: name and place are one then."""

    def __post_init__(self) -> None:
        if not self.key or len(self.key) > 120:
            raise BadLine(_("the key is missing or longer than 120 characters"))
        try:
            self.key = clean_text(self.key, limit=120, lines=False)
            self.source = clean_text(self.source[:300], limit=300, lines=False)
        except BadText as error:
            raise BadLine(_("key or source: %(why)s") % {"why": error}) from error
        unknown = [code for code in self.access if code not in ATTRIBUTES]
        if unknown:
            raise BadLine(_("access: we do not know “%(code)s”") % {"code": unknown[0][:60]})


Row = Mapping[str, str]


def cell(row: Row, name: str) -> str:
    """A cell without spaces around it. Raises BadLine for what a spreadsheet would calculate: our own
    export puts an apostrophe before it, so nobody who means a name writes it so."""
    text = (row.get(name) or "").strip()
    if _FORMULA.match(text) and not _FIGURES.fullmatch(text):
        raise BadLine(
            _("%(column)s: “%(text)s” begins as a formula does")
            % {"column": name, "text": text[:40]}
        )
    return text


def key_of_words(*words: str) -> str:
    """A key for a line whose file has none: the same name at the same place has the same."""
    return f"words:{sha256('|'.join(map(fold, words)).encode()).hexdigest()[:24]}"


Mapper = Callable[[Row], Record]


@dataclass(frozen=True)
class FileMap:
    """How a kind of file is read: its name for --map, the columns it must have, what a line means."""

    name: str
    says: str
    columns: tuple[str, ...]
    record: Mapper
    title: str = "name"
    """The column by which people know a line that cannot be read further."""

    def title_of(self, row: Row) -> str:
        """What to call a line, whatever else is wrong with it: nothing that a page could stumble over."""
        text = " ".join((row.get(self.title) or "").split())
        return "".join(letter for letter in text if letter.isprintable())[:200]
