"""What waits is published or refused by a moderator, changed or taken back by its author. The row is held
while that is done, so of two who decide at once one is told that the other was first."""

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from composing.actions.attach import attach
from composing.models import Attachment
from directory.speaking import speaks_as
from forums.actions.ask_for_detail import ask_for_detail
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from forums.moved import standing
from forums.paths import held_path
from forums.policies import check_in_charge, check_moderate, may_ask_detail, sees_post
from forums.review.facts import WordsDecided
from forums.review.kinds import Cause, State
from forums.review.models import Waiting
from forums.texts import WAITING, Written, read_body
from kernel.facts import publish
from kernel.fields import gathered, read_title
from kernel.gate import BadText, required_text
from kernel.markdown import plain
from kernel.refusals import Conflict, Invalid, Refusal, Refused
from moderation.actions.state import state
from moderation.audit import record
from moderation.grounds import ground_named
from moderation.models import Ground, Statement, Verdict

REASON_LIMIT = 2_000


def approve(*, by: User, waiting: Waiting, seen: int | None = None) -> Post:
    """The post, written by its author as of now: everything that follows from a post follows. `seen`: the
    version that the moderator has read. The same once more answers with the same post. Raises Refused, or
    Conflict when somebody was first, the author has changed it since, or it can no longer be written there."""
    check_moderate(by)
    with transaction.atomic():
        held = _held(waiting)
        if held.post is not None and _decided(held, State.APPROVED, by):
            return held.post
        _check_open(held)
        _check_not_own(by, held)
        check_in_charge(by, held.forum_id)
        if seen is not None and seen != held.version:
            raise Conflict(_("Its author has changed it since. Read it once more."))
        record(
            "publish", by=by, kind=WAITING, object_id=held.pk, person_id=held.author_id,
            figures={"waited": _waited(held)},
        )  # fmt: skip
        _free_files(held)
        try:
            post = _write(held)
        except Refusal as error:
            raise Conflict(
                _("It cannot be published now: %(why)s") % {"why": error.message}
            ) from error
        _close(held, State.APPROVED, by=by, post=post)
    return post


def refuse(*, by: User, waiting: Waiting, reason: str, rule: str = "other") -> Waiting:
    """Nobody else sees it; its author reads why, and keeps the words. The same once more changes nothing.
    Raises Refused, Invalid (reason) or Conflict."""
    check_moderate(by)
    try:
        words = required_text(reason, limit=REASON_LIMIT)
    except BadText as error:
        raise Invalid({"reason": [str(error)]}) from error
    ground = ground_named(rule)
    with transaction.atomic():
        held = _held(waiting)
        if held.reason == words and _decided(held, State.REFUSED, by):
            return held
        _check_open(held)
        _check_not_own(by, held)
        check_in_charge(by, held.forum_id)
        _state(by, held, words, ground)
        _close(held, State.REFUSED, by=by, reason=words)
    return held


def _state(by: User, held: Waiting, words: str, ground: Ground) -> None:
    """Why it is not published, for its author. What a forum asks for was no filter's finding."""
    by_rule = held.cause == Cause.FORUM
    state(
        by=by, person_id=held.author_id, verdict=Verdict.REFUSE, kind=WAITING, object_id=held.pk,
        title=held.title or (held.topic.title if held.topic else ""), excerpt=plain(held.html),
        url=held_path(held.pk), reason=words, ground=ground,
        found=Statement.Found.OWN if by_rule else Statement.Found.FILTER, waited=_waited(held),
    )  # fmt: skip


def _waited(held: Waiting) -> int:
    return int((timezone.now() - held.created_at).total_seconds())


def wait_again(by: User, statement: Statement, reason: str) -> None:
    """The refusal was wrong: what was refused is published. Answers `moderation.registry.reverses`."""
    row = Waiting.objects.filter(pk=statement.object_id, state=State.REFUSED).first()
    if row is None:
        raise Conflict(_("It is no longer there, so there is nothing to hide or show."))
    Waiting.objects.filter(pk=row.pk).update(
        state=State.WAITING, reason="", decided_by=None, decided_at=None
    )
    row.refresh_from_db()
    approve(by=by, waiting=row)


