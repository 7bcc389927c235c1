"""Why a hit stands where it stands, in words for people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.documents import Praise
from search.weights import DAY, WEIGHTS

NEW = 60
"""Days for which being new is worth a word."""


@dataclass(frozen=True, slots=True)
class Why:
    """What a hit was found by. `words` are those of the text as they stand there."""

    words: Sequence[str]
    praise: Praise
    created: float
    now: float

    def __iter__(self) -> Iterator[str]:
        """What raised it, the weightiest first. Only what counts is said."""
        said = self.praise
        if said.accepted and WEIGHTS.accepted:
            yield _("accepted answer")
        if said.replicated and WEIGHTS.replicated:
            times = said.replicated
            yield ngettext(
                "done by others %(count)d time", "done by others %(count)d times", times
            ) % {"count": times}
        if said.helped and WEIGHTS.helped:
            yield ngettext("helped %(count)d person", "helped %(count)d people", said.helped) % {
                "count": said.helped
            }
        if said.stale and WEIGHTS.stale < 1:
            yield _("but overdue for a review")
        if self.now - self.created < NEW * DAY and WEIGHTS.fresh:
            yield _("recent")
