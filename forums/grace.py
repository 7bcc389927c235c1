"""Which changes readers are not told of: slips mended within minutes, before anybody has answered."""

import re
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from forums.models import Post, PostRevision

GRACE = timedelta(minutes=5)
FEW = 100
"""Characters that may change unseen, all mending of these minutes together."""
MOST_WORDS = 800
"""Where more words than this lie between the first change and the last, nobody counts: it is a change."""


def is_mending(post: Post, *, by_id: int, original: str, words: str, now: datetime) -> bool:
    """Whether the post, as yet without a change that readers know of, is only being mended."""
    return (
        post.edited_at is None
        and now - post.created_at <= GRACE
        and not _answered_since(post, post.created_at, by_id)
        and changed_characters(original, words) <= FEW
    )


def goes_on(
    post: Post, last: PostRevision | None, *, by_id: int, words: str, now: datetime
) -> bool:
    """Whether this only mends the change that the same person has just made."""
    return (
        last is not None
        and not last.quiet
        and not last.correction
        and last.by_id == by_id
        and now - last.made_at <= GRACE
        and not _answered_since(post, last.made_at, by_id)
        and changed_characters(post.body, words) <= FEW
    )


def _answered_since(post: Post, moment: datetime, by_id: int) -> bool:
    """Whether somebody else has written in the topic: they may have read the words as they were."""
    later = Post.objects.filter(
        topic_id=post.topic_id, number__gt=post.number, created_at__gte=moment
    )
    return later.exclude(author_id=by_id).exists()


def changed_characters(old: str, new: str) -> int:
    """How many characters went and came, counted by whole words; FEW + 1 where it is many anyway."""
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    start = _common(before, after)
    before, after = before[start:], after[start:]
    end = _common(before[::-1], after[::-1])
    before, after = before[: len(before) - end], after[: len(after) - end]
    if len(before) + len(after) > MOST_WORDS:
        return FEW + 1
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(
        sum(map(len, before[a:b])) + sum(map(len, after[c:d]))
        for verb, a, b, c, d in steps
        if verb != "equal"
    )


def _common(one: list[str], other: list[str]) -> int:
    """How many words are the same from the beginning on."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
