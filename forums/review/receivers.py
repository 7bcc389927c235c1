"""What waits goes with its author, and with its topic."""

from forums.facts import TopicMerged
from forums.models import Topic
from forums.review.kinds import State
from forums.review.models import Waiting
from kernel.facts import receives
from moderation.facts import PersonActed
from moderation.models import Act


@receives(PersonActed)
def person_acted(fact: PersonActed) -> None:
    """Everything of a person was hidden at once: what waits is refused with it, and waits again when that
    is undone."""
    act = Act.objects.select_related("undoes").get(pk=fact.act_id)
    waiting = Waiting.objects.filter(author=act.person_id)
    if act.kind == Act.Kind.SWEPT:
        waiting.filter(state=State.WAITING).update(
            state=State.REFUSED, reason=act.reason, decided_by=act.by, decided_at=act.at
        )
    elif act.kind == Act.Kind.UNSWEPT and act.undoes is not None:
        waiting.filter(state=State.REFUSED, decided_at=act.undoes.at).update(
            state=State.WAITING, reason="", decided_by=None, decided_at=None
        )


@receives(TopicMerged)
def topic_merged(fact: TopicMerged) -> None:
    """A reply that waits becomes one in the topic into which its own was merged."""
    into = Topic.objects.get(pk=fact.into_id)
    Waiting.objects.filter(topic=fact.topic_id, state=State.WAITING).update(
        topic=into, forum=into.forum_id
    )
