"""What an import reads: a line of a file, brought into our own words by a mapping."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.accessibility import ATTRIBUTES
from directory.models import AccessFact


class BadLine(ValueError):
    """This line cannot be an organisation; the message says why."""


@dataclass(frozen=True)
class ImportedFact:
    """What a file says of one attribute."""

    value: str
    note: str = ""

    def __post_init__(self) -> None:
        if self.value not in AccessFact.Value.values:
            raise BadLine(f'access: the value "{self.value}" is none of yes, partly, no, unknown')


@dataclass
class Record:
    """An organisation as a file has it. `key` tells it apart from all others of all files for good;
    `fields` are those of directory.fields.clean_fields."""

    key: str
    fields: dict[str, Any]
    access: dict[str, ImportedFact] = field(default_factory=dict)
    source: str = ""
    slug: str = ""
    example: bool = False

    def __post_init__(self) -> None:
        if not self.key or len(self.key) > 120:
            raise BadLine("the key is missing or longer than 120 characters")
        unknown = [code for code in self.access if code not in ATTRIBUTES]
        if unknown:
            raise BadLine(f'access: we do not know "{unknown[0]}"')


Row = Mapping[str, str]
Mapper = Callable[[Row], Record]


@dataclass(frozen=True)
class FileMap:
    """How a kind of file is read: its name for --map, the columns it must have, what a line means."""

    name: str
    says: str
    columns: tuple[str, ...]
    record: Mapper
