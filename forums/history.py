"""The changes of a post as a viewer may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from accounts.viewer import Viewer, is_moderator
from forums.models import Post, PostRevision
from forums.voices import holds, voice, voice_of
from forums.writers import may_know_writer
from kernel.differences import difference

SHOWN = 20


@dataclass(frozen=True)
class Change:
    number: int
    name: str
    """Who is shown to have made it."""
    writer: str
    """Who held the pen for an organisation, for those who may know; else empty."""
    at: datetime
    correction: bool
    reason: str
    quiet: bool
    words: SafeString | None
    """What went and what came; None where the earlier words are withheld from this viewer."""


def knows_all(viewer: Viewer, post: Post) -> bool:
    """Who also reads earlier words that are withheld, or were mended before readers were told."""
    return is_moderator(viewer) or holds(viewer, post.author_id, post.organisation_id)


def changes_of(
    viewer: Viewer, post: Post, *, before: int | None
) -> tuple[list[Change], int | None]:
    """The newest changes first, from below the number `before` on; and the `before` of the next page.
    What was mended within minutes is shown to its author and to moderators."""
    knows = knows_all(viewer, post)
    revisions = post.revisions.select_related("by").order_by("-number")
    if not knows:
        revisions = revisions.filter(quiet=False)
    if before is not None:
        revisions = revisions.filter(number__lt=before)
    found = list(revisions[: SHOWN + 1])
    shown = found[:SHOWN]
    # Ordered by number, so the words after a change are those before the one that follows.
    after = _words_after(post, shown)
    pen = may_know_writer(viewer, post)
    changes = [
        _change(post, row, words, knows=knows, pen=pen)
        for row, words in zip(shown, after, strict=True)
    ]
    return changes, shown[-1].number if len(found) > SHOWN else None


def _words_after(post: Post, rows: Sequence[PostRevision]) -> list[str]:
    if not rows:
        return []
    following = post.revisions.filter(number__gt=rows[0].number).order_by("number").first()
    texts = [following.body if following else post.body, *(row.body for row in rows)]
    return texts[: len(rows)]


def _change(post: Post, row: PostRevision, words: str, *, knows: bool, pen: bool) -> Change:
    if row.correction or post.organisation_id is None:
        name, writer = voice(row.by, None).name, ""
    else:
        name, writer = voice_of(post).name, row.by.name if pen and row.by else ""
    return Change(
        number=row.number,
        name=name,
        writer=writer,
        at=row.made_at,
        correction=row.correction,
        reason=row.reason,
        quiet=row.quiet,
        words=difference(row.body, words) if knows or not row.withheld else None,
    )
