"""Two people have changed a note at once: what they did becomes one state, and what clashes is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from kernel.differences import difference
from kernel.merging import merge
from notes.comparing import label_of, words_of
from notes.states import LISTS, State

TEXTS = ("body", "easy")


@dataclass(frozen=True)
class Clash:
    """A place that both have changed: each as a difference from what it was before."""

    field: str
    """The name of the form's field."""
    label: str
    theirs: SafeString
    mine: SafeString
    both: bool
    """Whether the field holds both now; else it holds mine."""


def merged(base: State | None, theirs: State, mine: State) -> tuple[State, list[Clash]]:
    """`base`: the state from which both started; None where it is not known any more."""
    state: State = {}
    clashes: list[Clash] = []
    for name in theirs:
        before = base.get(name) if base is not None else None
        if name in ("facts", "sections"):
            state[name] = _merged_keys(name, before, theirs[name], mine[name], clashes)
        elif name in LISTS:
            state[name] = _merged_list(before or (), theirs[name], mine[name])
        else:
            state[name] = _one(name, before, theirs[name], mine[name], clashes)
    return state, clashes


def _merged_keys(
    name: str,
    base: Mapping[str, Any] | None,
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    clashes: list[Clash],
) -> dict[str, Any]:
    keys = dict.fromkeys([*theirs, *mine])
    before = {key: base.get(key, "") if base is not None else None for key in keys}
    values = {
        key: _one(key, before[key], theirs.get(key, ""), mine.get(key, ""), clashes, text=name == "sections")
        for key in keys
    }  # fmt: skip
    return {key: value for key, value in values.items() if value != ""}


def _merged_list(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> list[str]:
    added, gone = set(mine) - set(base), set(base) - set(mine)
    return sorted((set(theirs) | added) - gone)


def _one(
    name: str, base: Any, theirs: Any, mine: Any, clashes: list[Clash], *, text: bool = False
) -> Any:
    if theirs in (base, mine):
        return mine
    if mine == base or (base is None and mine == ""):
        return theirs
    if base is None and theirs == "":
        return mine
    if text or name in TEXTS:
        found = merge(base, theirs, mine)
        clashes += [
            Clash(name, label_of(name), difference("", one), difference("", other), both=True)
            for one, other in found.clashes
        ]
        return found.text
    old = words_of(name, base) if base is not None else ""
    clashes.append(
        Clash(
            name,
            label_of(name),
            difference(old, words_of(name, theirs)),
            difference(old, words_of(name, mine)),
            both=False,
        )
    )
    return mine
