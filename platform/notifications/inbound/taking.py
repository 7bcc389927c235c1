"""A mail becomes a reply, or its sender is told kindly why not. Each mail once, however often it comes."""

import logging
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.access import owner_of_address
from accounts.limits import spend_as
from accounts.models import User
from forums.access import post_by_id, topic_for, topic_now_for
from forums.actions.submit import submit_reply
from forums.models import Post, Topic
from forums.moved import standing
from forums.paths import held_path
from forums.review.models import Waiting
from kernel.limits import spend
from kernel.mail import write_letter
from kernel.refusals import Refusal, TooMany
from notifications.inbound.reading import Incoming, read_mail
from notifications.inbound.trimming import own_words
from notifications.mail.links import host
from notifications.models import ReceivedMail

log = logging.getLogger(__name__)
Outcome = ReceivedMail.Outcome
SENT_BACK = 100_000
"""Characters of what could not be taken: also of what was too long for a post."""


@dataclass(frozen=True)
class Taken:
    """What became of a mail."""

    outcome: str
    post: Post | None = None


class NotTaken(Exception):
    """The sentence for its sender."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def take(raw: bytes) -> Taken:
    """Reads a mail and does what it asks. Raises TooMany where the person has to wait: the mail may
    come again then."""
    try:
        mail = read_mail(raw)
    except RecursionError:  # parts within parts within parts: no person writes so
        return Taken(Outcome.IGNORED)
    ours = mail.message_id.startswith("<topic.") and mail.message_id.endswith(f"@{host()}>")
    if mail.automatic or ours:
        return Taken(Outcome.IGNORED)  # a program's words, or our own letter coming back
    person = owner_of_address(mail.sender)
    if person is None:
        # Nobody we know: an answer would go to whoever the sender pretends to be.
        return Taken(Outcome.IGNORED)
    try:
        with transaction.atomic():
            held = ReceivedMail.objects.create(mark=mail.mark, person=person)
            with override(person.language):
                return _taken(mail, person, held)
    except IntegrityError:
        if ReceivedMail.objects.filter(mark=mail.mark).exists():
            return Taken(Outcome.REPEATED)
        raise


def _taken(mail: Incoming, person: User, held: ReceivedMail) -> Taken:
    try:
        with transaction.atomic():
            post = _post(mail, person)
    except NotTaken as error:
        _bounce(mail, person, error.message)
        held.outcome = Outcome.REFUSED
        held.save(update_fields=["outcome"])
        return Taken(Outcome.REFUSED)
    if isinstance(post, Waiting):
        return _waits(mail, person, held, post)
    held.outcome, held.post = Outcome.POSTED, post
    held.save(update_fields=["outcome", "post"])
    if mail.attachments:
        _letter(
            mail, person, _("Your reply is there. Attachments cannot come by mail: they were left out."),
            url=f"/forums/t/{post.topic_id}/{post.topic.slug}/{post.number}/#p{post.number}",
        )  # fmt: skip
    return Taken(Outcome.POSTED, post)


def _waits(mail: Incoming, person: User, held: ReceivedMail, waiting: Waiting) -> Taken:
    held.outcome = Outcome.HELD
    held.save(update_fields=["outcome"])
    _letter(
        mail, person, _("Your reply is here. A moderator reads it first, and then everybody sees it."),
        url=held_path(waiting.pk),
    )  # fmt: skip
    return Taken(Outcome.HELD)


def _post(mail: Incoming, person: User) -> Post | Waiting:
    ticket = mail.ticket
    if ticket is None:
        raise NotTaken(
            _("The address to which you wrote is not one of ours, or something of it is missing.")
        )
    if ticket.person != person.pk:
        raise NotTaken(
            _("The letter you answer was written to somebody else, or to another address of yours.")
        )
    if ticket.expired:
        raise NotTaken(
            _(
                "The letter you answer is too old to be answered by mail. You can still answer in the page."
            )
        )
    topic, parent = _place(person, ticket.post, answers=ticket.answers)
    text = own_words(mail.text)
    if not text and mail.attachments and not mail.text.strip():
        raise NotTaken(
            _("There were no words of yours in the mail. We take no attachments by mail.")
        )
    if not text:
        raise NotTaken(_("There were no words of yours in the mail, only what you answered."))
    try:
        spend_as(person, "post")
        return submit_reply(
            by=person, topic=topic, body=text, parent=parent, key=f"mail-{mail.mark}"
        )
    except TooMany:
        raise
    except Refusal as error:
        raise NotTaken(error.message) from error


def _place(person: User, post_id: int, *, answers: bool) -> tuple[Topic, Post | None]:
    """Where the answer belongs: the post, wherever it was moved, if it is still there to be answered, and
    its topic; or the topic of which the letter told, or the one into which that was merged."""
    try:
        return _post_now(person, post_id) if answers else (_topic_now(person, post_id), None)
    except Http404 as error:
        raise NotTaken(_("What you answer is no longer there.")) from error


def _post_now(person: User, post_id: int) -> tuple[Topic, Post | None]:
    post = standing(post_id)
    if post is None:
        raise Http404
    topic = topic_for(person, post.topic_id)
    try:
        return topic, post_by_id(person, post.pk)
    except Http404:
        return topic, None  # the post is gone, the conversation goes on


def _topic_now(person: User, post_id: int) -> Topic:
    topic_id = Post.objects.filter(pk=post_id).values_list("topic_id", flat=True).first()
    return topic_now_for(person, topic_id or 0)


def _bounce(mail: Incoming, person: User, reason: str) -> None:
    """At most a few a day: two programs that answer each other must come to an end."""
    try:
        spend("bounce", f"u{person.pk}")
    except TooMany:
        log.warning("no more bounces to person %s today", person.pk)
        return
    _letter(mail, person, reason, refused=True)


def _letter(
    mail: Incoming, person: User, words: str, *, refused: bool = False, url: str = ""
) -> None:
    headers = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    if mail.message_id.isascii():
        headers |= {"In-Reply-To": mail.message_id, "References": mail.message_id}
    write_letter(
        to=person.email, language=person.language, template="notifications/mail/bounce.txt",
        headers={name: value for name, value in headers.items() if value},
        context={
            "person": person.name, "words": words, "refused": refused, "subject": mail.subject,
            "text": own_words(mail.text)[:SENT_BACK] if refused else "", "url": url,
        },
    )  # fmt: skip
