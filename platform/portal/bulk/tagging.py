"""The tags of bench content."""

from collections.abc import Sequence
from random import Random
from typing import Any

from portal.bulk.rows import Rows
from portal.bulk.vocabulary import TAGS
from taxonomy.models import Tagged
from taxonomy.tags import tags_by_name

MOST = 3


class Tags:
    """Hands out tags, the first ones more often."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._ids = [tags_by_name([name])[name].pk for name in TAGS]
        self._weights = [1 / (place + 2) for place in range(len(TAGS))]

    def put(self, through: type[Tagged], ids: Sequence[int], **alike: Any) -> None:
        """None to three tags on each of these objects; `alike`: further columns."""
        random = self._random
        Rows(through, "content_object_id", "tag_id", **alike).write(
            (pk, tag)
            for pk in ids
            for tag in sorted(
                set(random.choices(self._ids, self._weights, k=random.randint(0, MOST)))
            )
        )
