"""Who is told of words that wait for a moderator, and of what became of an account."""

from directory.letters import moderators
from forums.paths import held_path, post_path
from forums.review.facts import WordsDecided, WordsWait
from forums.review.kinds import State
from forums.review.models import Waiting
from kernel.facts import receives
from moderation.facts import PersonActed
from moderation.models import Act, Statement
from notifications.actions.tell import tell
from notifications.waiting_long import hush_decided


def _title(waiting: Waiting) -> str:
    return waiting.title or (waiting.topic.title if waiting.topic else "")


@receives(WordsWait)
def words_wait(fact: WordsWait) -> None:
    waiting = Waiting.objects.select_related("topic").get(pk=fact.waiting_id)
    tell(
        {person.pk for person in moderators()}, kind="words_wait", actor_id=waiting.author_id,
        subject=_title(waiting), url=held_path(waiting.pk), target=("waiting", waiting.pk),
    )  # fmt: skip


def _refused_at(waiting: Waiting) -> str:
    rows = Statement.objects.filter(kind="waiting", object_id=waiting.pk).order_by("-pk")
    row = rows.first()
    return row.path if row else held_path(waiting.pk)


@receives(WordsDecided)
def words_decided(fact: WordsDecided) -> None:
    """The author, unless it was they who took it back; and for the moderators nothing waits there any more."""
    waiting = Waiting.objects.select_related("topic", "post__topic").get(pk=fact.waiting_id)
    published = waiting.state == State.APPROVED and waiting.post is not None
    post = waiting.post
    told = {waiting.author_id} if waiting.state != State.WITHDRAWN else set()
    tell(
        told, kind="words_published" if published else "words_refused", actor_id=None,
        subject=_title(waiting), detail=waiting.reason, target=("", 0),
        url=post_path(post.topic_id, post.topic.slug, post.number)
        if post is not None
        else _refused_at(waiting),
    )  # fmt: skip
    hush_decided()


def _statement_of(act: Act) -> str:
    """The address of the statement that goes with an act. A decision's is written only after its act."""
    row = Statement.objects.filter(act=act).first()
    return row.path if row else "/moderation/statements/" if act.kind == Act.Kind.PAUSED else ""


@receives(PersonActed)
def person_acted(fact: PersonActed) -> None:
    """One line, however much was hidden."""
    act = Act.objects.get(pk=fact.act_id)
    # What was swept can be shown again while another decision holds on: then there is an end.
    stopped = act.until is not None
    tell(
        {act.person_id}, kind="paused" if stopped else "resumed", actor_id=None, subject="",
        detail=act.reason, url=_statement_of(act) or "/accounts/settings/", target=("", 0),
    )  # fmt: skip