def rewrite(*, by: User, waiting: Waiting, body: str, title: str = "") -> Waiting:
    """Its author changes it; it still waits. Raises Refused, Invalid (title, body) or Conflict."""
    check_writer(by)
    starts = waiting.topic_id is None
    fields = gathered(
        body=lambda: read_body(body, by=by, waiting_id=waiting.pk),
        title=lambda: read_title(title) if starts else "",
    )
    written: Written = fields["body"]
    with transaction.atomic():
        held = _held(waiting)
        _check_author(by, held)
        _check_open(held)
        held.body, held.html = written.body, written.html
        held.title = fields["title"]
        held.version += 1
        held.save(update_fields=["body", "html", "title", "version"])
        attach(files=written.composed.files, kind=WAITING, holder_id=held.pk)
    return held


def withdraw(*, by: User, waiting: Waiting) -> Waiting:
    """Its author takes it back. Raises Refused or Conflict."""
    with transaction.atomic():
        held = _held(waiting)
        _check_author(by, held)
        _check_open(held)
        _close(held, State.WITHDRAWN, by=by)
    return held


def _held(waiting: Waiting) -> Waiting:
    rows = Waiting.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related(
        "forum",
        "author",
        "organisation",
        "region",
        "decided_by",
        "post__topic__forum",
        "post__author",
    ).filter(pk=waiting.pk)
    found = held.first()
    if found is None:
        raise Http404
    return found


def _decided(held: Waiting, state: str, by: User) -> bool:
    """Whether this person has decided so before: a button pressed twice, an answer that was lost."""
    return held.state == state and held.decided_by == by


def _check_open(held: Waiting) -> None:
    if held.state == State.WITHDRAWN:
        raise Conflict(_("Its author has taken it back."))
    if not held.open:
        raise Conflict(_("Another moderator has already decided this."))


def _check_not_own(by: User, held: Waiting) -> None:
    if held.author_id == by.pk:
        raise Refused(_("Somebody else must decide about what you wrote."))


def _check_author(by: User, held: Waiting) -> None:
    if held.author_id != by.pk:
        raise Refused(_("Only its author can change this."))


def _free_files(held: Waiting) -> None:
    """Its files are the post's from now on."""
    Attachment.objects.filter(holder_kind=WAITING, holder_id=held.pk).update(
        holder_kind="", holder_id=None
    )


def _write(held: Waiting) -> Post:
    """By the author's own right to write, as it is now."""
    author, organisation = held.author, held.organisation
    if organisation is not None and not speaks_as(author, organisation.pk):
        raise Refused(_("Its author no longer speaks for this organisation."))
    if held.topic is None:
        topic = start_topic(
            by=author, forum=held.forum, title=held.title, body=held.body, kind=held.kind,
            tags=held.tags, lang=held.lang, region=held.region, organisation=organisation,
        )  # fmt: skip
        return Post.objects.select_related("topic__forum", "author").get(topic=topic, number=1)
    if held.asks_detail and may_ask_detail(author, held.topic):
        return ask_for_detail(
            by=author, topic=held.topic, body=held.body, organisation=organisation
        )
    topic, parent = _place(held)
    return post_reply(
        by=author, topic=topic, body=held.body, parent=parent, lang=held.lang,
        organisation=organisation,
    )  # fmt: skip


def _place(held: Waiting) -> tuple[Topic, Post | None]:
    """Beside what the words answer, wherever that was moved while they waited, if their author may read it
    there."""
    assert held.topic is not None
    post = standing(held.parent_id) if held.parent_id else None
    if post is None or post.hidden or not sees_post(held.author, post):
        return held.topic, None
    return post.topic, post


def _close(
    held: Waiting, state: str, *, by: User, reason: str = "", post: Post | None = None
) -> None:
    held.state, held.decided_by, held.decided_at = state, by, timezone.now()
    held.reason, held.post = reason, post
    held.save(update_fields=["state", "decided_by", "decided_at", "reason", "post"])
    publish(WordsDecided(held.pk))
