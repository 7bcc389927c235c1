"""A topic gets a better title, other tags, or turns out to be a question after all."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

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
from forums.topic_marks import code_of, tags_line, to_write, values_of
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
    seen: str | None = None,
) -> Topic:
    """The topic with those of the given fields changed that differ. A conversation has no accepted answer:
    making one of a question takes it away. The old address leads to the new. `withhold`: a moderator does
    not want the earlier title to be read. `seen`: the mark of what the person began from
    (forums.topic_marks). Raises Refused, Invalid, or OtherFields where somebody was first."""
    check_writer(by)
    fields = gathered(
        title=lambda: None if title is None else read_title(title),
        tags=lambda: None if tags is None else read_tags(tags),
        kind=lambda: None if kind is None else read_kind(kind),
    )
    mine = {name: value for name, value in fields.items() if value is not None}
    if not isinstance(region, Unchanged):
        mine["region"] = region
    with transaction.atomic():
        held = locked_topic(topic.pk)
        check_change_topic(by, held)
        names = to_write(_compared(mine), values_of(held), seen)
        if names:
            _write(held, {name: mine[name] for name in names}, by=by, withhold=withhold)
    return held


def _compared(mine: Mapping[str, Any]) -> dict[str, str]:
    as_text: dict[str, Callable[[Any], str]] = {"tags": tags_line, "region": code_of}
    return {name: as_text.get(name, str)(value) for name, value in mine.items()}


def _write(held: Topic, changes: dict[str, Any], *, by: User, withhold: bool) -> None:
    """Gives a held topic what has changed, and says so."""
    tags, earlier = changes.pop("tags", None), held.title
    if changes.get("kind", Topic.Kind.QUESTION) != Topic.Kind.QUESTION:
        clear_accepted(held)
    if "title" in changes:
        changes["slug"] = slug_of(changes["title"])
    for name, value in changes.items():
        setattr(held, name, value)
    Topic.objects.filter(pk=held.pk).update(**changes, version=F("version") + 1)
    if held.title != earlier and not _is_slip(by, held):
        words = "" if withhold and is_moderator(by) else earlier
        note(held, TopicEvent.Kind.RENAMED, by=by, words=words)
    if tags is not None:
        held.tags.set(tags, through_defaults={"last_post_at": held.last_post_at})
    publish(TopicChanged(topic_id=held.pk))
    shift_forum(held.forum_id)


def _is_slip(by: User, topic: Topic) -> bool:
    """Whether who has just started this mends its title before anybody has answered."""
    return (
        topic.author_id == by.pk
        and topic.last_number == 1
        and timezone.now() - topic.created_at <= GRACE
    )
