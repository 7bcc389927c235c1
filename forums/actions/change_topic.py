"""A topic gets a better title, other tags, or turns out to be a question after all."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.viewer import check_writer, is_moderator
from forums.actions.accept_answer import clear_accepted
from forums.actions.locking import locked_topic
from forums.actions.start_topic import read_kind
from forums.counters import shift_forum
from forums.facts import TopicChanged
from forums.grace import GRACE
from forums.happenings import note
from forums.models import Topic, TopicEvent
from forums.policies import check_change_topic
from forums.texts import slug_of
from kernel.facts import publish
from kernel.fields import gathered, read_title
from taxonomy.models import Region
from taxonomy.tags import read_tags


class Unchanged:
    """What is not said: None would mean "no place"."""


UNCHANGED = Unchanged()


def change_topic(
    *,
    by: User,
    topic: Topic,
    title: str | None = None,
    tags: str | Sequence[str] | None = None,
    kind: str | None = None,
    region: Region | Unchanged | None = UNCHANGED,
    withhold: bool = False,
) -> Topic:
    """The topic with what was given changed. A conversation has no accepted answer: making one of a
    question takes it away. The old address leads to the new. `withhold`: a moderator does not want the
    earlier title to be read. Raises Refused or Invalid."""
    check_writer(by)
    fields = gathered(
        title=lambda: topic.title if title is None else read_title(title),
        tags=lambda: None if tags is None else read_tags(tags),
        kind=lambda: topic.kind if kind is None else read_kind(kind),
    )
    with transaction.atomic():
        held = locked_topic(topic.pk)
        check_change_topic(by, held)
        if fields["kind"] != Topic.Kind.QUESTION:
            clear_accepted(held)
        earlier = held.title
        held.title, held.kind = fields["title"], fields["kind"]
        held.slug = slug_of(held.title)
        Topic.objects.filter(pk=held.pk).update(
            title=held.title, slug=held.slug, kind=held.kind, version=F("version") + 1
        )
        if not isinstance(region, Unchanged):
            Topic.objects.filter(pk=held.pk).update(region=region)
        if held.title != earlier and not _is_slip(by, held):
            words = "" if withhold and is_moderator(by) else earlier
            note(held, TopicEvent.Kind.RENAMED, by=by, words=words)
        if fields["tags"] is not None:
            held.tags.set(fields["tags"], through_defaults={"last_post_at": held.last_post_at})
        publish(TopicChanged(topic_id=held.pk))
        shift_forum(held.forum_id)
    return held


def _is_slip(by: User, topic: Topic) -> bool:
    """Whether who has just started this mends its title before anybody has answered."""
    return (
        topic.author_id == by.pk
        and topic.last_number == 1
        and timezone.now() - topic.created_at <= GRACE
    )
