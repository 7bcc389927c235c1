"""Who is told of which fact. Rows only: the wires are somebody else's (realtime)."""

from typing import Any

from accounts.facts import HushChanged
from directory.facts import MatchesFound
from directory.models import Card, Organisation
from directory.speaking import editors_of
from forums.facts import AnswerAccepted, ReplyPosted, TopicRead, TopicsRead, TopicStarted
from forums.models import Post, Topic
from forums.whole import whole_post
from kernel.compiled import Compiled
from kernel.facts import receives
from moderation.appeals import not_followed
from moderation.facts import Decided
from moderation.models import Decision, Verdict
from moderation.registry import kinds
from notifications.actions.clear import clear, clear_topic, forget_from
from notifications.actions.tell import tell
from notifications.actions.watch import begin
from notifications.followers import post_url, tell_of_reply, tell_of_topic, who_may_see
from notifications.levels import TOPIC, listeners
from notifications.models import Level, Preferences
from notifications.statements import write_to_notifier


def _begin(person_id: int, topic_id: int) -> None:
    """Who writes in a topic hears of it, as much as they have said once for all."""
    chosen = _on_writing(person_id)
    level = Level(chosen[0][0]) if chosen else Level.WATCHING
    begin(person_id=person_id, topic_id=topic_id, level=level)


_on_writing = Compiled(
    lambda person: Preferences.objects.filter(person=person).values_list("on_writing"), parameters=1
)


def _who_said(post: Post) -> set[int]:
    """Whom an answer to a post concerns: its author, or those who edit the organisation that said it."""
    return editors_of(post.organisation_id) if post.organisation_id else {post.author_id}


@receives(TopicStarted)
def topic_started(fact: TopicStarted) -> None:
    topic = Topic.objects.select_related("forum").get(pk=fact.topic_id)
    tell_of_topic(topic, listeners(topic))
    _begin(topic.author_id, topic.pk)


@receives(ReplyPosted)
def reply_posted(fact: ReplyPosted) -> None:
    post = whole_post(fact.post_id)
    topic = post.topic
    answered = who_may_see(_who_said(post.parent) if post.parent else set(), topic)
    said = listeners(topic)
    tell(
        answered, kind="answer_to_you", actor_id=post.author_id,
        organisation_id=post.organisation_id, subject=topic.title, url=post_url(topic, post.number),
        target=("post", post.pk), heard=(topic, said),
    )  # fmt: skip
    tell_of_reply(post, said, besides=answered)
    if post.author_id not in said or said[post.author_id].kind != TOPIC:
        _begin(post.author_id, topic.pk)


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
    kept = decision.verdict == Verdict.KEEP and moderated is not None
    # The bell and the report's own page say the same of what its author has taken away.
    about = "" if kept and thing is not None and moderated and moderated.gone(thing) else title
    url = moderated.url(thing) if moderated and thing is not None else "/notifications/"
    told: dict[str, Any] = {"actor_id": None, "subject": title, "detail": decision.reason}
    if decision.author_id and decision.verdict == Verdict.RESTORE:
        tell({decision.author_id}, kind="restored", url=url, target=("", 0), **told)
    answer = {
        Verdict.HIDE: "report_upheld", Verdict.REMOVE: "report_upheld", Verdict.KEEP: "report_kept",
    }.get(Verdict(decision.verdict), "report_decided")  # fmt: skip
    for report in decision.reports.select_related("notice"):
        if report.reporter_id is not None:
            tell(
                {report.reporter_id}, kind=answer, actor_id=None, subject=about,
                url=f"/moderation/reports/{report.pk}/", target=("", 0),
            )  # fmt: skip
        elif hasattr(report, "notice"):
            write_to_notifier(report.notice, "left" if not_followed(decision) else "followed")


@receives(HushChanged)
def hushed(fact: HushChanged) -> None:
    """What the other did before and nobody has read yet rings no more, and is not mailed."""
    forget_from(person_id=fact.person_id, actor_id=fact.other_id)


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
    clear_topic(fact.person_id, fact.topic_id, fact.number)


@receives(TopicsRead)
def topics_read(fact: TopicsRead) -> None:
    """The same for topics that were marked as read: up to where the person's place is now."""
    clear(fact.person_id, fact.topic_ids)
