"""What each kind of notification says. The words are made when it is read, in the reader's language."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import ngettext

from forums.voices import voice
from kernel.templatetags.look import stamp
from notifications import sentences
from notifications.models import Notification

Words = Callable[[str, str], str]
"""(who, about what) → a sentence."""


def _logged_out(who: str, about: str) -> str:
    said = ngettext(
        "An administrator has logged you out in %(count)s place",
        "An administrator has logged you out in %(count)s places", int(about),
    )  # fmt: skip
    return said % {"count": about}


KINDS: dict[str, Words] = {
    "kept_due": sentences.kept_due,
    "reply": sentences.reply,
    "answer_to_you": sentences.answer_to_you,
    "accepted": sentences.accepted,
    "asked_to_help": sentences.asked_to_help,
    "detail_asked": sentences.detail_asked,
    "question_forgotten": sentences.question_forgotten,
    "answer_not_chosen": sentences.answer_not_chosen,
    "same_solved": sentences.same_solved,
    "helped": sentences.helped,
    "reacted": sentences.reacted,
    "thanked": sentences.thanked,
    "thanked_organisation": sentences.thanked_organisation,
    "poll_started": sentences.poll_started,
    "poll_ended": sentences.poll_ended,
    "mention": sentences.mention,
    "new_topic": sentences.new_topic,
    "hidden": sentences.hidden,
    "restored": sentences.restored,
    "corrected": sentences.corrected,
    "words_wait": sentences.words_wait,
    "words_published": sentences.words_published,
    "words_refused": sentences.words_refused,
    "rules_changed": sentences.rules_changed,
    "privacy_changed": sentences.privacy_changed,
    "terms_changed": sentences.terms_changed,
    "document_stays": sentences.document_stays,
    "statement_due": sentences.statement_due,
    "hidden_for_now": sentences.hidden_for_now,
    "paused": sentences.paused,
    "logged_out": _logged_out,
    "resumed": sentences.resumed,
    "silenced": sentences.silenced,
    "heard_again": sentences.heard_again,
    "report_decided": sentences.report_decided,
    "report_upheld": sentences.report_upheld,
    "report_kept": sentences.report_kept,
    "report_restored": sentences.report_restored,
    "note_published": sentences.note_published,
    "coauthor_invited": sentences.coauthor_invited,
    "coauthor_accepted": sentences.coauthor_accepted,
    "coauthor_declined": sentences.coauthor_declined,
    "revision_waits": sentences.revision_waits,
    "note_approved": sentences.note_approved,
    "note_improve": sentences.note_improve,
    "note_run": sentences.note_run,
    "note_doubted": sentences.note_doubted,
    "doubt_true": sentences.doubt_true,
    "doubt_changed": sentences.doubt_changed,
    "note_due": sentences.note_due,
    "note_overdue": sentences.note_overdue,
    "note_discussed": sentences.note_discussed,
    "taken_up": sentences.taken_up,
    "wrote_to_you": sentences.wrote_to_you,
    "added_to_conversation": sentences.added_to_conversation,
    "matches": sentences.matches,
    "partnership_asked": sentences.partnership_asked,
    "partnership_confirmed": sentences.partnership_confirmed,
    "partnership_declined": sentences.partnership_declined,
    "partnership_ended": sentences.partnership_ended,
    "found_with": sentences.found_with,
    "found_agreed": sentences.found_agreed,
    "found_declined": sentences.found_declined,
    "change_taken": sentences.change_taken,
    "change_rejected": sentences.change_rejected,
    "claim_made": sentences.claim_made,
    "claim_accepted": sentences.claim_accepted,
    "claim_rejected": sentences.claim_rejected,
    "report_received": sentences.report_received,
    "decision_undone": sentences.decision_undone,
    "appeal_made": sentences.appeal_made,
    "appeal_answered": sentences.appeal_answered,
    "appeal_upheld": sentences.appeal_upheld,
    "appeal_reversed": sentences.appeal_reversed,
    **sentences.STATED,
}
STATED: dict[str, str] = {
    "hide": "hidden",
    "suspend": "",
    "ban": "",
    "sweep": "",
    "silence": "",
    "refuse": "",
    **{verdict.removeprefix("stated_"): verdict for verdict in sentences.STATED},
}
"""The kind by which a statement of this verdict is told; "" where the deed itself tells of it, with the
statement's address."""


def _words_wait_long(count: int, since: str) -> str:
    said = ngettext(
        "%(count)d post has waited for you as a moderator since %(since)s",
        "%(count)d posts wait for you as a moderator, the oldest since %(since)s", count,
    )  # fmt: skip
    return said % {"count": count, "since": stamp(datetime.fromisoformat(since))}


COUNTED: dict[str, Callable[[int, str], str]] = {"words_wait_long": _words_wait_long}
"""Kinds that tell of several things in one row. The subject is no title: it is what the words need."""


def sentence(notification: Notification) -> str:
    """The notification in words, in the interface's language."""
    if notification.kind in COUNTED:
        return COUNTED[notification.kind](notification.count, notification.subject)
    who = voice(notification.actor, notification.organisation).name
    return KINDS[notification.kind](who, notification.subject)


def _replies(count: int, about: str) -> str:
    said = ngettext(
        "%(count)d new reply in “%(about)s”", "%(count)d new replies in “%(about)s”", count
    )
    return said % {"count": count, "about": about}


def _answers(count: int, about: str) -> str:
    said = ngettext(
        "%(count)d answer to you in “%(about)s”", "%(count)d answers to you in “%(about)s”", count
    )
    return said % {"count": count, "about": about}


def _reactions(count: int, about: str) -> str:
    said = ngettext(
        "%(count)d person reacted to what you wrote in “%(about)s”",
        "%(count)d people reacted to what you wrote in “%(about)s”", count,
    )  # fmt: skip
    return said % {"count": count, "about": about}


LINES: dict[str, Callable[[int, str], str]] = {
    "reply": _replies,
    "answer_to_you": _answers,
    "reacted": _reactions,
}
"""What several of a kind about one topic, or one post, say together."""


def line_sentence(notification: Notification) -> str:
    """The same for the line that it stands for."""
    if notification.count > 1 and notification.kind in LINES:
        return LINES[notification.kind](notification.count, notification.subject)
    return sentence(notification)
