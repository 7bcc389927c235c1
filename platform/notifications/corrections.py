"""Whose words a moderator has changed is told, with the reason."""

from directory.speaking import editors_of
from forums.facts import PostCorrected
from forums.models import Post
from forums.paths import post_path
from kernel.facts import receives
from notifications.actions.tell import tell


@receives(PostCorrected)
def post_corrected(fact: PostCorrected) -> None:
    post = Post.objects.select_related("topic").get(pk=fact.post_id)
    people = editors_of(post.organisation_id) if post.organisation_id else set()
    tell(
        people | {post.author_id},
        kind="corrected",
        actor_id=fact.moderator_id,
        subject=post.topic.title,
        url=post_path(post.topic_id, post.topic.slug, post.number),
        target=("post", post.pk),
        detail=fact.reason,
    )
