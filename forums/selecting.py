"""Choosing posts of a topic: a window of them with enough of each to know it, and numbers as people
write them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forums.actions.transplanting import MOST
from forums.models import Post, Topic
from forums.voices import HEAVY, WHOLE, Voice, voice_of
from kernel.gate import whole_number
from kernel.markdown import excerpt, plain
from kernel.refusals import Invalid

WINDOW = 50
"""Posts that are shown at once."""
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Choice:
    """A post that can be chosen."""

    number: int
    voice: Voice
    text: str
    answers: int | None
    """The number of the post that it answers, where that is not the first."""
    chosen: bool


def choices_of(topic: Topic, *, after: int, chosen: Collection[int]) -> list[Choice]:
    """The posts with after < number <= after + WINDOW that are still here; never the first."""
    posts = (
        Post.objects.filter(
            topic=topic.pk, number__gt=max(after, 1), number__lte=after + WINDOW, moved_to=None
        )
        .select_related(*WHOLE, "parent")
        .defer(*HEAVY, "body")
        .order_by("number")
    )
    return [
        Choice(
            post.number,
            voice_of(post),
            _("removed") if post.removed_at else excerpt(plain(post.html)),
            post.parent.number if post.parent and post.parent.number > 1 else None,
            post.number in chosen,
        )
        for post in posts
    ]


def numbers_of(text: str) -> set[int]:
    """Numbers written like "7, 9-12" as a set. Raises Invalid (numbers) for anything else, and for too many."""
    found: set[int] = set()
    for part in text.replace("–", "-").replace("#", " ").replace(";", ",").split(","):
        if not part.strip():
            continue
        first, _dash, last = part.partition("-")
        start = whole_number(first.strip(), least=1, most=LARGEST)
        end = whole_number(last.strip(), least=1, most=LARGEST) if last else start
        if start is None or end is None or end < start or (_dash and not last):
            raise Invalid({"numbers": [_("Write numbers of posts like this: 7, 9-12.")]})
        if end - start >= MOST or len(found) > MOST:
            raise Invalid({"numbers": [_("That is too many at once: at most %d.") % MOST]})
        found.update(range(start, end + 1))
    return found
