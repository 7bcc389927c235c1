"""What the sources ask of others, each with an honest answer for as long as nobody fills it."""

from collections.abc import Mapping, Sequence

from kernel.ports import Port
from search.documents import Praise


def _nobody_has_said(note_ids: Sequence[int]) -> Mapping[int, Praise]:
    return {}


praise_of_notes: Port[[Sequence[int]], Mapping[int, Praise]] = Port(_nobody_has_said)
"""How many people a note has helped, and how often others have done what it describes, by id. Filled in
`search.apps`; whatever changes these figures publishes NoteChanged, and the entry is written anew."""
