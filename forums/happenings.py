"""What was done to a topic, shown in the conversation where it was done: writing it down, and the rows
between the posts."""

from typing import Any

from django.db.models import Subquery, Sum
from django.template.loader import render_to_string

from accounts.models import User
from accounts.viewer import Audience, is_moderator
from forums.models import Forum, Topic, TopicEvent
from forums.voices import HEAVY, voice

SHOWN = 60
"""Rows of one page at most, the latest ones: what is opened and closed all day long must not bury it."""
_WIDTH = {Audience.PUBLIC: 0, Audience.MEMBERS: 1, Audience.MODERATORS: 2}


def note(
    topic: Topic,
    kind: TopicEvent.Kind,
    *,
    by: User | None,
    after: int | None = None,
    words: str = "",
    other: Topic | None = None,
    count: int = 0,
) -> None:
    """Writes down what somebody does to a held topic: it stands after its newest post, or after the one
    with the number `after`. Who does it for the organisation that started the topic is shown as that one.
    What came by itself is nobody's."""
    speaks = by is not None and topic.organisation_id and not is_moderator(by)
    own = topic.organisation if speaks else None
    TopicEvent.objects.create(
        topic=topic,
        after=after or topic.last_number,
        kind=kind,
        by=by,
        organisation=own,
        words=words,
        other=other,
        count=count,
    )


def open_to_all_of(inner: str, outer: str) -> bool:
    """Whether everybody of the audience `outer` belongs to the audience `inner` as well."""
    return _WIDTH[Audience(inner)] <= _WIDTH[Audience(outer)]


def may_name(other: Topic | None, forum: Forum) -> bool:
    """Whether every reader of a forum may read the title of another topic. Wants its forum loaded."""
    if other is None or other.hidden or other.merged_into_id is not None:
        return False
    return open_to_all_of(other.forum.audience, forum.audience)


def rows_between(topic: Topic, *, after: int, upto: int) -> list[tuple[int, str]]:
    """What was done while the newest post was one with after < number <= upto, in order: the number of
    that post, and the row. Wants the topic's forum loaded; the rows are the same for every reader."""
    events = TopicEvent.objects.filter(topic=topic.pk, after__gt=after, after__lte=upto)
    latest = (
        events.select_related("by", "organisation", "other__forum")
        .defer(*HEAVY)
        .order_by("-after", "-pk")[:SHOWN]
    )
    return [(event.after, _row(event, topic.forum)) for event in reversed(latest)]


def _row(event: TopicEvent, forum: Forum) -> str:
    named = may_name(event.other, forum)
    context: dict[str, Any] = {
        "event": event,
        "icon": _ICONS[TopicEvent.Kind(event.kind)],
        "voice": voice(event.by, event.organisation),
        "other": event.other if named else None,
    }
    return render_to_string("forums/_happening.html", context)


_ICONS = {
    TopicEvent.Kind.CLOSED: "lock",
    TopicEvent.Kind.REOPENED: "lock-open",
    TopicEvent.Kind.PINNED: "pin",
    TopicEvent.Kind.UNPINNED: "pin",
    TopicEvent.Kind.RENAMED: "pencil",
    TopicEvent.Kind.MOVED: "folder-input",
    TopicEvent.Kind.SPLIT_OFF: "split",
    TopicEvent.Kind.SPLIT_FROM: "split",
    TopicEvent.Kind.TAKEN_IN: "merge",
    TopicEvent.Kind.MERGED_IN: "merge",
    TopicEvent.Kind.POLL_STARTED: "chart-bar",
    TopicEvent.Kind.POLL_ENDED: "chart-bar",
}


def neighbours_of(topic: Any) -> Subquery:
    """A figure that rises with every change of the topics that the rows of this one name: a part of the
    key of kept pages. `topic`: the id, or a reference to it."""
    others = TopicEvent.objects.filter(topic=topic).exclude(other=None).order_by()
    changes = others.values("topic").annotate(
        sum=Sum("other__version") + Sum("other__forum__name_version")
    )
    return Subquery(changes.values("sum"))
