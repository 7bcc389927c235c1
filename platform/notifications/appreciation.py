"""Who is told that others liked what they wrote, or said thank you."""

from directory.speaking import editors_of
from forums.facts import PostReacted, Thanked
from forums.models import Post
from forums.paths import post_path
from forums.thanks.models import Thanks
from kernel.facts import receives
from notifications.actions.tell import tell
from notifications.models import Notification


@receives(PostReacted)
def post_reacted(fact: PostReacted) -> None:
    """Its author, once a person: whoever says several words, or presses again and again, is heard once."""
    post = Post.objects.select_related("topic").get(pk=fact.post_id)
    authors = editors_of(post.organisation_id) if post.organisation_id else {post.author_id}
    heard = Notification.objects.filter(
        kind="reacted", actor=fact.person_id, target_kind="post", target_id=post.pk
    )
    tell(
        authors - set(heard.values_list("person_id", flat=True)), kind="reacted",
        actor_id=fact.person_id, subject=post.topic.title,
        url=post_path(post.topic_id, post.topic.slug, post.number), target=("post", post.pk),
    )  # fmt: skip


@receives(Thanked)
def thanked(fact: Thanked) -> None:
    thanks = Thanks.objects.select_related("post__topic", "organisation").get(pk=fact.thanks_id)
    post, house = thanks.post, thanks.organisation
    if house is not None:
        people, kind, subject = editors_of(house.pk), "thanked_organisation", house.name
        url = f"/forums/thanks/at/{house.slug}/"
    else:
        people = {thanks.person_id} if thanks.person_id else set()
        kind, subject, url = "thanked", "", "/people/"
        if thanks.person is not None:
            url = f"/people/{thanks.person.handle}/#thanks"
    if post is not None:
        url = post_path(post.topic_id, post.topic.slug, post.number)
        subject = subject or post.topic.title
    tell(
        people, kind=kind, actor_id=thanks.giver_id, subject=subject, detail=thanks.words, url=url,
        target=("thanks", thanks.pk),
    )  # fmt: skip
