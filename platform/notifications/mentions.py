"""Who is named in a post hears of it."""

from django.db.models import Q

from accounts.models import User
from accounts.viewer import Audience, in_office
from directory.speaking import editors_of
from forums.facts import Mentioned
from forums.models import Post
from kernel.facts import receives
from notifications.actions.tell import tell
from notifications.followers import post_url
from notifications.models import Notification


@receives(Mentioned)
def mentioned(fact: Mentioned) -> None:
    """The people, and those who edit the organisations; only who may read it, and nobody twice: who was
    told of this post as a reply just now knows where to look."""
    post = Post.objects.select_related("topic__forum").get(pk=fact.post_id)
    people = set(fact.person_ids).union(*(editors_of(pk) for pk in fact.organisation_ids))
    about = Q(target_kind="post", target_id=post.pk)
    if post.number == 1:
        about |= Q(target_kind="topic", target_id=post.topic_id)
    told = Notification.objects.filter(about, person__in=people).values_list("person_id", flat=True)
    tell(
        _who_may_read(people - set(told), post), kind="mention", actor_id=post.author_id,
        organisation_id=post.organisation_id, subject=post.topic.title,
        url=post_url(post.topic, post.number), target=("post", post.pk),
    )  # fmt: skip


def _who_may_read(people: set[int], post: Post) -> set[int]:
    readers = User.objects.filter(pk__in=people, is_active=True)
    topic = post.topic
    if topic.hidden or post.hidden or topic.forum.audience == Audience.MODERATORS:
        readers = readers.filter(in_office())
    return set(readers.values_list("pk", flat=True))
