"""Of each kind of notification its sentence: (who, about what) → words in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def reply(who: str, about: str) -> str:
    return _("%(who)s replied in “%(about)s”") % {"who": who, "about": about}


def answer_to_you(who: str, about: str) -> str:
    return _("%(who)s answered you in “%(about)s”") % {"who": who, "about": about}


def mention(who: str, about: str) -> str:
    return _("%(who)s mentioned you in “%(about)s”") % {"who": who, "about": about}


def accepted(who: str, about: str) -> str:
    return _("%(who)s accepted your answer in “%(about)s”") % {"who": who, "about": about}


def new_topic(who: str, about: str) -> str:
    return _("%(who)s started “%(about)s”") % {"who": who, "about": about}


def hidden(who: str, about: str) -> str:
    return _("We hid what you wrote: “%(about)s”") % {"about": about}


def corrected(who: str, about: str) -> str:
    return _("%(who)s changed as a moderator what you wrote in “%(about)s”") % {
        "who": who,
        "about": about,
    }


def restored(who: str, about: str) -> str:
    return _("We show again what you wrote: “%(about)s”") % {"about": about}


def report_decided(who: str, about: str) -> str:
    if not about:
        return _("We have decided about what you reported.")
    return _("We have decided about what you reported: “%(about)s”") % {"about": about}


def report_upheld(who: str, about: str) -> str:
    if not about:
        return _("We hid what you reported.")
    return _("We hid what you reported: “%(about)s”") % {"about": about}


def report_kept(who: str, about: str) -> str:
    if not about:
        return _("We looked at what you reported. It is no longer there.")
    return _("We looked at what you reported and left it: “%(about)s”") % {"about": about}


def report_restored(who: str, about: str) -> str:
    return _("What we had taken away because you reported it is shown again. You can appeal.")


def note_published(who: str, about: str) -> str:
    return _("%(who)s published the note “%(about)s”") % {"who": who, "about": about}


def coauthor_invited(who: str, about: str) -> str:
    return _("%(who)s asks you to write “%(about)s” with them") % {"who": who, "about": about}


def coauthor_accepted(who: str, about: str) -> str:
    return _("%(who)s writes “%(about)s” with you now") % {"who": who, "about": about}


def coauthor_declined(who: str, about: str) -> str:
    return _("%(who)s will not write “%(about)s” with you") % {"who": who, "about": about}


def revision_waits(who: str, about: str) -> str:
    return _("%(who)s changed the reviewed note “%(about)s”: it waits for a reviewer") % {
        "who": who,
        "about": about,
    }


def note_approved(who: str, about: str) -> str:
    return _("%(who)s has reviewed and approved your note “%(about)s”") % {
        "who": who,
        "about": about,
    }


def note_improve(who: str, about: str) -> str:
    return _("%(who)s asks for something better in your note “%(about)s”") % {
        "who": who,
        "about": about,
    }


def note_run(who: str, about: str) -> str:
    return _("%(who)s did what your note “%(about)s” says") % {"who": who, "about": about}


def note_doubted(who: str, about: str) -> str:
    return _("%(who)s asks: is this still true? “%(about)s”") % {"who": who, "about": about}


def doubt_true(who: str, about: str) -> str:
    return _("%(who)s has looked: it is still true. “%(about)s”") % {"who": who, "about": about}


def doubt_changed(who: str, about: str) -> str:
    return _("%(who)s has changed what you doubted in “%(about)s”") % {"who": who, "about": about}


def note_due(who: str, about: str) -> str:
    return _("Look soon whether it is still true: “%(about)s”") % {"about": about}


def note_overdue(who: str, about: str) -> str:
    return _("Its day has passed. Is it still true? “%(about)s”") % {"about": about}


def taken_up(who: str, about: str) -> str:
    return _("%(who)s took up your words: “%(about)s”. You can appear without your name.") % {
        "who": who,
        "about": about,
    }


def note_discussed(who: str, about: str) -> str:
    return _("%(who)s began a conversation about your note “%(about)s”") % {
        "who": who,
        "about": about,
    }


def wrote_to_you(who: str, about: str) -> str:
    if not about:
        return _("%(who)s wrote to you") % {"who": who}
    return _("%(who)s wrote to you: “%(about)s”") % {"who": who, "about": about}


def added_to_conversation(who: str, about: str) -> str:
    if not about:
        return _("%(who)s added you to a conversation") % {"who": who}
    return _("%(who)s added you to the conversation “%(about)s”") % {"who": who, "about": about}


def matches(who: str, about: str) -> str:
    return _("There is something that fits what “%(about)s” seeks or has") % {"about": about}


def partnership_asked(who: str, about: str) -> str:
    return _("%(who)s proposes a partnership with “%(about)s”") % {"who": who, "about": about}


def partnership_confirmed(who: str, about: str) -> str:
    return _("%(who)s and “%(about)s” are partners now") % {"who": who, "about": about}


def partnership_declined(who: str, about: str) -> str:
    return _("%(who)s has declined the partnership with “%(about)s”") % {"who": who, "about": about}


def partnership_ended(who: str, about: str) -> str:
    return _("%(who)s has ended the partnership with “%(about)s”") % {"who": who, "about": about}


def found_with(who: str, about: str) -> str:
    return _("%(who)s says that it found “%(about)s” here. Is it so?") % {
        "who": who,
        "about": about,
    }


def found_agreed(who: str, about: str) -> str:
    return _("%(who)s confirms: it and “%(about)s” found one another") % {
        "who": who,
        "about": about,
    }


def found_declined(who: str, about: str) -> str:
    return _("%(who)s does not confirm that it and “%(about)s” found one another") % {
        "who": who,
        "about": about,
    }


def change_taken(who: str, about: str) -> str:
    return _("Your change of “%(about)s” is on its page") % {"about": about}


def change_rejected(who: str, about: str) -> str:
    return _("Your change of “%(about)s” was not taken") % {"about": about}


def claim_made(who: str, about: str) -> str:
    return _("%(who)s says: I belong to “%(about)s”") % {"who": who, "about": about}


def claim_accepted(who: str, about: str) -> str:
    return _("You look after the page of “%(about)s” now") % {"about": about}


def claim_rejected(who: str, about: str) -> str:
    return _("You were not added to “%(about)s”") % {"about": about}


def asked_to_help(who: str, about: str) -> str:
    return _("Perhaps you know this: “%(about)s”") % {"about": about}


def detail_asked(who: str, about: str) -> str:
    return _("%(who)s needs to know more to answer “%(about)s”") % {"who": who, "about": about}


def question_forgotten(who: str, about: str) -> str:
    return _("Nobody has answered for three working days: “%(about)s”") % {"about": about}


def answer_not_chosen(who: str, about: str) -> str:
    return _("Which answer helped? “%(about)s”") % {"about": about}


def same_solved(who: str, about: str) -> str:
    return _("What you have too is solved: “%(about)s”") % {"about": about}


def helped(who: str, about: str) -> str:
    return _("Your answer in “%(about)s” helped %(who)s") % {"who": who, "about": about}


def reacted(who: str, about: str) -> str:
    return _("%(who)s reacted to what you wrote in “%(about)s”") % {"who": who, "about": about}


def thanked(who: str, about: str) -> str:
    if not about:
        return _("%(who)s says thank you to you") % {"who": who}
    said = _("%(who)s says thank you for what you wrote in “%(about)s”")
    return said % {"who": who, "about": about}


def thanked_organisation(who: str, about: str) -> str:
    return _("%(who)s says thank you to “%(about)s”") % {"who": who, "about": about}


def poll_started(who: str, about: str) -> str:
    return _("%(who)s began a poll: “%(about)s”") % {"who": who, "about": about}


def poll_ended(who: str, about: str) -> str:
    return _("The poll has ended, see the result: “%(about)s”") % {"about": about}


def kept_due(who: str, about: str) -> str:
    return _("You wanted to come back to “%(about)s”") % {"about": about}


def words_wait(who: str, about: str) -> str:
    said = _("%(who)s is new here and wrote in “%(about)s”: it waits for a moderator")
    return said % {"who": who, "about": about}


def words_published(who: str, about: str) -> str:
    return _("Everybody sees now what you wrote in “%(about)s”") % {"about": about}


def words_refused(who: str, about: str) -> str:
    return _("A moderator has not published what you wrote in “%(about)s”") % {"about": about}


def paused(who: str, about: str) -> str:
    return _("Your account is paused: you can read, but not write")


def resumed(who: str, about: str) -> str:
    return _("You can write again")


def silenced(who: str, about: str) -> str:
    return _("A moderator asks you to be silent for a while in the room “%(about)s”") % {
        "about": about
    }


def heard_again(who: str, about: str) -> str:
    return _("You can write again in the room “%(about)s”") % {"about": about}


def rules_changed(who: str, about: str) -> str:
    return _("The house rules change on %(day)s. See what will be other.") % {"day": _day(about)}


def privacy_changed(who: str, about: str) -> str:
    return _("The page on privacy changes on %(day)s. See what will be other.") % {
        "day": _day(about)
    }


def terms_changed(who: str, about: str) -> str:
    return _("The terms of use change on %(day)s. See what will be other.") % {"day": _day(about)}


def document_stays(who: str, about: str) -> str:
    return _("What was to change on %(day)s stays as it is after all.") % {"day": _day(about)}


def statement_due(who: str, about: str) -> str:
    return _("Look through the statement of accessibility: it is due by 31 March")


def hidden_for_now(who: str, about: str) -> str:
    return _(
        "Several people reported what you wrote: “%(about)s”. It is hidden until we have looked."
    ) % {"about": about}


def _day(iso: str) -> str:
    """The day in the reader's language; what is no day as it is."""
    try:
        return date_format(date.fromisoformat(iso), "j E Y")
    except ValueError:
        return iso


