"""A person says one of a few words of another's post, or takes it back."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from forums.actions.locking import held_post, locked_topic
from forums.facts import PostReacted, ReactionsChanged
from forums.models import Post, Topic
from forums.policies import sees_post
from forums.reactions.models import Reaction
from forums.reactions.policies import check_kind, check_react, read_reaction
from forums.reactions.reading import counted_rows
from kernel.facts import publish
from kernel.refusals import Refused


def react(*, by: User, post: Post, kind: str, on: bool = True) -> Post:
    """The post with its figures as they are now. Saying it twice is saying it once; taking back is
    possible as long as one can read the post. Raises Refused or Invalid (kind)."""
    kind = read_reaction(kind)
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        held = held_post(topic, post.pk)
        if on:
            check_react(by, held)
            check_kind(held, kind)
            _row, changed = Reaction.objects.get_or_create(post=held, person=by, kind=kind)
        else:
            _check_take_back(by, held)
            gone, _rows = Reaction.objects.filter(post=held, person=by, kind=kind).delete()
            changed = bool(gone)
        if changed:
            count_reactions(held)
            Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)
            publish(ReactionsChanged(topic_id=topic.pk, post_id=held.pk))
            if on:
                publish(PostReacted(topic_id=topic.pk, post_id=held.pk, person_id=by.pk))
    return held


def _check_take_back(by: User, post: Post) -> None:
    check_writer(by)
    if not sees_post(by, post):
        raise Refused(_("You can only react to a post that is still here."))


def count_reactions(post: Post) -> None:
    """Writes the figures of a post from the rows."""
    post.reactions = figures_of(post.pk)
    Post.objects.filter(pk=post.pk).update(reactions=post.reactions, version=F("version") + 1)


def figures_of(post_id: int) -> dict[str, int]:
    return counted_rows(Reaction.objects.filter(post=post_id))
