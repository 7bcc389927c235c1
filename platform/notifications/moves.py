"""Who follows a conversation follows it where it is now, and what people were told leads there."""

from django.db.models import Q

from forums.facts import PostsMoved, TopicMerged
from forums.models import Post, Topic
from forums.paths import post_path
from kernel.facts import receives
from notifications.models import Notification, Watch
from notifications.receivers import who_may_see


@receives(PostsMoved)
def posts_moved(fact: PostsMoved) -> None:
    """Notifications of the posts lead to their new places; whoever wrote one of them and follows the old
    conversation follows the new one too."""
    moves = dict(fact.moves)
    told = Notification.objects.filter(target_kind="post", target_id__in=list(moves))
    wanted = set(told.values_list("target_id", flat=True))
    posts = Post.objects.select_related("topic").in_bulk([moves[old] for old in wanted])
    for old in wanted:
        post = posts[moves[old]]
        url = post_path(post.topic_id, post.topic.slug, post.number)
        told.filter(target_id=old).update(target_id=post.pk, url=url)
    writers = Post.objects.filter(pk__in=list(moves.values())).values("author")
    _follow(Q(person__in=writers), fact.from_id, fact.to_id)


@receives(TopicMerged)
def topic_merged(fact: TopicMerged) -> None:
    """Everybody who followed the conversation that has come to an end follows the other."""
    _follow(Q(), fact.topic_id, fact.into_id)
    Watch.objects.filter(kind="topic", object_id=fact.topic_id).delete()
    topic = Topic.objects.get(pk=fact.into_id)
    Notification.objects.filter(target_kind="topic", target_id=fact.topic_id).update(
        target_id=topic.pk, url=f"/forums/t/{topic.pk}/{topic.slug}/"
    )


def _follow(who: Q, from_id: int, to_id: int) -> None:
    """In the same way as the old one, unless they already follow the new; only those who may see it."""
    rows = list(Watch.objects.filter(who, kind="topic", object_id=from_id))
    topic = Topic.objects.select_related("forum").get(pk=to_id)
    allowed = who_may_see({row.person_id for row in rows}, topic)
    copies = [row for row in rows if row.person_id in allowed]
    for row in copies:
        row.pk, row.object_id = None, to_id
        row._state.adding = True
    Watch.objects.bulk_create(copies, ignore_conflicts=True, batch_size=500)
