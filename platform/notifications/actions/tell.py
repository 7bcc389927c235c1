"""Writing notifications, in the transaction of what they are about."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from forums.models import Topic
from kernel.facts import publish
from kernel.ordering import in_commit_order
from notifications.channels import group_of, preferences_of, ways_of
from notifications.facts import NotificationsSeen, Notified
from notifications.levels import TOPIC, Said, listeners
from notifications.models import Level, Notification
from notifications.targets import OF_POST

BATCH = 500
TOGETHER = ("reply", "answer_to_you")
"""Kinds of which several about one topic make one line."""
STRENGTH = {"reply": 0, "new_topic": 0, "answer_to_you": 1, "mention": 2, "detail_asked": 2}
"""What is told of one post is told once to each, by the strongest of these."""


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
) -> None:
    """One notification for each of these people but the actor. `target` is (kind, id) of what the
    reader must still be allowed to see. With `organisation_id` it was done in that one's name: readers
    are told of the organisation, and no row of theirs holds the person. `count`: of how many things a
    kind tells that tells of several (kinds.COUNTED).

    By which way is each reader's own choice. Nobody is told of a topic that they have muted, nor twice
    of one post."""
    topic = _topic_of(*target)
    said = listeners(topic, people) if topic is not None else {}
    readers = {
        who for who in set(people) - {actor_id} if who not in said or said[who].level != Level.MUTED
    }
    readers -= _told_already(readers, kind, target)
    if not readers:
        return
    in_commit_order("notifications")
    before = Notification.objects.aggregate(last=Max("pk"))["last"] or 0
    now = timezone.now()
    rows = _rows(
        readers, now, said,
        kind=kind, organisation_id=organisation_id, actor_id=None if organisation_id else actor_id,
        subject=subject[:200], url=url, target_kind=target[0], target_id=target[1], detail=detail,
        created_at=now, topic=topic, count=count,
    )  # fmt: skip
    if topic is not None and kind in TOGETHER:
        _join_lines(rows, kind=kind, topic=topic)
    elif kind in OF_POST:
        _join_lines(rows, kind=kind, target_kind=target[0], target_id=target[1])
    Notification.objects.bulk_create(rows, batch_size=BATCH)
    if rows:
        publish(Notified(tuple(sorted({row.person_id for row in rows})), before))


def _topic_of(kind: str, pk: int) -> Topic | None:
    """The topic that a target of the forums lies in."""
    if kind == "topic":
        return Topic.objects.filter(pk=pk).first()
    return Topic.objects.filter(posts=pk).first() if kind == "post" else None


def _told_already(readers: set[int], kind: str, target: tuple[str, int]) -> set[int]:
    """Who has been told of this post by something as strong; what is weaker gives way."""
    if kind not in STRENGTH or not readers or target[0] != "post":
        return set()
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


def _rows(
    readers: Iterable[int], now: datetime, said: dict[int, Said], **told: Any
) -> list[Notification]:
    """For each who wants to know, with the ways by which."""
    rows = []
    for person, preferences in sorted(preferences_of(readers).items()):
        group = group_of(told["kind"])
        if told["kind"] == "reply" and person in said and said[person].kind != TOPIC:
            group = "place"  # they follow the forum or the tag, and not this topic
        ways = ways_of(preferences, group, now)
        if ways.any:
            rows.append(
                Notification(
                    person_id=person,
                    in_page=ways.in_page,
                    by_mail=ways.mail,
                    mail_after=ways.after,
                    **told,
                )
            )
    return rows


def _join_lines(rows: Collection[Notification], **alike: Any) -> None:
    """What is new joins the line of its like that its reader has not seen yet."""
    waiting = Notification.objects.filter(
        person__in=[row.person_id for row in rows], newest=True, in_page=True, seen_at=None, **alike
    )
    lines = {row.person_id: row for row in waiting}
    joined = []
    for row in rows:
        if row.in_page and (before := lines.get(row.person_id)):
            row.line, row.count = before.line or before.pk, before.count + 1
            row.first_url = before.first_url or before.url
            joined.append(before.pk)
    Notification.objects.filter(pk__in=joined).update(newest=False)


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
