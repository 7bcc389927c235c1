"""Pictures that people send in: judged by what they are, made anew, kept, shown.

What was sent is never kept: `made_of` decodes it and draws it again, so that no place, no camera's
number and no second file inside the first comes with it. `keep` writes the result under a name that
is used once; `discard` takes it away. Whoever keeps names in a table registers as an owner, so that
`check_integrity` can tell what nobody refers to.
"""

from kernel.images.judging import BadImage
from kernel.images.keeping import Owner, address, discard, keep, owners, source_set, weight
from kernel.images.sizes import LARGE, SMALL, Sizes, widths_of

FILE_LIMIT = 10_000_000
"""Bytes of a file that is sent."""

__all__ = [
    "FILE_LIMIT",
    "LARGE",
    "SMALL",
    "BadImage",
    "Owner",
    "Sizes",
    "address",
    "discard",
    "keep",
    "owners",
    "source_set",
    "weight",
    "widths_of",
]
