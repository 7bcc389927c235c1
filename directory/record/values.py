"""A record as named values: read, compared, shown, written back.

Each part of it (its words, its place, its hours …) registers how that is done; history, review, undo
and merging then work for the part. A value's name is one word ("phone"), or a part's word with more
after a point ("access.winda"). Values are JSON-ready; None and a missing name mean the same.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from directory.models import Organisation
from directory.record.words import Wording, plain_label, plain_words
from directory.vocabulary.registers import NUMBERS

Values = dict[str, Any]

MATTERS = frozenset(
    {
        "name", "kind", "description", "description_en", "easy", "phone", "email", "website", "bip", "e_delivery",
        "declaration", *NUMBERS,
        "street", "number", "postcode", "locality", "gmina", "lon", "lat", "precision",
    }
)  # fmt: skip
"""What waits for a moderator where a record is reviewed: by these an organisation is known and reached.
See docs/decisions/directory-record.md."""


MAIN = "main.place"
"""The name under which a record says which of its places is the main one (its id)."""


def among(names: Iterable[str]) -> Callable[[str], bool]:
    return frozenset(names).__contains__


def _for_everybody(name: str, values: Mapping[str, Any]) -> bool:
    return False


def _always(before: Any, after: Any) -> bool:
    return True


Told = Callable[[Any, Any, Wording], tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """A part of the record.

    `read`: the values of each of these organisations (ids), by name, in a number of statements that
    does not depend on how many they are. `owns`: whether a name is one of this part. `write` brings
    values back (without judging them: they were in a record once, or passed its gate), inside the
    caller's transaction; without it they cannot be undone or chosen in a merge. `private`: whether a
    value, in a record with these values, is for editors and moderators alone.
    """

    name: str
    read: Callable[[Sequence[int]], Mapping[int, Values]]
    owns: Callable[[str], bool]
    write: Callable[[User | None, Organisation, Values], None] | None = None
    label: Callable[[str, Wording], str] = plain_label
    shown: Callable[[str, Any, Wording], str] = plain_words
    private: Callable[[str, Mapping[str, Any]], bool] = _for_everybody
    of_place: bool = False
    """Whether its values hang on which place is the main one."""
    reversible: Callable[[Any, Any], bool] = _always
    """Whether a change from this value to that can be taken back, where the part is written at all."""
    told: Told | None = None
    """Both values of a change in words, where one alone does not tell what became another."""


parts: dict[str, Part] = {}


def register(part: Part) -> None:
    parts[part.name] = part


def part_of(name: str) -> Part | None:
    return next((part for part in parts.values() if part.owns(name)), None)


def snapshots(pks: Sequence[int]) -> dict[int, Values]:
    """The values of these records as the database has them now."""
    found: dict[int, Values] = {pk: {} for pk in pks}
    for part in parts.values():
        for pk, values in part.read(pks).items():
            found[pk] |= values
    return found


def snapshot(organisation: Organisation) -> Values:
    return snapshots([organisation.pk])[organisation.pk]


def guarding(organisation: Organisation, names: Collection[str]) -> Values:
    """As much of the record as says which values of these names are private now."""
    found: Values = {}
    for part in parts.values():
        if part.private is not _for_everybody and any(part.owns(name) for name in names):
            found |= part.read([organisation.pk]).get(organisation.pk, {})
    return found


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Values, Values]:
    """What was before and after, of the names whose values differ. Where another place has become the main
    one, all that hangs on it: the old one may have gone, and comes back by this alone."""
    moved = moves(before, after) and before[MAIN] != after[MAIN]
    names = [
        name
        for name in dict.fromkeys((*before, *after))
        if _plain(before.get(name)) != _plain(after.get(name)) or (moved and hangs_on_main(name))
    ]
    return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


def _plain(value: Any) -> Any:
    """Line ends and blanks at the edges make no difference that anybody sees."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def private_names(names: Iterable[str], *records: Mapping[str, Any]) -> list[str]:
    """Those of the names whose value is not for everybody in any of these states of the record."""
    found: list[str] = []
    for name in names:
        part = part_of(name)
        if part is None or any(part.private(name, values) for values in records):
            found.append(name)
    return found


def writable(name: str) -> bool:
    """Whether a value of this name can be brought back."""
    part = part_of(name)
    return part is not None and part.write is not None


def moves(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a change made another place the main one."""
    return bool(before.get(MAIN) and after.get(MAIN))


def hangs_on_main(name: str) -> bool:
    """Whether a change of this name is only a part of such a move."""
    part = part_of(name)
    return part is not None and part.of_place


def reversible(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether what a change made of this name can be taken back. Another main place is taken back as a whole."""
    part = part_of(name)
    if part is None or part.write is None or (part.of_place and moves(before, after)):
        return False
    return part.reversible(before.get(name), after.get(name))


def write_values(by: User | None, organisation: Organisation, values: Mapping[str, Any]) -> None:
    """Brings these values into a locked record, inside the caller's transaction. The organisation's
    own row is left to be saved by the caller; `by` stands where a part names who said it."""
    for part in parts.values():
        own = {name: value for name, value in values.items() if part.owns(name)}
        if own and part.write is not None:
            part.write(by, organisation, own)


def only(values: Mapping[str, Any], names: Collection[str]) -> Values:
    return {name: value for name, value in values.items() if name in names}
