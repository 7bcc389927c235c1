"""What waits against what it has become."""

from collections.abc import Iterator

from django.db.models import F, Q

from composing.models import Attachment
from forums.review.kinds import State
from forums.review.models import Waiting
from forums.texts import WAITING
from kernel.integrity import check


@check("forums.waiting")
def waiting(fix: bool) -> Iterator[str]:
    """What waits is no post; what was published has one, by the same author, and nothing else has. A
    post may have been moved since, never have gone. Only reported: a moderator must look at it."""
    open_with_post = Waiting.objects.exclude(state=State.APPROVED).exclude(post=None)
    for row in open_with_post:
        yield f"waiting {row.pk}: it is {row.state}, and there is a post {row.post_id} of it"
    for row in Waiting.objects.filter(state=State.APPROVED, post=None):
        yield f"waiting {row.pk}: it was published, and its post is not there"
    for row in Waiting.objects.exclude(post=None).exclude(post__author=F("author")):
        yield f"waiting {row.pk}: its post is somebody else's"
    undecided = Q(decided_at=None) & ~Q(state=State.WAITING)
    for row in Waiting.objects.filter(undecided | Q(state=State.WAITING, decided_at__isnull=False)):
        yield f"waiting {row.pk}: it is {row.state}, and that does not go with when it was decided"


@check("forums.waiting_files")
def files(fix: bool) -> Iterator[str]:
    """Files of what waits belong to something that waits, or was not published."""
    known = Waiting.objects.exclude(state=State.APPROVED).values("pk")
    for row in Attachment.objects.filter(holder_kind=WAITING).exclude(holder_id__in=known):
        yield f"file {row.pk}: it is of words that do not wait"
