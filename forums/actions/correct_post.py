"""A moderator changes another's words: under their own name, with a reason that everybody can read."""

from django.db import transaction

from accounts.models import User
from forums.actions.locking import held_post, locked_topic
from forums.actions.rewriting import check_seen, rewrite
from forums.facts import PostCorrected
from forums.models import Post
from forums.paths import post_path
from forums.policies import check_correct, check_moderate
from forums.texts import Written, read_body
from kernel.facts import publish
from kernel.fields import gathered
from kernel.gate import required_text
from kernel.markdown import excerpt, plain
from kernel.marks import mark_of
from moderation.actions.state import state
from moderation.models import Verdict

REASON_LIMIT = 300


def correct_post(
    *, by: User, post: Post, body: str, reason: str, withhold: bool = False, seen: str | None = None,
    rule: str = "other", states: bool = True,
) -> Post:  # fmt: skip
    """The post as it is now; unchanged words change nothing. `withhold`: what it said until now is for
    its author and moderators alone. `states`: False where a decision states why. Raises Refused, Invalid (body, reason) or Conflict."""
    check_moderate(by)
    fields = gathered(
        body=lambda: read_body(body, by=by, post_id=post.pk),
        reason=lambda: required_text(reason, limit=REASON_LIMIT, lines=False),
    )
    written: Written = fields["body"]
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        held = held_post(topic, post.pk)
        check_correct(by, held)
        if held.body != written.body:
            check_seen(held, seen)
            if states:
                state(
                    by=by, person_id=held.author_id, verdict=Verdict.EDIT, kind="post", object_id=held.pk,
                    title=f"{topic.title} (#{held.number})", excerpt=excerpt(plain(held.html)),
                    url=post_path(topic.pk, topic.slug, held.number), ground=rule,
                    reason=fields["reason"], undo={"body": held.body, "mark": mark_of(written.body)},
                )  # fmt: skip
            rewrite(topic, held, written, by=by, reason=fields["reason"], correction=True)
            if withhold:
                # The words after an earlier change are those before this one.
                held.revisions.update(withheld=True)
            publish(
                PostCorrected(
                    topic_id=topic.pk, post_id=held.pk, moderator_id=by.pk, reason=fields["reason"]
                )
            )
    return held
