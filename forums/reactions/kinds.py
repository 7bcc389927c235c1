"""The words one can say of a post with a press. A closed set: each means something to people who run
culture, and none says what another button says already ("Helped me", "I have this too", thanks)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    name: str
    word: Any
    """In the interface's language when it is printed."""
    icon: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind("agree", _("I agree"), "thumbs-up"),
        Kind("same", _("Same with us"), "repeat"),
        Kind("try", _("I will try this"), "lightbulb"),
        Kind("cheer", _("Fingers crossed"), "heart"),
        Kind("smile", _("It made me smile"), "smile"),
    )
}
"""In the order in which they are shown."""


def offered(*, question: bool, number: int) -> tuple[Kind, ...]:
    """What can be said of the post with this number: of a question itself, "I have this too" says
    "Same with us" already."""
    left_out = {"same"} if question and number == 1 else set()
    return tuple(kind for kind in KINDS.values() if kind.name not in left_out)


def counted(figures: Mapping[str, int]) -> Iterator[tuple[Kind, int]]:
    """The words that somebody has said, with how many have."""
    return ((kind, figures[name]) for name, kind in KINDS.items() if figures.get(name))
