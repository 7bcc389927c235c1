"""Who follows a conversation follows it where it is now, and what people were told leads there."""

from django.db.models import Q

from forums.facts import PostsMoved, TopicMerged
from forums.models import Post, Topic
from forums.paths import post_path, topic_path
from kernel.facts import receives
from notifications.followers import who_may_see
from notifications.kept.models import KeptThing
from notifications.models import Notification, Watch


@receives(PostsMoved)
def posts_moved(fact: PostsMoved) -> None:
    """Notifications of the posts lead to their new places; whoever wrote one of them and follows the old
    conversation follows the new one too."""
    moves = dict(fact.moves)
    told = Notification.objects.filter(target_kind="post", target_id__in=list(moves))
    kept = KeptThing.objects.filter(target_kind="post", target_id__in=list(moves))
    wanted = set(told.values_list("target_id", flat=True))
    wanted |= set(kept.values_list("target_id", flat=True))
    posts = Post.objects.select_related("topic").in_bulk([moves[old] for old in wanted])
    for old in wanted:
        post = posts[moves[old]]
        url = post_path(post.topic_id, post.topic.slug, post.number)
        told.filter(target_id=old).update(target_id=post.pk, url=url, topic=post.topic_id)
        _keep_for_later("post", old, post.pk, url)
    writers = Post.objects.filter(pk__in=list(moves.values())).values("author")
    _follow(Q(person__in=writers), fact.from_id, fact.to_id)


@receives(TopicMerged)
def topic_merged(fact: TopicMerged) -> None:
    """Everybody who followed the conversation that has come to an end follows the other."""
    _follow(Q(), fact.topic_id, fact.into_id)
    Watch.objects.filter(kind="topic", object_id=fact.topic_id).delete()
    topic = Topic.objects.get(pk=fact.into_id)
    Notification.objects.filter(target_kind="topic", target_id=fact.topic_id).update(
        target_id=topic.pk, url=topic_path(topic.pk, topic.slug), topic=topic.pk
    )
    Notification.objects.filter(topic=fact.topic_id).update(topic=topic.pk)
    _keep_for_later("topic", fact.topic_id, topic.pk, topic_path(topic.pk, topic.slug))


def _keep_for_later(kind: str, old: int, new: int, url: str) -> None:
    """What people keep for later leads to where it is now; who keeps both keeps one."""
    rows = KeptThing.objects.filter(target_kind=kind, target_id=old)
    both = KeptThing.objects.filter(target_kind=kind, target_id=new).values("person")
    rows.filter(person__in=list(both.values_list("person", flat=True))).delete()
    rows.update(target_id=new, url=url)


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
