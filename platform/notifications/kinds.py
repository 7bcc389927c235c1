"""What each kind of notification says. The words are made when it is read, in the reader's language."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.voices import voice
from kernel.templatetags.look import stamp
from notifications.models import Notification

Words = Callable[[str, str], str]
"""(who, about what) → a sentence."""


def _reply(who: str, about: str) -> str:
    return _("%(who)s replied in “%(about)s”") % {"who": who, "about": about}


def _answer_to_you(who: str, about: str) -> str:
    return _("%(who)s answered you in “%(about)s”") % {"who": who, "about": about}


def _mention(who: str, about: str) -> str:
    return _("%(who)s mentioned you in “%(about)s”") % {"who": who, "about": about}


def _accepted(who: str, about: str) -> str:
    return _("%(who)s accepted your answer in “%(about)s”") % {"who": who, "about": about}


def _new_topic(who: str, about: str) -> str:
    return _("%(who)s started “%(about)s”") % {"who": who, "about": about}


def _hidden(who: str, about: str) -> str:
    return _("We hid what you wrote: “%(about)s”") % {"about": about}


def _corrected(who: str, about: str) -> str:
    return _("%(who)s changed as a moderator what you wrote in “%(about)s”") % {
        "who": who,
        "about": about,
    }


def _restored(who: str, about: str) -> str:
    return _("We show again what you wrote: “%(about)s”") % {"about": about}


def _report_decided(who: str, about: str) -> str:
    if not about:
        return _("We have decided about what you reported.")
    return _("We have decided about what you reported: “%(about)s”") % {"about": about}


def _report_upheld(who: str, about: str) -> str:
    if not about:
        return _("We hid what you reported.")
    return _("We hid what you reported: “%(about)s”") % {"about": about}


def _report_kept(who: str, about: str) -> str:
    if not about:
        return _("We looked at what you reported. There was nothing left to decide.")
    return _("We looked at what you reported and left it: “%(about)s”") % {"about": about}


def _note_published(who: str, about: str) -> str:
    return _("%(who)s published the note “%(about)s”") % {"who": who, "about": about}


def _coauthor_invited(who: str, about: str) -> str:
    return _("%(who)s asks you to write “%(about)s” with them") % {"who": who, "about": about}


def _coauthor_accepted(who: str, about: str) -> str:
    return _("%(who)s writes “%(about)s” with you now") % {"who": who, "about": about}


def _coauthor_declined(who: str, about: str) -> str:
    return _("%(who)s will not write “%(about)s” with you") % {"who": who, "about": about}


def _revision_waits(who: str, about: str) -> str:
    return _("%(who)s changed the reviewed note “%(about)s”: it waits for a reviewer") % {
        "who": who,
        "about": about,
    }


def _note_approved(who: str, about: str) -> str:
    return _("%(who)s has reviewed and approved your note “%(about)s”") % {
        "who": who,
        "about": about,
    }


def _note_improve(who: str, about: str) -> str:
    return _("%(who)s asks for something better in your note “%(about)s”") % {
        "who": who,
        "about": about,
    }


def _note_run(who: str, about: str) -> str:
    return _("%(who)s did what your note “%(about)s” says") % {"who": who, "about": about}


def _note_doubted(who: str, about: str) -> str:
    return _("%(who)s asks: is this still true? “%(about)s”") % {"who": who, "about": about}


def _doubt_true(who: str, about: str) -> str:
    return _("%(who)s has looked: it is still true. “%(about)s”") % {"who": who, "about": about}


def _doubt_changed(who: str, about: str) -> str:
    return _("%(who)s has changed what you doubted in “%(about)s”") % {"who": who, "about": about}


def _note_due(who: str, about: str) -> str:
    return _("Look soon whether it is still true: “%(about)s”") % {"about": about}


def _note_overdue(who: str, about: str) -> str:
    return _("Its day has passed. Is it still true? “%(about)s”") % {"about": about}


def _taken_up(who: str, about: str) -> str:
    return _("%(who)s took up your words: “%(about)s”. You can appear without your name.") % {
        "who": who,
        "about": about,
    }


def _note_discussed(who: str, about: str) -> str:
    return _("%(who)s began a conversation about your note “%(about)s”") % {
        "who": who,
        "about": about,
    }


def _wrote_to_you(who: str, about: str) -> str:
    if not about:
        return _("%(who)s wrote to you") % {"who": who}
    return _("%(who)s wrote to you: “%(about)s”") % {"who": who, "about": about}


def _added_to_conversation(who: str, about: str) -> str:
    if not about:
        return _("%(who)s added you to a conversation") % {"who": who}
    return _("%(who)s added you to the conversation “%(about)s”") % {"who": who, "about": about}


def _matches(who: str, about: str) -> str:
    return _("There is something that fits what “%(about)s” seeks or has") % {"about": about}


def _partnership_asked(who: str, about: str) -> str:
    return _("%(who)s proposes a partnership with “%(about)s”") % {"who": who, "about": about}


def _partnership_confirmed(who: str, about: str) -> str:
    return _("%(who)s and “%(about)s” are partners now") % {"who": who, "about": about}


def _partnership_declined(who: str, about: str) -> str:
    return _("%(who)s has declined the partnership with “%(about)s”") % {"who": who, "about": about}


def _partnership_ended(who: str, about: str) -> str:
    return _("%(who)s has ended the partnership with “%(about)s”") % {"who": who, "about": about}


def _found_with(who: str, about: str) -> str:
    return _("%(who)s says that it found “%(about)s” here. Is it so?") % {
        "who": who,
        "about": about,
    }


def _found_agreed(who: str, about: str) -> str:
    return _("%(who)s confirms: it and “%(about)s” found one another") % {
        "who": who,
        "about": about,
    }


def _found_declined(who: str, about: str) -> str:
    return _("%(who)s does not confirm that it and “%(about)s” found one another") % {
        "who": who,
        "about": about,
    }


def _change_taken(who: str, about: str) -> str:
    return _("Your change of “%(about)s” is on its page") % {"about": about}


def _change_rejected(who: str, about: str) -> str:
    return _("Your change of “%(about)s” was not taken") % {"about": about}


def _claim_made(who: str, about: str) -> str:
    return _("%(who)s says: I belong to “%(about)s”") % {"who": who, "about": about}


def _claim_accepted(who: str, about: str) -> str:
    return _("You look after the page of “%(about)s” now") % {"about": about}


def _claim_rejected(who: str, about: str) -> str:
    return _("You were not added to “%(about)s”") % {"about": about}


def _asked_to_help(who: str, about: str) -> str:
    return _("Perhaps you know this: “%(about)s”") % {"about": about}


def _detail_asked(who: str, about: str) -> str:
    return _("%(who)s needs to know more to answer “%(about)s”") % {"who": who, "about": about}


def _question_forgotten(who: str, about: str) -> str:
    return _("Nobody has answered for three working days: “%(about)s”") % {"about": about}


def _answer_not_chosen(who: str, about: str) -> str:
    return _("Which answer helped? “%(about)s”") % {"about": about}


def _same_solved(who: str, about: str) -> str:
    return _("What you have too is solved: “%(about)s”") % {"about": about}


def _helped(who: str, about: str) -> str:
    return _("Your answer in “%(about)s” helped %(who)s") % {"who": who, "about": about}


def _reacted(who: str, about: str) -> str:
    return _("%(who)s reacted to what you wrote in “%(about)s”") % {"who": who, "about": about}


def _thanked(who: str, about: str) -> str:
    if not about:
        return _("%(who)s says thank you to you") % {"who": who}
    said = _("%(who)s says thank you for what you wrote in “%(about)s”")
    return said % {"who": who, "about": about}


def _thanked_organisation(who: str, about: str) -> str:
    return _("%(who)s says thank you to “%(about)s”") % {"who": who, "about": about}


def _poll_started(who: str, about: str) -> str:
    return _("%(who)s began a poll: “%(about)s”") % {"who": who, "about": about}


def _poll_ended(who: str, about: str) -> str:
    return _("The poll has ended, see the result: “%(about)s”") % {"about": about}


def _kept_due(who: str, about: str) -> str:
    return _("You wanted to come back to “%(about)s”") % {"about": about}


def _words_wait(who: str, about: str) -> str:
    said = _("%(who)s is new here and wrote in “%(about)s”: it waits for a moderator")
    return said % {"who": who, "about": about}


def _words_published(who: str, about: str) -> str:
    return _("Everybody sees now what you wrote in “%(about)s”") % {"about": about}


def _words_refused(who: str, about: str) -> str:
    return _("A moderator has not published what you wrote in “%(about)s”") % {"about": about}


def _paused(who: str, about: str) -> str:
    return _("Your account is paused: you can read, but not write")


def _resumed(who: str, about: str) -> str:
    return _("You can write again")


def _silenced(who: str, about: str) -> str:
    return _("A moderator asks you to be silent for a while in the room “%(about)s”") % {
        "about": about
    }


def _heard_again(who: str, about: str) -> str:
    return _("You can write again in the room “%(about)s”") % {"about": about}


KINDS: dict[str, Words] = {
    "kept_due": _kept_due,
    "reply": _reply,
    "answer_to_you": _answer_to_you,
    "accepted": _accepted,
    "asked_to_help": _asked_to_help,
    "detail_asked": _detail_asked,
    "question_forgotten": _question_forgotten,
    "answer_not_chosen": _answer_not_chosen,
    "same_solved": _same_solved,
    "helped": _helped,
    "reacted": _reacted,
    "thanked": _thanked,
    "thanked_organisation": _thanked_organisation,
    "poll_started": _poll_started,
    "poll_ended": _poll_ended,
    "mention": _mention,
    "new_topic": _new_topic,
    "hidden": _hidden,
    "restored": _restored,
    "corrected": _corrected,
    "words_wait": _words_wait,
    "words_published": _words_published,
    "words_refused": _words_refused,
    "paused": _paused,
    "resumed": _resumed,
    "silenced": _silenced,
    "heard_again": _heard_again,
    "report_decided": _report_decided,
    "report_upheld": _report_upheld,
    "report_kept": _report_kept,
    "note_published": _note_published,
    "coauthor_invited": _coauthor_invited,
    "coauthor_accepted": _coauthor_accepted,
    "coauthor_declined": _coauthor_declined,
    "revision_waits": _revision_waits,
    "note_approved": _note_approved,
    "note_improve": _note_improve,
    "note_run": _note_run,
    "note_doubted": _note_doubted,
    "doubt_true": _doubt_true,
    "doubt_changed": _doubt_changed,
    "note_due": _note_due,
    "note_overdue": _note_overdue,
    "note_discussed": _note_discussed,
    "taken_up": _taken_up,
    "wrote_to_you": _wrote_to_you,
    "added_to_conversation": _added_to_conversation,
    "matches": _matches,
    "partnership_asked": _partnership_asked,
    "partnership_confirmed": _partnership_confirmed,
    "partnership_declined": _partnership_declined,
    "partnership_ended": _partnership_ended,
    "found_with": _found_with,
    "found_agreed": _found_agreed,
    "found_declined": _found_declined,
    "change_taken": _change_taken,
    "change_rejected": _change_rejected,
    "claim_made": _claim_made,
    "claim_accepted": _claim_accepted,
    "claim_rejected": _claim_rejected,
}


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