def report_received(who: str, about: str) -> str:
    if not about:
        return _("We have your report. A moderator will look at it.")
    return _("We have your report of “%(about)s”. A moderator will look at it.") % {"about": about}


def decision_undone(who: str, about: str) -> str:
    return _("We undid what was decided about “%(about)s”") % {"about": about}


def appeal_made(who: str, about: str) -> str:
    return _("Somebody appeals against a decision: “%(about)s”") % {"about": about}


def appeal_answered(who: str, about: str) -> str:
    return _("There is an answer in the appeal about “%(about)s”") % {"about": about}


def appeal_upheld(who: str, about: str) -> str:
    return _("Your appeal was decided: the decision about “%(about)s” stands") % {"about": about}


def appeal_reversed(who: str, about: str) -> str:
    return _("Your appeal was decided: you were right about “%(about)s”") % {"about": about}


def stated_remove(who: str, about: str) -> str:
    return _("We removed what you wrote: “%(about)s”") % {"about": about}


def stated_move(who: str, about: str) -> str:
    return _("We moved what you wrote: “%(about)s”") % {"about": about}


def stated_edit(who: str, about: str) -> str:
    return _("We changed the words of “%(about)s”") % {"about": about}


def stated_split(who: str, about: str) -> str:
    return _("We made a conversation of its own of what you wrote: “%(about)s”") % {"about": about}


def stated_close(who: str, about: str) -> str:
    return _("We closed your conversation “%(about)s”") % {"about": about}


def stated_warn(who: str, about: str) -> str:
    return _("A moderator warns you because of “%(about)s”") % {"about": about}


def stated_retag(who: str, about: str) -> str:
    return _("We took a tag off “%(about)s”") % {"about": about}


def stated_rename(who: str, about: str) -> str:
    return _("A moderator has replaced your name by a neutral one")


STATED = {
    one.__name__: one
    for one in (
        stated_remove, stated_edit, stated_move, stated_split, stated_close, stated_warn, stated_retag,
        stated_rename,
    )
}  # fmt: skip
"""Of verdicts that no other notification tells of."""
