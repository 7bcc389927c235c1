"""What the columns of a sent file mean: one of the known mappings, or what a person has chosen.

A plan is kept as JSON: {"map": "venues"}, or {"map": "hand", "columns": {field: column}, "kind": …,
"source": …, "mark": …, "exact": …}.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from directory.importing.by_hand import hand_map
from directory.importing.maps import MAPS
from directory.importing.records import FileMap

HAND = "hand"


def map_of(plan: Mapping[str, Any]) -> FileMap:
    """The mapping of a kept plan."""
    if plan["map"] != HAND:
        return MAPS[plan["map"]]
    return hand_map(
        plan["columns"], kind=plan["kind"], source=plan["source"], mark=plan["mark"],
        exact=plan["exact"],
    )  # fmt: skip


def fitting(columns: Sequence[str]) -> list[str]:
    """Names of the known mappings whose columns are all there, the one that needs most first."""
    fit = [entry for entry in MAPS.values() if set(entry.columns) <= set(columns)]
    return [entry.name for entry in sorted(fit, key=lambda entry: -len(entry.columns))]
