"""Who is told of which fact. Rows only: the wires are somebody else's (realtime)."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.viewer import Audience
from directory.facts import MatchesFound
from directory.models import Card, Organisation
from directory.speaking import editors_of
from forums.facts import AnswerAccepted, ReplyPosted, TopicRead, TopicStarted
from forums.models import Post, Topic
from kernel.facts import publish, receives
from moderation.facts import Decided
from moderation.models import Decision
from moderation.registry import kinds
from notifications.actions.tell import tell
from notifications.facts import NotificationsSeen
from notifications.models import Notification, Watch


def _watchers(kind: str, object_id: int) -> set[int]:
    return set(
        Watch.objects.filter(kind=kind, object_id=object_id).values_list("person_id", flat=True)
    )


def _watch(person_id: int, kind: str, object_id: int) -> None:
    Watch.objects.bulk_create(
        [Watch(person_id=person_id, kind=kind, object_id=object_id)], ignore_conflicts=True
    )


def who_may_see(people: set[int], topic: Topic) -> set[int]:
    """Those of the people whom the topic's audience holds, in one query or none."""
    if not people or topic.forum.audience in (Audience.PUBLIC, Audience.MEMBERS):
        return people
    moderators = User.objects.filter(pk__in=people, role__in=("moderator", "admin"), is_active=True)
    return set(moderators.values_list("pk", flat=True))


def _who_said(post: Post) -> set[int]:
    """Whom an answer to a post concerns: its author, or those who edit the organisation that said it."""
    return editors_of(post.organisation_id) if post.organisation_id else {post.author_id}


def post_url(topic: Topic, number: int) -> str:
    return f"/forums/t/{topic.pk}/{topic.slug}/{number}/#p{number}"


@receives(TopicStarted)
def topic_started(fact: TopicStarted) -> None:
    topic = Topic.objects.select_related("forum").get(pk=fact.topic_id)
    _watch(topic.author_id, "topic", topic.pk)
    people = who_may_see(_watchers("forum", topic.forum_id), topic)
    tell(
        people, kind="new_topic", actor_id=topic.author_id, subject=topic.title,
        url=post_url(topic, 1), target=("topic", topic.pk), organisation_id=topic.organisation_id,
    )  # fmt: skip


@receives(ReplyPosted)
def reply_posted(fact: ReplyPosted) -> None:
    post = Post.objects.select_related("topic__forum", "parent").get(pk=fact.post_id)
    topic = post.topic
    watchers = who_may_see(_watchers("topic", topic.pk), topic)
    answered = _who_said(post.parent) if post.parent else set()
    answered = who_may_see(answered, topic)
    said: dict[str, Any] = {
        "actor_id": post.author_id,
        "organisation_id": post.organisation_id,
        "subject": topic.title,
        "url": post_url(topic, post.number),
        "target": ("post", post.pk),
    }
    tell(answered, kind="answer_to_you", **said)
    tell(watchers - answered, kind="reply", **said)
    _watch(post.author_id, "topic", topic.pk)


@receives(AnswerAccepted)
def answer_accepted(fact: AnswerAccepted) -> None:
    post = Post.objects.select_related("topic").get(pk=fact.post_id)
    asker = post.topic.organisation_id
    # A moderator may have accepted it, who does not speak for the organisation.
    spoke = asker is not None and fact.accepted_by_id in editors_of(asker)
    tell(
        _who_said(post), kind="accepted", actor_id=fact.accepted_by_id, subject=post.topic.title,
        url=post_url(post.topic, post.number), target=("post", post.pk),
        organisation_id=asker if spoke else None,
    )  # fmt: skip


@receives(Decided)
def decided(fact: Decided) -> None:
    decision = Decision.objects.select_related("moderator").get(pk=fact.decision_id)
    moderated = kinds.get(decision.kind)
    thing = (
        moderated.judged(decision.moderator, decision.object_id)
        if moderated and decision.moderator
        else None
    )
    title = moderated.title(thing) if moderated and thing is not None else ""
    url = moderated.url(thing) if moderated and thing is not None else "/notifications/"
    told: dict[str, Any] = {"actor_id": None, "subject": title, "detail": decision.reason}
    if decision.author_id and decision.verdict in ("hide", "restore"):
        kind = "hidden" if decision.verdict == "hide" else "restored"
        # What is hidden can no longer be opened: the reason stands in the list itself, and the link
        # leads to the rule.
        link = url if kind == "restored" else f"/about/rules/#{decision.rule}"
        tell({decision.author_id}, kind=kind, url=link, target=("", 0), **told)
    reporters = set(decision.reports.exclude(reporter=None).values_list("reporter_id", flat=True))
    answer = {"hide": "report_upheld", "keep": "report_kept"}.get(
        decision.verdict, "report_decided"
    )
    tell(
        {pk for pk in reporters if pk is not None}, kind=answer, actor_id=None,
        subject=title, url="/about/rules/#decyzje", target=("", 0),
    )  # fmt: skip


@receives(MatchesFound)
def matches_found(fact: MatchesFound) -> None:
    """To the card where there is but one; else to the organisation's page, where all of them are."""
    house = Organisation.objects.get(pk=fact.organisation_id)
    cards = Card.objects.filter(pk__in=fact.card_ids[:2])
    url = (
        cards[0].get_absolute_url()
        if len(fact.card_ids) == 1
        else f"{house.get_absolute_url()}#cards"
    )
    tell(
        fact.person_ids, kind="matches", actor_id=None, subject=house.name, url=url,
        target=("organisation", house.pk),
    )  # fmt: skip


@receives(TopicRead)
def topic_read(fact: TopicRead) -> None:
    """Reading a topic clears what was said of it, up to the number that was read."""
    unseen = Notification.objects.filter(person_id=fact.person_id, seen_at=None)
    read = Post.objects.filter(topic_id=fact.topic_id, number__lte=fact.number).values("pk")
    count = unseen.filter(
        Q(target_kind="topic", target_id=fact.topic_id) | Q(target_kind="post", target_id__in=read)
    ).update(seen_at=timezone.now())
    if count:
        publish(NotificationsSeen(fact.person_id))
