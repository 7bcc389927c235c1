"""Writing notifications, in the transaction of what they are about."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone

from accounts.hushing import deaf_to
from forums.models import Topic
from kernel.facts import publish
from kernel.ordering import in_commit_order
from notifications.actions.telling import ways_by_reader, write_rows
from notifications.facts import NotificationsSeen, Notified
from notifications.levels import Said, listeners
from notifications.models import Level, Notification
from notifications.targets import OF_POST

TOGETHER = ("reply", "answer_to_you")
"""Kinds of which several about one topic make one line."""
STRENGTH = {"reply": 0, "new_topic": 0, "answer_to_you": 1, "mention": 2, "detail_asked": 2}
"""What is told of one post is told once to each, by the strongest of these."""
DECIDED = {
    "hidden", "restored", "corrected", "words_published", "words_refused", "paused", "resumed", "silenced",
    "heard_again", "report_decided", "report_upheld", "report_kept", "report_restored",
}  # fmt: skip
"""What moderators have decided: they must learn of it in any case."""
Heard = tuple[Topic | None, Mapping[int, Said]]
"""A topic, and who has said how much they want to hear of it (levels.listeners)."""


def tell(
    people: Collection[int],
    *,
    kind: str,
    actor_id: int | None,
    subject: str,
    url: str,
    target: tuple[str, int],
    detail: str = "",
    organisation_id: int | None = None,
    count: int = 1,
    heard: Heard | None = None,
) -> None:
    """One notification for each of these people but the actor. `target` is (kind, id) of what the
    reader must still be allowed to see. With `organisation_id` it was done in that one's name: readers
    are told of the organisation, and no row of theirs holds the person. `count`: of how many things a
    kind tells that tells of several (kinds.COUNTED). `heard` is the topic of the target and its
    listeners, where the caller has them.

    Who has muted or blocked the actor hears nothing of what they do; what was done in the name of an
    organisation is told, since its doer is nobody's to know.

    By which way is each reader's own choice. Nobody is told of a topic that they have muted, nor twice
    of one post."""
    if not set(people) - {actor_id}:
        return
    topic, said = heard or _heard(target, people)
    readers = {
        who for who in set(people) - {actor_id} if who not in said or said[who].level != Level.MUTED
    }
    if actor_id is not None and organisation_id is None and kind not in DECIDED:
        readers -= deaf_to(actor_id, readers)
    readers -= _told_already(readers, kind, target)
    now = timezone.now()
    told = ways_by_reader(readers, kind, said, now)
    if not told:
        return
    in_commit_order("notifications")
    write_rows(
        told,
        {
            "kind": kind, "organisation_id": organisation_id, "actor_id": None if organisation_id else actor_id,
            "subject": subject[:200], "url": url, "target_kind": target[0], "target_id": target[1],
            "detail": detail, "created_at": now, "topic_id": topic.pk if topic else None, "count": count,
        },
        _of_one_line(kind, topic, target),
    )  # fmt: skip
    publish(Notified(tuple(sorted(who for people in told.values() for who in people))))


def _heard(target: tuple[str, int], people: Collection[int]) -> Heard:
    topic = _topic_of(*target)
    return topic, listeners(topic, people) if topic is not None else {}


def _of_one_line(kind: str, topic: Topic | None, target: tuple[str, int]) -> dict[str, Any]:
    """The columns in which notifications of this kind are one line; none where each is its own."""
    if topic is not None and kind in TOGETHER:
        return {"kind": kind, "topic_id": topic.pk}
    if kind in OF_POST:
        return {"kind": kind, "target_kind": target[0], "target_id": target[1]}
    return {}


def _topic_of(kind: str, pk: int) -> Topic | None:
    """The topic that a target of the forums lies in."""
    if kind == "topic":
        return Topic.objects.filter(pk=pk).first()
    return Topic.objects.filter(posts=pk).first() if kind == "post" else None


def _told_already(readers: set[int], kind: str, target: tuple[str, int]) -> set[int]:
    """Who has been told of this post by something as strong; what is weaker gives way."""
    if not STRENGTH.get(kind) or not readers or target[0] != "post":
        return set()  # the weakest kinds are told first: nothing can have gone before them
    rows = Notification.objects.filter(
        person__in=readers, target_kind="post", target_id=target[1], kind__in=STRENGTH, seen_at=None
    )
    strong = set()
    for row in rows:
        if STRENGTH[row.kind] >= STRENGTH[kind]:
            strong.add(row.person_id)
        else:
            _take_back(row)
    return strong


def _take_back(row: Notification) -> None:
    """It was told of in this very transaction, so it is still the newest of its line."""
    gone = row.pk  # deleting takes it from the row
    row.delete()
    if row.line:
        older = Notification.objects.filter(person=row.person_id, pk__gte=row.line, pk__lt=gone)
        previous = older.filter(kind=row.kind, topic=row.topic_id).order_by("-pk").first()
        if previous is not None:
            previous.newest, previous.count = True, max(1, row.count - 1)
            previous.save(update_fields=["newest", "count"])


def mark_seen(*, person_id: int, ids: Collection[int] | None = None) -> int:
    """Marks these notifications of the person as seen, each with the line it stands for, or all of
    them; says how many were new."""
    unseen = Notification.objects.filter(person_id=person_id, seen_at=None)
    if ids is not None:
        unseen = unseen.filter(pk__in=_with_lines(person_id, ids))
    count = unseen.update(seen_at=timezone.now())
    if count:
        publish(NotificationsSeen(person_id))
    return count


def _with_lines(person_id: int, ids: Collection[int]) -> set[int]:
    mine = Notification.objects.filter(person_id=person_id)
    lines = {line or pk: pk for pk, line in mine.filter(pk__in=ids).values_list("pk", "line")}
    found = set(lines.values())
    for first, last in lines.items():
        if first != last:
            found |= {first, *mine.filter(line=first, pk__lte=last).values_list("pk", flat=True)}
    return found
